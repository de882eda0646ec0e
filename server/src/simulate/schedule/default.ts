import { MAX_CLIENTS } from './limits.js';
import {
  DEFAULT_LEAD_IN_MS,
  DEFAULT_READS_PER_SECOND,
  DEFAULT_WRITE_TIMEOUT_MS,
  DEFAULT_WRITES_PER_SECOND,
  type Fault,
  type HostName,
  type Schedule,
  type ScheduledClient,
  type ScheduledEvent,
} from './model.js';

/** How long a run goes on after its last event where nobody says: most of what healing does is over by then. */
export const DEFAULT_AFTER_LAST_MS = 45_000;

/**
 * A partition and its end.
 * @param atMs When it begins, from the beginning of the run.
 * @param healMs When it ends, from the beginning of the run; undefined: it lasts to the end.
 * @param untilMs When the run ends; undefined: some time after the last event.
 * @param clients Undefined: one beside each group, `c1` beside the first.
 */
export function partitionSchedule(
  groups: readonly (readonly HostName[])[],
  atMs: number = DEFAULT_LEAD_IN_MS,
  healMs?: number,
  untilMs?: number,
  clients?: readonly ScheduledClient[],
): Schedule {
  const events: ScheduledEvent[] = [{ at: atMs, fault: { kind: 'partition', groups } }];
  if (healMs !== undefined) events.push({ at: healMs, fault: { kind: 'heal' } });
  const last = Math.max(...events.map(({ at }) => at));
  // A partition that is not healed is given the time that one usually lasts.
  const until = untilMs ?? last + (healMs === undefined ? 2 : 1) * DEFAULT_AFTER_LAST_MS;
  return {
    until,
    clients: clients ?? defaultClients(events),
    events: events.sort((a, b) => a.at - b.at),
  };
}

/** Names of clients that need no declaration: a group may hold them and say by that where they stand. */
export const DEFAULT_CLIENT_NAMES = Array.from({ length: MAX_CLIENTS }, (_, index) => `c${index + 1}`);

/**
 * Clients for a schedule that declares none: those that its groups and links name (`c1`, `c2` …), else one beside each
 * group of its first partition, else one that goes anywhere.
 * @param hosts Names that are hosts, and so no clients.
 */
export function defaultClients(
  events: readonly ScheduledEvent[],
  hosts: Iterable<string> = [],
): ScheduledClient[] {
  const known = new Set(hosts);
  const named = new Set(events.flatMap(({ fault }) => networkNames(fault)));
  const free = DEFAULT_CLIENT_NAMES.filter(name => !known.has(name));
  const placed = free.filter(name => named.has(name));
  if (placed.length > 0) return placed.map(client);
  const parted = events.find(({ fault }) => fault.kind === 'partition')?.fault;
  if (parted?.kind !== 'partition') return free.slice(0, 1).map(client);
  return parted.groups.slice(0, free.length).map((group, index) => ({ ...client(free[index]!), group }));
}

/** What a fault of the network names. */
function networkNames(fault: Fault): readonly HostName[] {
  if (fault.kind === 'partition') return fault.groups.flat();
  return fault.kind === 'cut' || fault.kind === 'slow' ? [...fault.from, ...fault.to] : [];
}

function client(name: string): ScheduledClient {
  return {
    name,
    writesPerSecond: DEFAULT_WRITES_PER_SECOND,
    readsPerSecond: DEFAULT_READS_PER_SECOND,
    writeTimeoutMs: DEFAULT_WRITE_TIMEOUT_MS,
  };
}
