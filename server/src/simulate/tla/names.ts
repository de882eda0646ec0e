/**
 * Gives members names that TLA+ takes for identifiers: letters, digits and `_`, at least one letter, none that the
 * language or the module uses (https://lamport.azurewebsites.net/tla/summary.pdf). No two get the same one.
 * @param taken The text whose words must not be used.
 */
export function identifiersFor(names: readonly string[], taken: string): readonly string[] {
  const used = new Set([...RESERVED, ...(taken.match(/[A-Za-z0-9_]+/g) ?? [])]);
  return names.map(name => {
    const plain = identifierOf(name, 'm');
    let found = plain;
    for (let i = 2; used.has(found); i++) found = `${plain}_${i}`;
    used.add(found);
    return found;
  });
}

/** A name as an identifier; what has no letter that can be kept is called by `otherwise`. */
export function identifierOf(name: string, otherwise: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, MOST);
  if (!/[A-Za-z]/.test(plain)) return plain === '' ? otherwise : `${otherwise}_${plain}`;
  // `WF_` and `SF_` begin conditions of fairness; a digit first is read as a number by some tools.
  return /^(?:[WS]F_|\d)/.test(`${plain}_`) ? `${otherwise}_${plain}` : plain;
}

/** A text on one line of a comment: what is not printable ASCII is left out, and nothing opens or ends a comment or a module. */
export function inComment(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]+/g, '?')
    .replace(/\(\*|\*\)/g, '..')
    .replace(/-{4,}|={4,}/g, match => match.slice(0, 3));
  return plain.length > MOST_SAID ? `${plain.slice(0, MOST_SAID)} ...` : plain;
}

/** A string of TLA+: there is no need for more than printable ASCII in one. */
export function quoted(text: string): string {
  return `"${text
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]+/g, '?')
    .replace(/["\\]/g, '_')}"`;
}

const MOST = 40;
const MOST_SAID = 200;

/** Words of the language, of configurations of TLC, and of the standard modules that are extended. */
const RESERVED = (
  'ACTION ACTION_CONSTRAINT ACTION_CONSTRAINTS ALIAS ASSUME ASSUMPTION AXIOM BOOLEAN BY CASE CHECK_DEADLOCK CHOOSE CONSTANT ' +
  'CONSTANTS CONSTRAINT CONSTRAINTS COROLLARY DEF DEFINE DEFS DOMAIN ELSE ENABLED EXCEPT EXTENDS FALSE HAVE HIDE IF IN INIT ' +
  'INSTANCE INVARIANT INVARIANTS LAMBDA LEMMA LET LOCAL MODULE NEW NEXT OBVIOUS OMITTED OTHER ONLY PICK POSTCONDITION ' +
  'PROOF PROPERTIES PROPERTY PROPOSITION PROVE QED RECURSIVE SF_ SPECIFICATION STATE STRING SUBSET SUFFICES SYMMETRY TAKE ' +
  'TEMPORAL THEN THEOREM TRUE TYPE_CONSTRAINT UNCHANGED UNION USE VARIABLE VARIABLES VIEW WF_ WITH WITNESS ' +
  'Nat Int Real Infinity Seq Len Append Head Tail SubSeq SelectSeq Cardinality IsFiniteSet Permutations SortSeq Print PrintT ' +
  'Assert JavaTime TLCGet TLCSet RandomElement Any ToString TLCEval Alike'
).split(' ');
