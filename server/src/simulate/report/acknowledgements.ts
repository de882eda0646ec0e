import { lengthOf, overlapOf, type Span } from '../history/spans.js';
import type { Run } from '../run/run.js';
import type { RoleChange } from './model.js';

/** Acknowledgements of one process close after one another, while it led or was an equal in one epoch. */
export interface AckRun {
  readonly process: number;
  readonly epoch: number;
  /** False: it neither led nor was an equal: it passed writes on to whoever did. */
  readonly decides: boolean;
  /** ms from the first fault, rising. */
  readonly times: readonly number[];
}

/** Longer than this between two acknowledgements, and the process has paused, in ms. */
const PAUSE_MS = 1_000;

/** The acknowledgements of a run, process by process. */
export function acknowledgedRuns(run: Run, byName: ReadonlyMap<string, number>, origin: number): AckRun[] {
  const times = new Map<number, number[]>();
  for (const { kind, result, node, completedMs } of run.operations) {
    if (kind !== 'write' || completedMs === undefined || node === undefined) continue;
    if (result !== 'acknowledged' && result !== 'warned') continue;
    const process = byName.get(node);
    if (process === undefined) continue;
    const list = times.get(process);
    if (list === undefined) times.set(process, [completedMs]);
    else list.push(completedMs);
  }
  return [...times].flatMap(([process, list]) =>
    split(
      process,
      list.sort((a, b) => a - b),
      run.roles[process] ?? [],
      origin,
    ),
  );
}

function split(
  process: number,
  times: readonly number[],
  roles: readonly RoleChange[],
  origin: number,
): AckRun[] {
  const found: (AckRun & { times: number[] })[] = [];
  let at = 0;
  for (const time of times) {
    while (at + 1 < roles.length && roles[at + 1]!.atMs <= time) at++;
    const { role = 'follower', epoch = 0 } = roles[at] ?? {};
    const decides = role === 'leader' || role === 'peer';
    const last = found[found.length - 1];
    const same =
      last !== undefined &&
      last.epoch === epoch &&
      last.decides === decides &&
      time - origin - last.times[last.times.length - 1]! <= PAUSE_MS;
    if (same) last.times.push(time - origin);
    else found.push({ process, epoch, decides, times: [time - origin] });
  }
  return found;
}

/** Time in which two processes both acknowledged writes as leaders, or as equals, of different epochs, in ms. */
export function overlapMs(runs: readonly AckRun[]): number {
  const both: Span[] = [];
  for (const [i, a] of runs.entries()) {
    for (const b of runs.slice(i + 1)) {
      if (!a.decides || !b.decides || a.process === b.process || a.epoch === b.epoch) continue;
      both.push(...overlapOf([spanOf(a)], [spanOf(b)]));
    }
  }
  return lengthOf(both);
}

function spanOf({ times }: AckRun): Span {
  return { fromMs: times[0]!, toMs: times[times.length - 1]! };
}
