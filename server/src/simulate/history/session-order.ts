import type { Operation } from './model.js';
import { isDone } from './objects.js';

/** When operations began and ended, as numbers in one order, so that what one client does at one moment has an order too. */
export interface SessionOrder {
  readonly begun: Float64Array;
  /** Infinity where it was not done. */
  readonly over: Float64Array;
  /** Whether the same client did `a` before `b`. */
  precedes(a: number, b: number): boolean;
}

/** At one moment, operations that stand earlier in the history come first. */
export function sessionOrder(operations: readonly Operation[], places: readonly number[]): SessionOrder {
  const begun = new Float64Array(operations.length).fill(Number.POSITIVE_INFINITY);
  const over = new Float64Array(operations.length).fill(Number.POSITIVE_INFINITY);
  const moments = places.flatMap(index => {
    const operation = operations[index]!;
    const start = { ms: operation.invokedMs, index, to: begun };
    return isDone(operation) ? [start, { ms: operation.completedMs, index, to: over }] : [start];
  });
  moments.sort((a, b) => a.ms - b.ms || a.index - b.index || (a.to === begun ? -1 : 1));
  moments.forEach(({ index, to }, rank) => {
    to[index] = rank;
  });
  return {
    begun,
    over,
    precedes: (a, b) => operations[a]!.client === operations[b]!.client && over[a]! < begun[b]!,
  };
}
