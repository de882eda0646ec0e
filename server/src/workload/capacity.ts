import type { Catalog, Column, Table } from '../schema/model.js';
import { familyOf } from '../sql/dialect.js';
import { NO_FACTS, type TableFacts } from './model.js';
import { type ValueWidth, valueWidth } from './widths.js';

export * from './figures.js';
export { ASSUMED_BYTES } from './widths.js';

/** What a row takes. An estimate from types; average widths of columns, where facts give them, make it a good one. */
export interface RowWidth {
  /** Bytes of a row with its header, padding and its pointer on the page. */
  readonly bytes: number;
  /** Rows that fit on a page, and the page's bytes; absent for engines that store columns or files. */
  readonly page?: { readonly bytes: number; readonly rows: number };
  /** Columns whose values are of a width that nothing tells: each counts as `ASSUMED_BYTES` at most. */
  readonly assumed: readonly string[];
}

/** Estimated width of a table's rows; undefined where not all of its columns are known. */
export function rowWidth(
  table: Table,
  facts: TableFacts = NO_FACTS,
  catalog?: Catalog,
): RowWidth | undefined {
  if (table.columns.length === 0 || table.columnsIncomplete) return undefined;
  const stored = table.columns.filter(column => column.generated?.stored !== false);
  const values = stored.map(column => widthOf(table, column, facts, catalog));
  const assumed = stored.filter((_, index) => values[index]!.assumed).map(column => column.name);
  return { assumed, ...layout(table, values) };
}

/** Bytes of so many rows, without indexes. */
export function tableBytes(width: RowWidth, rows: number): number {
  if (width.page === undefined) return width.bytes * rows;
  return Math.ceil(rows / Math.max(1, width.page.rows)) * width.page.bytes;
}

/**
 * Estimated bytes of a B-tree over columns of a table, freshly built; undefined where one of them is not known.
 * PostgreSQL: 8 bytes of header (`IndexTupleData`), the values, 4 of line pointer, pages 90 % full, and since 13 equal
 * keys share one entry (`nbtree/README`, "Notes about deduplication").
 */
export function indexBytes(
  table: Table,
  columns: readonly string[],
  rows: number,
  facts: TableFacts = NO_FACTS,
  catalog?: Catalog,
): number | undefined {
  const values: Value[] = [];
  for (const name of columns) {
    const column = table.columns.find(each => each.name === name);
    if (column === undefined) return undefined;
    values.push(widthOf(table, column, facts, catalog));
  }
  switch (familyOf(table.dialect)) {
    case 'postgres':
      return postgresIndex(table, columns, values, rows, facts);
    case 'mysql': {
      // The row's own key stands behind the index's.
      const key = (table.primaryKey?.columns ?? [])
        .filter(name => !columns.includes(name))
        .map(name => table.columns.find(each => each.name === name))
        .map(column => (column === undefined ? 6 : widthOf(table, column, facts, catalog).bytes));
      const own = values.reduce((sum, value) => sum + value.bytes + (value.varying ? 1 : 0), 0);
      const tail = table.primaryKey === undefined ? 6 : key.reduce((sum, bytes) => sum + bytes, 0);
      return (rows * (5 + own + tail) * 16) / 15;
    }
    default:
      return rows * (8 + values.reduce((sum, value) => sum + value.bytes, 0));
  }
}

interface Value extends ValueWidth {
  /** Share of rows that have one. */
  readonly present: number;
  readonly nullable: boolean;
}

function widthOf(table: Table, column: Column, facts: TableFacts, catalog: Catalog | undefined): Value {
  const known = facts.columns.get(column.name);
  const width = valueWidth(column, table.dialect, known, catalog);
  const present = column.nullable ? 1 - (known?.nullFraction?.value ?? 0) : 1;
  return { present, nullable: column.nullable, ...width };
}

function layout(table: Table, values: readonly Value[]): Omit<RowWidth, 'assumed'> {
  switch (familyOf(table.dialect)) {
    case 'postgres':
      return postgresRow(values, optionOf(table, 'fillfactor') ?? 100);
    case 'mysql':
      return innodbRow(values, table.primaryKey !== undefined);
    case 'tsql':
      return tsqlRow(values);
    case 'sqlite': {
      // Lengths of record and header, a type per column, the row's number, and the pointer to its cell.
      const bytes = sum(values) + values.length + 2 + 4 + 2;
      return { bytes, page: { bytes: 4096, rows: perPage(4096 - 12, bytes) } };
    }
    default:
      return { bytes: sum(values) };
  }
}

/**
 * Header of 23 bytes and a bit per column where something is null, to a multiple of 8; the values at their
 * boundaries; all to a multiple of 8; a line pointer of 4. A page has 8192 bytes, 24 of them header.
 * https://www.postgresql.org/docs/current/storage-page-layout.html
 */
function postgresRow(values: readonly Value[], fillfactor: number): Omit<RowWidth, 'assumed'> {
  const nulls = values.some(value => value.present < 1);
  const header = roundUp(23 + (nulls ? Math.ceil(values.length / 8) : 0), 8);
  const tuple = header + postgresValues(values);
  const bytes = tuple + 4;
  return { bytes, page: { bytes: 8192, rows: perPage(((8192 - 24) * fillfactor) / 100, bytes) } };
}

/** Values one after the other, padded to 8. Behind a value of varying length half of the worst padding is expected. */
function postgresValues(values: readonly Value[]): number {
  let at = 0;
  let certain = true;
  for (const value of values) {
    // Short values of varying length (header of one byte) stand anywhere.
    const align = value.varying && value.bytes < 127 ? 1 : value.align;
    const padding = certain ? roundUp(at, align) - at : (align - 1) / 2;
    at += value.present * (padding + value.bytes);
    certain &&= !value.varying && value.present === 1;
  }
  return certain ? roundUp(at, 8) : at + 3.5;
}

function postgresIndex(
  table: Table,
  columns: readonly string[],
  values: readonly Value[],
  rows: number,
  facts: TableFacts,
): number {
  const entry = roundUp(8 + postgresValues(values), 8) + 4;
  const unique = [table.primaryKey, ...table.uniques, ...table.indexes.filter(index => index.unique)].some(
    key => key !== undefined && sameColumns(key, columns),
  );
  // Of several columns at most as many combinations as their values allow.
  const distinct = columns.reduce<number | undefined>((all, name) => {
    const own = facts.columns.get(name)?.distinct?.value;
    return all === undefined || own === undefined ? undefined : all * own;
  }, 1);
  const perKey = unique || distinct === undefined || distinct <= 0 ? 1 : Math.max(1, rows / distinct);
  // An entry shared by equal keys takes at most about 1350 bytes, 6 for each row.
  const shared = Math.min(perKey, Math.max(1, (1350 - entry) / 6));
  const each = shared < 2 ? entry : 6 + entry / shared;
  const leaves = Math.ceil((rows * each) / ((8192 - 24 - 16) * 0.9));
  return (leaves + Math.ceil(leaves / 200) + 1) * 8192;
}

function sameColumns(
  key: { readonly columns?: readonly string[]; readonly parts: Table['indexes'][number]['parts'] },
  columns: readonly string[],
): boolean {
  const names = key.columns ?? key.parts.map(part => part.column?.value);
  return names.length === columns.length && names.every((name, index) => name === columns[index]);
}

/**
 * COMPACT and DYNAMIC rows: 5 bytes of header, a bit per nullable column, a length per varying one, 13 bytes of
 * transaction and undo pointer, 6 of row id without a primary key. Pages of 16 kB, 15/16 full where rows come in order.
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-row-format.html
 */
function innodbRow(values: readonly Value[], hasKey: boolean): Omit<RowWidth, 'assumed'> {
  const nullable = values.filter(value => value.nullable).length;
  const lengths = values.reduce((all, value) => all + (value.varying ? (value.bytes > 127 ? 2 : 1) : 0), 0);
  const bytes = 5 + Math.ceil(nullable / 8) + lengths + 13 + (hasKey ? 0 : 6) + sum(values);
  return { bytes, page: { bytes: 16_384, rows: perPage(((16_384 - 128) * 15) / 16, bytes) } };
}

/** https://learn.microsoft.com/en-us/sql/relational-databases/databases/estimate-the-size-of-a-heap */
function tsqlRow(values: readonly Value[]): Omit<RowWidth, 'assumed'> {
  const varyingOnes = values.filter(value => value.varying).length;
  const bytes =
    4 +
    sum(values) +
    2 +
    Math.floor((values.length + 7) / 8) +
    (varyingOnes > 0 ? 2 + 2 * varyingOnes : 0) +
    2;
  return { bytes, page: { bytes: 8192, rows: perPage(8096, bytes) } };
}

function sum(values: readonly Value[]): number {
  return values.reduce((all, value) => all + value.present * value.bytes, 0);
}

function perPage(room: number, bytes: number): number {
  return Math.max(1, Math.floor(room / bytes));
}

function roundUp(value: number, to: number): number {
  return Math.ceil(value / to) * to;
}

function optionOf(table: Table, name: string): number | undefined {
  const value = Number(table.options.find(option => option.name === name)?.value);
  return Number.isFinite(value) && value > 0 ? value : undefined;
}
