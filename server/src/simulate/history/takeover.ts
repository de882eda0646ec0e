import { acknowledgementSpans } from './dual-writers.js';
import { GAP_MS } from './gaps.js';
import type { Operation } from './model.js';
import { isDone } from './objects.js';

/** Who acknowledged writes around the first fault. Times are those of the history, in ms. */
export interface Takeover {
  /** The node that acknowledged the last write before the fault, unless told. */
  readonly old?: string;
  /** When it acknowledged its last write while the fault lasted; undefined: none in that time. */
  readonly oldLastAckMs?: number;
  /** It was still acknowledging when the fault ended: no longer than a pause before. */
  readonly oldNeverStopped: boolean;
  /** When another node acknowledged its first write after the fault began, and which. */
  readonly newFirstAckMs?: number;
  readonly new?: string;
}

/** `healMs`: when the fault ended; the end of the run where it did not. `old`: who led before, where that is known. */
export function findTakeover(
  operations: readonly Operation[],
  faultMs: number,
  healMs: number,
  old: string | undefined = lastBefore(operations, faultMs),
): Takeover {
  let oldLastAckMs: number | undefined;
  let first: Acknowledged | undefined;
  for (const operation of operations) {
    if (!isAcknowledgedWrite(operation) || operation.completedMs < faultMs) continue;
    const { node, completedMs } = operation;
    if (node === old) {
      if (completedMs <= healMs) oldLastAckMs = Math.max(oldLastAckMs ?? completedMs, completedMs);
    } else if (!first || completedMs < first.completedMs) first = operation;
  }
  const spans = old === undefined ? [] : (acknowledgementSpans(operations).get(old) ?? []);
  return {
    ...(old === undefined ? {} : { old }),
    ...(oldLastAckMs === undefined ? {} : { oldLastAckMs }),
    oldNeverStopped: spans.some(({ fromMs, toMs }) => fromMs <= faultMs && toMs >= healMs - GAP_MS),
    ...(first ? { newFirstAckMs: first.completedMs, new: first.node } : {}),
  };
}

type Acknowledged = Operation & { readonly completedMs: number; readonly node: string };

function isAcknowledgedWrite(operation: Operation): operation is Acknowledged {
  return operation.kind === 'write' && isDone(operation) && operation.node !== undefined;
}

function lastBefore(operations: readonly Operation[], faultMs: number): string | undefined {
  let last: Acknowledged | undefined;
  for (const operation of operations) {
    if (!isAcknowledgedWrite(operation) || operation.completedMs >= faultMs) continue;
    if (!last || operation.completedMs >= last.completedMs) last = operation;
  }
  return last?.node;
}
