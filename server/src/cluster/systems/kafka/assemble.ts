import { hostOf } from '../../join.js';
import { areAlternatives, gather, near, placeOf } from '../../kit/places.js';
import { ownerOf } from '../../kit/resources.js';
import { withUniqueIds } from '../../kit/unique-ids.js';
import { lastOf, partsOf, textOf } from '../../kit/written.js';
import type { Client, Cluster, Member, Missing, Named, Resource } from '../../model.js';
import type { Assembled, Fragment } from '../../module.js';
import { Settings, type Written } from '../../settings.js';
import type { KafkaClient, KafkaData, KafkaMounts, KafkaNode, KafkaTopic } from './data.js';
import { settingsOfBroker, settingsOfClient } from './effective.js';
import { BROKER_PARAMETERS, TOPIC_PARAMETERS } from './parameters.js';

const MAX_MEMBERS = 1000;

/** Nodes that know each other, with the topics and programs beside them; the rest by folder, of a cluster unseen. */
export function assemble(fragments: readonly Fragment<KafkaData>[]): Assembled {
  const of = <K extends KafkaData['kind']>(kind: K) =>
    fragments.flatMap(({ data }) => (data.kind === kind ? [data as Extract<KafkaData, { kind: K }>] : []));
  const nodes = startedOf(of('node'), of('mounts'));
  const resources = nodes.filter(({ resource }) => resource !== undefined);
  const groups: Group[] = [
    ...gather(withoutKept(nodes.filter(({ resource }) => resource === undefined)), together, apart),
    ...ofOperator(resources),
  ].map(own => ({ nodes: own, topics: [], clients: [] }));
  for (const topic of of('topic')) place(groups, topic, ({ topics }) => topics as KafkaTopic[]);
  for (const client of of('client')) place(groups, client, ({ clients }) => clients as KafkaClient[]);
  return { clusters: withUniqueIds(groups.map(clusterOf)) };
}

interface Group {
  readonly nodes: readonly KafkaNode[];
  readonly topics: readonly KafkaTopic[];
  readonly clients: readonly KafkaClient[];
}

/** Into the group that it names, or lies beside; else into one of its own folder. */
function place<T extends KafkaTopic | KafkaClient>(
  groups: Group[],
  each: T,
  list: (group: Group) => T[],
): void {
  const real = groups.filter(({ nodes }) => nodes.length > 0);
  const named =
    each.kind === 'topic'
      ? groupOfTopic(real, each)
      : real.find(
          ({ nodes }) =>
            each.targets.some(({ text }) => nodes.some(node => addressesOf(node).includes(text))) ||
            each.targets.some(({ text }) =>
              nodes.some(node => addressesOf(node).includes(hostOf(text)) && hostOf(text) !== 'localhost'),
            ),
        );
  const beside =
    each.kind === 'topic' &&
    each.cluster === undefined &&
    real.length === 1 &&
    near(real[0]!.nodes[0]!.folder, each.folder)
      ? real[0]
      : undefined;
  const found =
    named ?? beside ?? groups.find(group => group.nodes.length === 0 && folderOf(group) === each.folder);
  if (found !== undefined) list(found).push(each);
  else {
    const group: Group = { nodes: [], topics: [], clients: [] };
    list(group).push(each);
    groups.push(group);
  }
}

/** The cluster whose object a topic names; of one that only pools tell of, where there is no other of its name. */
function groupOfTopic(groups: readonly Group[], topic: KafkaTopic): Group | undefined {
  const declared = groups.flatMap(({ nodes }) => nodes.filter(({ resource }) => resource === 'cluster'));
  const owner = ownerOf(declared, topic);
  if (owner !== undefined) return groups.find(({ nodes }) => nodes.includes(owner));
  if (topic.cluster === undefined || declared.some(({ cluster }) => cluster === topic.cluster))
    return undefined;
  const named = groups.filter(({ nodes }) => nodes.some(({ cluster }) => cluster === topic.cluster));
  return named.length === 1 ? named[0] : undefined;
}

function folderOf({ nodes, topics, clients }: Group): string | undefined {
  return (nodes[0] ?? topics[0] ?? clients[0])?.folder;
}

/**
 * The nodes as a compose file starts them: what it mounts beside their files, and without those that it mounts in comments
 * alone while it starts another one.
 */
function startedOf(nodes: readonly KafkaNode[], mounts: readonly KafkaMounts[]): readonly KafkaNode[] {
  const services = nodes.filter(({ compose }) => compose === true);
  if (mounts.length === 0 && services.length === 0) return nodes;
  const started = new Map(
    mounts.flatMap(({ uri, started: files }) =>
      files.map(({ file, folders }) => [file, { mounted: folders, mountedBy: uri }]),
    ),
  );
  const isIdle = (file: string) =>
    !started.has(file) && mounts.some(each => each.started.length > 0 && each.commented.includes(file));
  return nodes.flatMap(node => {
    const file = node.uri.toLowerCase();
    if (node.from !== 'file' || isIdle(file)) return node.from === 'file' ? [] : [node];
    const mounted = started.get(file);
    if (mounted === undefined && isKeptBeside(node, services)) return [];
    return [mounted === undefined ? node : { ...node, ...mounted }];
  });
}

/**
 * True for a file of a node whose voters are services of a compose file in a folder above, which sets all by variables and mounts
 * no such file: what runs is what stands there.
 */
function isKeptBeside(node: KafkaNode, services: readonly KafkaNode[]): boolean {
  const voters = partsAt(node.written, 'controller.quorum.voters').map(({ text }) =>
    hostOf(text.replace(/^\d+@/, '')).toLowerCase(),
  );
  if (voters.length === 0) return false;
  const hosts = new Set(
    services
      .filter(
        ({ folder }) => node.folder === folder || node.folder.startsWith(folder === '' ? '' : `${folder}/`),
      )
      .flatMap(each => each.hosts.map(host => host.toLowerCase())),
  );
  return voters.every(host => host !== 'localhost' && hosts.has(host));
}

/** Without `origin-server.properties` and the like beside the file that is used. */
function withoutKept(nodes: readonly KafkaNode[]): readonly KafkaNode[] {
  const used = new Set(nodes.map(({ uri }) => uri));
  return nodes.filter(
    ({ uri }) =>
      !/\/(?:origin|original|orig|backup|bak|old)[-_.]server\.properties$|\/server[-_.](?:orig|original|backup|bak|old)\.properties$/i.test(
        uri,
      ) || !used.has(uri.replace(/[^/]*$/, 'server.properties')),
  );
}

function together(a: KafkaNode, b: KafkaNode): boolean {
  if (a.uri !== b.uri && !near(a.folder, b.folder)) return false;
  if (a.origin === b.origin) return true;
  const [one, other] = [quorumOf(a), quorumOf(b)];
  return other.some(
    address => one.includes(address) && !(a.uri !== b.uri && isOwn(a, address) && isOwn(b, address)),
  );
}

/** True for an address that the node's own composition starts: `zookeeper:2181` of another one is another. */
function isOwn({ compose, origin }: KafkaNode, address: string): boolean {
  const host = hostOf(address.replace(/^zk /, ''));
  if (compose !== true || !/^[\w-]+$/.test(host)) return false;
  return new RegExp(
    `^[ \\t]+(?:(?:hostname|container_name):[ \\t]*)?["']?${host}["']?[ \\t]*:?[ \\t]*\\r?$`,
    'im',
  ).test(origin.unit.piece.text);
}

/** A cluster for each object of Strimzi, with its pools; pools alone by folder, those of one name apart. */
function ofOperator(nodes: readonly KafkaNode[]): KafkaNode[][] {
  const declared = new Map<KafkaNode, KafkaNode[]>();
  for (const node of nodes) if (node.resource === 'cluster') declared.set(node, [node]);
  const owners = [...declared.keys()];
  const loose: KafkaNode[] = [];
  for (const pool of nodes) {
    if (pool.resource === 'cluster') continue;
    const owner = ownerOf(owners, pool);
    const group = owner !== undefined && near(owner.folder, pool.folder) ? declared.get(owner) : undefined;
    if (group === undefined || group.some(other => other.name === pool.name && other.uri !== pool.uri))
      loose.push(pool);
    else group.push(pool);
  }
  const pools = gather(
    loose,
    (a, b) => a.cluster === b.cluster && a.namespace === b.namespace && a.folder === b.folder,
    (a, b) => a.name === b.name && a.uri !== b.uri,
  );
  return [...declared.values(), ...pools];
}

/** Two with one number, or two of one name in different files, are two tries at the same node. */
function apart(a: KafkaNode, b: KafkaNode): boolean {
  if (areAlternatives(a, b)) return true;
  const [one, other] = [idOf(a), idOf(b)];
  if (a.origin === b.origin) return false;
  return a.uri !== b.uri && ((one !== undefined && one === other) || a.name === b.name);
}

function idOf({ written }: KafkaNode): string | undefined {
  return textOf(lastOf(written, 'node.id', 'broker.id'));
}

/** Who keeps its metadata: controllers or ZooKeeper, as `host:port`. */
function quorumOf({ written }: KafkaNode): readonly string[] {
  const zookeeper = lastOf(written, 'zookeeper.connect');
  return [
    ...['controller.quorum.voters', 'controller.quorum.bootstrap.servers'].flatMap(key =>
      partsAt(written, key).map(({ text }) => text.replace(/^\d+@/, '').toLowerCase()),
    ),
    ...(zookeeper === undefined ? [] : partsOf(zookeeper, /,/).map(({ text }) => `zk ${text.toLowerCase()}`)),
  ];
}

function partsAt(written: readonly Written[], key: string): readonly Named[] {
  const found = lastOf(written, key);
  return found === undefined ? [] : partsOf(found, /,/);
}

function clusterOf(group: Group): Cluster {
  const { nodes, topics, clients } = group;
  const version = [...nodes, ...clients].find(each => each.version !== undefined)?.version;
  const missing: Missing[] = [];
  const members: Member[] = [];
  let open = nodes.length === 0 || nodes.some(({ copies }) => copies === undefined);
  const operated = nodes.filter(({ from }) => from === 'operator');
  // What an operator's cluster says holds for its pools.
  const shared = operated.flatMap(({ written }) => written.filter(({ key }) => key !== 'process.roles'));
  const voters = votersOf(nodes);
  for (const node of nodes) {
    const written =
      node.from === 'operator'
        ? [...shared, ...node.written.filter(({ key }) => key === 'process.roles'), ...storageOf(node)]
        : [...mountedOf(node), ...node.written];
    const settings = settingsOfBroker(
      new Settings(BROKER_PARAMETERS, (node.version ?? version)?.version, written),
    );
    const count = Math.min(node.copies ?? 1, MAX_MEMBERS - members.length);
    if (node.copies !== undefined && node.copies > count) open = true;
    const roles =
      settings.given('process.roles') === undefined
        ? undefined
        : settings.list('process.roles').map(role => role.toLowerCase());
    for (let i = 0; i < count; i++) {
      const controls =
        roles?.includes('controller') === true || (node.controllers !== undefined && i < node.controllers);
      const stores = roles === undefined || roles.includes('broker');
      const id = count > 1 ? `${node.name}-${i}` : node.name;
      const rack = settings.text('broker.rack');
      members.push({
        id: members.some(other => other.id === id) ? `${id} (${members.length + 1})` : id,
        role: stores ? 'data' : 'witness',
        votes: controls ? 1 : 0,
        eligible: true,
        site:
          rack === undefined || settings.isHidden('broker.rack') ? node.site : { ...node.site, zone: rack },
        addresses: count > 1 ? [id] : addressesOf(node),
        settings: { kafka: settings },
        ...(node.version === undefined ? {} : { version: node.version.version }),
        origin: node.origin,
        configured: true,
      });
    }
    if (node.controllers !== undefined && count < node.controllers) {
      for (let i = count; i < Math.min(node.controllers, MAX_MEMBERS); i++)
        members.push({
          id: `${node.name}-controller-${i}`,
          role: 'witness',
          votes: 1,
          eligible: true,
          site: {},
          addresses: [],
          settings: { kafka: settings },
          origin: node.origin,
          configured: true,
        });
    }
  }
  for (const voter of voters) {
    const [, id, address] = /^(-?\d+)@(.+)$/.exec(voter.text) ?? [];
    if (id === undefined || address === undefined) continue;
    const known =
      nodes.some(node => idOf(node) === id) ||
      members.some(({ addresses }) => addresses.includes(address.toLowerCase()));
    // Pods take their numbers from their names.
    if (known || nodes.some(node => idOf(node) === undefined) || members.length >= MAX_MEMBERS) continue;
    members.push({
      id: `node ${id}`,
      role: 'witness',
      votes: 1,
      eligible: true,
      site: {},
      addresses: [address.toLowerCase()],
      settings: { kafka: new Settings(BROKER_PARAMETERS, version?.version, []) },
      origin: voter.origin,
      configured: false,
    });
    missing.push({ what: `the config of controller ${id}`, origin: voter.origin });
  }
  const found = nodes.find(
    ({ written }) =>
      lastOf(written, 'controller.quorum.bootstrap.servers') !== undefined &&
      lastOf(written, 'controller.quorum.voters') === undefined,
  );
  if (
    found !== undefined &&
    partsAt(found.written, 'controller.quorum.bootstrap.servers').length >
      members.filter(({ votes }) => votes > 0).length
  )
    open = true;
  // ZooKeeper does not tell how many brokers there are: one file is a broker among others that are not shown.
  const zookeeper = nodes.flatMap(({ written }) => [lastOf(written, 'zookeeper.connect') ?? []].flat())[0];
  const remote = zookeeper !== undefined && partsOf(zookeeper, /,/).length > 1;
  const single = nodes.length === 1 && nodes[0]!.from === 'file' && nodes[0]!.mounted === undefined;
  if (single && (remote || (voters.length > 0 && members[0]?.votes === 0))) open = true;
  // A program between clusters tells of several: their brokers are none of one.
  const inOne = clients.filter(({ written }) => lastOf(written, 'clusters') === undefined);
  for (const { text, origin } of inOne.flatMap(({ targets }) => targets)) {
    if (nodes.length > 0 || members.some(({ id }) => id === text) || members.length >= MAX_MEMBERS) continue;
    members.push({
      id: text,
      role: 'data',
      votes: 0,
      eligible: true,
      site: {},
      addresses: [text],
      settings: {},
      origin,
      configured: false,
    });
  }
  const name = nodes.find(({ cluster }) => cluster !== undefined)?.cluster ?? nameOf(group);
  const uris = [...new Set([...nodes, ...topics, ...clients].map(({ uri }) => uri))];
  const broker =
    members.find(({ role, configured }) => role === 'data' && configured) ??
    members.find(({ configured }) => configured);
  const settings = broker?.settings.kafka ?? new Settings(BROKER_PARAMETERS, version?.version, []);
  const origin = (nodes[0] ?? topics[0] ?? clients[0])!.origin;
  const isr = settings.number('min.insync.replicas') ?? 1;
  return {
    id: `kafka:${name}@${placeOf(uris)}`,
    name,
    system: 'kafka',
    systems: new Set(['kafka']),
    versions: version === undefined ? {} : { kafka: version },
    members,
    links: [],
    commit: {
      count: Math.max(0, isr - 1),
      method: 'all',
      level: 'received',
      degrades: true,
      degradesAfterMs: settings.number('replica.lag.time.max.ms') ?? 30_000,
      ...(settings.given('min.insync.replicas') === undefined
        ? {}
        : { origin: settings.given('min.insync.replicas')!.written.origin }),
    },
    failover: {
      kind: 'automatic',
      by: 'kafka',
      detectMs: [
        0,
        settings.number(
          zookeeper === undefined ? 'broker.session.timeout.ms' : 'zookeeper.session.timeout.ms',
        ) ?? 9000,
      ],
    },
    ...(zookeeper === undefined
      ? {}
      : {
          coordination: {
            system: 'zookeeper' as const,
            addresses: partsOf(zookeeper, /,/).map(({ text }) => text.replace(/\/.*$/, '')),
            origin: zookeeper.origin,
          },
        }),
    resources: topics.map(each => topicOf(each, version?.version, settings)),
    routers: [],
    clients: clients.map(clientOf),
    settings: { kafka: settings },
    missing,
    open,
    origin,
    sources: uris,
  };
}

/** Where something is mounted into its container, for those who ask what a restart leaves: `container.mounts`, and by whom. */
function mountedOf({ mounted, mountedBy, origin }: KafkaNode): readonly Written[] {
  const at = (key: string, raw: string): Written => ({ key, raw, keyOrigin: origin, origin });
  return mounted === undefined
    ? []
    : [at('container.mounts', mounted.join(',')), at('container.compose', mountedBy ?? '')];
}

function nameOf({ nodes, clients }: Group): string {
  return nodes.length > 0 ? 'kafka' : clients.length > 0 ? 'clients' : 'topics';
}

/** What holds for one pool alone. */
function storageOf({ ephemeral }: KafkaNode): readonly Written[] {
  return ephemeral === undefined
    ? []
    : [{ key: 'place.storage', raw: 'ephemeral', keyOrigin: ephemeral, origin: ephemeral }];
}

/** The longest list of voters that a node knows. */
function votersOf(nodes: readonly KafkaNode[]): readonly Named[] {
  return nodes
    .map(({ written }) => partsAt(written, 'controller.quorum.voters'))
    .reduce((a, b) => (b.length > a.length ? b : a), []);
}

function topicOf(topic: KafkaTopic, version: Settings['version'], broker: Settings): Resource {
  const settings = new Settings(TOPIC_PARAMETERS, version, topic.written);
  const told = settings.isHidden('replication.factor') ? undefined : settings.number('replication.factor');
  const given = broker.given('default.replication.factor');
  const copies =
    told !== undefined && told > 0
      ? told
      : given === undefined
        ? undefined
        : broker.number('default.replication.factor');
  return {
    kind: 'topic',
    name: topic.name,
    ...(copies === undefined ? {} : { copies: { '': copies } }),
    settings: { kafka: settings },
    origin: topic.origin,
  };
}

function clientOf(client: KafkaClient): Client {
  return {
    id: client.name,
    system: 'kafka',
    targets: client.targets,
    settings: { kafka: settingsOfClient(client) },
    origin: client.origin,
  };
}

/** `host:port` of its listeners, of its entry among the voters, and of its container. */
function addressesOf(node: KafkaNode): string[] {
  const own = ['advertised.listeners', 'listeners'].flatMap(key =>
    partsAt(node.written, key).map(({ text }) => text.replace(/^[A-Za-z0-9_.-]+:\/\//, '').toLowerCase()),
  );
  const id = idOf(node);
  const voter = partsAt(node.written, 'controller.quorum.voters').flatMap(({ text }) =>
    id !== undefined && text.startsWith(`${id}@`) ? [text.slice(id.length + 1).toLowerCase()] : [],
  );
  const ports = [...new Set(own.map(address => /:(\d+)$/.exec(address)?.[1] ?? ''))].filter(
    port => port !== '',
  );
  const hosts = node.hosts.flatMap(host => [host, ...ports.map(port => `${host}:${port}`)]);
  return [
    ...new Set([...own.filter(address => !/^(?::|0\.0\.0\.0)/.test(address)), ...voter, ...hosts]),
  ].slice(0, 50);
}
