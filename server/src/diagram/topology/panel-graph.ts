import { hostOf } from '../../cluster/join.js';
import type { Cluster, Member } from '../../cluster/model.js';
import { SYSTEMS, type System } from '../../cluster/systems.js';
import type { Prepared } from '../../simulate/family.js';
import {
  COORDINATION,
  MAX_NODES,
  type TopologyEdge,
  type TopologyGraph,
  type TopologyGroup,
  type TopologyNode,
} from './graph.js';
import { coordinationId, KUBERNETES_API } from './ids.js';
import { linkEdge, linkId, memberNode, outsideOf, plainNode, withOwnIds } from './parts.js';
import { nodesOfProcesses } from './processes.js';

/** Up to so many equals are drawn with a line between each two of them. */
const MAX_MESH = 9;

/**
 * A cluster as the panel draws it: what shares a machine knows so, members of what coordinates it stand beside the nodes
 * that they share machines with, and equals that agree by votes are linked with each other.
 * @param prepared The model that is played: it decides what runs on which machine. Undefined: addresses do.
 */
export function panelGraph(
  cluster: Cluster,
  all: readonly Cluster[],
  prepared: Prepared | undefined,
): TopologyGraph {
  const groups = new Map<string, TopologyGroup>();
  const members = cluster.members
    .slice(0, MAX_NODES)
    .map(member => memberNode(member, cluster, groups, 'data'));
  const keepers = keepersOf(cluster, all, prepared, groups);
  const machines = machinesOf(cluster, all, prepared);
  const hosts = new Map<string, string>();
  const groupAt = new Map<string, string | undefined>();
  const placed = [...members, ...keepers].map((node): TopologyNode => {
    const machine = machines.get(node.id) ?? node.id;
    const host = hosts.get(machine);
    if (host === undefined) {
      hosts.set(machine, node.id);
      groupAt.set(machine, node.group);
      return { ...node, host: node.id };
    }
    return { ...node, host, group: groupAt.get(machine) };
  });
  const nodes = new Map(placed.map(node => [node.id, node]));
  const alone = placed.filter(
    node => node.shape === 'coordination' && node.host === node.id && node.group === undefined,
  );
  if (alone.length > 0) {
    const system = cluster.coordination?.system;
    const title = system === undefined ? 'coordination' : titleOf(system);
    groups.set(COORDINATION, { id: COORDINATION, title, level: 'other', parent: undefined });
    for (const node of alone) nodes.set(node.id, { ...node, group: COORDINATION });
  }
  const outside = outsideOf(cluster);
  for (const node of outside.nodes) nodes.set(node.id, node);
  const edges = [...linksOf(cluster, prepared), ...coordinationOf(placed), ...outside.edges];
  const used = new Set<string | undefined>();
  for (const { group } of nodes.values())
    for (let at = group; at !== undefined; at = groups.get(at)?.parent) used.add(at);
  return {
    title: cluster.name === '' ? SYSTEMS[cluster.system] : cluster.name,
    nodes: [...nodes.values()],
    edges: withOwnIds(edges.filter(({ from, to }) => nodes.has(from) && nodes.has(to))),
    groups: [...groups.values()].filter(({ id }) => used.has(id)),
  };
}

function titleOf(system: System | 'kubernetes'): string {
  return system === 'kubernetes' ? KUBERNETES_API : SYSTEMS[system];
}

/** What keeps the lock or the metadata: as its own files show it, else as the model takes it to be, else by its addresses. */
function keepersOf(
  cluster: Cluster,
  all: readonly Cluster[],
  prepared: Prepared | undefined,
  groups: Map<string, TopologyGroup>,
): TopologyNode[] {
  const { coordination } = cluster;
  const service = all.find(({ id }) => id === coordination?.cluster);
  if (service !== undefined)
    return service.members.slice(0, MAX_NODES).map(member => ({
      ...memberNode(member, service, groups, 'coordination'),
      id: coordinationId(service, member.id),
      leader: false,
    }));
  const origins = coordination === undefined ? [] : [coordination.origin];
  const made = (name: string, program: string) => {
    const title = coordination === undefined ? program : titleOf(coordination.system);
    return plainNode(coordinationId(undefined, name), 'coordination', title, name === title ? [] : [name], {
      absent: true,
      origins,
    });
  };
  if (prepared !== undefined) {
    const ids = nodesOfProcesses(cluster, all, prepared);
    const own = new Set(cluster.members.map(({ id }) => id));
    return prepared.processes.flatMap(({ name, program }, p) =>
      ids[p] === undefined || own.has(ids[p]) ? [] : [made(name, program)],
    );
  }
  if (coordination === undefined) return [];
  const title = titleOf(coordination.system);
  return (coordination.addresses.length > 0 ? coordination.addresses : [title])
    .slice(0, 9)
    .map(address => made(address, title));
}

/** The machine of each node: a number of the model's hosts, else an address that it shares. */
function machinesOf(
  cluster: Cluster,
  all: readonly Cluster[],
  prepared: Prepared | undefined,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (prepared !== undefined) {
    for (const [p, id] of nodesOfProcesses(cluster, all, prepared).entries())
      if (id !== undefined && !found.has(id)) found.set(id, `host ${prepared.processes[p]!.host}`);
  }
  const service = all.find(({ id }) => id === cluster.coordination?.cluster);
  const byAddress = new Map<string, string>();
  const put = (id: string, member: Member): void => {
    const { host } = member.site;
    const keys = [...(host === undefined ? [] : [host]), ...member.addresses]
      .map(hostOf)
      .filter(key => key !== '' && !LOOPBACK.test(key));
    const known = found.get(id) ?? keys.map(key => byAddress.get(key)).find(each => each !== undefined);
    const machine = known ?? `of ${id}`;
    found.set(id, machine);
    for (const key of keys) if (!byAddress.has(key)) byAddress.set(key, machine);
  };
  for (const member of cluster.members) put(member.id, member);
  if (service !== undefined)
    for (const member of service.members) put(coordinationId(service, member.id), member);
  return found;
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|::1|0\.0\.0\.0|::)$/;

/** Links as the files have them, one for both ways; between equals that no file links, each with each. */
function linksOf(cluster: Cluster, prepared: Prepared | undefined): TopologyEdge[] {
  const found: TopologyEdge[] = [];
  const at = new Map<string, number>();
  for (const link of cluster.links) {
    const edge = linkEdge(link, cluster);
    const back = at.get(`${edge.to}>${edge.from} ${edge.kind} ${edge.label}`);
    if (back !== undefined) {
      found[back] = { ...found[back]!, bothWays: true, origins: [...found[back]!.origins, ...edge.origins] };
      continue;
    }
    at.set(`${edge.from}>${edge.to} ${edge.kind} ${edge.label}`, found.length);
    found.push(edge);
  }
  if (found.length > 0 || prepared === undefined || !MESHED.has(prepared.family)) return found;
  const peers = [...new Set(prepared.processes.flatMap(({ member }) => member ?? []))];
  if (peers.length > MAX_MESH) return found;
  for (const [i, from] of peers.entries())
    for (const to of peers.slice(i + 1))
      found.push({ id: linkId(from, to), from, to, kind: 'quorum', label: '', bothWays: true, origins: [] });
  return found;
}

/** Families whose members all talk to each other. */
const MESHED: ReadonlySet<string> = new Set(['raft', 'paxos', 'spanner', 'leaderless']);

/** Members of the service with each other, and each node with the one beside it or the one that is its turn. */
function coordinationOf(placed: readonly TopologyNode[]): TopologyEdge[] {
  const keepers = placed.filter(({ shape }) => shape === 'coordination');
  const edge = (from: string, to: string): TopologyEdge => ({
    id: linkId(from, to),
    from,
    to,
    kind: 'coordination',
    label: '',
    origins: [],
  });
  const beside = new Set(keepers.map(({ host }) => host));
  const asking = placed.filter(({ host, shape }) => shape === 'data' && !beside.has(host));
  return [
    ...keepers.slice(1).map((keeper, i) => edge(keepers[i]!.id, keeper.id)),
    ...(keepers.length === 0 ? [] : asking.map(({ id }, i) => edge(id, keepers[i % keepers.length]!.id))),
  ];
}
