import type { Interval } from './model.js';

/** What several runs have in common: something that began, and perhaps ended, at about the same point of the schedule. */
export interface Aligned {
  readonly from: Interval;
  /** Undefined: in no run did it end. */
  readonly to?: Interval;
  /** Part of the runs in which it came about, 0 to 1. */
  readonly share: number;
  /** Part of the runs in which it came about and went on to the end. */
  readonly open: number;
}

export interface Stretch {
  readonly fromMs: number;
  readonly toMs?: number;
}

/**
 * Puts stretches of time of several runs together: those that begin between the same two events of the schedule, first
 * with first and second with second. So an interval never reaches over an event that parts two different things.
 * @param boundaries When the events come, rising, in ms.
 * @param slackMs Beginning so shortly before an event counts as after it: a gap begins with the last good answer.
 */
export function align(
  runs: readonly (readonly Stretch[])[],
  boundaries: readonly number[],
  slackMs = 0,
): Aligned[] {
  const groups = new Map<string, { phase: number; ordinal: number; members: Stretch[] }>();
  for (const stretches of runs) {
    const seen = new Map<number, number>();
    for (const stretch of stretches) {
      const phase = boundaries.filter(at => at <= stretch.fromMs + slackMs).length;
      const ordinal = seen.get(phase) ?? 0;
      seen.set(phase, ordinal + 1);
      const key = `${phase} ${ordinal}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { phase, ordinal, members: [stretch] });
      else group.members.push(stretch);
    }
  }
  return [...groups.values()]
    .sort((a, b) => a.phase - b.phase || a.ordinal - b.ordinal)
    .map(({ members }) => {
      const ends = members.flatMap(({ toMs }) => (toMs === undefined ? [] : [toMs]));
      const to = intervalOf(ends);
      return {
        from: intervalOf(members.map(({ fromMs }) => fromMs))!,
        ...(to === undefined ? {} : { to }),
        share: members.length / runs.length,
        open: (members.length - ends.length) / runs.length,
      };
    });
}

/** Least and most of some numbers; undefined where there are none. */
export function intervalOf(values: readonly number[]): Interval | undefined {
  let least = Infinity;
  let most = -Infinity;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return values.length === 0 ? undefined : [least, most];
}
