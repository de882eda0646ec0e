import type { Catalog, Table } from '../../schema/model.js';
import { DAY, formatDuration } from '../../workload/figures.js';
import { type BoundValue, compareBounds } from './bound-values.js';
import { boundKinds, type Partition, partitionsOf, type RangePartition, sortedRanges } from './partitions.js';

/** Range partitions over one time, with the seconds that each covers; ends that are open are left out. */
export interface Spacing {
  readonly each: readonly { readonly partition: Partition; readonly seconds: number }[];
  /** Seconds that most of them cover, a month counted as 30 days. */
  readonly usual: number;
  /** End of the last one in milliseconds since 1970, by the clock of the bounds; undefined where it is open. */
  readonly end: number | undefined;
}

/** How finely a table is partitioned by time; undefined where its bounds are not plain times. */
export function spacingOf(table: Table, catalog: Catalog): Spacing | undefined {
  if (table.partitioning?.strategy !== 'range' || table.partitioning.parts.length !== 1) return undefined;
  const kinds = boundKinds(table, catalog);
  const ranges = sortedRanges(fromTo(partitionsOf(table, catalog)), kinds);
  if (!ranges?.length) return undefined;
  const each = ranges.flatMap(range => {
    const seconds = between(range.from[0], range.to[0]);
    return seconds === undefined || seconds <= 0 ? [] : [{ partition: range, seconds }];
  });
  if (each.length === 0) return undefined;
  const counts = new Map<number, number>();
  for (const { seconds } of each) counts.set(unitOf(seconds), (counts.get(unitOf(seconds)) ?? 0) + 1);
  const [usual] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
  return { each, usual, end: endOf(ranges) };
}

/** Days, weeks, months, quarters and years count as one length each, whatever their days. */
export function unitOf(seconds: number): number {
  const days = seconds / DAY;
  for (const [low, high, unit] of UNITS) if (days >= low && days <= high) return unit * DAY;
  return Math.round(seconds);
}

/** `a month`, `a day`, `3 hours`. */
export function unitText(seconds: number): string {
  return NAMES[Math.round(seconds / DAY)] ?? formatDuration(seconds);
}

/** Milliseconds since 1970 of a bound that is a time, by the clock of the bounds. */
export function momentMillis(value: BoundValue | undefined): number | undefined {
  return value?.kind === 'number' && TIMES.test(value.scale) ? Number(value.value / 1000n) : undefined;
}

const TIMES = /^(?!year).*(moment|zoned)$/;

function between(from: BoundValue | undefined, to: BoundValue | undefined): number | undefined {
  const [low, high] = [momentMillis(from), momentMillis(to)];
  const sameClock = from?.kind === 'number' && to?.kind === 'number' && from.scale === to.scale;
  return low === undefined || high === undefined || !sameClock ? undefined : (high - low) / 1000;
}

function endOf(ranges: readonly RangePartition[]): number | undefined {
  const last = ranges.reduce((a, b) => (compareBounds(a.to, b.to) === -1 ? b : a));
  return momentMillis(last.to[0]);
}

/** MySQL's LESS THAN ends where the next begins; the first has no beginning. */
function fromTo(partitions: readonly Partition[]): Partition[] {
  let before: Extract<Partition['bound'], { kind: 'less than' }> | undefined;
  const result: Partition[] = [];
  for (const partition of partitions) {
    const { bound } = partition;
    if (bound.kind !== 'less than') {
      result.push(partition);
      continue;
    }
    if (before)
      result.push({
        ...partition,
        bound: { kind: 'range', from: before.to, to: bound.to, span: bound.span },
      });
    before = bound;
  }
  return result;
}

/** From so many days to so many count as one unit of so many. */
const UNITS: readonly (readonly [number, number, number])[] = [
  [0.95, 1.05, 1],
  [6.9, 7.1, 7],
  [27.9, 31.1, 30],
  [89, 92.1, 91],
  [181, 184.1, 182],
  [364.9, 366.1, 365],
];

const NAMES: Readonly<Record<number, string>> = {
  1: 'a day',
  7: 'a week',
  30: 'a month',
  91: 'a quarter',
  182: 'half a year',
  365: 'a year',
};
