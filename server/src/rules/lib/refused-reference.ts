import type { Catalog, ForeignKey, Table } from '../../schema/model.js';
import { type CreateTable, lastName, type Statement } from '../../sql/ast/index.js';

/**
 * True where the statement that makes a table is surely refused, since it references a column that its target, made
 * further up in the same file, does not have: nothing else need be said about the table.
 */
export function isMadeInVain(table: Table, catalog: Catalog): boolean {
  return table.foreignKeys.some(key => isRefused(table, key, catalog));
}

function isRefused(table: Table, key: ForeignKey, catalog: Catalog): boolean {
  const { unit } = table.nameOrigin;
  const written = key.refColumnsWritten && !key.inherited && key.origins[0]?.unit === unit;
  if (!written || key.refTable === table.key || !REFUSING.has(table.dialect)) return false;
  let target: CreateTable | undefined;
  for (const { unit: other, statement } of catalog.statementsOn(key.refName)) {
    if (other.uri !== unit.uri || other.piece.start >= unit.piece.start) continue;
    if (statement.kind === 'create table' && isNamed(statement, key))
      target = isComplete(statement) && !isPartial(other.readings, statement) ? statement : undefined;
    else if (CHANGING.has(statement.kind)) target = undefined;
  }
  if (!target) return false;
  const columns = new Set(target.columns.map(({ name }) => name.value.toLowerCase()));
  return key.refColumns.some(column => !columns.has(column.toLowerCase()));
}

function isNamed({ name }: CreateTable, key: ForeignKey): boolean {
  const schema = name.parts.length > 1 ? name.parts[name.parts.length - 2]!.value : undefined;
  return lastName(name).value === key.refName && (schema === undefined || schema === key.refSchema);
}

/** Its columns are those that are written, and it is made whether or not there is another of its name. */
function isComplete({ like, inherits, partitionOf, asQuery, ofType, ifNotExists }: CreateTable): boolean {
  return !(like.length > 0 || inherits.length > 0 || partitionOf || asQuery || ofType || ifNotExists);
}

function isPartial(
  readings: readonly { readonly statement: Statement; readonly partial: boolean }[],
  made: CreateTable,
): boolean {
  return readings.some(({ statement, partial }) => partial && statement === made);
}

/** SQLite looks at the target only when it has to check a row, and MySQL may be told not to look. */
const REFUSING: ReadonlySet<string> = new Set(['postgres', 'yugabyte', 'cockroach', 'tsql']);

/** Statements after which the columns may be others. */
const CHANGING: ReadonlySet<string> = new Set(['alter table', 'rename', 'drop', 'create view']);
