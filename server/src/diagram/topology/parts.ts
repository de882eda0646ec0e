import type { Cluster, Link, Member } from '../../cluster/model.js';
import { printDuration } from '../../cluster/print.js';
import { SYSTEMS } from '../../cluster/systems.js';
import type { TopologyEdge, TopologyGroup, TopologyNode } from './graph.js';

/** A member as it stands in a picture; the groups that it stands in are added to `groups`. */
export function memberNode(
  member: Member,
  cluster: Cluster,
  groups: Map<string, TopologyGroup>,
  shape: 'data' | 'coordination',
): TopologyNode {
  const { role, leader, votes, eligible, site, addresses, configured } = member;
  const voting = cluster.members.some(each => each.votes > 0);
  const lines = [
    ROLES[role] ?? (leader ? 'leader' : eligible ? 'may lead' : 'follower'),
    ...(addresses[0] !== undefined && addresses[0] !== member.id ? [addresses[0]] : []),
    ...(voting ? [votes === 1 ? '1 vote' : `${votes} votes`] : []),
  ];
  return {
    id: member.id,
    shape: role === 'witness' ? 'witness' : role === 'router' ? 'router' : shape,
    leader: leader ?? false,
    title: member.id,
    lines,
    group: groupOf(site, groups),
    host: member.id,
    absent: !configured,
    origins: [member.origin],
  };
}

const ROLES: Partial<Record<Member['role'], string>> = {
  witness: 'votes, holds no data',
  learner: 'learner, no vote',
  router: 'router',
  spare: 'spare',
};

function groupOf(site: Member['site'], groups: Map<string, TopologyGroup>): string | undefined {
  let parent: string | undefined;
  for (const [kind, name] of [
    ['region', site.region],
    ['zone', site.zone],
    ['rack', site.rack],
  ] as const) {
    if (name === undefined) continue;
    const id = `${parent ?? ''}/${kind}:${name}`;
    if (!groups.has(id)) groups.set(id, { id, title: `${kind} ${name}`, level: kind, parent });
    parent = id;
  }
  return parent;
}

export function linkEdge(link: Link, cluster: Cluster): TopologyEdge {
  const kind =
    link.sync === 'quorum'
      ? 'quorum'
      : link.kind === 'logical'
        ? 'logical'
        : link.sync === 'async'
          ? 'async'
          : 'sync';
  const parts = [link.sync === 'quorum' ? quorumLabel(cluster) : link.sync];
  if (link.delay !== undefined && link.delay > 0) parts.push(`${printDuration(link.delay)} late`);
  if (link.filter !== undefined) parts.push(link.filter);
  return {
    id: linkId(link.from, link.to),
    from: link.from,
    to: link.to,
    kind,
    label: parts.join(', '),
    ...(link.latencyMs === undefined ? {} : { latencyMs: link.latencyMs }),
    origins: [link.origin],
  };
}

function quorumLabel({ commit, members }: Cluster): string {
  const votes = members.reduce((sum, { votes: own }) => sum + own, 0);
  if (commit.method === 'majority' && votes > 0) return `${Math.floor(votes / 2) + 1} of ${votes}`;
  return commit.count > 0 ? `any ${commit.count}` : 'quorum';
}

/** The same for the same two ends, whatever else the files say. */
export function linkId(from: string, to: string): string {
  return `${from}>${to}`;
}

/** What is no member: routers, clients, services that no file shows. */
export function plainNode(
  id: string,
  shape: TopologyNode['shape'],
  title: string,
  lines: readonly string[],
  { absent = false, origins = [] }: Partial<Pick<TopologyNode, 'absent' | 'origins'>> = {},
): TopologyNode {
  return { id, shape, leader: false, title, lines, group: undefined, host: id, absent, origins };
}

/** Routers and programs, and to which members they lead. */
export function outsideOf(cluster: Cluster): {
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
} {
  const nodes: TopologyNode[] = [];
  const edges: TopologyEdge[] = [];
  const outside = [
    ...cluster.routers.slice(0, 20).map(each => ({ ...each, shape: 'router' as const, label: each.purpose })),
    ...cluster.clients.slice(0, 20).map(each => ({ ...each, shape: 'client' as const, label: 'unknown' })),
  ];
  for (const { id: name, shape, system, targets, label, origin } of outside) {
    const id = `${shape}/${name}`;
    nodes.push(plainNode(id, shape, name, [SYSTEMS[system]], { origins: [origin] }));
    for (const target of targets) {
      const member = memberAt(cluster, target.text);
      if (member === undefined) continue;
      edges.push({
        id: linkId(id, member.id),
        from: id,
        to: member.id,
        kind: 'route',
        label: label === 'unknown' ? '' : label,
        origins: [target.origin],
      });
    }
  }
  return { nodes, edges };
}

/** Several edges between the same two nodes get ids of their own. */
export function withOwnIds(edges: readonly TopologyEdge[]): readonly TopologyEdge[] {
  const seen = new Map<string, number>();
  return edges.map(edge => {
    const count = (seen.get(edge.id) ?? 0) + 1;
    seen.set(edge.id, count);
    return count === 1 ? edge : { ...edge, id: `${edge.id} ${count}` };
  });
}

/** The member that goes by an address, with its port or without. */
function memberAt(cluster: Cluster, address: string): Member | undefined {
  const wanted = address.toLowerCase();
  const host = wanted.replace(/:\d+$/, '');
  const names = (member: Member) => [member.id, ...member.addresses].map(each => each.toLowerCase());
  return (
    cluster.members.find(member => names(member).includes(wanted)) ??
    cluster.members.find(member => names(member).some(name => name.replace(/:\d+$/, '') === host))
  );
}
