import type { Table } from '../../../schema/model.js';
import { indexBytes, rowWidth, tableBytes } from '../../../workload/capacity.js';
import { DAY } from '../../../workload/figures.js';
import type { TableFacts } from '../../../workload/model.js';
import type { RuleContext } from '../../rule.js';
import { accessPaths, plainColumns } from '../access.js';

/** How many rows come in, and who says so. */
export interface Ingest {
  readonly rowsPerDay: number;
  readonly from: string;
}

/** Rows a day from growth, else from the rate of writes; undefined where neither is known. */
export function ingestOf(table: Table, context: Pick<RuleContext, 'workload'>): Ingest | undefined {
  return ingest(context.workload.factsOf(table));
}

export function ingest(facts: TableFacts): Ingest | undefined {
  const { growthPerDay, writesPerSecond } = facts;
  if (growthPerDay) return { rowsPerDay: growthPerDay.value, from: growthPerDay.source };
  if (writesPerSecond) return { rowsPerDay: writesPerSecond.value * DAY, from: writesPerSecond.source };
  return undefined;
}

/** Bytes of so many rows: the table's own and those of all its indexes. */
export interface Size {
  readonly table: number;
  readonly indexes: number;
  /** Columns whose width is a guess. */
  readonly assumed: readonly string[];
}

/**
 * Estimated size of so many rows of a table with its keys and indexes; undefined where a column is not known.
 * `extra` are index keys that an extension adds by itself (Timescale: the time).
 */
export function sizeOf(
  table: Table,
  rows: number,
  context: Pick<RuleContext, 'workload' | 'catalog'>,
  extra: readonly (readonly string[])[] = [],
): Size | undefined {
  const facts = context.workload.factsOf(table);
  const width = rowWidth(table, facts, context.catalog);
  if (!width) return undefined;
  let indexes = 0;
  for (const columns of [...accessPaths(table).map(plainColumns), ...extra]) {
    indexes += (columns && indexBytes(table, columns, rows, facts, context.catalog)) ?? 0;
  }
  return { table: tableBytes(width, rows), indexes, assumed: width.assumed };
}
