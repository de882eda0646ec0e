import type { Prepared } from '../family.js';
import { Table } from '../run/run.js';
import { defaultClients, partitionSchedule } from '../schedule/default.js';
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
  const { events, until } = partitionSchedule([[leaderOf(prepared)], ['@rest']], atMs, healMs);
  return { until, events, clients: defaultClients(events, namesOf(prepared)) };
}

/** All names that a host goes by: what one of them is called is no client. */
export function namesOf({ hosts, processes }: Prepared): Set<string> {
  return new Set([
    ...hosts.flatMap(({ name, aliases }) => [name, ...aliases]),
    ...processes.flatMap(({ name, member }) => (member === undefined ? [name] : [name, member])),
  ]);
}

/** `@primary` where somebody leads; the first of equals else. */
export function leaderOf(prepared: Prepared): string {
  if (leadersAtFirst(prepared).length > 0) return '@primary';
  const first = prepared.processes.find(({ serves }) => serves);
  return prepared.hosts[first?.host ?? 0]!.name;
}

/** Names of the hosts on which somebody leads when a run begins: several where all take writes alike. */
export function leadersAtFirst(prepared: Prepared): readonly string[] {
  const { protocol } = new Table(prepared, { until: 1, clients: [], events: [] }, new SeededChooser(1));
  return protocol.leaders().map(process => prepared.hosts[prepared.processes[process]!.host]!.name);
}
