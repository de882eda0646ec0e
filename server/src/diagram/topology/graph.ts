import type { Cluster } from '../../cluster/model.js';
import { SYSTEMS } from '../../cluster/systems.js';
import type { Origin } from '../../sql/reading.js';
import { coordinationId, KUBERNETES_API } from './ids.js';
import { linkEdge, linkId, memberNode, outsideOf, plainNode, withOwnIds } from './parts.js';

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
  /** Of a thing on the same machine as others: the first one's id; else its own. */
  readonly host: string;
  /** Spoken of, and not configured by a file that was read. */
  readonly absent: boolean;
  /** Where it is written. */
  readonly origins: readonly Origin[];
}

export interface TopologyEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** `sync` solid, `async` dashed, `quorum` double, `logical` dotted, `coordination` and `route` thin. */
  readonly kind: 'sync' | 'async' | 'quorum' | 'logical' | 'coordination' | 'route';
  readonly label: string;
  /** One way, in ms, where it is known. */
  readonly latencyMs?: number;
  /** What flows one way flows the other way too. */
  readonly bothWays?: boolean;
  readonly origins: readonly Origin[];
}

/** A region or a zone; zones stand in regions. */
export interface TopologyGroup {
  readonly id: string;
  readonly title: string;
  readonly level: 'region' | 'zone' | 'rack' | 'other';
  readonly parent: string | undefined;
}

export interface TopologyGraph {
  readonly title: string;
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
  readonly groups: readonly TopologyGroup[];
}

/** The service that decides who leads stands together, wherever its members are. */
export const COORDINATION = 'coordination';

/** More members than this are not drawn one by one. */
export const MAX_NODES = 200;

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
  for (const link of cluster.links) edges.push(linkEdge(link, cluster));
  const service = all.find(({ id }) => id === cluster.coordination?.cluster);
  for (const member of service?.members ?? [])
    add({
      ...memberNode(member, service!, groups, 'coordination'),
      id: coordinationId(service, member.id),
      group: COORDINATION,
    });
  if (cluster.coordination !== undefined && service === undefined) {
    const { system, addresses } = cluster.coordination;
    const title = system === 'kubernetes' ? KUBERNETES_API : SYSTEMS[system];
    const places = addresses.length > 0 ? addresses : [title];
    for (const address of places.slice(0, 9))
      add({
        ...plainNode(
          coordinationId(undefined, address),
          'coordination',
          title,
          address === title ? [] : [address],
          { absent: true, origins: [cluster.coordination.origin] },
        ),
        group: COORDINATION,
      });
  }
  const keeper = [...nodes.values()].find(node => node.shape === 'coordination');
  if (keeper !== undefined) {
    groups.set(COORDINATION, {
      id: COORDINATION,
      title: 'coordination',
      level: 'other',
      parent: undefined,
    });
    for (const member of cluster.members.filter(each => each.eligible || each.leader).slice(0, MAX_NODES))
      edges.push({
        id: linkId(member.id, keeper.id),
        from: member.id,
        to: keeper.id,
        kind: 'coordination',
        label: '',
        origins: [],
      });
  }
  const outside = outsideOf(cluster);
  for (const node of outside.nodes) add(node);
  edges.push(...outside.edges);
  return {
    title: `${cluster.name === '' ? SYSTEMS[cluster.system] : cluster.name} (${SYSTEMS[cluster.system]})`,
    nodes: [...nodes.values()],
    edges: withOwnIds(edges.filter(({ from, to }) => nodes.has(from) && nodes.has(to))),
    groups: [...groups.values()],
  };
}
