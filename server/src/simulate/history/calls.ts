import type { Operation } from './model.js';
import { type Effect, isDone } from './objects.js';

/** An operation as the search for an order sees it: it took effect at one moment from `invokedMs` to `completedMs`. */
export interface Call {
  /** Its place in the history. */
  readonly index: number;
  readonly operation: Operation;
  readonly invokedMs: number;
  readonly completedMs: number;
  /** What was over then: the operation itself or the first read that saw it. */
  readonly ending: { readonly index: number; readonly operation: Operation };
}

/**
 * The operations, of those at `places`, that an order has to explain, by their beginnings. Left out: refused writes, which had no effect; reads
 * without an answer, which say nothing; and writes of unknown outcome that no read saw, for in an order where they took
 * effect they can be left away. A write of unknown outcome that was seen took effect before the first such read was over,
 * so it gets an end as any other: `effect` tells which.
 */
export function callsOf(operations: readonly Operation[], places: readonly number[], effect: Effect): Call[] {
  const call = (index: number, completedMs: number, ending: number): Call => {
    const operation = operations[index]!;
    const { invokedMs } = operation;
    return {
      index,
      operation,
      invokedMs,
      completedMs,
      ending: { index: ending, operation: operations[ending]! },
    };
  };
  const calls: Call[] = [];
  for (const index of places) {
    const operation = operations[index]!;
    const { kind, invokedMs, result, value, seen } = operation;
    if (kind === 'read') {
      if (isDone(operation) && seen) calls.push(call(index, operation.completedMs, index));
    } else if (value !== undefined && result !== 'refused') {
      const completedMs = effect.byMs[index]!;
      if (completedMs !== Number.POSITIVE_INFINITY) {
        // Seen before it began: no order holds it, and whoever looks for contradictions says so.
        calls.push(call(index, Math.max(invokedMs, completedMs), effect.of[index]!));
      }
    }
  }
  return calls.sort((a, b) => a.invokedMs - b.invokedMs || a.index - b.index);
}
