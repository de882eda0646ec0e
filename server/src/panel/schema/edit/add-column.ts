import type { DiagramChange } from '../../../protocol/schema-panel.js';
import { display, sqlName, sqlTable } from '../../../rules/lib/naming.js';
import { columnLike } from '../../../rules/lib/tables.js';
import type { SchemaScope } from '../scope.js';
import { type Drafted, lastMigration, newStatement } from './draft.js';
import { elementBehindColumns } from './elements.js';

/** A column behind the last one in CREATE TABLE, or by ALTER TABLE. */
export function addColumn(
  { table: key, column, type, nullable }: Extract<DiagramChange, { do: 'add column' }>,
  scope: SchemaScope,
): Drafted {
  const { catalog } = scope;
  const table = catalog.table(key);
  const label = `Column ${column}`;
  if (!table) return { label, refused: `There is no table ${key} here.` };
  if (column.trim() === '') return { label, refused: 'A column needs a name.' };
  if (columnLike(table, column))
    return { label, refused: `${display(table, catalog)} has a column ${column} already.` };
  if (!isType(type)) return { label, refused: `"${type}" is not one type.` };
  const strict = !nullable && table.dialect !== 'cql' && table.dialect !== 'clickhouse';
  const kind = table.dialect === 'clickhouse' && nullable ? `Nullable(${type.trim()})` : type.trim();
  const definition = `${sqlName(column, table.dialect)} ${kind}${strict ? ' NOT NULL' : ''}`;
  const inside =
    lastMigration(table, scope) === undefined && table.partitionOf === undefined
      ? elementBehindColumns(table, definition, scope)
      : undefined;
  const word = table.dialect === 'tsql' || table.dialect === 'cql' ? 'ADD' : 'ADD COLUMN';
  const destination = inside
    ? { edit: inside, notes: [] }
    : newStatement(table, `ALTER TABLE ${sqlTable(table, catalog)} ${word} ${definition}`, scope);
  if (!destination)
    return { label, refused: 'There is no place behind the table where a statement could stand.' };
  return {
    label: `Column ${column} of ${display(table, catalog)}`,
    edits: [destination.edit],
    notes: [
      ...destination.notes,
      ...(strict && !inside ? ['NOT NULL without a default is refused while the table has rows.'] : []),
    ],
    holds: after => {
      const made = after.catalog.table(key);
      const found = made?.columns.find(each => each.name.toLowerCase() === column.toLowerCase());
      return found?.type !== undefined && made?.columns.length === table.columns.length + 1;
    },
  };
}

/** One type and nothing behind it: no comma outside of brackets, no semicolon, brackets that close. */
function isType(type: string): boolean {
  if (!/^\s*["`[\p{L}_]/u.test(type) || /[;'\\]|--|\/\*/.test(type)) return false;
  let depth = 0;
  for (const character of type) {
    if (/[(<]/.test(character)) depth++;
    else if (/[)>]/.test(character)) depth--;
    else if (character === ',' && depth === 0) return false;
    if (depth < 0) return false;
  }
  return depth === 0 && !/\b(?:references|primary|unique|check|default|not|null)\b/i.test(type);
}
