import type { DiagramChange } from '../../../protocol/schema-panel.js';
import { accessPaths, plainColumns } from '../../../rules/lib/access.js';
import { display, newName, sqlName, sqlNames, sqlTable } from '../../../rules/lib/naming.js';
import { columnLike } from '../../../rules/lib/tables.js';
import type { SchemaScope } from '../scope.js';
import { type Drafted, newStatement } from './draft.js';

/** CREATE INDEX behind the table. */
export function addIndex(
  { table: key, columns, unique }: Extract<DiagramChange, { do: 'add index' }>,
  scope: SchemaScope,
): Drafted {
  const { catalog } = scope;
  const table = catalog.table(key);
  const label = `Index on ${columns.join(', ')}`;
  if (!table) return { label, refused: `There is no table ${key} here.` };
  const missing = columns.find(name => !columnLike(table, name));
  if (missing !== undefined) return { label, refused: `${table.name} has no column ${missing}.` };
  if (columns.length === 0) return { label, refused: 'An index needs a column.' };
  if (WITHOUT.has(table.dialect))
    return {
      label,
      refused: `${table.dialect} has no such indexes: it finds rows by how they are sorted or spread.`,
    };
  if (table.dialect === 'cql' && columns.length > 1)
    return { label, refused: 'An index of Cassandra is on one column.' };
  const same = accessPaths(table).find(
    path => !path.where && (!unique || path.unique) && plainColumns(path)?.join('\0') === columns.join('\0'),
  );
  if (same)
    return {
      label,
      refused: `${display(table, catalog)} has this index already: ${same.name ?? 'its key'}.`,
    };
  const name = freeName(newName(table.name, ...columns, 'idx'), scope);
  const sql = `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${sqlName(name, table.dialect)} ON ${sqlTable(table, catalog)} (${sqlNames(columns, table.dialect)})`;
  const destination = newStatement(table, sql, scope);
  if (!destination)
    return { label, refused: 'There is no place behind the table where a statement could stand.' };
  const wide = accessPaths(table).find(path => {
    const own = plainColumns(path);
    return (
      own !== undefined &&
      !path.where &&
      own.length > columns.length &&
      columns.every((column, i) => own[i] === column)
    );
  });
  return {
    label: `${unique ? 'Unique index' : 'Index'} ${name} on ${display(table, catalog)} (${columns.join(', ')})`,
    edits: [destination.edit],
    notes: [
      ...destination.notes,
      ...(wide && !unique
        ? [`${wide.name ?? 'The key'} begins with these columns already, and serves what this index would.`]
        : []),
      ...(destination.notes.length > 0 && table.dialect === 'postgres'
        ? [
            'CREATE INDEX blocks writes to the table while it runs; CONCURRENTLY, outside of a transaction, does not.',
          ]
        : []),
      ...(unique ? ['It fails where rows repeat the values.'] : []),
    ],
    holds: after => {
      const indexes = after.catalog.table(key)?.indexes ?? [];
      return indexes.some(
        index => index.name?.toLowerCase() === name.toLowerCase() && index.unique === unique,
      );
    },
  };
}

/** Engines that find rows without indexes of this kind. */
const WITHOUT: ReadonlySet<string> = new Set([
  'redshift',
  'snowflake',
  'bigquery',
  'spark',
  'flink',
  'clickhouse',
]);

function freeName(name: string, { catalog }: SchemaScope): string {
  const taken = new Set<string>();
  for (const table of catalog.allTables())
    for (const path of accessPaths(table)) if (path.name !== undefined) taken.add(path.name.toLowerCase());
  for (let i = 1; ; i++) {
    const tried = i === 1 ? name : `${name.slice(0, 60)}_${i}`;
    if (!taken.has(tried.toLowerCase())) return tried;
  }
}
