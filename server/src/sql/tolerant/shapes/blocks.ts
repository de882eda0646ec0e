import type { QueryBlock } from '../../ast/shape.js';
import type { Cursor } from '../cursor.js';
import { readIdent, readNameList } from '../identifiers.js';
import { readList, readValue } from './conditions.js';
import type { Draft, DraftBlock } from './draft.js';
import { readClauses, readSelect } from './select.js';

/** True where a parenthesis with a query in it stands. */
export function startsQuery(c: Cursor): boolean {
  let ahead = 0;
  while (c.isSymbol('(', ahead)) ahead++;
  if (ahead === 0) return false;
  if (!enclosesOne(c, ahead)) return false;
  const word = c.word(ahead);
  if (word === 'SELECT') return true;
  return word === 'WITH'
    ? c.isName(ahead + 1)
    : word === 'VALUES' && ahead === 1 && c.isSymbol('(', ahead + 1);
}

/** False for `((SELECT 1), 2)`: a list that begins with a query. */
function enclosesOne(c: Cursor, depth: number): boolean {
  for (let ahead = 1; ahead < depth; ahead++) {
    const outer = c.tokens.matches[c.pos + ahead - 1]!;
    const after = c.tokens.matches[c.pos + ahead]! + 1;
    if (after < outer && !isSetOperator(c, after) && !/^(?:ORDER|LIMIT|OFFSET|FETCH)$/.test(c.wordAt(after)))
      return false;
  }
  return true;
}

/** Reads a query in parentheses into a block of its own; returns the block's index. */
export function readSubquery(c: Cursor, d: Draft, role: QueryBlock['role']): number {
  let index = 0;
  const from = c.pos;
  const inside = (inner: Cursor): void => {
    index = d.inBlock(role, inner, block => readQueryInto(inner, d, block));
    if (!inner.done) d.complete = false;
  };
  const close = c.closing();
  d.nested(
    c,
    () => c.inside(inside),
    () => {
      index = d.inBlock(role, c, () => {});
      c.pos = Math.min(close + 1, c.end);
    },
  );
  if (close >= c.end) d.complete = false;
  const block = d.blocks[index]!;
  block.span = c.span(from);
  return index;
}

/** Reads WITH, then a SELECT or members of a UNION with what follows them, into a block that is open. */
export function readQueryInto(c: Cursor, d: Draft, block: DraftBlock): void {
  readWith(c, d);
  if (!hasSetOperator(c)) {
    readMember(c, d, block, true);
    return;
  }
  do {
    const start = c.pos;
    d.inBlock('union', c, member => readMember(c, d, member, false));
    if (c.pos === start) break;
    // ClickHouse lets each member have its own LIMIT.
    if (!isSetOperator(c)) readClauses(c, d, block);
  } while (acceptSetOperator(c));
  readClauses(c, d, block);
}

/** One SELECT, VALUES, or a query in parentheses. With `tail` ORDER BY and LIMIT behind it are its own. */
function readMember(c: Cursor, d: Draft, block: DraftBlock, tail: boolean): void {
  if (c.isSymbol('(')) {
    const close = c.closing();
    d.nested(
      c,
      () =>
        c.inside(inner => {
          readQueryInto(inner, d, block);
          if (!inner.done) d.complete = false;
        }),
      () => {
        c.pos = Math.min(close + 1, c.end);
      },
    );
    if (tail) readClauses(c, d, block);
    return;
  }
  if (c.accept('VALUES')) {
    readRows(c, d, block);
    if (tail) readClauses(c, d, block);
    return;
  }
  if (c.accept('SELECT')) readSelect(c, d, block, tail);
  else d.complete = false;
}

/** Rows of VALUES: the first one says what there is. */
function readRows(c: Cursor, d: Draft, block: DraftBlock): void {
  let first = true;
  do {
    c.accept('ROW');
    if (!c.isSymbol('(')) {
      // Spark lets rows of one column stand without parentheses.
      const value = readValue(c, d);
      if (first) block.select.push({ value });
    } else if (first) {
      for (const value of c.inside(inner => readList(inner, d))) block.select.push({ value });
    } else c.skip();
    first = false;
  } while (c.acceptSymbol(','));
}

/** Reads the common table expressions before a query, where there are any. */
export function readWith(c: Cursor, d: Draft): void {
  if (!c.is('WITH')) return;
  c.step(1);
  const recursive = c.accept('RECURSIVE') || c.options.dialect === 'tsql' || c.options.dialect === 'sqlite';
  do {
    const from = c.pos;
    if (c.is('XMLNAMESPACES') && c.isSymbol('(', 1)) {
      c.step(1);
      c.skip();
      continue;
    }
    if (!isCommonTable(c)) {
      if (!readNamedValue(c, d)) {
        d.complete = false;
        break;
      }
      continue;
    }
    const name = readIdent(c)!.value;
    const names = c.isSymbol('(') ? readNameList(c).map(({ value }) => value) : [];
    c.accept('AS');
    c.accept('NOT');
    c.accept('MATERIALIZED');
    if (recursive) d.define(name, d.blocks.length);
    if (/^(?:INSERT|UPDATE|DELETE|MERGE)$/.test(c.word(1))) {
      d.complete = false;
      c.skip();
      continue;
    }
    const index = readSubquery(c, d, 'cte');
    d.define(name, index);
    if (names.length > 0) d.rename(index, names);
    if (c.pos === from) break;
  } while (c.acceptSymbol(','));
}

function isCommonTable(c: Cursor): boolean {
  if (!c.isName()) return false;
  let at = c.pos + 1;
  if (c.isSymbolAt('(', at)) at = (c.tokens.matches[at] ?? -1) + 1;
  if (at <= c.pos) return false;
  if (c.wordAt(at) !== 'AS') return c.isSymbolAt('(', at) && at > c.pos + 1;
  at++;
  if (c.wordAt(at) === 'NOT') at++;
  if (c.wordAt(at) === 'MATERIALIZED') at++;
  return c.isSymbolAt('(', at);
}

/** ClickHouse: `WITH expression AS name`. */
function readNamedValue(c: Cursor, d: Draft): boolean {
  if (c.options.dialect !== 'clickhouse') return false;
  readValue(c, d);
  if (!c.accept('AS') || !c.isName()) return false;
  c.step(1);
  return true;
}

const SET_OPERATORS = new Set(['UNION', 'EXCEPT', 'INTERSECT', 'MINUS']);

/** True where a set operator stands at the level of the query that begins here. */
function hasSetOperator(c: Cursor): boolean {
  for (let at = c.pos; at < c.end; ) {
    const word = c.wordAt(at);
    if (word && at > c.pos) {
      if (SET_OPERATORS.has(word) && isSetOperator(c, at)) return true;
      // The next statement, where nothing terminates this one.
      if (word === 'SELECT') return false;
    } else if (c.isSymbolAt(';', at)) return false;
    const match = c.tokens.matches[at]!;
    at = match > at ? match + 1 : at + 1;
  }
  return false;
}

/** EXCEPT also leaves columns out of a star, and MINUS may be a name. */
export function isSetOperator(c: Cursor, at: number = c.pos): boolean {
  if (!SET_OPERATORS.has(c.wordAt(at)) || c.isSymbolAt('*', at - 1) || c.isSymbolAt('.', at - 1))
    return false;
  let next = at + 1;
  while (/^(?:ALL|DISTINCT|BY|NAME|CORRESPONDING|STRICT)$/.test(c.wordAt(next))) next++;
  return c.isSymbolAt('(', next) || /^(?:SELECT|VALUES|WITH|FROM|TABLE)$/.test(c.wordAt(next));
}

function acceptSetOperator(c: Cursor): boolean {
  if (!isSetOperator(c)) return false;
  c.step(1);
  while (/^(?:ALL|DISTINCT|BY|NAME|CORRESPONDING|STRICT)$/.test(c.word())) c.step(1);
  return true;
}
