import type { Condition, Value } from '../../ast/shape.js';
import type { Cursor } from '../cursor.js';
import { readSubquery, startsQuery } from './blocks.js';
import { acceptAnd, acceptComparator, acceptOr, acceptWordOperator, isAnd, isOr } from './comparators.js';
import type { Draft } from './draft.js';
import { asConditions, asValue, either, type Node, negate, type Test } from './nodes.js';
import { emptyValue, readOperand } from './values.js';

/** Reads a condition: tests joined by AND. */
export function readConditions(c: Cursor, d: Draft): readonly Condition[] {
  return asConditions(readNode(c, d));
}

/** Reads an expression for what it gives. */
export function readValue(c: Cursor, d: Draft): Value {
  return asValue(c, readNode(c, d));
}

/** Reads an expression, whether it is a value or a test. Does not move where none stands, and says `complete: false`. */
export function readNode(c: Cursor, d: Draft): Node {
  return d.nested(
    c,
    () => readOr(c, d),
    () => emptyValue(c),
  );
}

function readOr(c: Cursor, d: Draft): Node {
  const from = c.pos;
  const first = readAnd(c, d);
  if (!isOr(c)) return first;
  const branches = [asConditions(first)];
  while (acceptOr(c)) branches.push(asConditions(readAnd(c, d)));
  const span = c.span(from);
  return { test: [either(branches, span)], span };
}

function readAnd(c: Cursor, d: Draft): Node {
  const from = c.pos;
  const first = readXor(c, d);
  if (!isAnd(c)) return first;
  const test = [...asConditions(first)];
  while (acceptAnd(c)) test.push(...asConditions(readXor(c, d)));
  return { test, span: c.span(from) };
}

/** MySQL's XOR tells nothing that an index could use: it is kept as a value that is true or false. */
function readXor(c: Cursor, d: Draft): Node {
  const from = c.pos;
  let node = readNot(c, d);
  while (c.accept('XOR')) {
    const args = [asValue(c, node), asValue(c, readNot(c, d))];
    node = { kind: 'other', name: 'xor', text: c.slice(from), span: c.span(from), args };
  }
  return node;
}

function readNot(c: Cursor, d: Draft): Node {
  if (!c.is('NOT')) return readPredicate(c, d);
  const from = c.pos;
  c.step(1);
  const inner = d.nested(
    c,
    () => readNot(c, d),
    () => emptyValue(c),
  );
  const span = c.span(from);
  return { test: negate(asConditions(inner), span), span };
}

function readPredicate(c: Cursor, d: Draft): Node {
  const from = c.pos;
  if (c.is('EXISTS') && c.isSymbol('(', 1)) {
    c.step(1);
    const block = readSubquery(c, d, 'subquery');
    const span = c.span(from);
    return { test: [{ kind: 'exists', block, span, negated: false }], span };
  }
  let left = readOperand(c, d);
  for (;;) {
    const test = readTest(c, d, from, left);
    if (!test) return left;
    left = test;
  }
}

/** A comparison whose left side is read already; undefined where none follows. */
function readTest(c: Cursor, d: Draft, from: number, node: Node): Test | undefined {
  const left = asValue(c, node);
  const done = (condition: Unplaced, negated = false): Test => {
    const span = c.span(from);
    return { test: [{ span, negated, ...condition }], span };
  };
  const operator = acceptComparator(c);
  if (operator) return readComparison(c, d, from, left, operator);
  if (c.is('ISNULL') || c.is('NOTNULL')) {
    const negated = c.is('NOTNULL');
    c.step(1);
    return done({ kind: 'null', left }, negated);
  }
  if (c.is('IS')) return readIs(c, d, from, left);
  const start = c.pos;
  const negated = c.accept('NOT');
  if (negated && c.is('NULL')) {
    c.step(1);
    return done({ kind: 'null', left }, true);
  }
  if (c.is('GLOBAL') && (c.word(1) === 'IN' || c.word(2) === 'IN')) c.step(1);
  const inside = !negated && c.accept('NOT');
  if (c.accept('IN')) return done(readIn(c, d, left), negated || inside);
  if (c.accept('BETWEEN')) {
    c.accept('SYMMETRIC');
    const low = asValue(c, readOperand(c, d));
    if (!c.accept('AND')) d.complete = false;
    return done({ kind: 'between', left, low, high: asValue(c, readOperand(c, d)) }, negated);
  }
  if (c.is('LIKE') || c.is('ILIKE')) return done(readLike(c, d, left), negated);
  const word = acceptWordOperator(c);
  if (word) {
    const right = asValue(c, readOperand(c, d));
    if (c.accept('ESCAPE')) readOperand(c, d);
    return done({ kind: 'compare', operator: word, left, right }, negated);
  }
  c.pos = start;
  return undefined;
}

type Distribute<T> = T extends unknown ? Omit<T, 'span' | 'negated'> : never;
type Unplaced = Distribute<Condition>;

function readComparison(c: Cursor, d: Draft, from: number, left: Value, operator: string): Test {
  const quantifier = c.isSymbol('(', 1) ? /^(?:ANY|SOME|ALL)$/.exec(c.word())?.[0] : undefined;
  if (quantifier) {
    c.step(1);
    const subquery = startsQuery(c);
    const negated = operator === '<>' && quantifier === 'ALL';
    if ((operator === '=' && quantifier !== 'ALL') || negated) {
      const members = subquery
        ? { block: readSubquery(c, d, 'subquery') }
        : { list: elements(asValue(c, readOperand(c, d))) };
      const span = c.span(from);
      return { test: [{ kind: 'in', left, ...members, span, negated }], span };
    }
    operator = `${operator} ${quantifier === 'ALL' ? 'all' : 'any'}`;
  }
  const right = asValue(c, readOperand(c, d));
  const span = c.span(from);
  const rows = left.kind === 'list' && right.kind === 'list' && left.args?.length === right.args?.length;
  if (operator === '=' && rows && left.args && right.args) {
    const values = right.args;
    const test = left.args.map(
      (each, i): Condition => ({
        kind: 'compare',
        operator,
        left: each,
        right: values[i]!,
        span,
        negated: false,
      }),
    );
    return { test, span };
  }
  return { test: [{ kind: 'compare', operator, left, right, span, negated: false }], span };
}

/** What an array lists; one that is not spelled out stands for its elements. */
function elements(array: Value): readonly Value[] {
  return array.kind === 'list' ? (array.args ?? []) : [array];
}

function readIs(c: Cursor, d: Draft, from: number, left: Value): Test {
  c.step(1);
  const negated = c.accept('NOT');
  const done = (condition: Unplaced, not: boolean): Test => {
    const span = c.span(from);
    return { test: [{ span, negated: not, ...condition }], span };
  };
  if (c.accept('NULL') || c.accept('UNKNOWN')) return done({ kind: 'null', left }, negated);
  if (c.accept('DISTINCT', 'FROM')) {
    const operator = negated ? 'is not distinct from' : 'is distinct from';
    return done({ kind: 'compare', operator, left, right: asValue(c, readOperand(c, d)) }, false);
  }
  if (c.is('TRUE') || c.is('FALSE')) {
    const isFalse = c.is('FALSE');
    c.step(1);
    return done({ kind: 'truth', value: left }, negated !== isFalse);
  }
  return done({ kind: 'compare', operator: 'is', left, right: asValue(c, readOperand(c, d)) }, negated);
}

function readIn(c: Cursor, d: Draft, left: Value): Unplaced {
  if (startsQuery(c)) return { kind: 'in', left, block: readSubquery(c, d, 'subquery') };
  if (c.isSymbol('(')) {
    const list = c.inside(inner => readList(inner, d));
    return { kind: 'in', left, list };
  }
  // A parameter, UNNEST(...), or the name of a table.
  const value = asValue(c, readOperand(c, d));
  if (value.kind === 'column') {
    d.complete = false;
    return { kind: 'in', left, list: [{ kind: 'other', text: value.text, span: value.span }] };
  }
  return { kind: 'in', left, list: [value] };
}

/** Values with commas between them, to the end of the cursor. */
export function readList(c: Cursor, d: Draft): Value[] {
  const values: Value[] = [];
  while (!c.done) {
    const from = c.pos;
    values.push(readValue(c, d));
    if (c.acceptSymbol(',')) continue;
    if (!c.done) d.complete = false;
    while (!c.done && !c.isSymbol(',')) c.skip();
    if (c.pos === from) c.step(1);
    c.acceptSymbol(',');
  }
  return values;
}

function readLike(c: Cursor, d: Draft, left: Value): Unplaced {
  // SQLite's own LIKE takes ASCII letters of either case for the same.
  const caseless = c.is('ILIKE') || c.options.dialect === 'sqlite';
  c.step(1);
  const quantifier = c.isSymbol('(', 1) ? /^(?:ANY|SOME|ALL)$/.exec(c.word())?.[0] : undefined;
  if (quantifier) c.step(1);
  const pattern = asValue(c, readOperand(c, d));
  if (c.accept('ESCAPE')) readOperand(c, d);
  if (!quantifier) return { kind: 'like', left, pattern, caseless };
  const operator = quantifier === 'ALL' ? 'like all' : 'like any';
  return { kind: 'compare', operator, left, right: pattern };
}
