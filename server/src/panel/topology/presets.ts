import type { Cluster } from '../../cluster/model.js';
import { SYSTEMS } from '../../cluster/systems.js';
import { nodesOfProcesses } from '../../diagram/topology/index.js';
import type { FaultPreset } from '../../protocol/topology-panel.js';
import type { Prepared } from '../../simulate/family.js';
import {
  DEFAULT_PARTITION_MS,
  defaultSchedule,
  leaderOf,
  leadersAtFirst,
  namesOf,
} from '../../simulate/report/default-schedule.js';
import { DEFAULT_AFTER_LAST_MS, defaultClients, partitionSchedule } from '../../simulate/schedule/index.js';
import {
  DEFAULT_LEAD_IN_MS,
  type Fault,
  type HostName,
  type Schedule,
} from '../../simulate/schedule/model.js';

const AT = DEFAULT_LEAD_IN_MS;
const OVER = DEFAULT_LEAD_IN_MS + DEFAULT_PARTITION_MS;
/** Added to each message of a slow link, one way, in ms. */
const SLOW_MS = 500;
/** More zones than this are not offered one by one. */
const MAX_SITES = 8;

/** What somebody would break first of a cluster. The first one is what is played where nobody says. */
export function presetsOf(cluster: Cluster, all: readonly Cluster[], prepared: Prepared): FaultPreset[] {
  const leader = leaderOf(prepared);
  const led = leader === '@primary';
  const leaders = leadersAtFirst(prepared);
  // Where all take writes alike, `@primary` is the first of them.
  const equals = leaders.length > 1;
  const who = !led ? leader : equals ? leaders[0]! : 'the leader';
  const others = led ? ['@replicas'] : dataHosts(prepared).filter(name => name !== leader);
  const alone = dataHosts(prepared).length < 2;
  const make = (events: Schedule['events'], until: number): Schedule => ({
    until,
    clients: defaultClients(events, namesOf(prepared)),
    events,
  });
  const ended = (begin: Fault, end: Fault): Schedule =>
    make(
      [
        { at: AT, fault: begin },
        { at: OVER, fault: end },
      ],
      OVER + DEFAULT_AFTER_LAST_MS,
    );
  const parted = (groups: readonly (readonly HostName[])[]): Schedule => {
    const { events, until } = partitionSchedule(groups, AT, OVER);
    return make(events, until);
  };
  const hosts = [leader];
  const found: FaultPreset[] = [];
  const add = (id: string, title: string, schedule: Schedule) => found.push({ id, title, schedule });
  if (!alone) add('isolate-leader', `Isolate ${who}`, defaultSchedule(prepared));
  const halves = halvesOf(prepared);
  const sites = sitesOf(prepared);
  for (const { kind, name, within, without } of sites)
    add(`split-${kind}:${name}`, `Split off ${kind} ${name}`, parted([within, without]));
  for (const { kind, name } of sites)
    add(
      `lose-${kind}:${name}`,
      `Lose ${kind} ${name}`,
      make([{ at: AT, fault: { kind: 'siteLoss', site: name } }], AT + 2 * DEFAULT_AFTER_LAST_MS),
    );
  for (const { id, title, names, program } of keepersOf(cluster, all, prepared)) {
    const fault = { hosts: names, process: program };
    add(id, `Lose ${title}`, ended({ kind: 'crash', ...fault }, { kind: 'restart', ...fault }));
  }
  add('crash-leader', `Crash ${who}`, ended({ kind: 'crash', hosts }, { kind: 'restart', hosts }));
  add(
    'power-loss-leader',
    `Power loss of ${who}`,
    ended({ kind: 'powerLoss', hosts }, { kind: 'restart', hosts }),
  );
  add('pause-leader', `Pause ${who}`, ended({ kind: 'pause', hosts }, { kind: 'resume', hosts }));
  if (!alone) {
    const link = { from: hosts, to: others };
    add(
      'one-way-cut',
      led && !equals ? 'One-way cut: replicas hear nothing' : `One-way cut: others do not hear ${who}`,
      ended({ kind: 'cut', ...link, oneWay: true }, { kind: 'heal' }),
    );
    if (halves !== undefined) add('split-halves', 'Split in halves', parted(halves));
    add(
      'slow-link',
      `Slow links of ${who}`,
      ended({ kind: 'slow', ...link, latencyMs: SLOW_MS, loss: 0 }, { kind: 'heal' }),
    );
  }
  return found;
}

/** Names of the hosts on which something takes writes or reads. */
function dataHosts({ hosts, processes }: Prepared): readonly string[] {
  const serving = new Set(processes.flatMap(({ serves, host }) => (serves ? [host] : [])));
  return hosts.flatMap(({ name, client }, host) => (serving.has(host) && !client ? [name] : []));
}

/** The hosts in two groups as equal as can be; undefined where that parts one from the others. */
function halvesOf(prepared: Prepared): readonly (readonly HostName[])[] | undefined {
  const data = dataHosts(prepared);
  if (data.length < 4) return undefined;
  const rest = prepared.hosts.flatMap(({ name, client }) => (client || data.includes(name) ? [] : [name]));
  const half = (names: readonly string[], first: boolean) => {
    const middle = Math.ceil(names.length / 2);
    return first ? names.slice(0, middle) : names.slice(middle);
  };
  return [true, false].map(first => [...half(data, first), ...half(rest, first)]);
}

interface SiteHosts {
  readonly kind: 'region' | 'zone';
  readonly name: string;
  readonly within: readonly string[];
  readonly without: readonly string[];
}

/** Regions, then zones, that hold some of the hosts and not all. */
function sitesOf({ hosts }: Prepared): readonly SiteHosts[] {
  return (['region', 'zone'] as const)
    .flatMap(kind => {
      const names = [...new Set(hosts.flatMap(host => host[kind] ?? []))];
      return names.map((name): SiteHosts => {
        const inside = hosts.filter(host => host[kind] === name).map(host => host.name);
        const outside = hosts.filter(host => host[kind] !== name && !host.client).map(host => host.name);
        return { kind, name, within: inside, without: outside };
      });
    })
    .filter(
      ({ without, within }, at, list) =>
        without.length > 0 &&
        // A zone that is its whole region says nothing new.
        !list.slice(0, at).some(before => before.within.join() === within.join()),
    )
    .slice(0, MAX_SITES);
}

interface Keepers {
  readonly id: 'lose-coordination' | 'lose-witness';
  readonly title: string;
  readonly names: readonly string[];
  readonly program: string;
}

/** What keeps the lock, watches or votes without data: the hosts that its program runs on. */
function keepersOf(cluster: Cluster, all: readonly Cluster[], prepared: Prepared): readonly Keepers[] {
  const nodes = nodesOfProcesses(cluster, all, prepared);
  const members = new Map(cluster.members.map(member => [member.id, member]));
  const found = prepared.processes.flatMap(({ serves, host, program }, p) => {
    const member = members.get(nodes[p] ?? '');
    // An agent beside a server is a part of it.
    if (serves || nodes[p] === undefined || (member !== undefined && member.role !== 'witness')) return [];
    return [{ program, name: prepared.hosts[host]!.name, witness: member !== undefined }];
  });
  const [first] = found;
  if (first === undefined) return [];
  const { program, witness } = first;
  const names = [...new Set(found.filter(each => each.program === program).map(({ name }) => name))];
  const several = names.length > 1;
  const title =
    WITNESSES[program]?.[several ? 1 : 0] ??
    (witness ? (several ? 'the witnesses' : 'the witness') : titleOf(cluster, program));
  const watches = witness && program !== 'sentinel' && program !== 'kafka';
  return [{ id: watches ? 'lose-witness' : 'lose-coordination', title, names, program }];
}

/** What does not hold data by what it is called: one, several. */
const WITNESSES: Readonly<Record<string, readonly [one: string, several: string]>> = {
  sentinel: ['the Sentinel', 'the Sentinels'],
  kafka: ['the controller', 'the controllers'],
  mongod: ['the arbiter', 'the arbiters'],
  garbd: ['the arbitrator', 'the arbitrators'],
  kubernetes: ['the Kubernetes API', 'the Kubernetes API'],
};

function titleOf({ coordination }: Cluster, program: string): string {
  const system = coordination?.system;
  return system !== undefined && system === program && system !== 'kubernetes'
    ? SYSTEMS[system]
    : `the ${program}`;
}
