import type { DiagramChange } from '../../../protocol/schema-panel.js';
import { accessPaths, plainColumns } from '../../../rules/lib/access.js';
import { sameColumns } from '../../../rules/lib/keys.js';
import { display, newName, sqlName, sqlNames, sqlTable } from '../../../rules/lib/naming.js';
import { columnLike } from '../../../rules/lib/tables.js';
import { typeClass } from '../../../rules/lib/types.js';
import type { Table } from '../../../schema/model.js';
import type { SchemaScope } from '../scope.js';
import { type Drafted, newStatement } from './draft.js';
import { elementAtEnd } from './elements.js';

/** A foreign key behind both tables, or inside of the one where the engine has no other way. */
export function addForeignKey(
  change: Extract<DiagramChange, { do: 'add foreign key' }>,
  scope: SchemaScope,
): Drafted {
  const { catalog } = scope;
  const table = catalog.table(change.table);
  const target = catalog.table(change.to);
  const label = `Foreign key on ${change.columns.join(', ')}`;
  if (!table || !target)
    return { label, refused: `There is no table ${table ? change.to : change.table} here.` };
  const why = refusal(change, table, target, scope);
  if (why !== undefined) return { label, refused: why };
  const { dialect } = table;
  const name = newName(table.name, ...change.columns, 'fkey');
  const clause = `FOREIGN KEY (${sqlNames(change.columns, dialect)}) REFERENCES ${sqlTable(target, catalog)} (${sqlNames(change.toColumns, dialect)})`;
  const informal = INFORMAL.has(dialect) ? ' NOT ENFORCED' : '';
  const inside = dialect === 'sqlite' ? elementAtEnd(table, clause, scope) : undefined;
  if (dialect === 'sqlite' && !inside)
    return {
      label,
      refused: 'SQLite takes foreign keys in CREATE TABLE alone, and its columns do not stand there.',
    };
  const statement = inside
    ? {
        edit: inside,
        notes: ['SQLite adds no foreign key to a table that is there: one that exists has to be made anew.'],
      }
    : newStatement(
        table,
        `ALTER TABLE ${sqlTable(table, catalog)} ADD CONSTRAINT ${sqlName(name, dialect)} ${clause}${informal}`,
        scope,
        [target],
      );
  if (!statement)
    return { label, refused: 'There is no place behind the tables where a statement could stand.' };
  const indexed = accessPaths(table).some(
    path => !path.where && plainColumns(path)?.[0]?.toLowerCase() === change.columns[0]!.toLowerCase(),
  );
  return {
    label: `Foreign key from ${display(table, catalog)} to ${display(target, catalog)}`,
    edits: [statement.edit],
    notes: [
      ...statement.notes,
      ...(INFORMAL.has(dialect) || UNCHECKED.has(dialect)
        ? ['This engine keeps it as information and checks no row.']
        : ['It fails where rows refer to none.']),
      ...(indexed ||
      dialect === 'mysql' ||
      dialect === 'mariadb' ||
      INFORMAL.has(dialect) ||
      UNCHECKED.has(dialect)
        ? []
        : [
            `No index begins with ${change.columns[0]}: each delete in ${target.name} would read all of ${table.name}.`,
          ]),
    ],
    holds: after =>
      after.catalog
        .table(change.table)
        ?.foreignKeys.some(
          key =>
            key.refTable === change.to &&
            sameColumns(key.columns, change.columns) &&
            sameColumns(key.refColumns, change.toColumns),
        ) === true,
  };
}

function refusal(
  { columns, toColumns }: Extract<DiagramChange, { do: 'add foreign key' }>,
  table: Table,
  target: Table,
  { catalog }: SchemaScope,
): string | undefined {
  const { dialect } = table;
  if (NONE.has(dialect)) return `${dialect} has no foreign keys.`;
  if (columns.length === 0 || columns.length !== toColumns.length)
    return 'A foreign key has as many columns as the key that it refers to.';
  for (const [i, name] of columns.entries()) {
    const own = columnLike(table, name);
    const other = columnLike(target, toColumns[i]!);
    if (!own) return `${table.name} has no column ${name}.`;
    if (!other) return `${target.name} has no column ${toColumns[i]}.`;
    if (!own.type || !other.type) continue;
    const [a, b] = [typeClass(own.type, dialect, catalog), typeClass(other.type, dialect, catalog)];
    if (a.kind !== b.kind && a.kind !== 'unknown' && b.kind !== 'unknown')
      return `${table.name}.${own.name} is ${own.type.text} and ${target.name}.${other.name} is ${other.type.text}: the engine would refuse the key.`;
  }
  if (table.foreignKeys.some(key => key.refTable === target.key && sameColumns(key.columns, columns)))
    return `${display(table, catalog)} refers to ${display(target, catalog)} by these columns already.`;
  const isKey = accessPaths(target).some(path => {
    const own = path.unique && !path.where ? plainColumns(path) : undefined;
    return own !== undefined && sameColumns(own, toColumns);
  });
  if (!isKey)
    return `Nothing keeps (${toColumns.join(', ')}) of ${display(target, catalog)} unique: a foreign key needs a key at its end.`;
  return undefined;
}

const NONE: ReadonlySet<string> = new Set(['clickhouse', 'flink', 'cql']);
/** Engines that take the words NOT ENFORCED, and those that enforce nothing without them. */
const INFORMAL: ReadonlySet<string> = new Set(['bigquery']);
const UNCHECKED: ReadonlySet<string> = new Set(['redshift', 'snowflake', 'spark']);
