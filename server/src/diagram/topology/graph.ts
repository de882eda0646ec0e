import type { Cluster, Link, Member } from '../../cluster/model.js';
import { printDuration } from '../../cluster/print.js';
import { SYSTEMS } from '../../cluster/systems.js';

/** What stands in a picture of a cluster. */
export interface TopologyNode {
  readonly id: string;
  readonly shape: 'data' | 'witness' | 'coordination' | 'router' | 'client';
  readonly leader: boolean;
  readonly title: string;
  /** At most three short lines below the title. */
  readonly lines: readonly string[];
  /** Id of the group that it stands in: a region or zone. */
  readonly group: string | undefined;
  /** Spoken of, and not configured by a file that was read. */
  readonly absent: boolean;
}

export interface TopologyEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** `sync` solid, `async` dashed, `quorum` double, `logical` dotted, `coordination` and `route` thin. */
  readonly kind: 'sync' | 'async' | 'quorum' | 'logical' | 'coordination' | 'route';
  readonly label: string;
}

/** A region or a zone; zones stand in regions. */
export interface TopologyGroup {
  readonly id: string;
  readonly title: string;
  readonly parent: string | undefined;
}

export interface TopologyGraph {
  readonly title: string;
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
  readonly groups: readonly TopologyGroup[];
}

/** The service that decides who leads stands together, wherever its members are. */
const COORDINATION = 'coordination';

/** More members than this are not drawn one by one. */
const MAX_NODES = 200;

/**
 * A cluster as a graph, with its routers, clients and coordination service.
 * @param all Every cluster of the project: the coordination service may be one of them.
 */
export function topologyGraph(cluster: Cluster, all: readonly Cluster[]): TopologyGraph {
  const nodes = new Map<string, TopologyNode>();
  const groups = new Map<string, TopologyGroup>();
  const edges: TopologyEdge[] = [];
  const add = (node: TopologyNode): void => {
    if (!nodes.has(node.id)) nodes.set(node.id, node);
  };
  for (const member of cluster.members.slice(0, MAX_NODES)) add(memberNode(member, cluster, groups, 'data'));
  for (const link of cluster.links) edges.push(linkEdge(link, edges.length, cluster));
  const service = all.find(({ id }) => id === cluster.coordination?.cluster);
  for (const member of service?.members ?? [])
    add({
      ...memberNode(member, service!, groups, 'coordination'),
      id: `${service!.id}/${member.id}`,
      group: COORDINATION,
    });
  if (cluster.coordination !== undefined && service === undefined) {
    const { system, addresses } = cluster.coordination;
    const title = system === 'kubernetes' ? 'Kubernetes API' : SYSTEMS[system];
    const places = addresses.length > 0 ? addresses : [title];
    for (const address of places.slice(0, 9))
      add({
        ...plain(`coordination/${address}`, 'coordination', title, address === title ? [] : [address], true),
        group: COORDINATION,
      });
  }
  const keeper = [...nodes.values()].find(node => node.shape === 'coordination');
  if (keeper !== undefined) {
    groups.set(COORDINATION, { id: COORDINATION, title: 'coordination', parent: undefined });
    for (const member of cluster.members.filter(each => each.eligible || each.leader).slice(0, MAX_NODES))
      edges.push({ id: `e${edges.length}`, from: member.id, to: keeper.id, kind: 'coordination', label: '' });
  }
  const outside = [
    ...cluster.routers.slice(0, 20).map(each => ({ ...each, shape: 'router' as const, label: each.purpose })),
    ...cluster.clients.slice(0, 20).map(each => ({ ...each, shape: 'client' as const, label: 'unknown' })),
  ];
  for (const { id: name, shape, system, targets, label } of outside) {
    const id = `${shape}/${name}`;
    add(plain(id, shape, name, [SYSTEMS[system]], false));
    for (const target of targets) {
      const member = memberAt(cluster, target.text);
      if (member !== undefined)
        edges.push({
          id: `e${edges.length}`,
          from: id,
          to: member.id,
          kind: 'route',
          label: label === 'unknown' ? '' : label,
        });
    }
  }
  return {
    title: `${cluster.name === '' ? SYSTEMS[cluster.system] : cluster.name} (${SYSTEMS[cluster.system]})`,
    nodes: [...nodes.values()],
    edges: edges.filter(({ from, to }) => nodes.has(from) && nodes.has(to)),
    groups: [...groups.values()],
  };
}

function memberNode(
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
    absent: !configured,
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
    if (!groups.has(id)) groups.set(id, { id, title: `${kind} ${name}`, parent });
    parent = id;
  }
  return parent;
}

function linkEdge(link: Link, number: number, cluster: Cluster): TopologyEdge {
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
  return { id: `e${number}`, from: link.from, to: link.to, kind, label: parts.join(', ') };
}

function quorumLabel({ commit, members }: Cluster): string {
  const votes = members.reduce((sum, { votes: own }) => sum + own, 0);
  if (commit.method === 'majority' && votes > 0) return `${Math.floor(votes / 2) + 1} of ${votes}`;
  return commit.count > 0 ? `any ${commit.count}` : 'quorum';
}

function plain(
  id: string,
  shape: TopologyNode['shape'],
  title: string,
  lines: readonly string[],
  absent: boolean,
): TopologyNode {
  return { id, shape, leader: false, title, lines, group: undefined, absent };
}

function memberAt(cluster: Cluster, address: string): Member | undefined {
  const wanted = address.toLowerCase();
  const host = wanted.replace(/:\d+$/, '');
  const names = (member: Member) => [member.id, ...member.addresses].map(each => each.toLowerCase());
  return (
    cluster.members.find(member => names(member).includes(wanted)) ??
    cluster.members.find(member => names(member).some(name => name.replace(/:\d+$/, '') === host))
  );
}
