import type { Prepared } from '../family.js';
import { Table } from '../run/run.js';
import { partitionSchedule } from '../schedule/default.js';
import { DEFAULT_LEAD_IN_MS, type Schedule } from '../schedule/model.js';
import { SeededChooser } from '../world/chooser.js';

/** How long a partition lasts where nobody says: longer than any lease that people give, in ms. */
export const DEFAULT_PARTITION_MS = 60_000;

/** Where nobody says what is to happen: whoever leads is cut off from all others, and comes back. */
export function defaultSchedule(
  prepared: Prepared,
  atMs = DEFAULT_LEAD_IN_MS,
  healMs = atMs + DEFAULT_PARTITION_MS,
): Schedule {
  return partitionSchedule([[leaderOf(prepared)], ['@rest']], atMs, healMs);
}

/** `@primary` where somebody leads; the first of equals else. */
function leaderOf(prepared: Prepared): string {
  const { protocol } = new Table(prepared, { until: 1, clients: [], events: [] }, new SeededChooser(1));
  if (protocol.leaders().length > 0) return '@primary';
  const first = prepared.processes.find(({ serves }) => serves);
  return prepared.hosts[first?.host ?? 0]!.name;
}
