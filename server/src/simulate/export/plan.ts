import type { Cluster, Member, Site } from '../../cluster/model.js';
import type { System } from '../../cluster/systems.js';
import type { HostName, Schedule } from '../schedule/model.js';

/** A machine, a container, or where a client runs, as exports speak of it. */
export interface ExportHost {
  readonly name: string;
  /** Other names under which schedules may speak of it, in lower case. */
  readonly aliases: ReadonlySet<string>;
  /** Address or DNS name; undefined: the files do not tell one that is fit to stand in a command. */
  readonly address: string | undefined;
  /** Ports of what listens there, in ascending order. */
  readonly ports: readonly number[];
  /** What runs there. */
  readonly systems: ReadonlySet<System>;
  readonly kind: 'node' | 'coordination' | 'client';
  readonly site: Site;
  /** Of a client: hosts beside which it stands. */
  readonly beside: readonly HostName[];
}

/** A schedule together with the hosts that it is about. */
export interface ExportPlan {
  readonly cluster: Cluster;
  readonly schedule: Schedule;
  readonly hosts: readonly ExportHost[];
  /** Index of the host that the files name as the one that leads at the beginning. */
  readonly leader: number | undefined;
}

/**
 * The hosts of a cluster, of what keeps its leases, and the clients of a schedule. Members with one address are one host.
 * @param all Every known cluster: the coordination service may be one of them.
 */
export function exportPlan(schedule: Schedule, cluster: Cluster, all: readonly Cluster[]): ExportPlan {
  const found = new Map<string, Draft>();
  for (const member of cluster.members) add(found, member, 'node');
  const { coordination } = cluster;
  const keeper = all.find(({ id }) => id === coordination?.cluster);
  for (const member of keeper?.members ?? []) add(found, member, 'coordination');
  if (keeper === undefined && coordination !== undefined) {
    for (const address of coordination.addresses) addAddress(found, address, coordination.system);
  }
  const hosts = [...found.values()].map(draft => ({ ...draft, ports: draft.ports.sort((a, b) => a - b) }));
  const leader = cluster.members.find(member => member.leader)?.id;
  const at = hosts.findIndex(
    ({ name, aliases }) => name === leader || aliases.has(leader?.toLowerCase() ?? ''),
  );
  return {
    cluster,
    schedule,
    hosts: [...hosts, ...schedule.clients.map(({ name, group }) => clientHost(name, group ?? []))],
    leader: leader === undefined || at < 0 ? undefined : at,
  };
}

/** Index of the host that goes by a name that is no role; undefined where nobody does. */
export function hostNamed(plan: ExportPlan, name: HostName): number | undefined {
  const wanted = name.toLowerCase();
  const exact = plan.hosts.findIndex(host => host.name.toLowerCase() === wanted);
  const at = exact >= 0 ? exact : plan.hosts.findIndex(({ aliases }) => aliases.has(wanted));
  return at < 0 ? undefined : at;
}

/** Indices of the hosts of a region, zone or rack. */
export function hostsAt(plan: ExportPlan, site: string): number[] {
  const wanted = site.toLowerCase();
  return plan.hosts.flatMap(({ site: { region, zone, rack } }, at) =>
    [region, zone, rack].some(each => each?.toLowerCase() === wanted) ? [at] : [],
  );
}

interface Draft extends ExportHost {
  readonly aliases: Set<string>;
  readonly ports: number[];
  readonly systems: Set<System>;
}

function add(found: Map<string, Draft>, member: Member, kind: ExportHost['kind']): void {
  const places = member.addresses.map(splitAddress);
  const key = machineOf(member, places);
  const known = found.get(key);
  const draft: Draft = known ?? {
    name: member.id,
    aliases: new Set(),
    address: bestAddress(places.map(({ host }) => host)),
    ports: [],
    systems: new Set(),
    kind,
    site: member.site,
    beside: [],
  };
  found.set(key, draft);
  for (const name of [member.id, ...member.addresses, ...places.map(({ host }) => host)]) {
    draft.aliases.add(name.toLowerCase());
  }
  for (const { port } of places)
    if (port !== undefined && !draft.ports.includes(port)) draft.ports.push(port);
  for (const system of Object.keys(member.settings)) draft.systems.add(system as System);
}

function addAddress(found: Map<string, Draft>, address: string, system: System | 'kubernetes'): void {
  const { host, port } = splitAddress(address);
  const known = [...found.values()].find(({ aliases }) => aliases.has(host.toLowerCase()));
  const draft: Draft = known ?? {
    name: host,
    aliases: new Set([host.toLowerCase()]),
    address: bestAddress([host]),
    ports: [],
    systems: new Set(),
    kind: 'coordination',
    site: {},
    beside: [],
  };
  if (known === undefined) found.set(`address ${host}`, draft);
  draft.aliases.add(address.toLowerCase());
  if (port !== undefined && !draft.ports.includes(port)) draft.ports.push(port);
  if (system !== 'kubernetes') draft.systems.add(system);
}

function clientHost(name: string, beside: readonly HostName[]): ExportHost {
  return {
    name,
    aliases: new Set(),
    address: undefined,
    ports: [],
    systems: new Set(),
    kind: 'client',
    site: {},
    beside,
  };
}

/** What tells the machines of members apart: their address, as far as it is one of its own. */
function machineOf({ id }: Member, places: readonly Place[]): string {
  const own = places.map(({ host }) => host.toLowerCase()).find(host => !LOOPBACK.test(host));
  return own === undefined ? `member ${id}` : `address ${own}`;
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|::1|0\.0\.0\.0|::)$/;

interface Place {
  readonly host: string;
  readonly port: number | undefined;
}

/** `host`, `host:port`, `[v6]:port`, `scheme://host:port`. */
function splitAddress(address: string): Place {
  const bare = address.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/\/.*$/, '');
  const match = /^\[([^\]]*)\](?::(\d+))?$/.exec(bare) ?? /^([^:]*):(\d+)$/.exec(bare);
  const port = Number(match?.[2]);
  return { host: match?.[1] ?? bare, port: port > 0 && port < 65_536 ? port : undefined };
}

/** An IP address before a name; nothing else may go where commands are. */
function bestAddress(hosts: readonly string[]): string | undefined {
  const fit = hosts.filter(host => isAddress(host) && !LOOPBACK.test(host));
  return fit.find(host => /^[\d.]+$|:/.test(host)) ?? fit[0];
}

/** Whether a text is an IP address or a DNS name, and so neither an option nor anything that a shell reads. */
export function isAddress(text: string): boolean {
  return /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+)$/.test(text);
}
