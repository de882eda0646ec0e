import { hostOf } from '../../join.js';
import { areAlternatives, gather, lastPart, near, placeOf } from '../../kit/places.js';
import { lastOf, partsOf, textOf } from '../../kit/written.js';
import type { Client, Cluster, Member, Missing, Named } from '../../model.js';
import type { Assembled, Fragment } from '../../module.js';
import { majority } from '../../quorum.js';
import { Settings } from '../../settings.js';
import { printVersion } from '../../version.js';
import type { EtcdData, EtcdNode } from './data.js';
import { effectiveOf } from './effective.js';
import { ETCD_CLIENT_PARAMETERS, ETCD_PARAMETERS } from './parameters.js';

const MAX_MEMBERS = 1000;

/** A member as some `initial-cluster` lists it. */
interface Listed {
  readonly name: string;
  readonly url: string;
  readonly place: Named;
}

/** Clusters by the lists of members that nodes have in common. */
export function assemble(fragments: readonly Fragment<EtcdData>[]): Assembled {
  const all = fragments.flatMap(({ data }) => (data.kind === 'node' ? [data] : []));
  // A file whose variables a service is given is no node beside that service.
  const given = new Set(
    all.flatMap(({ from, written }) =>
      from === 'service' ? written.map(({ origin }) => origin.unit.uri) : [],
    ),
  );
  const nodes = withVariableFiles(all.filter(({ from, uri }) => from !== 'file' || !given.has(uri)));
  const learners = fragments.flatMap(({ data }) => (data.kind === 'learner' ? [data] : []));
  const lists = new Map(nodes.map(node => [node, listOf(node)]));
  const groups = gather(
    nodes,
    (a, b) => together(a, b, lists),
    (a, b) => apart(a, b, lists),
  );
  const clients = fragments.flatMap(({ data }): Client[] =>
    data.kind === 'reader'
      ? [
          {
            id: 'etcdctl',
            system: 'etcd',
            targets: data.targets,
            settings: { etcd: new Settings(ETCD_CLIENT_PARAMETERS, undefined, data.written) },
            origin: data.origin,
          },
        ]
      : [],
  );
  return {
    clients,
    clusters: groups.map(group =>
      clusterOf(
        group,
        lists,
        new Set(
          learners
            .filter(({ folder }) => group.some(node => near(node.folder, folder)))
            .map(({ name }) => name),
        ),
      ),
    ),
  };
}

/**
 * Units with the file of variables that they name by a path of the machine, where the project shows one file of that name
 * nearby; flags go over it. Such a file is no member of its own then.
 */
function withVariableFiles(all: readonly EtcdNode[]): readonly EtcdNode[] {
  const used = new Set<EtcdNode>();
  const whole = all.map((node): EtcdNode => {
    const { variableFiles } = node;
    if (variableFiles === undefined) return node;
    const files = all.filter(
      each =>
        each.from === 'file' &&
        near(each.folder, node.folder) &&
        variableFiles.includes(lastPart(each.uri).toLowerCase()),
    );
    const [file] = files;
    if (file === undefined || files.length > 1) return node;
    used.add(file);
    const { variableFiles: _, ...own } = node;
    const name = node.name ?? file.name;
    const version = node.version ?? file.version;
    return {
      ...own,
      ...(name === undefined ? {} : { name }),
      ...(version === undefined ? {} : { version }),
      // Of `Environment=` beside it nothing is known: the file goes over that.
      written: [
        ...node.written.filter(({ raw }) => raw === undefined),
        ...file.written,
        ...node.written.filter(({ raw }) => raw !== undefined),
      ],
    };
  });
  return whole.filter(node => !used.has(node));
}

function together(a: EtcdNode, b: EtcdNode, lists: ReadonlyMap<EtcdNode, readonly Listed[]>): boolean {
  if (a.uri !== b.uri && !near(a.folder, b.folder)) return false;
  const [one, other] = [lists.get(a)!, lists.get(b)!];
  // Pods of one set have one list, or none that can be read.
  if (a.origin === b.origin) return true;
  const urls = new Set(one.map(({ url }) => url));
  return other.some(({ url }) => urls.has(url));
}

/**
 * Two that go by one name are two tries at the same member. So are two that a variable names: each makes all members of
 * its list, and lists that differ are two clusters.
 */
function apart(a: EtcdNode, b: EtcdNode, lists: ReadonlyMap<EtcdNode, readonly Listed[]>): boolean {
  if (areAlternatives(a, b)) return true;
  if (a.name === undefined && b.name === undefined && a.uri !== b.uri) {
    const [one, other] = [a, b].map(node =>
      lists
        .get(node)!
        .map(({ url }) => url)
        .sort()
        .join(),
    );
    if (one !== '' && other !== '' && one !== other) return true;
  }
  return a.name !== undefined && a.name === b.name;
}

function listOf(node: EtcdNode): readonly Listed[] {
  const written = lastOf(node.written, 'initial-cluster');
  if (written?.raw === undefined) return [];
  return partsOf(written, /,/).flatMap((place): Listed[] => {
    const text = place.text.replace(/^['"]|['"]$/g, '');
    const equals = text.indexOf('=');
    return equals <= 0 ? [] : [{ name: text.slice(0, equals), url: text.slice(equals + 1), place }];
  });
}

function clusterOf(
  nodes: readonly EtcdNode[],
  lists: ReadonlyMap<EtcdNode, readonly Listed[]>,
  learners: ReadonlySet<string>,
): Cluster {
  const version = nodes.find(node => node.version !== undefined)?.version;
  const missing: Missing[] = [];
  const listed = new Map<string, Listed>();
  for (const node of nodes) {
    for (const each of lists.get(node)!) if (!listed.has(each.name)) listed.set(each.name, each);
  }
  const left = new Set(nodes);
  const members: Member[] = [];
  const add = (name: string, node: EtcdNode | undefined, entry: Listed | undefined) => {
    if (members.length >= MAX_MEMBERS) return;
    const learner = learners.has(name);
    const bare = new Settings(ETCD_PARAMETERS, (node?.version ?? version)?.version, node?.written ?? []);
    const settings = effectiveOf(node?.variableFiles === undefined ? bare : bare.asPartial());
    const zone = node?.site ?? {};
    members.push({
      id: members.some(({ id }) => id === name) ? `${name} (${members.length + 1})` : name,
      role: learner ? 'learner' : 'data',
      votes: learner ? 0 : 1,
      eligible: !learner,
      site: zone,
      addresses: addressesOf(node, entry),
      settings: { etcd: settings },
      ...(node?.version === undefined ? {} : { version: node.version.version }),
      origin: node?.origin ?? entry!.place.origin,
      configured: node !== undefined,
    });
  };
  const matched = new Map<Listed, EtcdNode>();
  const match = (entry: Listed, node: EtcdNode | undefined) => {
    if (node === undefined) return;
    matched.set(entry, node);
    left.delete(node);
  };
  for (const entry of listed.values())
    match(
      entry,
      [...left].find(each => isNodeOf(each, entry)),
    );
  // One whose name is not told is one of those that are listed, whichever, and no further one.
  for (const entry of listed.values()) if (!matched.has(entry)) match(entry, [...left].find(isNameless));
  for (const entry of listed.values()) add(entry.name, matched.get(entry), entry);
  for (const node of left) {
    if (listed.size > 0 && isNameless(node)) continue;
    const alone = nodes.length === 1 ? 'etcd' : lastPart(node.folder) || 'default';
    add(node.name ?? node.hosts[0] ?? alone, node, undefined);
  }
  const absent = members.find(({ configured }) => !configured);
  if (absent !== undefined) missing.push({ what: 'configs of other members', origin: absent.origin });
  const discovered = nodes.flatMap(({ written }) =>
    [lastOf(written, 'discovery', 'discovery-srv', 'discovery-token') ?? []].flat(),
  )[0];
  if (discovered !== undefined)
    missing.push({ what: 'the members, which are discovered', origin: discovered.origin });
  const hidden = nodes.some(({ written }) => {
    const list = lastOf(written, 'initial-cluster');
    return list !== undefined && (list.raw === undefined || textOf(list) === '');
  });
  const open =
    discovered !== undefined ||
    hidden ||
    (listed.size === 0 && nodes.some(({ variableFiles }) => variableFiles !== undefined)) ||
    members.length >= MAX_MEMBERS ||
    nodes.some(({ copies }) => copies === undefined) ||
    // Joins a cluster that the file does not list.
    (listed.size === 0 &&
      nodes.some(({ written }) => textOf(lastOf(written, 'initial-cluster-state')) === 'existing'));
  const voters = members.filter(({ votes }) => votes > 0).length;
  const timeouts = members.map(({ settings }) => settings.etcd!.number('election-timeout') ?? 1000);
  const least = Math.min(...timeouts);
  const most = Math.max(...timeouts);
  const token = nodes
    .map(({ written }) => textOf(lastOf(written, 'initial-cluster-token')))
    .find(each => each !== undefined);
  const name = token ?? 'etcd';
  const firstList = nodes
    .map(({ written }) => lastOf(written, 'initial-cluster'))
    .find(each => each !== undefined);
  return {
    id: `etcd:${name}@${placeOf(nodes.map(({ uri }) => uri))}`,
    name,
    system: 'etcd',
    systems: new Set(['etcd']),
    versions: version === undefined ? {} : { etcd: version },
    members,
    links: [],
    commit: { count: majority(voters) - 1, method: 'majority', level: 'durable', degrades: false },
    // A member stands for election one to two timeouts after it last heard of the leader. Where two do at a time, or the
    // one that is behind does first, nobody wins and there is another round: two rounds are the most that is usual.
    failover: { kind: 'automatic', by: 'etcd', detectMs: [least, most * 4] },
    resources: [],
    routers: [],
    clients: [],
    settings: { etcd: members[0]!.settings.etcd! },
    missing,
    open,
    origin: firstList?.keyOrigin ?? nodes[0]!.origin,
    sources: [...new Set(nodes.map(({ uri }) => uri))],
  };
}

function isNameless({ name, guessed }: EtcdNode): boolean {
  return name === undefined || guessed === true;
}

function isNodeOf(node: EtcdNode, { name, url }: Listed): boolean {
  if (node.name !== undefined) return node.name === name;
  const own = textOf(lastOf(node.written, 'initial-advertise-peer-urls'));
  return own === undefined ? node.hosts.includes(hostOf(url)) : own.split(',').includes(url);
}

/** `host:port` of its own URLs; `0.0.0.0` tells nothing. */
function addressesOf(node: EtcdNode | undefined, entry: Listed | undefined): string[] {
  const urls = [
    ...(node === undefined
      ? []
      : ['advertise-client-urls', 'listen-client-urls', 'initial-advertise-peer-urls'].flatMap(
          key => textOf(lastOf(node.written, key))?.split(',') ?? [],
        )),
    ...(entry === undefined ? [] : [entry.url]),
  ].map(url =>
    url
      .trim()
      .replace(/^[a-z]+:\/\//, '')
      .replace(/\/.*$/, ''),
  );
  const own = urls.filter(url => url !== '' && !/^(?:0\.0\.0\.0|\[?::\]?)(?::|$)/.test(url));
  const clients = entry === undefined ? [] : [`${hostOf(entry.url)}:2379`];
  const hosts = node?.hosts.flatMap(host => [host, `${host}:2379`]) ?? [];
  // A member that clients reach elsewhere is not behind the usual port.
  const tells = node !== undefined && lastOf(node.written, 'advertise-client-urls')?.raw !== undefined;
  return [...new Set([...own, ...(tells ? [] : clients), ...hosts])];
}

/** `etcd 3.5` for sentences, where the version is known. */
export function etcdOf(cluster: Cluster): string {
  const version = cluster.versions.etcd?.version;
  return version === undefined ? 'etcd' : `etcd ${printVersion(version)}`;
}
