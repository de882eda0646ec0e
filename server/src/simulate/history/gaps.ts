import type { Operation } from './model.js';
import { isDone } from './objects.js';

/** From one acknowledgement of a client to its next; `toMs` undefined: there was none until the end. */
export interface Gap {
  readonly fromMs: number;
  readonly toMs?: number;
}

/** How long without an acknowledgement is a gap, in ms. */
export const GAP_MS = 1_000;

/**
 * Of each client that wrote: the times longer than `longerThanMs` in which none of its writes was acknowledged, from its first
 * acknowledgement on. Of a client that never got one: all the time since its first attempt.
 */
export function gapsByClient(
  operations: readonly Operation[],
  endMs: number,
  longerThanMs = GAP_MS,
): ReadonlyMap<number, readonly Gap[]> {
  const acknowledged = new Map<number, number[]>();
  const begun = new Map<number, number>();
  for (const operation of operations) {
    if (operation.kind !== 'write') continue;
    const { client, invokedMs } = operation;
    begun.set(client, Math.min(begun.get(client) ?? Number.POSITIVE_INFINITY, invokedMs));
    const moments = acknowledged.get(client) ?? [];
    acknowledged.set(client, moments);
    if (isDone(operation)) moments.push(operation.completedMs);
  }
  return new Map(
    [...acknowledged].map(([client, moments]) => [
      client,
      gaps(moments.length > 0 ? moments : [begun.get(client)!], endMs, longerThanMs),
    ]),
  );
}

function gaps(moments: number[], endMs: number, longerThanMs: number): Gap[] {
  moments.sort((a, b) => a - b);
  const found = moments.flatMap((toMs, at): Gap[] => {
    const fromMs = moments[at - 1] ?? toMs;
    return toMs - fromMs > longerThanMs ? [{ fromMs, toMs }] : [];
  });
  const last = moments[moments.length - 1]!;
  return endMs - last > longerThanMs ? [...found, { fromMs: last }] : found;
}
