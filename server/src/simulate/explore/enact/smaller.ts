import type { Fault, Schedule } from '../../schedule/model.js';

/** Runs are shortened to no less than this after their last event, in ms: what follows from it is to be seen. */
const LEAST_TAIL_MS = 10_000;

/** What may be left out: the faults themselves are what the search found, and no fewer do. */
const MAY_GO: ReadonlySet<Fault['kind']> = new Set(['heal', 'restart', 'resume', 'slow']);

/** Schedules that ask for less: without something that is not needed, then over sooner. */
export function* smallerOf(schedule: Schedule): Generator<Schedule, void, void> {
  const { events, until } = schedule;
  const tail = until - (events[events.length - 1]?.at ?? 0);
  // What comes last is left out first: mending is needed least.
  for (let at = events.length - 1; at >= 0; at--) {
    if (!MAY_GO.has(events[at]!.fault.kind)) continue;
    const kept = events.filter((_, i) => i !== at);
    if (kept.length > 0) yield { ...schedule, events: kept, until: kept[kept.length - 1]!.at + tail };
  }
  const shorter = Math.max(LEAST_TAIL_MS, Math.round(tail / 2 / 1_000) * 1_000);
  if (shorter < tail) yield { ...schedule, until: until - tail + shorter };
}
