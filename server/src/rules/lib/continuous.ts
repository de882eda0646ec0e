import type { Catalog, Table, View } from '../../schema/model.js';
import type { Origin } from '../../sql/reading.js';
import { argument, stringOf } from './calls.js';
import { intervalSeconds } from './durations.js';
import { type Hypertable, hypertableOf, isContinuous, lastCall } from './timescale.js';

/** The refresh policy of a continuous aggregate. Offsets in seconds before now. */
export interface RefreshPolicy {
  readonly origin: Origin;
  /** `all`: NULL, back to the beginning. Undefined: not a constant. */
  readonly start: number | 'all' | undefined;
  /** `now`: NULL. Undefined: not a constant. */
  readonly end: number | 'now' | undefined;
  readonly every: number | undefined;
}

/** The policy that refreshes a view, undefined where there is none. */
export function refreshPolicy(view: View): RefreshPolicy | undefined {
  const call = lastCall(view, ['add_continuous_aggregate_policy'], ['remove_continuous_aggregate_policy']);
  if (!call) return undefined;
  const start = argument(call.args, 1, 'start_offset');
  const end = argument(call.args, 2, 'end_offset');
  const every = argument(call.args, 3, 'schedule_interval');
  return {
    origin: call.origin,
    start: isNull(start) ? 'all' : seconds(start),
    end: isNull(end) ? 'now' : seconds(end),
    // Timescale's own default is a day.
    every: every === undefined ? 86_400 : seconds(every),
  };
}

/** The hypertable that a continuous aggregate reads, through other aggregates if it must. */
export function sourceOf(
  view: View,
  catalog: Catalog,
): { readonly table: Table; readonly hypertable: Hypertable } | undefined {
  let at = view;
  for (let depth = 0; depth < 5; depth++) {
    let next: View | undefined;
    for (const key of at.reads) {
      const table = catalog.table(key);
      const hypertable = table && hypertableOf(table);
      if (hypertable) return { table, hypertable };
      const inner = table ? undefined : catalog.view(key);
      if (inner && inner.key !== view.key && isContinuous(inner)) next ??= inner;
    }
    if (!next) return undefined;
    at = next;
  }
  return undefined;
}

/** Seconds of its time bucket, where that is a constant. */
export function bucketSeconds(view: View): number | undefined {
  const text = BUCKET.exec(view.text)?.[1];
  return text === undefined ? undefined : intervalSeconds(text);
}

const BUCKET = /\btime_bucket\s*\(\s*(?:bucket_width\s*(?:=>|:=)\s*)?(?:interval\s+)?'([^']+)'/i;

function isNull(text: string | undefined): boolean {
  return text === undefined || /^null(?:::\w+)?$/i.test(text);
}

function seconds(text: string | undefined): number | undefined {
  const quoted = stringOf(text);
  return quoted === undefined ? undefined : intervalSeconds(quoted);
}
