import type { Cluster, Member } from '../../../cluster/model.js';
import type { Settings } from '../../../cluster/settings.js';
import { SYSTEMS, type System } from '../../../cluster/systems.js';
import type { Prepared, ReadLevel } from '../../family.js';
import { layOut } from '../../kit/layout.js';
import { MAX_SET } from '../../kit/sets.js';
import { type Host, type Latency, type Process, siteLatency } from '../../world/places.js';
import type { RaftConfig, RaftMember, ReadMode } from './config.js';
import { Raft } from './raft.js';

/** A group of a system, as its configs have it: the members that take part, and what they go by. */
export interface RaftGroup {
  readonly members: readonly Member[];
  /** What one calls a process of it: `etcd`. */
  readonly program: string;
  readonly config: RaftConfig;
  /** The first is what clients use where nobody says otherwise. */
  readonly levels: readonly RaftLevel[];
  readonly limits: readonly string[];
  /** One way between two members by id, in ms, where files tell. */
  readonly latency?: (from: string, to: string) => number | undefined;
}

export interface RaftLevel extends ReadLevel {
  readonly mode: ReadMode;
}

/** Makes a group ready to be played. */
export function prepareGroup(cluster: Cluster, group: RaftGroup): Prepared | { readonly why: string } {
  const { members, program, config, levels } = group;
  if (members.length === 0) return { why: 'The files do not tell the members.' };
  if (members.length > MAX_SET - 4) return { why: `More than ${MAX_SET - 4} members cannot be simulated.` };
  if (!config.members.some(({ voter }) => voter)) return { why: 'No member has a vote.' };
  const { hosts, processes } = layOut(
    members.map((member, at) => ({ member, program, serves: !config.members[at]!.witness })),
  );
  return {
    family: 'raft',
    title: `Raft (${cluster.system === 'neutral' ? cluster.name : SYSTEMS[cluster.system]})`,
    hosts,
    processes,
    ...(group.latency === undefined ? {} : { latency: memberLatency(hosts, processes, group.latency) }),
    create: world => {
      const level = levels[world.options.readLevel ?? 0] ?? levels[0]!;
      return new Raft(world, { ...config, reads: level.mode });
    },
    // Half of an election timeout, and a part of the lease where there is one: searches without a clock ask for it.
    searchUnitMs: Math.round(
      config.leaseMs === undefined
        ? config.electionMs[0] / 2
        : Math.min(config.leaseMs, config.electionMs[0]) / 4,
    ),
    readLevels: levels.map(({ name, linearizable }) => ({ name, linearizable })),
    limits: [
      ...(cluster.open ? ['The files do not show all members: those that are known are taken for all.'] : []),
      ...group.limits,
    ],
  };
}

/** Latencies of members as those of their hosts; of others as their sites make one expect. */
export function memberLatency(
  hosts: readonly Host[],
  processes: readonly Process[],
  known: (from: string, to: string) => number | undefined,
): Latency {
  const bySite = siteLatency(hosts);
  const memberOn = hosts.map((_, at) => processes.find(({ host }) => host === at)?.member ?? '');
  const table = hosts.map((_, from) =>
    hosts.map((__, to) => (from === to ? 0 : (known(memberOn[from]!, memberOn[to]!) ?? bySite(from, to)))),
  );
  return (from, to) => table[from]?.[to] ?? 0;
}

/** Members as they take part: voters, and others that only listen. */
export function raftMembers(
  members: readonly Member[],
  more: (member: Member) => Partial<RaftMember> = () => ({}),
): RaftMember[] {
  return members.map(member => ({
    name: member.id,
    voter: member.votes > 0,
    witness: false,
    ...(member.votes > 0 && !member.eligible ? { follows: true } : {}),
    ...more(member),
  }));
}

/** Those that vote or learn: what routes or waits as a spare takes no part. */
export function takingPart(cluster: Cluster): readonly Member[] {
  return cluster.members.filter(({ role }) => role === 'data' || role === 'witness' || role === 'learner');
}

/** The settings of a system: of the first member that has some, else of the whole cluster. */
export function settingsOf(cluster: Cluster, system: System): Settings | undefined {
  return (
    cluster.members.find(({ configured, settings }) => configured && settings[system] !== undefined)
      ?.settings[system] ?? cluster.settings[system]
  );
}
