import type { Operation } from './model.js';

/**
 * How `seen` of a read is meant. `register`: the last value counts, or nothing was there; `set`: all values that there are,
 * in any order; `log`: all of them, in the order in which they were appended. Each key is an object of its own.
 */
export type ObjectKind = 'register' | 'set' | 'log';

/** Told success, with a warning or without. */
export function isDone(operation: Operation): operation is Operation & { readonly completedMs: number } {
  return (
    (operation.result === 'acknowledged' || operation.result === 'warned') &&
    operation.completedMs !== undefined
  );
}

/** What the read of a register returned; undefined: nothing was there. */
export function registerValue(read: Operation): number | undefined {
  return read.seen?.[read.seen.length - 1];
}

/** The values that a read reports as there, oldest first. */
export function valuesSeen(read: Operation, object: ObjectKind): readonly number[] {
  const seen = read.seen ?? [];
  return object === 'register' ? seen.slice(-1) : seen;
}

/** Places of the operations in the history, by key. */
export function byKey(operations: readonly Operation[]): ReadonlyMap<number, readonly number[]> {
  const keys = new Map<number, number[]>();
  operations.forEach(({ key }, index) => {
    const of = keys.get(key);
    if (of) of.push(index);
    else keys.set(key, [index]);
  });
  return keys;
}

/** Where each value was written. */
export interface WritePlaces {
  /** Its place in the history; undefined: nobody wrote it. */
  get(value: number | undefined): number | undefined;
}

/** Values that are small numbers, as most are, are looked up in an array: reads of a long log ask a million times. */
export function writesByValue(operations: readonly Operation[]): WritePlaces {
  const dense: (number | undefined)[] = [];
  const sparse = new Map<number | undefined, number>();
  const limit = operations.length * 4 + 1_024;
  operations.forEach(({ kind, value }, index) => {
    if (kind !== 'write' || value === undefined) return;
    if (Number.isInteger(value) && value >= 0 && value < limit) {
      while (dense.length <= value) dense.push(undefined);
      dense[value] = index;
    } else sparse.set(value, index);
  });
  return {
    get: value => (value === undefined ? undefined : (dense[value] ?? sparse.get(value))),
  };
}

/** Until when a write surely had its effect, if it ever had one. */
export interface Effect {
  /** When it was acknowledged, or when the first read that saw it was over, whichever came first. Infinity: nobody can tell. */
  readonly byMs: Float64Array;
  /** The operation that was over then: the write itself or a read. */
  readonly of: Int32Array;
}

/** By the places of the writes. */
export function effects(operations: readonly Operation[], object: ObjectKind): Effect {
  const byMs = new Float64Array(operations.length).fill(Number.POSITIVE_INFINITY);
  const of = Int32Array.from(operations.keys());
  const writes = writesByValue(operations);
  operations.forEach((operation, index) => {
    if (!isDone(operation)) return;
    const { completedMs } = operation;
    const there = (write: number | undefined) => {
      if (write === undefined || completedMs >= byMs[write]!) return;
      byMs[write] = completedMs;
      of[write] = index;
    };
    if (operation.kind === 'write') there(index);
    else for (const value of valuesSeen(operation, object)) there(writes.get(value));
  });
  return { byMs, of };
}

/** Of a register, by the places of two writes of one key: whether `a` was surely there before `b` was asked for. */
export function surelyOlder(
  operations: readonly Operation[],
  { byMs }: Effect,
  a: number,
  b: number,
): boolean {
  return byMs[a]! < operations[b]!.invokedMs;
}
