import type { Catalog, Column, ForeignKey, Table } from '../../../schema/model.js';
import { wordsOf } from '../naming.js';
import { columnLike, isOwnTable } from '../tables.js';
import { typeClass } from '../types.js';

/** How a table refers to another: by a foreign key, or by a column that is named and typed like one. */
export interface Reference {
  readonly table: Table;
  readonly columns: readonly string[];
  readonly parent: Table;
  readonly refColumns: readonly string[];
  /** Absent where names and types alone say it. */
  readonly foreignKey?: ForeignKey;
  /** What the row it points to is to this one: `author` of `author_id`. */
  readonly role: readonly string[];
}

/**
 * The references of a table to others that are there, declared ones first. `wanted`: whether anybody cares for one of
 * this role; others are not looked for by name.
 */
export function referencesOf(
  table: Table,
  catalog: Catalog,
  wanted?: (role: readonly string[]) => boolean,
): Reference[] {
  const found: Reference[] = [];
  for (const foreignKey of table.foreignKeys) {
    const parent = catalog.table(foreignKey.refTable);
    if (!parent || foreignKey.refColumns.length !== foreignKey.columns.length) continue;
    const role = roleOf(foreignKey.columns[foreignKey.columns.length - 1] ?? '');
    found.push({
      table,
      columns: foreignKey.columns,
      parent,
      refColumns: foreignKey.refColumns,
      foreignKey,
      role,
    });
  }
  for (const named of namedLikeKeys(table)) {
    if (wanted && !wanted(named.role)) continue;
    const inferred = inferredReference(table, named, catalog);
    if (inferred) found.push(inferred);
  }
  return found;
}

/** Columns of a table that hold keys of others or are its own: never copies of anything but a key. */
export function keyColumns(table: Table): ReadonlySet<string> {
  let keys = KEYS.get(table);
  if (!keys) {
    const found = new Set<string>();
    for (const name of table.primaryKey?.columns ?? []) found.add(name.toLowerCase());
    for (const { columns } of table.foreignKeys) for (const name of columns) found.add(name.toLowerCase());
    for (const { identity, serial, name } of table.columns)
      if (identity || serial) found.add(name.toLowerCase());
    KEYS.set(table, (keys = found));
  }
  return keys;
}

const KEYS = new WeakMap<Table, ReadonlySet<string>>();

/**
 * Names that the table of such things may have: singular or plural, and with what the asking table's own name begins
 * with (`t_shop_order` beside `t_shop_item`).
 */
export function tableNames(table: Table, stem: string): string[] {
  const plain = stem.replace(/_/g, '') === stem ? [stem] : [stem, stem.replace(/_/g, '')];
  const names = plain.flatMap(name => [name, `${name}s`, `${name}es`, name.replace(/y$/, 'ies')]);
  const prefixes = [...table.name.matchAll(/_/g)]
    .slice(0, 2)
    .map(({ index }) => table.name.slice(0, index + 1));
  return [...new Set([...names, ...prefixes.flatMap(prefix => names.map(name => prefix + name))])];
}

/** True where the schema has a table of such things. */
export function hasTableOf(table: Table, stem: string, catalog: Catalog): boolean {
  return tableNames(table, stem).some(name => catalog.tablesNamed(name).length > 0);
}

/** `customer` of `customer_id` and `CustomerID`; `created`, `by` of `created_by`. */
function roleOf(column: string): readonly string[] {
  const words = wordsOf(column);
  return words.length > 1 && /^(id|uuid|guid|key|code|no|fk)$/.test(words[words.length - 1]!)
    ? words.slice(0, -1)
    : words;
}

interface Named {
  readonly column: Column;
  readonly stem: string;
  readonly role: readonly string[];
}

/** Columns without a key of their own whose names end like those of references: looked at once per table. */
function namedLikeKeys(table: Table): readonly Named[] {
  let own = NAMED.get(table);
  if (!own) {
    own = table.columns.flatMap(column => {
      const stem = /[dD]$/.test(column.name) ? /^(.+?)_?(?:id|Id|ID)$/.exec(column.name)?.[1] : undefined;
      if (!stem || stem.length < 3 || !column.type || keyColumns(table).has(column.name.toLowerCase()))
        return [];
      // A type beside it makes it a reference to several tables.
      if (columnLike(table, `${stem}_type`) || columnLike(table, `${stem}Type`)) return [];
      return [{ column, stem, role: roleOf(column.name) }];
    });
    NAMED.set(table, own);
  }
  return own;
}

const NAMED = new WeakMap<Table, readonly Named[]>();

function inferredReference(
  table: Table,
  { column, stem, role }: Named,
  catalog: Catalog,
): Reference | undefined {
  const own = typeClass(column.type!, table.dialect, catalog);
  for (const name of tableNames(table, stem)) {
    for (const parent of catalog.tablesNamed(name)) {
      if (parent.schema !== table.schema || parent.key === table.key || !isOwnTable(parent)) continue;
      const [key, ...more] = parent.primaryKey?.columns ?? [];
      const target = key !== undefined && more.length === 0 ? columnLike(parent, key) : undefined;
      if (!target?.type) continue;
      if (!/^id$/i.test(target.name) && target.name.toLowerCase() !== column.name.toLowerCase()) continue;
      const other = typeClass(target.type, table.dialect, catalog);
      if (own.kind !== other.kind || own.kind === 'unknown' || own.array || other.array) continue;
      return { table, columns: [column.name], parent, refColumns: [target.name], role };
    }
  }
  return undefined;
}
