import type { Catalog, Table } from '../../../schema/model.js';
import { type AccessPath, accessPaths, isOrdered, plainColumns } from '../access.js';
import { sameColumns } from '../keys.js';
import { duplicates } from '../redundant.js';
import { columnLike } from '../tables.js';

/** An index that begins with all columns of a key: one value of them finds one row already. */
export interface Superset {
  readonly path: AccessPath;
  readonly key: AccessPath;
  /** Columns behind the key's. */
  readonly behind: readonly string[];
}

/**
 * Indexes that begin with a whole key over NOT NULL columns, key by key. Left out: those that a foreign key, of this
 * table or to it, may need as they are, and those whose INCLUDE says that they are meant to cover.
 */
export function supersets(table: Table, catalog: Catalog): readonly Superset[] {
  const paths = accessPaths(table);
  if (paths.length < 2) return [];
  const keys = paths.filter(path => isKey(path, table));
  if (keys.length === 0) return [];
  const taken = new Set(duplicates(table).map(pair => pair.path));
  const result: Superset[] = [];
  for (const path of paths) {
    if (!isCandidate(path) || taken.has(path)) continue;
    const columns = plainColumns(path);
    const key = columns && keys.find(other => begins(columns, plainColumns(other)!));
    if (!columns || !key) continue;
    const size = plainColumns(key)!.length;
    if (isReferencedOrReferring(table, columns, size, catalog)) continue;
    result.push({ path, key, behind: columns.slice(size) });
  }
  return result;
}

function isKey(path: AccessPath, table: Table): boolean {
  if (!path.unique || path.where || path.only || path.deferrable || !isOrdered(path)) return false;
  const columns = plainColumns(path);
  return (
    columns !== undefined &&
    columns.length > 0 &&
    (path.kind === 'primary key' || columns.every(name => columnLike(table, name)?.nullable === false))
  );
}

function isCandidate(path: AccessPath): boolean {
  return (
    path.kind !== 'primary key' &&
    path.origin !== undefined &&
    !path.inherited &&
    !path.only &&
    !path.where &&
    path.clustered !== true &&
    path.include.length === 0 &&
    isOrdered(path)
  );
}

function begins(columns: readonly string[], key: readonly string[]): boolean {
  return columns.length > key.length && sameColumns(columns.slice(0, key.length), key);
}

function isReferencedOrReferring(
  table: Table,
  columns: readonly string[],
  size: number,
  catalog: Catalog,
): boolean {
  const starts = (names: readonly string[]) =>
    names.length > size && sameColumns(columns.slice(0, names.length), names);
  return (
    table.foreignKeys.some(key => starts(key.columns)) ||
    catalog.referencing(table.key).some(({ foreignKey }) => starts(foreignKey.refColumns))
  );
}
