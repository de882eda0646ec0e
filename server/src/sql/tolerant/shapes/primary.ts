import type { Value } from '../../ast/shape.js';
import type { Cursor } from '../cursor.js';
import { stringValue } from '../expressions.js';
import { identAt } from '../identifiers.js';
import { NUMBER, QUOTED, STRING, TEMPLATE, WORD } from '../tokens.js';
import { readSubquery, startsQuery } from './blocks.js';
import { readCall, readCase } from './calls.js';
import { readList, readNode, readValue } from './conditions.js';
import type { Draft } from './draft.js';
import { asValue, isTest, type Node } from './nodes.js';
import { emptyValue, readOperand } from './values.js';
import { BARE_FUNCTIONS, isIntervalUnit, LITERAL_TYPES, RESERVED } from './words.js';

/** Reads a constant, a column, a call, or something in parentheses. Does not move where none of them stands. */
export function readPrimary(c: Cursor, d: Draft): Node {
  const from = c.pos;
  switch (c.kind()) {
    case STRING:
      c.step(1);
      return made(c, from, { kind: 'constant', constant: stringValue(c, from) });
    case NUMBER:
      return readNumber(c);
    case TEMPLATE:
      return c.isSymbol('.', 1) || c.isSymbol('(', 1) ? readPath(c, d) : parameter(c, 1);
    case WORD:
      return readWord(c, d);
    case QUOTED:
      return readPath(c, d);
    default:
      return readSymbol(c, d);
  }
}

type Part = Omit<Value, 'text' | 'span'>;

function made(c: Cursor, from: number, value: Part): Value {
  return { text: c.slice(from), span: c.span(from), ...value };
}

function parameter(c: Cursor, tokens: number): Value {
  const from = c.pos;
  c.step(tokens);
  return made(c, from, { kind: 'parameter' });
}

function readNumber(c: Cursor): Value {
  const from = c.pos++;
  const number = Number(c.rawAt(from));
  return made(c, from, { kind: 'constant', constant: Number.isNaN(number) ? c.rawAt(from) : number });
}

function readSymbol(c: Cursor, d: Draft): Node {
  const from = c.pos;
  if (c.isSymbol('(')) return readParentheses(c, d);
  if (c.isSymbol('*')) {
    c.step(1);
    return made(c, from, { kind: 'star' });
  }
  // `?1` is SQLite's.
  if (c.isSymbol('?')) return parameter(c, c.isNumber(1) && c.touchesNext() ? 2 : 1);
  if (c.isSymbol(':') && (c.isName(1) || c.isNumber(1)) && c.touchesNext()) return parameter(c, 2);
  if (c.isSymbol('%') && c.word(1) === 'S' && c.touchesNext()) return parameter(c, 2);
  if (c.isSymbol('@') && c.isName(1) && c.touchesNext()) return parameter(c, 2);
  if (c.isSymbol('[') && c.closing() < c.end) {
    const args = c.inside(inner => readList(inner, d));
    return made(c, from, { kind: 'list', args });
  }
  if (c.isSymbol('{') && c.closing() < c.end) {
    const args = c.inside(inner => readEntries(inner, d));
    return made(c, from, { kind: 'other', name: 'collection', args });
  }
  d.complete = false;
  return emptyValue(c);
}

/** CQL's maps and sets, ODBC's `{d '2020-01-01'}`. */
function readEntries(c: Cursor, d: Draft): Value[] {
  const values: Value[] = [];
  while (!c.done) {
    const from = c.pos;
    values.push(readValue(c, d));
    if (!c.acceptSymbol(':') && !c.acceptSymbol(',') && c.pos === from) c.step(1);
  }
  return values;
}

function readParentheses(c: Cursor, d: Draft): Node {
  const from = c.pos;
  if (startsQuery(c)) {
    const block = readSubquery(c, d, 'subquery');
    return made(c, from, { kind: 'subquery', block });
  }
  if (isLambda(c)) return readLambda(c, d);
  const nodes = c.inside(inner => {
    const read: Node[] = [];
    while (!inner.done) {
      const at = inner.pos;
      read.push(readNode(inner, d));
      // ClickHouse names an expression wherever it stands.
      if (inner.accept('AS')) inner.step(1);
      if (inner.acceptSymbol(',')) continue;
      if (!inner.done) d.complete = false;
      while (!inner.done && !inner.isSymbol(',')) inner.skip();
      if (inner.pos === at) inner.step(1);
      inner.acceptSymbol(',');
    }
    return read;
  });
  const [only] = nodes;
  if (nodes.length === 1 && only) return isTest(only) ? { test: only.test, span: c.span(from) } : only;
  const args = nodes.map(node => asValue(c, node));
  return made(c, from, { kind: 'list', args });
}

function readWord(c: Cursor, d: Draft): Node {
  const from = c.pos;
  const word = c.word();
  const called = c.isSymbol('(', 1);
  if (word === 'NULL' || word === 'TRUE' || word === 'FALSE') {
    c.step(1);
    return made(c, from, { kind: 'constant', constant: word === 'NULL' ? null : word === 'TRUE' });
  }
  if (word === 'CASE' && !called) return readCase(c, d);
  if (c.isString(1) && (LITERAL_TYPES.has(word) || (word.startsWith('_') && c.options.types === 'mysql'))) {
    c.step(2);
    return made(c, from, { kind: 'constant', constant: stringValue(c, from + 1) });
  }
  if (word === 'INTERVAL' && !(called && c.options.types === 'mysql' && isListOfTwo(c)))
    return readInterval(c, d);
  if ((word === 'ARRAY' || word === 'STRUCT') && (c.isSymbol('[', 1) || c.isSymbol('<', 1)))
    return readTyped(c, d);
  // Redshift's `APPROXIMATE COUNT(DISTINCT a)`.
  if (word === 'APPROXIMATE' && c.isName(1) && c.isSymbol('(', 2)) c.step(1);
  if (word === 'NEXT' && c.word(1) === 'VALUE' && c.word(2) === 'FOR') {
    c.step(4);
    while (c.isSymbol('.')) c.step(2);
    return made(c, from, { kind: 'call', name: 'next value for', args: [] });
  }
  if (word === 'PRIOR' || word === 'CONNECT_BY_ROOT') {
    c.step(1);
    const args = [asValue(c, readOperand(c, d, 9))];
    return made(c, from, { kind: 'other', name: word.toLowerCase(), args });
  }
  if (BARE_FUNCTIONS.has(word) && !called) {
    c.step(1);
    return made(c, from, { kind: 'call', name: word.toLowerCase(), args: [] });
  }
  // T-SQL's variables; positions of parameters.
  if (word.startsWith('@') && !c.isSymbol('.', 1)) return parameter(c, 1);
  if (/^\$\d+$/.test(word)) {
    c.step(1);
    return made(c, from, { kind: c.options.dialect === 'snowflake' ? 'other' : 'parameter' });
  }
  if (word.startsWith('$') && c.options.dialect === 'snowflake') return parameter(c, 1);
  if (RESERVED.has(word) && !called) {
    d.complete = false;
    return emptyValue(c);
  }
  if (isLambda(c)) return readLambda(c, d);
  return readPath(c, d);
}

function isListOfTwo(c: Cursor): boolean {
  return c.between(c.pos + 1, c.end, inner => inner.inside(list => list.items().length > 1));
}

function readInterval(c: Cursor, d: Draft): Value {
  const from = c.pos++;
  const amount = asValue(c, readOperand(c, d, 6));
  while (isIntervalUnit(c.word()) || (c.is('TO') && isIntervalUnit(c.word(1)))) {
    c.step(1);
    if (c.isSymbol('(')) c.skip();
  }
  const constant = amount.kind === 'constant' ? c.slice(from) : undefined;
  return made(
    c,
    from,
    constant === undefined
      ? { kind: 'other', name: 'interval', args: [amount] }
      : { kind: 'constant', constant },
  );
}

/** BigQuery's and Spark's `ARRAY<INT64>[1, 2]`, `STRUCT<a INT64>(1)`. */
function readTyped(c: Cursor, d: Draft): Value {
  const from = c.pos++;
  if (c.isSymbol('<')) c.pos = Math.min(c.closing() + 1, c.end);
  const args = c.isSymbol('[') || c.isSymbol('(') ? c.inside(inner => readList(inner, d)) : [];
  return made(c, from, { kind: 'list', args });
}

/** `x -> f(x)`, `(x, y) -> x + y`: functions as arguments. */
function isLambda(c: Cursor): boolean {
  if (c.options.types === 'mysql' || c.options.dialect === 'sqlite' || c.options.dialect === 'redshift')
    return false;
  const after = c.isSymbol('(') ? c.closing() + 1 : c.pos + 1;
  return (
    c.isSymbolAt('-', after) &&
    c.isSymbolAt('>', after + 1) &&
    c.tokens.ends[after] === c.tokens.starts[after + 1]
  );
}

/** A lambda stands for the columns that it names besides its own parameters. */
function readLambda(c: Cursor, d: Draft): Value {
  const from = c.pos;
  const own = new Set<string>();
  const end = c.isSymbol('(') ? c.closing() + 1 : c.pos + 1;
  for (; c.pos < Math.min(end, c.end); c.pos++)
    if (c.isName()) own.add(identAt(c, c.pos).value.toLowerCase());
  c.step(2);
  const before = d.paths.length;
  const args = columnsIn(readValue(c, d)).filter(
    ({ column }) => !own.has((column?.qualifier ?? column?.name ?? '').toLowerCase()),
  );
  // A field of a parameter is none of a column.
  const paths = d.paths.splice(before).filter(({ parts }) => !own.has(parts[0]!.value.toLowerCase()));
  d.paths.push(...paths);
  return made(c, from, {
    kind: 'other',
    name: 'lambda',
    args: [...args, ...paths.map(({ value }) => value)],
  });
}

function columnsIn(value: Value): readonly Value[] {
  if (value.kind === 'column' || value.kind === 'subquery') return [value];
  return (value.args ?? []).flatMap(columnsIn);
}

/** Dialects in which `a.b` may be a field of the column `a`. */
const WITH_FIELDS = /^(?:bigquery|spark|clickhouse|flink)$/;

function readPath(c: Cursor, d: Draft): Node {
  const from = c.pos;
  let last = c.pos;
  while (c.isSymbolAt('.', last + 1)) {
    // `db..t.c`
    const next = c.isSymbolAt('.', last + 2) ? last + 3 : last + 2;
    const kind = next < c.end ? c.tokens.kinds[next] : 0;
    if (c.isSymbolAt('*', next)) {
      c.pos = next + 1;
      return made(c, from, {
        kind: 'star',
        column: { qualifier: identAt(c, last).value, name: '*', span: c.span(from) },
      });
    }
    if (kind !== WORD && kind !== QUOTED && kind !== TEMPLATE) break;
    last = next;
  }
  if (c.isSymbolAt('(', last + 1)) {
    c.pos = last + 1;
    return readCall(c, d, from, identAt(c, last).value.toLowerCase());
  }
  c.pos = last + 1;
  if (c.tokens.kinds[last] === TEMPLATE) return made(c, from, { kind: 'parameter' });
  const parts: { value: string; span: { start: number; end: number } }[] = [];
  for (let at = from; at <= last; at++) if (!c.isSymbolAt('.', at)) parts.push(identAt(c, at));
  const name = parts[parts.length - 1]!;
  if (parts.length > 1 && WITH_FIELDS.test(c.options.dialect)) {
    const value: { -readonly [K in keyof Value]: Value[K] } = made(c, from, { kind: 'other' });
    d.paths.push({ value, parts, block: d.current });
    return value;
  }
  const before = parts[parts.length - 2]?.value;
  const qualifier = before === undefined ? undefined : d.qualifier(before);
  const span = c.span(from);
  return made(c, from, {
    kind: 'column',
    column: qualifier === undefined ? { name: name.value, span } : { qualifier, name: name.value, span },
  });
}
