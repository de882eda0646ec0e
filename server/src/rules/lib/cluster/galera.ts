import type { Cluster, Member } from '../../../cluster/model.js';
import type { Setting, Settings } from '../../../cluster/settings.js';
import type { Origin } from '../../../sql/reading.js';

/** Settings of the members that hold data and whose files are known. */
export function dataNodes(
  cluster: Cluster,
): readonly { readonly member: Member; readonly settings: Settings }[] {
  return cluster.members.flatMap(member =>
    member.role === 'data' && member.settings.galera !== undefined
      ? [{ member, settings: member.settings.galera }]
      : [],
  );
}

/** The settings of all nodes that write a parameter, each place once. */
export function givenOf(
  cluster: Cluster,
  name: string,
): readonly {
  readonly member: Member;
  readonly settings: Settings;
  readonly setting: NonNullable<ReturnType<Settings['given']>>;
}[] {
  const seen = new Set<string>();
  return cluster.members.flatMap(member => {
    const settings = member.settings.galera;
    const setting = settings?.given(name);
    if (settings === undefined || setting === undefined) return [];
    const { unit, span } = setting.written.origin;
    const key = `${unit.uri}:${unit.piece.start + span.start}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ member, settings, setting }];
  });
}

/** What the cluster is called where its files say so; a name that only a file or folder gave it tells nobody anything. */
export function clusterName(cluster: Cluster): string {
  const names = givenOf(cluster, 'wsrep_cluster_name').map(({ setting }) => setting.written.raw);
  return names.some(raw => typeof raw === 'string' && raw === cluster.name) ? cluster.name : 'this cluster';
}

/** Where the list of nodes is written, for what is about all of them. */
export function whereListed(cluster: Cluster): Origin {
  for (const { settings } of dataNodes(cluster)) {
    const address = settings.given('wsrep_cluster_address');
    if (address !== undefined) return address.written.origin;
  }
  return cluster.origin;
}

/** All votes; undefined where a weight cannot be told, or not all members are known. */
export function votesOf(cluster: Cluster): number | undefined {
  if (cluster.open || cluster.members.some(({ settings }) => settings.galera?.isHidden('pc.weight')))
    return undefined;
  return cluster.members.reduce((sum, { votes }) => sum + votes, 0);
}

/** True where the members can be parted into two halves of equal votes. */
export function splitsEqually(members: readonly Pick<Member, 'votes'>[]): boolean {
  const all = members.reduce((sum, { votes }) => sum + votes, 0);
  if (all === 0 || all % 2 !== 0 || members.length > 64) return false;
  let reachable = new Set([0]);
  for (const { votes } of members)
    reachable = new Set([...reachable, ...[...reachable].map(sum => sum + votes)]);
  return reachable.has(all / 2);
}

export function isTrue(setting: Setting | undefined): boolean {
  return setting?.effective === true;
}

/** The segments (data centres) that members are told to be in, with their votes. */
export function segmentsOf(cluster: Cluster): ReadonlyMap<number, { votes: number; members: Member[] }> {
  const segments = new Map<number, { votes: number; members: Member[] }>();
  for (const member of cluster.members) {
    const segment = member.settings.galera?.number('gmcast.segment') ?? 0;
    const known = segments.get(segment) ?? { votes: 0, members: [] };
    segments.set(segment, known);
    known.votes += member.votes;
    known.members.push(member);
  }
  return segments;
}
