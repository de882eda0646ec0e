import type { Table } from '../../../schema/model.js';
import {
  DAY,
  formatBytes,
  formatCount,
  formatDuration,
  MONTH,
  WEEK,
  YEAR,
} from '../../../workload/figures.js';
import type { RuleContext } from '../../rule.js';
import { type Ingest, ingestOf, type Size, sizeOf } from './ingest.js';

/** How a table would be cut by time: so long, so many, so large. */
export interface PartitionPlan {
  readonly seconds: number;
  /** `monthly`. */
  readonly name: string;
  /** Partitions over the time that rows are kept; undefined where that is not known. */
  readonly count?: number;
  readonly rows: number;
  readonly size?: Size;
}

/**
 * The longest of day, week, month and year whose partitions stay below `maxBytes` and number at least ten over the
 * time that rows are kept, so that dropping one frees about a tenth. Undefined while the rate is not known.
 */
export function planFor(
  table: Table,
  context: Pick<RuleContext, 'workload' | 'catalog'>,
  maxBytes = 50 * 1024 ** 3,
): PartitionPlan | undefined {
  const ingest = ingestOf(table, context);
  if (!ingest) return undefined;
  const kept = context.workload.factsOf(table).retentionSeconds?.value;
  let plan: PartitionPlan | undefined;
  for (const [name, seconds] of STEPS) {
    plan = cut(table, ingest, name, seconds, kept, context);
    const bytes = plan.size ? plan.size.table + plan.size.indexes : 0;
    if (bytes <= maxBytes && (kept === undefined || kept / seconds >= 10)) return plan;
  }
  return plan;
}

/** In words: `monthly partitions of about 30,000,000 rows (4 GB with indexes), 24 at a time`. */
export function planText(plan: PartitionPlan): string {
  const bytes = plan.size ? ` (${formatBytes(plan.size.table + plan.size.indexes)} with indexes)` : '';
  const count = plan.count === undefined ? '' : `, ${formatCount(Math.ceil(plan.count))} at a time`;
  return `${plan.name} partitions of about ${formatCount(plan.rows)} rows${bytes}${count}`;
}

/** The figures that a plan or a verdict on sizes was worked out from. */
export function ingestNumbers(ingest: Ingest, kept: { value: number; source: string } | undefined) {
  return [
    { label: 'rows a day', value: formatCount(ingest.rowsPerDay), from: ingest.from },
    ...(kept ? [{ label: 'kept', value: formatDuration(kept.value), from: kept.source }] : []),
  ];
}

function cut(
  table: Table,
  ingest: Ingest,
  name: string,
  seconds: number,
  kept: number | undefined,
  context: Pick<RuleContext, 'workload' | 'catalog'>,
): PartitionPlan {
  const rows = ingest.rowsPerDay * (seconds / DAY);
  const size = sizeOf(table, rows, context);
  return {
    seconds,
    name,
    rows,
    ...(kept !== undefined && { count: kept / seconds + 1 }),
    ...(size && { size }),
  };
}

const STEPS: readonly (readonly [string, number])[] = [
  ['yearly', YEAR],
  ['monthly', MONTH],
  ['weekly', WEEK],
  ['daily', DAY],
];
