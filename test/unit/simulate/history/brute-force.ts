import type { Operation } from '../../../../server/src/simulate/history/model.js';
import type { ObjectKind } from '../../../../server/src/simulate/history/objects.js';

/**
 * Whether some order of the operations, with any of the unknown ones left out, keeps to real time and explains every answer.
 * Tries them all.
 */
export function hasOrder(operations: readonly Operation[], object: ObjectKind): boolean {
  const must = operations.filter(({ result }) => result === 'acknowledged' || result === 'warned');
  const may = operations.filter(({ result, kind }) => result === 'unknown' && kind === 'write');
  for (let mask = 0; mask < 1 << may.length; mask++) {
    const chosen = [...must, ...may.filter((_, bit) => (mask & (1 << bit)) !== 0)];
    for (const order of permutations(chosen)) if (keepsToTime(order) && explains(order, object)) return true;
  }
  return false;
}

function* permutations<T>(items: readonly T[]): Generator<T[]> {
  if (items.length === 0) yield [];
  for (let at = 0; at < items.length; at++)
    for (const rest of permutations([...items.slice(0, at), ...items.slice(at + 1)]))
      yield [items[at]!, ...rest];
}

function keepsToTime(order: readonly Operation[]): boolean {
  return order.every((later, at) =>
    order
      .slice(0, at)
      .every(earlier => !((later.completedMs ?? Number.POSITIVE_INFINITY) < earlier.invokedMs)),
  );
}

function explains(order: readonly Operation[], object: ObjectKind): boolean {
  const copies = new Map<number, number[]>();
  return order.every(({ kind, key, value, seen }) => {
    const copy = copies.get(key) ?? [];
    copies.set(key, copy);
    if (kind === 'write') {
      copy.push(value!);
      return true;
    }
    if (object === 'register') return seen!.at(-1) === copy.at(-1);
    if (object === 'log') return JSON.stringify(seen) === JSON.stringify(copy);
    return JSON.stringify([...seen!].sort()) === JSON.stringify([...copy].sort());
  });
}
