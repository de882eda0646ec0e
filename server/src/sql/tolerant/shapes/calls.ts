import type { Value } from '../../ast/shape.js';
import type { Cursor } from '../cursor.js';
import { readType } from '../types.js';
import { readSubquery, startsQuery } from './blocks.js';
import { readConditions, readValue } from './conditions.js';
import type { Draft } from './draft.js';
import { valuesIn } from './nodes.js';
import { readOrder } from './order.js';
import { isUnit } from './words.js';

/** Reads from the parenthesis of a call on. `from` is where its name begins. */
export function readCall(c: Cursor, d: Draft, from: number, name: string): Value {
  if (/^(?:try_|safe_)?cast$/.test(name)) return readCast(c, d, from);
  if (name === 'convert' || name === 'try_convert') return readConvert(c, d, from);
  const window: Value[] = [];
  const args: Value[] = [];
  let distinct = false;
  if (startsQuery(c)) args.push(subquery(c, d));
  else c.inside(inner => (distinct = readArguments(inner, d, name, args, window)));
  // ClickHouse: parameters of an aggregate, then its arguments.
  if (c.isSymbol('(') && c.options.dialect === 'clickhouse') {
    args.length = 0;
    c.inside(inner => (distinct = readArguments(inner, d, name, args, window)));
  }
  const over = readWindow(c, d, window);
  return {
    kind: 'call',
    name,
    text: c.slice(from),
    span: c.span(from),
    args,
    ...(distinct ? { distinct } : {}),
    ...(over ? { over } : {}),
    ...(window.length > 0 ? { window } : {}),
  };
}

function subquery(c: Cursor, d: Draft): Value {
  const from = c.pos;
  const block = readSubquery(c, d, 'subquery');
  return { kind: 'subquery', text: c.slice(from), span: c.span(from), block };
}

/** Returns whether DISTINCT stood before the arguments. */
function readArguments(c: Cursor, d: Draft, name: string, args: Value[], window: Value[]): boolean {
  const distinct = c.accept('DISTINCT');
  if (!distinct && c.is('ALL') && c.isName(1)) c.step(1);
  if (/^(?:BOTH|LEADING|TRAILING)$/.test(c.word()) && !c.isSymbol(',', 1)) c.step(1);
  let position = 0;
  while (!c.done) {
    const from = c.pos;
    if (!readArgument(c, d, name, position++, args)) break;
    readTail(c, d, args, window);
    if (c.acceptSymbol(',')) continue;
    if (/^(?:FROM|FOR|IN|PLACING)$/.test(c.word())) c.step(1);
    else if (!c.done) {
      // SQL/JSON: RETURNING type, NULL ON EMPTY, WITH WRAPPER; nothing in them names a column.
      if (!/^json/.test(name)) d.complete = false;
      while (!c.done && !c.isSymbol(',')) c.skip();
      c.acceptSymbol(',');
    }
    if (c.pos === from) c.step(1);
  }
  return distinct;
}

function readArgument(c: Cursor, d: Draft, name: string, position: number, args: Value[]): boolean {
  if (c.done) return false;
  // `name => value`
  if (c.isName() && c.isSymbol('=', 1) && c.isSymbol('>', 2) && c.touchesNext(1)) c.step(3);
  const alone = c.isSymbol(',', 1) || c.pos + 1 >= c.end || c.word(1) === 'FROM';
  if (alone && isUnit(c.word(), name, position)) {
    args.push({ kind: 'other', name: 'unit', text: c.raw(), span: c.span(c.pos, c.pos + 1) });
    c.step(1);
    return true;
  }
  args.push(startsQuery(c) ? subquery(c, d) : readValue(c, d));
  return true;
}

/** What may stand behind an argument inside the parentheses. */
function readTail(c: Cursor, d: Draft, args: Value[], window: Value[]): void {
  for (;;) {
    if (c.accept('ORDER', 'BY')) window.push(...readOrder(c, d).map(({ value }) => value));
    else if (c.accept('SEPARATOR') || c.accept('LIMIT')) readValue(c, d);
    else if (c.is('IGNORE', 'NULLS') || c.is('RESPECT', 'NULLS')) c.step(2);
    else if (c.is('HAVING') && /^(?:MAX|MIN)$/.test(c.word(1))) {
      c.step(2);
      window.push(readValue(c, d));
    } else if (c.accept('USING') || c.accept('AS')) {
      // A character set, a field's name, or a type.
      if (c.isSymbol('(', 1) || c.isSymbol('<', 1)) readType(c);
      else c.step(1);
    } else if (c.accept('AGAINST')) {
      args.push(readValue(c, d));
    } else return;
  }
}

/** FILTER, WITHIN GROUP and OVER behind a call; what they name goes to `window`. Returns whether OVER stood there. */
function readWindow(c: Cursor, d: Draft, window: Value[]): boolean {
  let over = false;
  for (;;) {
    if (c.is('FILTER') && c.isSymbol('(', 1)) {
      c.step(1);
      c.inside(inner => {
        inner.accept('WHERE');
        window.push(...readConditions(inner, d).flatMap(valuesIn));
      });
    } else if (c.is('WITHIN', 'GROUP') && c.isSymbol('(', 2)) {
      c.step(2);
      c.inside(inner => readFrame(inner, d, window));
    } else if (c.is('IGNORE', 'NULLS') || c.is('RESPECT', 'NULLS')) c.step(2);
    else if (c.is('AGAINST') && c.isSymbol('(', 1)) {
      c.step(1);
      c.skip();
    } else if (c.is('OVER')) {
      over = true;
      c.step(1);
      if (c.isSymbol('(')) c.inside(inner => readFrame(inner, d, window));
      else c.step(1);
    } else return over;
  }
}

/** PARTITION BY and ORDER BY; the frame behind them names no column. */
export function readFrame(c: Cursor, d: Draft, window: Value[]): void {
  if (c.isName() && !/^(?:PARTITION|ORDER|ROWS|RANGE|GROUPS|DISTRIBUTE|SORT|CLUSTER)$/.test(c.word()))
    c.step(1);
  while (/^(?:PARTITION|ORDER|DISTRIBUTE|SORT|CLUSTER)$/.test(c.word()) && c.word(1) === 'BY') {
    c.step(2);
    window.push(...readOrder(c, d).map(({ value }) => value));
  }
}

function readCast(c: Cursor, d: Draft, from: number): Value {
  let type: string | undefined;
  const value = c.inside(inner => {
    const operand = readValue(inner, d);
    if (inner.accept('AS')) type = readType(inner)?.base;
    else if (inner.acceptSymbol(','))
      type = inner.isString() ? inner.raw().slice(1, -1).toLowerCase() : undefined;
    if (type === undefined) d.complete = false;
    return operand;
  });
  return { kind: 'cast', name: type ?? '', text: c.slice(from), span: c.span(from), args: [value] };
}

/** T-SQL `CONVERT(type, value, style)`, MySQL `CONVERT(value, type)` and `CONVERT(value USING charset)`. */
function readConvert(c: Cursor, d: Draft, from: number): Value {
  let type = '';
  const value = c.inside(inner => {
    if (inner.options.dialect === 'tsql' || inner.options.dialect === 'redshift') {
      type = readType(inner)?.base ?? '';
      if (!inner.acceptSymbol(',')) d.complete = false;
      return readValue(inner, d);
    }
    const operand = readValue(inner, d);
    if (inner.acceptSymbol(',')) type = readType(inner)?.base ?? '';
    else if (!inner.is('USING')) d.complete = false;
    return operand;
  });
  return { kind: 'cast', name: type, text: c.slice(from), span: c.span(from), args: [value] };
}

/** `CASE x WHEN y THEN z ELSE w END`: all its values, in the order in which they are written. */
export function readCase(c: Cursor, d: Draft): Value {
  const from = c.pos++;
  const args: Value[] = [];
  if (!c.is('WHEN')) args.push(readValue(c, d));
  while (c.accept('WHEN')) {
    args.push(readValue(c, d));
    if (!c.accept('THEN')) d.complete = false;
    args.push(readValue(c, d));
  }
  if (c.accept('ELSE')) args.push(readValue(c, d));
  if (!c.accept('END')) d.complete = false;
  return { kind: 'case', text: c.slice(from), span: c.span(from), args };
}
