import type { Column, Table } from '../../schema/model.js';
import type { KeyPart } from '../../sql/ast/index.js';
import { columnLike } from './tables.js';

/** One part of a partition key: a column, bare or inside one expression. */
export interface PartitionKeyPart {
  /** As the catalog names it. */
  readonly column: string;
  /** Absent where the catalog does not know the column. */
  readonly definition: Column | undefined;
  /** The expression around the column as written; absent for a bare column. */
  readonly wrapper?: string;
  /** The function of `wrapper`, where it is one call: `date_trunc`, `to_days`. */
  readonly call?: string;
  readonly part: KeyPart;
}

const CACHE = new WeakMap<Table, readonly PartitionKeyPart[]>();

/** What a table is partitioned by; expressions over several columns, or none, are left out. */
export function partitionKey(table: Table): readonly PartitionKeyPart[] {
  let parts = CACHE.get(table);
  if (!parts)
    CACHE.set(table, (parts = (table.partitioning?.parts ?? []).flatMap(part => read(table, part))));
  return parts;
}

/** True for the column by which the partitions of a table are told apart first. */
export function isPartitionColumn(table: Table, column: string): boolean {
  return table.partitioning !== undefined && partitionKey(table)[0]?.column === column;
}

/** True for a column that holds a date or a time with one. */
export function holdsTime(column: Column | undefined): boolean {
  return column?.type !== undefined && column.type.dimensions === 0 && TIME.test(column.type.base);
}

function read(table: Table, part: KeyPart): PartitionKeyPart[] {
  if (part.column) return [of(table, part.column.value, part)];
  const { expr } = part;
  if (expr?.columns.length !== 1) return [];
  const [column] = expr.columns;
  if (expr.form === 'column') return [of(table, column!, part)];
  const call = expr.form === 'call' && expr.functions.length === 1 ? expr.functions[0]! : undefined;
  return [{ ...of(table, column!, part), wrapper: expr.text, ...(call === undefined ? {} : { call }) }];
}

function of(table: Table, column: string, part: KeyPart): PartitionKeyPart {
  const definition = columnLike(table, column);
  return { column: definition?.name ?? column, definition, part };
}

const TIME =
  /^(date|datetime2?|datetimeoffset|smalldatetime|timestamp\b.*|timestamptz|timestamp_[a-z]+|datetime64|date32)$/;
