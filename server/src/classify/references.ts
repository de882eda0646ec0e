import type { Catalog, RelationKey, Table } from '../schema/model.js';
import { singular } from '../text/words.js';
import type { ColumnReading } from './columns.js';
import { lean } from './lean.js';
import type { Edge } from './model.js';
import { readTable, type TableReading } from './table.js';

/** Columns of a table that name rows of another, declared or by their names. Looks up nothing but candidates. */
export function edgesOf(reading: TableReading, catalog: Catalog): readonly Edge[] {
  const { table } = reading;
  const edges: Edge[] = [];
  const declared = new Set<string>();
  for (const key of table.foreignKeys) {
    if (key.inherited) continue;
    for (const name of key.columns) declared.add(name);
    const target = catalog.table(key.refTable);
    if (!target || target === table) continue;
    const stem = stemOf(reading, key.columns);
    edges.push({ ...edge(key.columns, target, stem), declared: true });
  }
  for (const column of reading.columns) {
    if (column.part !== 'reference' || !column.stem || declared.has(column.column.name)) continue;
    const target = inferred(table, column, catalog);
    if (target) edges.push({ ...edge([column.column.name], target, column.stem), declared: false });
  }
  return edges;
}

/** Keys of the tables that a table points at, in the order of its columns. */
export function targetsOf(edges: readonly Edge[]): readonly RelationKey[] {
  return [...new Set(edges.map(item => item.to))];
}

function edge(columns: readonly string[], target: Table, stem: readonly string[]): Omit<Edge, 'declared'> {
  const reading = readTable(target);
  const { role, variant } = lean(reading);
  const name = roleName(stem, reading);
  return {
    columns,
    to: target.key,
    toName: target.name,
    toRole: role,
    ...(variant ? { toVariant: variant } : {}),
    ...(name === undefined ? {} : { as: name }),
  };
}

/** What the columns say beyond the target's own name; undefined where they say nothing more. */
function roleName(stem: readonly string[], target: TableReading): string | undefined {
  const own = new Set(target.subject.map(singular));
  return stem.every(word => own.has(singular(word))) ? undefined : stem.join('_');
}

function stemOf(reading: TableReading, columns: readonly string[]): readonly string[] {
  const column = reading.columns.find(item => item.column.name === columns[columns.length - 1]);
  return column?.stem ?? column?.words ?? [];
}

/** The table that a column is named after, where its key has the same kind of value. */
function inferred(table: Table, column: ColumnReading, catalog: Catalog): Table | undefined {
  const stem = column.stem!;
  for (let from = 0; from < Math.min(stem.length, 3); from++) {
    for (const name of namesOf(stem.slice(from), table)) {
      for (const target of catalog.tablesNamed(name)) {
        if (target === table || target.temporary || target.partitionOf) continue;
        const reading = readTable(target);
        // `ship_date_key` plays a part of `dim_date`; what is left of other names may mean anything.
        if (from > 0 && lean(reading).role !== 'dimension') continue;
        if (holds(reading, column)) return target;
      }
    }
  }
  return undefined;
}

/** A table for `customer`: `dim_customer`, `customer`, `customers`, ... */
function namesOf(words: readonly string[], table: Table): readonly string[] {
  const plain = words.join('_');
  const names = [`dim_${plain}`, plain, `${plain}s`, `${plain}_dim`];
  if (plain.endsWith('y')) names.push(`${plain.slice(0, -1)}ies`);
  if (plain === 'date') names.push('calendar', 'dim_calendar', 'dates');
  const joined = words.join('');
  if (table.dialect === 'tsql' || table.dialect === 'sqlite' || table.dialect === 'mysql')
    names.push(`dim${joined}`, ...(words.length > 1 ? [joined, words.join(' ')] : []));
  return names;
}

/** A key of one column, declared or the first column named like one, of the same kind. */
function holds(target: TableReading, column: ColumnReading): boolean {
  const declared = [target.table.primaryKey, ...target.table.uniques]
    .filter(key => key?.columns.length === 1)
    .map(key => key!.columns[0]!);
  return target.columns.some(
    ({ column: own, kind, surrogate, stem }, i) =>
      kind === column.kind &&
      (declared.includes(own.name) ||
        (declared.length === 0 &&
          i === 0 &&
          (surrogate || stem !== undefined || own.name.toLowerCase() === 'id'))),
  );
}
