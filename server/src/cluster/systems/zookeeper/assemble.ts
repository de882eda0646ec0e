import { areAlternatives, gather, lastPart, near, placeOf } from '../../kit/places.js';
import { lastOf, textOf } from '../../kit/written.js';
import type { Cluster, Member } from '../../model.js';
import type { Assembled, Fragment } from '../../module.js';
import { hasMajority, majority } from '../../quorum.js';
import { Settings } from '../../settings.js';
import type { ListedServer, ZooNode } from './data.js';
import { effectiveOf } from './effective.js';
import { ZOOKEEPER_PARAMETERS } from './parameters.js';

const MAX_MEMBERS = 1000;

/** Ensembles by the servers that configs have in common. */
export function assemble(fragments: readonly Fragment<ZooNode>[]): Assembled {
  return {
    clusters: gather(withDynamicFiles(fragments.map(({ data }) => data)), together, apart).map(clusterOf),
  };
}

/**
 * A server's file with the list that `dynamicConfigFile` names, where a file of that name stands near: it is a part of
 * the server's, and none by itself.
 */
function withDynamicFiles(nodes: readonly ZooNode[]): readonly ZooNode[] {
  const used = new Set<ZooNode>();
  const whole = nodes.map((node): ZooNode => {
    const named = textOf(lastOf(node.written, 'dynamicConfigFile'));
    if (named === undefined) return node;
    const name = lastPart(named).toLowerCase();
    const dynamic = nodes.find(
      other =>
        other !== node &&
        other.from === 'file' &&
        near(other.folder, node.folder) &&
        lastPart(other.uri).toLowerCase() === name,
    );
    if (dynamic === undefined) return node;
    used.add(dynamic);
    return {
      ...node,
      servers: dynamic.servers,
      hidden: dynamic.hidden,
      written: [...node.written, ...dynamic.written],
    };
  });
  return whole.filter((_, i) => !used.has(nodes[i]!));
}

function together(a: ZooNode, b: ZooNode): boolean {
  if (a.origin === b.origin) return true;
  if (a.uri !== b.uri && !near(a.folder, b.folder)) return false;
  const hosts = new Set(a.servers.map(({ host }) => host));
  return b.servers.some(({ host }) => hosts.has(host));
}

function apart(a: ZooNode, b: ZooNode): boolean {
  if (areAlternatives(a, b)) return true;
  return a.uri !== b.uri && a.id !== undefined && a.id === b.id;
}

function clusterOf(nodes: readonly ZooNode[]): Cluster {
  const version = nodes.find(node => node.version !== undefined)?.version;
  const listed = new Map<string, ListedServer>();
  for (const node of nodes) {
    // Official images write 0.0.0.0 for themselves.
    for (const each of node.servers) {
      const earlier = listed.get(each.id);
      if (earlier === undefined || earlier.host === '0.0.0.0') listed.set(each.id, each);
    }
  }
  const known = new Map(
    nodes.map(node => [
      node,
      effectiveOf(new Settings(ZOOKEEPER_PARAMETERS, (node.version ?? version)?.version, node.written)),
    ]),
  );
  const settingsOf = (node: ZooNode) => known.get(node)!;
  const weights = weightsOf(nodes);
  const members: Member[] = [];
  for (const each of listed.values()) {
    if (members.length >= MAX_MEMBERS) break;
    const own = nodes.find(node => node.id === each.id || node.hosts.includes(each.host));
    // One file serves all of them: who has which is in `myid`.
    const node =
      own ?? (nodes.every(({ from, id }) => from === 'file' && id === undefined) ? nodes[0] : undefined);
    const id = `server.${each.id}`;
    const observer =
      each.observer ||
      (node !== undefined && own !== undefined && settingsOf(node).text('peerType') === 'observer');
    members.push({
      id: own?.name ?? id,
      role: observer ? 'learner' : 'data',
      votes: observer ? 0 : (weights.get(each.id) ?? 1),
      eligible: !observer,
      site: own?.site ?? {},
      addresses: [
        ...new Set([
          ...(each.host === '0.0.0.0'
            ? []
            : [each.host, `${each.host}:${each.clientPort ?? portOf(node) ?? '2181'}`]),
          ...(own?.hosts ?? []),
        ]),
      ],
      settings: node === undefined ? {} : { zookeeper: settingsOf(node) },
      ...(version === undefined ? {} : { version: version.version }),
      origin: own !== undefined && own.from !== 'file' ? own.origin : each.origin,
      configured: node !== undefined,
    });
  }
  if (listed.size === 0) {
    for (const node of nodes.slice(0, MAX_MEMBERS)) {
      members.push({
        id: members.some(({ id }) => id === node.name) ? `${node.name} (${members.length + 1})` : node.name,
        role: 'data',
        votes: 1,
        eligible: true,
        site: node.site,
        addresses: node.hosts.flatMap(host => [host, `${host}:${portOf(node) ?? '2181'}`]),
        settings: { zookeeper: settingsOf(node) },
        ...(version === undefined ? {} : { version: version.version }),
        origin: node.origin,
        configured: true,
      });
    }
  }
  const first = nodes[0]!;
  const settings = settingsOf(first);
  const sum = members.reduce((votes, member) => votes + member.votes, 0);
  const tick = settings.number('tickTime') ?? 3000;
  const sync = settings.number('syncLimit') ?? 5;
  const grouped = first.written.some(({ key }) => key.startsWith('group.'));
  return {
    id: `zookeeper:${first.from === 'file' ? 'zookeeper' : lastPart(first.name)}@${placeOf(nodes.map(({ uri }) => uri))}`,
    name: 'zookeeper',
    system: 'zookeeper',
    systems: new Set(['zookeeper']),
    versions: version === undefined ? {} : { zookeeper: version },
    members,
    links: [],
    commit: { count: leastOthers(members, sum), method: 'majority', level: 'durable', degrades: false },
    failover: { kind: 'automatic', by: 'zookeeper', detectMs: [0, tick * sync] },
    resources: [],
    routers: [],
    clients: [],
    settings: { zookeeper: settings },
    missing: [],
    // Groups have quorums of their own, and a list that cannot be read may hold more.
    open: grouped || nodes.some(({ hidden, copies }) => hidden || copies === undefined),
    origin: first.servers[0]?.origin ?? first.origin,
    sources: [...new Set(nodes.map(({ uri }) => uri))],
  };
}

/** How many besides the leader are needed at least for more than half of the votes. */
function leastOthers(members: readonly Member[], sum: number): number {
  const weights = members.map(({ votes }) => votes).sort((a, b) => b - a);
  let votes = 0;
  for (const [i, weight] of weights.entries()) {
    votes += weight;
    if (hasMajority(votes, sum)) return i;
  }
  return Math.max(0, majority(members.length) - 1);
}

/** `weight.1=2`, by the server's number; 1 without. */
function weightsOf(nodes: readonly ZooNode[]): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const { key, raw } of nodes.flatMap(({ written }) => written)) {
    const id = /^weight\.(\d+)$/.exec(key)?.[1];
    const weight = Number(raw);
    if (id !== undefined && raw !== '' && weight >= 0 && weight <= 1000) weights.set(id, weight);
  }
  return weights;
}

function portOf(node: ZooNode | undefined): string | undefined {
  const raw = node === undefined ? undefined : lastOf(node.written, 'clientPort')?.raw;
  return raw === undefined || !/^\d{1,5}$/.test(String(raw)) ? undefined : String(raw);
}
