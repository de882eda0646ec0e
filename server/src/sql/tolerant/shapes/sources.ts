import { lastName } from '../../ast/names.js';
import type { Condition, QuerySource } from '../../ast/shape.js';
import type { Cursor } from '../cursor.js';
import { readIdent, readIdentOrString, readName, readNameList } from '../identifiers.js';
import { readSubquery, startsQuery } from './blocks.js';
import { readCall } from './calls.js';
import { readConditions, readValue } from './conditions.js';
import type { Draft, DraftBlock } from './draft.js';
import { textOf } from './nodes.js';
import { skipSourceOptions } from './source-options.js';
import { NO_ALIAS, RESERVED } from './words.js';

type Join = QuerySource['join'];

/** Reads the list behind FROM, its joins included, into a block. */
export function readSources(c: Cursor, d: Draft, block: DraftBlock, first: Join = 'first'): void {
  let join: Join = first;
  const start = block.sources.length;
  for (;;) {
    if (!readOne(c, d, block, join, start)) return;
    if (c.acceptSymbol(',')) {
      join = 'cross';
      continue;
    }
    const next = acceptJoin(c, d, block);
    if (!next) return;
    join = next;
  }
}

/** The kind of a join whose words stand here; passes over them. */
function acceptJoin(c: Cursor, d: Draft, block: DraftBlock): Join | undefined {
  const start = c.pos;
  let join: Join = 'inner';
  for (;;) {
    const word = c.word();
    switch (word) {
      case 'JOIN':
      case 'STRAIGHT_JOIN':
        c.step(1);
        return join;
      case 'APPLY':
        c.step(1);
        return c.wordAt(c.pos - 2) === 'OUTER' ? 'left' : 'cross';
      case 'LEFT':
      case 'RIGHT':
      case 'FULL':
      case 'CROSS':
        join = word.toLowerCase() as Join;
        break;
      case 'NATURAL':
        d.complete = false;
        break;
      case 'LATERAL':
        if (c.word(1) !== 'VIEW') return back(c, start);
        readLateralView(c, d, block);
        return acceptJoin(c, d, block);
      case 'INNER':
      case 'OUTER':
      case 'GLOBAL':
      case 'ANY':
      case 'ALL':
      case 'ASOF':
      case 'SEMI':
      case 'ANTI':
      case 'PASTE':
      case 'LOOP':
      case 'HASH':
      case 'MERGE':
      case 'REMOTE':
        break;
      case 'ARRAY':
        if (c.word(1) !== 'JOIN') return back(c, start);
        // ClickHouse unfolds a column of what stands before.
        c.step(2);
        do readUnfolded(c, d, block, join === 'left' ? join : 'cross');
        while (c.acceptSymbol(','));
        return acceptJoin(c, d, block);
      default:
        return back(c, start);
    }
    c.step(1);
  }
}

function back(c: Cursor, start: number): undefined {
  c.pos = start;
  return undefined;
}

/** Spark and Hive: `LATERAL VIEW OUTER explode(a) t AS x, y`. */
function readLateralView(c: Cursor, d: Draft, block: DraftBlock): void {
  c.step(2);
  const outer = c.accept('OUTER');
  readUnfolded(c, d, block, outer ? 'left' : 'cross');
  while (c.acceptSymbol(',')) c.step(1);
}

/** Rows of a value of the sources before: a source without a table. */
function readUnfolded(c: Cursor, d: Draft, block: DraftBlock, join: Join): void {
  const from = c.pos;
  const value = readValue(c, d);
  let alias = '';
  if (c.isName() && !NO_ALIAS.has(c.word())) alias = readIdent(c)?.value ?? '';
  if (c.accept('AS')) {
    const name = readIdent(c)?.value ?? '';
    alias ||= name;
  }
  block.sources.push({ alias, join, values: [value], on: [], using: [], span: c.span(from) });
}

/** Reads one source with its ON or USING. False where none stands here. */
function readOne(c: Cursor, d: Draft, block: DraftBlock, join: Join, start: number): boolean {
  const from = c.pos;
  const made = readRelation(c, d, block, join);
  if (!made) {
    if (c.pos === from) d.complete = false;
    return c.pos > from;
  }
  readCondition(c, d, block, made, from, start);
  return true;
}

type Made = Pick<QuerySource, 'alias' | 'join'> &
  Partial<Pick<QuerySource, 'table' | 'block' | 'lateral' | 'values'>>;

/** Gives a source its ON or USING, and its place among the others. */
function readCondition(
  c: Cursor,
  d: Draft,
  block: DraftBlock,
  made: Made,
  from: number,
  start: number,
): void {
  const index = block.sources.length;
  block.sources.push({ on: [], using: [], span: c.span(from), ...made });
  let on: readonly Condition[] = [];
  let using: readonly string[] = [];
  // ON DUPLICATE KEY and ON CONFLICT belong to the INSERT around the query.
  if (c.is('ON') && !/^(?:DUPLICATE|CONFLICT)$/.test(c.word(1))) {
    c.step(1);
    on = readConditions(c, d);
  } else if (c.is('USING') && (c.isSymbol('(', 1) || c.options.dialect === 'clickhouse')) {
    c.step(1);
    if (c.isSymbol('(')) {
      const names = readNameList(c);
      using = names.map(name => name.value);
      on = names.flatMap(name => comparison(c, block.sources.slice(start, index), made.alias, name));
    } else {
      const name = readIdent(c);
      if (name) {
        using = [name.value];
        on = comparison(c, block.sources.slice(start, index), made.alias, name);
      }
      while (c.acceptSymbol(',')) {
        d.complete = false;
        readIdent(c);
      }
    }
  }
  const source = block.sources[index];
  if (source && (on.length > 0 || using.length > 0)) block.sources[index] = { ...source, on, using };
}

/** USING as a comparison, where it is plain which source before has the column. */
function comparison(
  c: Cursor,
  before: readonly QuerySource[],
  alias: string,
  { value: name, span }: { value: string; span: { start: number; end: number } },
): Condition[] {
  const merged = before.find(source => source.using.some(each => each.toLowerCase() === name.toLowerCase()));
  const other = before.length === 1 ? before[0] : merged;
  if (!other) return [];
  const side = (qualifier: string) =>
    ({ kind: 'column', text: textOf(c, span), span, column: { qualifier, name, span } }) as const;
  return [
    { kind: 'compare', operator: '=', left: side(other.alias), right: side(alias), span, negated: false },
  ];
}

function readRelation(c: Cursor, d: Draft, block: DraftBlock, join: Join): Made | undefined {
  // APPLY of T-SQL is a lateral join.
  const lateral = c.is('LATERAL') || c.wordAt(c.pos - 1) === 'APPLY';
  while (/^(?:ONLY|LATERAL|FINAL)$/.test(c.word()) && !c.isSymbol('.', 1)) c.step(1);
  if (startsQuery(c)) {
    const index = readSubquery(c, d, 'derived');
    const { alias, names } = readAliases(c);
    if (names.length > 0) d.rename(index, names);
    return { alias: alias ?? '', block: index, join, ...(lateral ? { lateral } : {}) };
  }
  if (c.isSymbol('(')) {
    readGroup(c, d, block, join);
    return undefined;
  }
  if (c.is('VALUES') && c.isSymbol('(', 1)) {
    while (c.is('VALUES') || c.isSymbol('(') || c.isSymbol(',')) c.skip();
    return { alias: readAlias(c, d) ?? '', join };
  }
  if (c.is('TABLE') && c.isSymbol('(', 1)) return readTableCall(c, d, join);
  if (!c.isName() && !c.isString() && !c.isNumber()) return undefined;
  if (RESERVED.has(c.word()) && !c.isSymbol('(', 1)) return undefined;
  const from = c.pos;
  const name = readName(c);
  if (!name) return undefined;
  if (c.isSymbol('(')) {
    // A function: nothing of the catalog, but its arguments may be columns.
    const called = lastName(name).value.toLowerCase();
    const value = readCall(c, d, from, called);
    // T-SQL: OPENJSON and its kin say their columns.
    if (c.is('WITH') && c.isSymbol('(', 1)) {
      c.step(1);
      c.skip();
    }
    const { alias } = readAliases(c);
    return { alias: alias ?? called, join, values: [value] };
  }
  const last = lastName(name).value;
  if (last.toUpperCase() === 'DUAL' && name.parts.length === 1 && !lastName(name).quoted) return undefined;
  skipSourceOptions(c, d, block);
  const alias = readAlias(c, d) ?? last;
  skipSourceOptions(c, d, block);
  const cte = name.parts.length === 1 ? d.cte(last) : undefined;
  return cte === undefined ? { alias, table: name, join } : { alias, block: cte, join };
}

/** Joins in parentheses: their sources stand beside the others. */
function readGroup(c: Cursor, d: Draft, block: DraftBlock, join: Join): void {
  const index = block.sources.length;
  const close = c.closing();
  d.nested(
    c,
    () =>
      c.inside(inner => {
        readSources(inner, d, block, join);
        if (!inner.done) d.complete = false;
      }),
    () => {
      c.pos = Math.min(close + 1, c.end);
    },
  );
  const outer = join === 'left' || join === 'full' || join === 'right' ? join : undefined;
  if (outer) {
    for (let at = index + 1; at < block.sources.length; at++)
      block.sources[at] = { ...block.sources[at]!, join: outer };
  }
  const alias = c.is('ON') || c.is('USING') ? undefined : readAlias(c, d);
  if (alias !== undefined) d.complete = false;
  const first = block.sources[index];
  if (first && c.accept('ON'))
    block.sources[index] = { ...first, on: [...first.on, ...readConditions(c, d)] };
  else if (c.is('USING')) {
    d.complete = false;
    c.step(1);
    c.skip();
  }
}

/** `TABLE(f(x))`, and Flink's windows: `TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' HOUR))`. */
function readTableCall(c: Cursor, d: Draft, join: Join): Made {
  const from = c.pos;
  c.step(1);
  const close = c.closing();
  const table = c.between(c.pos + 1, close, inner => {
    for (let at = inner.pos; at < inner.end; at++) {
      if (inner.wordAt(at) === 'TABLE' && !inner.isSymbolAt('(', at + 1))
        return inner.between(at + 1, inner.end, name => readName(name));
    }
    return undefined;
  });
  if (!table) {
    const value = readCall(c, d, from, 'table');
    return { alias: readAliases(c).alias ?? '', join, values: [value] };
  }
  c.skip();
  const alias = readAlias(c, d);
  const last = lastName(table).value;
  const cte = table.parts.length === 1 ? d.cte(last) : undefined;
  return cte === undefined
    ? { alias: alias ?? last, table, join }
    : { alias: alias ?? last, block: cte, join };
}

/** The alias of a table, if one stands here. Names of its columns behind it are not followed. */
export function readAlias(c: Cursor, d: Draft): string | undefined {
  const { alias, names } = readAliases(c);
  if (names.length > 0) d.complete = false;
  return alias;
}

function readAliases(c: Cursor): { alias?: string | undefined; names: readonly string[] } {
  let alias: string | undefined;
  if (c.accept('AS')) alias = readIdentOrString(c)?.value;
  else if (c.isName() && !NO_ALIAS.has(c.word())) alias = readIdent(c)?.value;
  const names = alias !== undefined && c.isSymbol('(') ? readNameList(c).map(({ value }) => value) : [];
  if (c.is('WITH', 'OFFSET')) {
    c.step(2);
    c.accept('AS');
    if (c.isName() && !NO_ALIAS.has(c.word())) c.step(1);
  }
  return { alias, names };
}
