import type { Playback, PlaybackFault, ScheduleData } from '../../../server/src/protocol/topology-panel.js';

/** A bar of the fault lane, as it stands in the schedule that is being changed. */
export interface FaultBar {
  /** The same while a fault is moved, also past others. */
  readonly key: string;
  readonly fault: PlaybackFault;
  readonly fromMs: number;
  readonly toMs?: number;
  /** Where several overlap: which line of the lane, 0 and up. */
  readonly line: number;
}

/** How long a bar counts at least, so that grips of two do not cover each other, ms. */
const SHORTEST = 2_000;

/**
 * The bars of a run's faults. Where the schedule was changed since and is not played yet, they stand where it says.
 * @param endMs End of the run.
 */
export function barsOf({ faults, schedule: played, endMs }: Playback, schedule: ScheduleData): FaultBar[] {
  const known = new Map<string, number>();
  const ends: number[] = [];
  const same = alike(played, schedule);
  return faults.map(fault => {
    const nth = (known.get(fault.title) ?? 0) + 1;
    known.set(fault.title, nth);
    const at = (event: number, otherwise: number): number =>
      (same ? schedule.events[event]?.at : undefined) ?? otherwise;
    const fromMs = at(fault.event, fault.fromMs);
    const toMs =
      fault.toMs === undefined
        ? undefined
        : Math.max(fromMs, fault.ends === undefined ? fault.toMs : at(fault.ends, fault.toMs));
    const until = toMs ?? (fault.lasting ? endMs : fromMs);
    let line = ends.findIndex(end => end <= fromMs);
    if (line < 0) line = ends.length;
    ends[line] = Math.max(until, fromMs + SHORTEST);
    return { key: `${fault.title} ${nth}`, fault, fromMs, line, ...(toMs === undefined ? {} : { toMs }) };
  });
}

/** Events at other times, in the order of their times. */
export function withMoved(schedule: ScheduleData, moves: ReadonlyMap<number, number>): ScheduleData {
  const events = schedule.events
    .map((event, index) => {
      const at = moves.get(index);
      return at === undefined
        ? event
        : { ...event, at: Math.round(Math.max(0, Math.min(schedule.until, at))) };
    })
    .sort((a, b) => a.at - b.at);
  return { ...schedule, events };
}

/** Without a fault, and without what ended nothing but it. */
export function withoutFault(
  schedule: ScheduleData,
  { event, ends }: PlaybackFault,
  all: readonly PlaybackFault[],
): ScheduleData {
  const only = all.filter(fault => fault.ends === ends).length < 2;
  const events = schedule.events.filter((_, index) => index !== event && !(only && index === ends));
  return { ...schedule, events };
}

/** Whether indices of the one mean the same events in the other. */
export function alike(a: ScheduleData, b: ScheduleData): boolean {
  return (
    a.events.length === b.events.length &&
    a.events.every(({ fault }, index) => JSON.stringify(fault) === JSON.stringify(b.events[index]!.fault))
  );
}
