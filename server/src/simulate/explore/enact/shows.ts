import type { Run } from '../../run/run.js';

/** Whether a run with real timing breaks a promise, as clients see it. Invariants inside of a protocol show in no run. */
export function showsBroken(property: string, run: Run, rtoMs: number | undefined): boolean {
  switch (property) {
    case 'no-lost-write':
      return run.lost.length > 0;
    case 'one-writer':
      return run.operations.some(({ past }) => past !== undefined);
    case 'no-stale-read':
      return run.operations.some(({ kind, staleMs = 0 }) => kind === 'read' && staleMs > 0);
    case 'no-conflict':
      return run.conflicts > 0;
    case 'available':
      return rtoMs !== undefined && longestOutageMs(run) > rtoMs;
    default:
      return false;
  }
}

/** Promises that a run can show to be broken. */
export const SHOWN_PROMISES: ReadonlySet<string> = new Set([
  'no-lost-write',
  'one-writer',
  'no-stale-read',
  'no-conflict',
  'available',
]);

/** Longest time in which nobody's write was acknowledged, from the first fault on, in ms. */
export function longestOutageMs({ operations, firstFaultMs = 0, endMs }: Run): number {
  const done = operations.flatMap(({ kind, result, completedMs }) =>
    kind === 'write' && completedMs !== undefined && (result === 'acknowledged' || result === 'warned')
      ? [completedMs]
      : [],
  );
  let longest = 0;
  let last = firstFaultMs;
  for (const at of done.sort((a, b) => a - b)) {
    if (at <= last) continue;
    longest = Math.max(longest, at - last);
    last = at;
  }
  return Math.max(longest, endMs - last);
}
