import type { Cluster, Member } from '../../../cluster/model.js';
import { readPart } from '../../../cluster/systems/neutral/amounts.js';
import type { ClusterContext, Example, Objectives } from '../../rule.js';
import { clusterExample } from './example.js';

export const QUORUM_SOURCES = {
  etcd: { title: 'etcd: failure tolerance', url: 'https://etcd.io/docs/v3.5/faq/#what-is-failure-tolerance' },
  raft: {
    title: 'In Search of an Understandable Consensus Algorithm',
    url: 'https://raft.github.io/raft.pdf',
  },
  consul: {
    title: 'Consul: consensus, deployment table',
    url: 'https://developer.hashicorp.com/consul/docs/concept/consensus',
  },
} as const;

/** A description of a cluster as an example. */
export function described(text: string, says?: string): Example {
  return clusterExample('neutral', { 'orders.faultline.yaml': text }, says);
}

/** Lines of `nodes`: `a1 eu-1`, then other keys as they are: `w eu-3 role: witness`. */
export function nodes(...lines: readonly string[]): string {
  const items = lines.map(line => {
    const [name, zone, ...rest] = line.split(' ');
    const more = rest.length === 0 ? '' : `, ${rest.join(' ')}`;
    return `  - { name: ${name}${zone === '-' || zone === undefined ? '' : `, zone: ${zone}`}${more} }`;
  });
  return `nodes:\n${items.join('\n')}\n`;
}

/** Who votes and has at least one vote. */
export function votersOf(cluster: Pick<Cluster, 'members'>): readonly Member[] {
  return cluster.members.filter(({ votes }) => votes > 0);
}

/** Who holds a copy that counts. */
export function copiesOf(cluster: Pick<Cluster, 'members'>): readonly Member[] {
  return cluster.members.filter(({ role }) => role === 'data');
}

/** A zone with its region, as one word; undefined where the files do not say where the member stands. */
export function zoneOf({ site }: Pick<Member, 'site'>): string | undefined {
  if (site.zone === undefined) return site.region;
  return site.region === undefined || site.zone.startsWith(site.region)
    ? site.zone
    : `${site.region}/${site.zone}`;
}

/** Sums of votes by what `keyOf` says of each; undefined where it does not know one of them. */
export function votesBy(
  members: readonly Member[],
  keyOf: (member: Member) => string | undefined,
): ReadonlyMap<string, number> | undefined {
  const sums = new Map<string, number>();
  for (const member of members) {
    const key = keyOf(member);
    if (key === undefined) return undefined;
    sums.set(key, (sums.get(key) ?? 0) + member.votes);
  }
  return sums;
}

export function sumOf(members: readonly Member[]): number {
  return members.reduce((sum, { votes }) => sum + votes, 0);
}

/** `a1, a2 and 3 more`. */
export function namesOf(members: readonly Pick<Member, 'id'>[]): string {
  const shown = members.slice(0, 3).map(({ id }) => id);
  return members.length > 3 ? `${shown.join(', ')} and ${members.length - 3} more` : shown.join(', ');
}

/** What is asked of a cluster: by its own description, else by the project. */
export function objectivesOf(cluster: Cluster, context: Pick<ClusterContext, 'objectives'>): Objectives {
  const own = cluster.settings.neutral;
  if (own === undefined) return context.objectives;
  const rpoMs = own.number('objectives.rpo');
  const rtoMs = own.number('objectives.rto');
  const stalenessMs = own.number('objectives.staleness');
  const availability = readPart(own.text('objectives.availability') ?? '');
  return {
    ...context.objectives,
    ...(rpoMs === undefined ? {} : { rpoMs }),
    ...(rtoMs === undefined ? {} : { rtoMs }),
    ...(stalenessMs === undefined ? {} : { stalenessMs }),
    ...(availability === undefined ? {} : { availability }),
  };
}

/** True where a majority of votes decides; a description may be of a store without votes. */
export function decidesByVotes({ system, settings, failover, members }: Cluster): boolean {
  if (system !== 'neutral') return true;
  const protocol = settings.neutral?.text('protocol');
  if (protocol === 'raft' || protocol === 'paxos') return true;
  // Of a primary and its only backup neither can outvote the other: that is told by a rule of its own.
  return (
    protocol === 'primary-backup' &&
    failover.kind === 'automatic' &&
    failover.by === undefined &&
    members.filter(({ votes }) => votes > 0).length > 2
  );
}
