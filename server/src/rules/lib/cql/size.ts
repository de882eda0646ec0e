import type { Column, Table } from '../../../schema/model.js';
import type { TypeName } from '../../../sql/ast/index.js';
import type { Known, TableFacts } from '../../../workload/model.js';
import { clusteringKey, isStatic, numberOption, partitionKey } from './table.js';

/** Guidance of Cassandra's documentation: fewer values (cells) and fewer bytes per partition than these. */
export const MAX_VALUES = 100_000;
export const MAX_BYTES = 100_000_000;

/** A figure with where it came from, as trade-offs show it. */
export interface Figure {
  readonly label: string;
  readonly value: number;
  readonly from: string;
}

/** The size that a partition reaches on average, and what it was worked out from. */
export interface PartitionSize {
  readonly rows: number;
  readonly values: number;
  /** At least: columns of unknown width count nothing. */
  readonly bytes: number;
  readonly figures: readonly Figure[];
}

/**
 * Rows, values and bytes of an average partition, by the formulas of Cassandra's documentation ("Calculating
 * partition size"): values = rows x (columns - key columns - static columns) + static columns; bytes = key + static
 * + rows x (clustering + regular columns) + 8 per value. Undefined where the facts do not say how many rows there
 * will be, or over how many partitions they spread.
 */
export function partitionSize(table: Table, facts: TableFacts): PartitionSize | undefined {
  if (table.columnsIncomplete) return undefined;
  const partitions = partitionCount(table, facts);
  const total = totalRows(table, facts);
  if (!partitions || !total) return undefined;
  const rows = Math.max(1, Math.round(total.value / partitions.value));
  const keys = new Set(table.primaryKey?.columns);
  const statics = table.columns.filter(isStatic);
  const regular = table.columns.filter(column => !keys.has(column.name) && !isStatic(column));
  const values = rows * regular.length + statics.length;
  const bytes =
    widthOf(partitionKey(table), facts) +
    widthOf(statics, facts) +
    rows * (widthOf(clusteringKey(table), facts) + widthOf(regular, facts)) +
    8 * values;
  return { rows, values, bytes, figures: [total, partitions] };
}

/** Rows that the table will hold: as counted, else what is written until it expires. */
export function totalRows(table: Table, facts: TableFacts): Figure | undefined {
  const ttl = numberOption(table, 'default_time_to_live');
  const kept: Known<number> | undefined =
    facts.retentionSeconds ?? (ttl ? { value: ttl, source: 'default_time_to_live' } : undefined);
  const daily = facts.growthPerDay;
  if (daily && kept) {
    return {
      label: 'rows kept',
      value: (daily.value * kept.value) / 86_400,
      from: `growth (${daily.source}) x retention (${kept.source})`,
    };
  }
  if (facts.rows) return { label: 'rows', value: facts.rows.value, from: facts.rows.source };
  return undefined;
}

/** Distinct partition keys, where the facts name the distinct values of each of their columns. */
function partitionCount(table: Table, facts: TableFacts): Figure | undefined {
  let value = 1;
  const sources = new Set<string>();
  const columns = partitionKey(table);
  for (const column of columns) {
    const distinct = facts.columns.get(column.name)?.distinct;
    if (!distinct || !(distinct.value > 0)) return undefined;
    value *= distinct.value;
    sources.add(distinct.source);
  }
  if (columns.length === 0) return undefined;
  return { label: 'partitions', value, from: [...sources].join(', ') };
}

/** Bytes of columns: the average that the facts name, else the type's width. Text of unknown length counts nothing: at least so much. */
export function widthOf(columns: readonly Column[], facts: TableFacts): number {
  let sum = 0;
  for (const column of columns)
    sum += facts.columns.get(column.name)?.averageBytes?.value ?? typeBytes(column.type);
  return sum;
}

function typeBytes(type: TypeName | undefined): number {
  return (type && FIXED[type.base]) ?? 0;
}

const FIXED: Readonly<Record<string, number>> = {
  boolean: 1,
  tinyint: 1,
  smallint: 2,
  int: 4,
  date: 4,
  float: 4,
  bigint: 8,
  counter: 8,
  double: 8,
  time: 8,
  timestamp: 8,
  uuid: 16,
  timeuuid: 16,
  inet: 16,
};
