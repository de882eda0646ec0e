import type { SourceUnit } from '../../sql/reading.js';
import type { Span } from '../../text/span.js';
import type { Cluster } from '../model.js';
import type { Fragment } from '../module.js';
import type { PlacingData } from './model.js';
import { type Given, type GivenValues, givenBy } from './values.js';

/**
 * Marks what stands in such branches of the templates of clusters. Only where playbooks or inventories are shown is it known
 * what templates are filled with.
 */
export function withUntaken(
  clusters: readonly Cluster[],
  fragments: readonly Fragment[],
): readonly Cluster[] {
  const placing = fragments.filter(
    (each): each is Fragment<PlacingData> =>
      each.system === 'placing' && ((each.data as PlacingData).values?.length ?? 0) > 0,
  );
  if (placing.length === 0) return clusters;
  const given = givenOnce(placing);
  const files = new Map<string, Branches>();
  for (const { uri, origin, system } of fragments) {
    if (system === 'placing' || files.has(uri)) continue;
    const { unit } = origin;
    if (!unit.piece.text.includes('{%')) continue;
    let known = given.of.get(unit);
    if (known === undefined)
      given.of.set(unit, (known = branchesOf(unit.piece.text, (given.values ??= givenBy(placing)))));
    files.set(uri, known);
  }
  return clusters.map(cluster => {
    const spans = (kind: keyof Branches) =>
      cluster.sources.flatMap(uri => {
        const found = files.get(uri)?.[kind] ?? [];
        return found.length === 0 ? [] : [[uri, found] as const];
      });
    const untaken = spans('untaken');
    const taken = spans('taken');
    return untaken.length === 0 && taken.length === 0
      ? cluster
      : {
          ...cluster,
          ...(untaken.length === 0 ? {} : { untaken: new Map(untaken) }),
          ...(taken.length === 0 ? {} : { taken: new Map(taken) }),
        };
  });
}

/** What playbooks give, with what was worked out from it: as long as none of them changes. */
interface GivenByAll {
  readonly placing: readonly Fragment<PlacingData>[];
  values?: GivenValues;
  readonly of: WeakMap<SourceUnit, Branches>;
}

function givenOnce(placing: readonly Fragment<PlacingData>[]): GivenByAll {
  const known = GIVEN.get(placing[0]!);
  if (known?.placing.length === placing.length && placing.every((each, i) => each === known.placing[i]))
    return known;
  const fresh: GivenByAll = { placing, of: new WeakMap() };
  GIVEN.set(placing[0]!, fresh);
  return fresh;
}

/** By the first of them. */
const GIVEN = new WeakMap<Fragment, GivenByAll>();

/**
 * The parts of a template of Jinja that stand in branches which nothing in the project takes: their condition holds for no
 * value that any file gives, or an earlier branch of the same statement is always taken.
 */
export function untakenBranches(text: string, given: GivenValues): readonly Span[] {
  return branchesOf(text, given).untaken;
}

/** Those, and the parts in branches that are taken whatever else holds. */
interface Branches {
  readonly untaken: readonly Span[];
  readonly taken: readonly Span[];
}

function branchesOf(text: string, given: GivenValues): Branches {
  const found: Span[] = [];
  const taken: Span[] = [];
  const all = { untaken: found, taken };
  if (!/\{%[-+]?\s*if\b/.test(text)) return all;
  const open: Branching[] = [];
  // What the template itself gives a value to is not known.
  const own = new Set(
    [...text.matchAll(/\{%[-+]?\s*(?:set|for)\s+(\w+)(?:\s*,\s*(\w+))?/g)].flatMap(([, a, b]) => [a!, b!]),
  );
  for (const match of text.matchAll(STATEMENT)) {
    const [whole, word, condition = ''] = match;
    const last = open.at(-1);
    if (word === 'if') {
      if (open.length >= 100) return all;
      const holds = truthOf(condition, given, own);
      open.push({
        start: match.index + whole.length,
        isUntaken: holds === false,
        isTaken: holds === true,
        isDecided: holds === true,
        isOpen: holds === undefined,
      });
      continue;
    }
    if (last === undefined) continue;
    if (last.isUntaken) found.push({ start: last.start, end: match.index });
    if (last.isTaken) taken.push({ start: last.start, end: match.index });
    if (word === 'endif') {
      open.pop();
      continue;
    }
    const holds = word === 'else' ? true : truthOf(condition, given, own);
    last.start = match.index + whole.length;
    last.isUntaken = last.isDecided || holds === false;
    last.isTaken = holds === true && !last.isDecided && !last.isOpen;
    last.isOpen ||= holds === undefined;
    last.isDecided ||= holds === true;
  }
  return all;
}

/** The branch of a statement that is being read. */
interface Branching {
  start: number;
  isUntaken: boolean;
  isTaken: boolean;
  /** A branch that is always taken stood before. */
  isDecided: boolean;
  /** A branch that may be taken stood before. */
  isOpen: boolean;
}

const STATEMENT = /\{%[-+]?\s*(if|elif|else|endif)\b([^%]{0,500}(?:%(?!\})[^%]{0,500}){0,5})[-+]?%\}/g;

/** Undefined: it may hold, or not. */
type Truth = boolean | undefined;

function truthOf(condition: string, given: GivenValues, own: ReadonlySet<string>): Truth {
  const text = condition.replace(/[-+]\s*$/, '').trim();
  // Parentheses around all of it, and those of functions that are known.
  const bare = text.replace(/\|\s*(?:default|d)\(([^()]*)\)/g, '|default:$1').replace(/^\(([^()]*)\)$/, '$1');
  if (/[()[\]]/.test(bare)) return undefined;
  const either = bare.split(/\s+or\s+/).map(part => {
    const all = part.split(/\s+and\s+/).map(each => ofAtom(each.trim(), given, own));
    return all.includes(false) ? false : all.every(each => each === true) ? true : undefined;
  });
  return either.includes(true) ? true : either.every(each => each === false) ? false : undefined;
}

const ATOM =
  /^(not\s+)?((?:\w+\.)*\w+)((?:\s*\|\s*(?:bool|lower|string|int|default:[^|=!<>]*))*)\s*(?:(is\s+not|is)\s+defined|(==|!=)\s*(?:"([^"]*)"|'([^']*)'|(\w+)))?$/;

function ofAtom(atom: string, given: GivenValues, own: ReadonlySet<string>): Truth {
  const [, not, path, filters = '', defined, compared, ...literals] = ATOM.exec(atom) ?? [];
  if (path === undefined) return undefined;
  const parts = path.split('.');
  const name = parts.at(-1)!;
  if (own.has(parts[0]!) || UNKNOWN.test(path)) return undefined;
  const fallback = /default:\s*(?:["']([^"']*)["']|(\w+))/.exec(filters);
  const values = new Set<Given>(given.get(name));
  if (!given.has(name) && /default/.test(filters)) {
    if (fallback === null) return undefined;
    values.add(fallback[1] ?? fallback[2]);
  }
  const negate = (truth: Truth): Truth => (not === undefined || truth === undefined ? truth : !truth);
  if (defined !== undefined) {
    // Whether it is given on every host is not told.
    const truth = values.size === 0 ? false : undefined;
    return negate(/not/.test(defined) && truth !== undefined ? !truth : truth);
  }
  if (compared !== undefined) {
    const literal = literals.find(each => each !== undefined)!;
    // What is not quoted is a word of the language, or another variable.
    if (literals[2] !== undefined && !WORD.test(literal)) return undefined;
    const truth = overAll(values, value => isSame(value, literal));
    return negate(compared === '!=' && truth !== undefined ? !truth : truth);
  }
  return negate(overAll(values, value => !FALSE.test(value)));
}

/** True or false where it is so for all values; of none it is false. */
function overAll(values: ReadonlySet<Given>, holds: (value: string) => boolean): Truth {
  let truth: Truth;
  for (const value of values) {
    if (value === undefined) return undefined;
    const own = holds(value);
    if (truth !== undefined && truth !== own) return undefined;
    truth = own;
  }
  return values.size === 0 ? false : truth;
}

function isSame(value: string, literal: string): boolean {
  const a = value.toLowerCase();
  const b = literal.toLowerCase();
  return a === b || (TRUE.test(a) && TRUE.test(b)) || (FALSE.test(a) && FALSE.test(b));
}

/** What the machine tells, or each host of its own part: inventories have it in ways that are not read. */
const UNKNOWN =
  /^(?:ansible|inventory|groups?(?:$|\.)|hostvars|item|loop|play|vars|true|false|none|index|id|host|hostname|state)|(?:^|[._])(?:primary|master|leader|replica|slave|standby|secondary|nodes?|role)(?:$|[._])/i;
const WORD = /^(?:true|false|none|yes|no|\d+)$/i;
const TRUE = /^(?:true|yes|on|1)$/;
const FALSE = /^(?:|false|no|off|0|none|null)$/i;
