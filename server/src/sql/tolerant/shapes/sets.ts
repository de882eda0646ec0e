import type { ColumnRef, Value, WriteTarget } from '../../ast/shape.js';
import type { Cursor } from '../cursor.js';
import { readName } from '../identifiers.js';
import { readValue } from './conditions.js';
import type { Draft } from './draft.js';

type SetOf = WriteTarget['sets'][number];

/** Reads `a = 1, t.b = b + 1` from after SET or UPDATE. Assignments to variables are left out. */
export function readSets(c: Cursor, d: Draft): SetOf[] {
  const sets: SetOf[] = [];
  do {
    const from = c.pos;
    const column = readTarget(c);
    if (!column) {
      d.complete = false;
      return sets;
    }
    const value = readAssigned(c, d, column);
    if (!value) {
      d.complete = false;
      return sets;
    }
    if (!column.name.startsWith('@')) sets.push({ column, value, span: c.span(from) });
  } while (c.acceptSymbol(','));
  return sets;
}

/** The column that is assigned, elements of it passed over. */
export function readTarget(c: Cursor): ColumnRef | undefined {
  const from = c.pos;
  // T-SQL `SET @x = column = value`.
  if (c.word().startsWith('@') && c.isSymbol('=', 1) && c.isName(2) && c.isSymbol('=', 3)) c.step(2);
  const name = readName(c);
  if (!name) return undefined;
  const span = c.span(from);
  while (c.isSymbol('[')) c.skip();
  while (c.isSymbol('.') && c.isName(1)) c.step(2);
  const last = name.parts[name.parts.length - 1]!.value;
  const qualifier = name.parts[name.parts.length - 2]?.value;
  return qualifier === undefined ? { name: last, span } : { qualifier, name: last, span };
}

/** `= value`, `:= value`, and T-SQL's `+= value` as the sum that it is. */
export function readAssigned(c: Cursor, d: Draft, column: ColumnRef): Value | undefined {
  const from = c.pos;
  if (c.acceptSymbol('=')) return c.is('DEFAULT') ? readDefault(c) : readValue(c, d);
  if (c.isSymbol(':') && c.isSymbol('=', 1)) {
    c.step(2);
    return readValue(c, d);
  }
  if (!/^[-+*/%&|^]$/.test(c.raw()) || !c.isSymbol('=', 1)) return undefined;
  const name = c.raw();
  c.step(2);
  const value = readValue(c, d);
  const own: Value = {
    kind: 'column',
    text: c.tokens.text.slice(column.span.start, column.span.end),
    span: column.span,
    column,
  };
  return { kind: 'arithmetic', name, text: c.slice(from), span: c.span(from), args: [own, value] };
}

function readDefault(c: Cursor): Value {
  const from = c.pos++;
  return { kind: 'other', name: 'default', text: c.slice(from), span: c.span(from) };
}
