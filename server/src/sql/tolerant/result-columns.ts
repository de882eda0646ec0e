import type { Query } from '../ast/index.js';
import type { Cursor } from './cursor.js';
import { exprOf } from './expressions.js';
import { identAt } from './identifiers.js';
import { QUOTED, STRING, SYMBOL, WORD } from './tokens.js';

type Column = NonNullable<Query['columns']>[number];

const CLAUSES = new Set(
  'FROM WHERE GROUP ORDER HAVING LIMIT UNION EXCEPT INTERSECT MINUS INTO QUALIFY WINDOW SETTINGS'.split(' '),
);

/** Names of the columns that a SELECT gives; a column that only a catalog could name is left out. */
export function resultColumns(c: Cursor): Column[] | undefined {
  if (!toSelect(c)) return undefined;
  while (/^(?:DISTINCT|ALL|STRAIGHT_JOIN|SQL_CALC_FOUND_ROWS|STREAM)$/.test(c.word())) c.pos++;
  if (c.is('TOP')) {
    c.pos++;
    c.skip();
  }
  const from = c.pos;
  while (!c.done && !CLAUSES.has(c.word())) c.skip();
  const to = c.pos;
  const columns: Column[] = [];
  c.between(from, to, list => {
    for (const [start, end] of list.items()) {
      const column = end > start ? columnOf(list, start, end) : undefined;
      if (column) columns.push(column);
    }
  });
  return columns;
}

/** Goes to after the SELECT whose columns are the result: common table expressions are passed over. */
function toSelect(c: Cursor): boolean {
  while (c.isSymbol('(')) {
    const close = c.closing();
    c.pos++;
    c.end = Math.min(c.end, close);
  }
  while (!c.done && !c.is('SELECT')) c.skip();
  return c.accept('SELECT');
}

function columnOf(c: Cursor, from: number, to: number): Column | undefined {
  const last = to - 1;
  const kind = c.tokens.kinds[last];
  if (c.isSymbolAt('*', last) && (last === from || c.isSymbolAt('.', last - 1)))
    return { name: '*', span: c.span(from, to) };
  if (c.isSymbolAt('*', from) || (c.isSymbolAt('.', from + 1) && c.isSymbolAt('*', from + 2)))
    return { name: '*', span: c.span(from, to) };
  // T-SQL: alias = expression.
  if (c.options.dialect === 'tsql' && last > from + 1 && c.isSymbolAt('=', from + 1))
    return named(identAt(c, from), undefined);
  if (kind !== WORD && kind !== QUOTED && kind !== STRING) return undefined;
  const ident = identAt(c, last);
  const source = (end: number) => {
    const expr = exprOf(c, from, end);
    if (expr.form !== 'column') return undefined;
    const table = end - from > 2 ? identAt(c, end - 3).value : undefined;
    return { column: identAt(c, end - 1).value, ...(table === undefined ? {} : { table }) };
  };
  if (last > from && c.wordAt(last - 1) === 'AS') return named(ident, source(last - 1));
  if (last === from || c.isSymbolAt('.', last - 1)) {
    if (kind === STRING) return undefined;
    const own = source(to);
    return own ? named(ident, own) : undefined;
  }
  // An alias without AS stands after an operand.
  const before = c.tokens.kinds[last - 1];
  const operand = before !== SYMBOL || c.isSymbolAt(')', last - 1) || c.isSymbolAt(']', last - 1);
  return operand && c.wordAt(last) !== 'END' ? named(ident, source(last)) : undefined;
}

function named(
  ident: { value: string; span: { start: number; end: number } },
  source: Column['source'],
): Column {
  return { name: ident.value, span: ident.span, ...(source ? { source } : {}) };
}
