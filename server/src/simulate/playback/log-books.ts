import type { Table } from '../run/run.js';
import type { LogPicture } from './model.js';

/** Keeps what is in the logs of a run's processes while it is played. */
export interface LogBook {
  /**
   * How things stand at a moment, which is not before that of the last call.
   * @param anew Something was done to the processes since then, or this is the end: nothing is taken for settled.
   */
  sample(atMs: number, anew: boolean): void;
  /** Per process, from when on; empty for those without data. */
  finish(lost: readonly number[]): LogPicture[][];
}

/** Those that keep data. */
export function keepersOf({ prepared }: Table): readonly number[] {
  return prepared.processes.flatMap(({ serves }, p) => (serves ? [p] : []));
}

/** Notes a state where it differs from the one before. */
export function note(list: LogPicture[], next: LogPicture): void {
  const last = list[list.length - 1];
  if (
    last !== undefined &&
    last.held === next.held &&
    last.only === next.only &&
    last.doomed === next.doomed &&
    last.lagMs === next.lagMs
  )
    return;
  list.push(next);
}
