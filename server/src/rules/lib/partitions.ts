import type { Catalog, Table } from '../../schema/model.js';
import type { Expr, PartitionBound } from '../../sql/ast/index.js';
import type { Origin } from '../../sql/reading.js';
import { type BoundKind, type BoundValue, boundValue, compareBounds } from './bound-values.js';
import { columnLike } from './tables.js';
import { typeClass } from './types.js';

/** A partition of a table, a relation of its own or kept inside the table. */
export interface Partition {
  readonly name: string;
  readonly bound: PartitionBound;
  readonly origin: Origin;
}

/** A range partition: from its first value up to, but without, its end. */
export interface RangePartition extends Partition {
  readonly from: readonly BoundValue[];
  readonly to: readonly BoundValue[];
}

/** Partitions whose bounds are known, in the order they were made. */
export function partitionsOf(table: Table, catalog: Catalog): Partition[] {
  const result: Partition[] = [];
  for (const child of catalog.partitionsOf(table.key)) {
    const { bound, origin } = child.partitionOf ?? {};
    if (bound && origin) result.push({ name: child.name, bound, origin: boundOrigin(origin, bound) });
  }
  for (const inner of table.innerPartitions) {
    const origin = inner.origins[0];
    if (inner.bound && origin) result.push({ name: inner.name, bound: inner.bound, origin });
  }
  return result;
}

/** The values of one bound, read as the columns that the table is partitioned by read them. */
export function boundValues(exprs: readonly Expr[], kinds: readonly BoundKind[]): BoundValue[] {
  return exprs.map((expr, i) => boundValue(expr, kinds[i]));
}

/** What literals stand for in each column that a table is partitioned by. */
export function boundKinds(table: Table, catalog: Catalog): BoundKind[] {
  return (table.partitioning?.parts ?? []).map(part => {
    const type = part.column && columnLike(table, part.column.value)?.type;
    if (!type) return 'any';
    const { kind, array } = typeClass(type, table.dialect, catalog);
    if (array) return 'any';
    switch (kind) {
      case 'integer':
      case 'decimal':
      case 'float':
        return 'number';
      case 'text':
      case 'uuid':
        return 'text';
      case 'date':
      case 'timestamp':
        return 'moment';
      case 'timestamptz':
        return 'zoned';
      default:
        return 'any';
    }
  });
}

/** Range partitions with FROM and TO, sorted; undefined where two of them cannot be compared here. */
export function sortedRanges(
  partitions: readonly Partition[],
  kinds: readonly BoundKind[],
): RangePartition[] | undefined {
  const ranges: RangePartition[] = [];
  for (const partition of partitions) {
    if (partition.bound.kind !== 'range') continue;
    ranges.push({
      from: boundValues(partition.bound.from, kinds),
      to: boundValues(partition.bound.to, kinds),
      ...partition,
    });
  }
  let comparable = true;
  const sorted = ranges.sort((a, b) => {
    const order = compareBounds(a.from, b.from);
    if (order === undefined) comparable = false;
    return order ?? 0;
  });
  return comparable ? sorted : undefined;
}

export function hasDefault(partitions: readonly Partition[]): boolean {
  return partitions.some(partition => partition.bound.kind === 'default');
}

/** The bound alone, where it lies in the same statement. */
function boundOrigin(origin: Origin, bound: PartitionBound): Origin {
  const { length } = origin.unit.piece.text;
  return bound.span.end > bound.span.start && bound.span.end <= length
    ? { unit: origin.unit, span: bound.span }
    : origin;
}
