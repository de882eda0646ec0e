import type { Prepared } from '../../family.js';
import { DEFAULT_CLIENT_NAMES } from '../../schedule/default.js';
import {
  DEFAULT_READS_PER_SECOND,
  DEFAULT_WRITE_TIMEOUT_MS,
  DEFAULT_WRITES_PER_SECOND,
  type Fault,
  type ScheduledClient,
} from '../../schedule/model.js';

/** More than these would hide what happens behind their lanes. */
const MOST_CLIENTS = 5;

/**
 * Who writes and reads: `sides`: a client on every side that the network ever has, two where it never parts; `homes`: one at
 * each server that talks to nobody else, for who finds a leader stays with it.
 */
export type ClientStyle = 'sides' | 'homes';

/** Clients for a schedule of some faults. */
export function clientsFor(
  style: ClientStyle,
  prepared: Prepared,
  faults: readonly Fault[],
): ScheduledClient[] {
  const { hosts, processes } = prepared;
  const taken = new Set([
    ...hosts.flatMap(({ name, aliases }) => [name, ...aliases]),
    ...processes.flatMap(({ name, member }) => (member === undefined ? [name] : [name, member])),
  ]);
  const names = DEFAULT_CLIENT_NAMES.filter(name => !taken.has(name));
  const servers = [...new Set(processes.flatMap(({ host, serves }) => (serves ? [hosts[host]!.name] : [])))];
  const sides = style === 'homes' ? servers.map(name => [name]) : (sidesOf(prepared, faults) ?? [[], []]);
  return sides.slice(0, MOST_CLIENTS).map((side, at) => ({
    name: names[at]!,
    ...(side.length === 0 ? {} : { group: side }),
    ...(style === 'homes' ? { home: side } : {}),
    writesPerSecond: DEFAULT_WRITES_PER_SECOND,
    readsPerSecond: DEFAULT_READS_PER_SECOND,
    writeTimeoutMs: DEFAULT_WRITE_TIMEOUT_MS,
  }));
}

/** Hosts that stand on the same side of every partition and every cut; undefined: there are no sides. */
function sidesOf({ hosts, processes }: Prepared, faults: readonly Fault[]): string[][] | undefined {
  const sides = new Map<string, string[]>();
  const serves = new Set<string>();
  for (const [h, { name }] of hosts.entries()) {
    const own = processes.filter(({ host }) => host === h);
    if (own.length === 0) continue;
    const key = faults.map(fault => placeIn(fault, name)).join();
    if (own.some(each => each.serves)) serves.add(key);
    const side = sides.get(key);
    if (side === undefined) sides.set(key, [name]);
    else side.push(name);
  }
  // Beside hosts that serve nobody there is nothing for a client to do.
  return sides.size < 2 ? undefined : [...sides].flatMap(([key, side]) => (serves.has(key) ? [side] : []));
}

function placeIn(fault: Fault, host: string): string {
  if (fault.kind === 'partition') return String(fault.groups.findIndex(group => group.includes(host)));
  return fault.kind === 'cut' ? `${fault.from.includes(host)} ${fault.to.includes(host)}` : '';
}
