import type { Operation } from './model.js';
import { isDone } from './objects.js';

/** By the places of operations: when each began and ended, in ms. */
export interface SessionOrder {
  readonly begun: Float64Array;
  /** Infinity where it was not done. */
  readonly over: Float64Array;
  /** Whether the same client was done with `a` strictly before it began `b`: a client may do several things at once. */
  precedes(a: number, b: number): boolean;
}

export function sessionOrder(operations: readonly Operation[]): SessionOrder {
  const begun = Float64Array.from(operations, ({ invokedMs }) => invokedMs);
  const over = Float64Array.from(operations, each =>
    isDone(each) ? each.completedMs : Number.POSITIVE_INFINITY,
  );
  return {
    begun,
    over,
    precedes: (a, b) => operations[a]!.client === operations[b]!.client && over[a]! < begun[b]!,
  };
}
