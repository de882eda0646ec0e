import { gather, lastPart, near, placeOf } from '../../kit/places.js';
import { lastOf } from '../../kit/written.js';
import type { Cluster, Coordination, Member, Resource } from '../../model.js';
import type { Assembled, Fragment } from '../../module.js';
import { majority } from '../../quorum.js';
import { Settings } from '../../settings.js';
import type { ClickConfig, ClickData, ClickTable, RaftServer, RemoteCluster } from './data.js';
import { CLICKHOUSE_PARAMETERS } from './parameters.js';

const MAX_MEMBERS = 1000;

/** The clusters of `remote_servers`, and the Keepers, each from all files that speak of it. */
export function assemble(fragments: readonly Fragment<ClickData>[]): Assembled {
  const configs = fragments.flatMap(({ data }) => (data.kind === 'config' ? [data] : []));
  const tables = fragments.flatMap(({ data }) => (data.kind === 'table' ? [data] : []));
  const several = severalServersIn(configs);
  const groups = gather(
    configs,
    together,
    (a, b) => a.folder !== b.folder && several.has(a.folder) && several.has(b.folder),
  );
  const left = new Set(tables);
  const clusters: Cluster[] = [];
  const keepers = groups.map(keeperOf).filter(each => each !== undefined);
  clusters.push(...keepers);
  for (const group of groups) {
    const remotes = new Map<string, RemoteCluster>();
    // The samples of the vendor's own file stay as they are; the largest of each name counts.
    for (const remote of group.flatMap(({ remotes: all }) => all)) {
      const known = remotes.get(remote.name);
      if (known === undefined || size(remote) > size(known)) remotes.set(remote.name, remote);
    }
    const own = tables.filter(
      ({ folder }) => groups.length === 1 || group.some(config => near(config.folder, folder)),
    );
    for (const remote of remotes.values()) {
      const named = own.filter(
        ({ onCluster, engine, args }) =>
          onCluster === undefined ||
          onCluster.includes('{') ||
          onCluster === remote.name ||
          (/^distributed$/i.test(engine) && args[0]?.text === remote.name),
      );
      for (const table of named) left.delete(table);
      clusters.push(remoteOf(remote, group, named, keepers));
    }
  }
  const byFolder = new Map<string, ClickTable[]>();
  for (const table of left) byFolder.set(table.folder, [...(byFolder.get(table.folder) ?? []), table]);
  for (const [folder, own] of byFolder) clusters.push(tablesOf(folder, own));
  return { clusters };
}

function size({ shards }: RemoteCluster): number {
  return shards.reduce((sum, { replicas }) => sum + replicas.length, 0);
}

/** Parts of one config, and nodes that know one cluster or one Keeper. */
function together(a: ClickConfig, b: ClickConfig): boolean {
  if (a.folder === b.folder) return true;
  if (!near(a.folder, b.folder)) return false;
  const hosts = (config: ClickConfig) =>
    [
      ...config.raft.map(({ host, port }) => `${host}:${port}`),
      ...config.remotes.flatMap(({ shards }) =>
        shards.flatMap(({ replicas }) => replicas.map(({ host, port }) => `${host}:${port}`)),
      ),
    ].filter(host => !/^(?:localhost|127\.)/.test(host));
  const known = new Set(hosts(a));
  return hosts(b).some(host => known.has(host));
}

/** Folders that hold the files of several servers each: two examples, no cluster. */
function severalServersIn(configs: readonly ClickConfig[]): ReadonlySet<string> {
  const names = new Map<string, Set<string>>();
  for (const { folder, written } of configs) {
    const replica = lastOf(written, 'macros.replica')?.raw;
    if (replica !== undefined) names.set(folder, (names.get(folder) ?? new Set()).add(String(replica)));
  }
  return new Set([...names].flatMap(([folder, { size: count }]) => (count > 1 ? [folder] : [])));
}

function settingsOf(configs: readonly ClickConfig[]): Settings {
  const version = configs.find(config => config.version !== undefined)?.version;
  return new Settings(
    CLICKHOUSE_PARAMETERS,
    version?.version,
    configs.flatMap(({ written }) => written),
  );
}

function keeperOf(group: readonly ClickConfig[]): Cluster | undefined {
  const holders = group.filter(({ keeper }) => keeper !== undefined);
  const [first] = holders;
  if (first?.keeper === undefined) return undefined;
  const servers = new Map<string, RaftServer>();
  for (const server of holders.flatMap(({ raft }) => raft))
    if (!servers.has(server.id)) servers.set(server.id, server);
  const members = [...servers.values()].slice(0, MAX_MEMBERS).map((server): Member => {
    const own =
      holders.find(
        ({ written }) => String(lastOf(written, 'keeper_server.server_id')?.raw ?? '') === server.id,
      ) ?? first;
    const settings = settingsOf([own]);
    const port = settings.number('keeper_server.tcp_port') ?? 2181;
    return {
      id: `keeper ${server.id}`,
      role: 'data',
      votes: 1,
      eligible: server.eligible,
      priority: server.priority,
      site: {},
      addresses: [
        server.host,
        `${server.host}:${port}`,
        `${server.host}:${server.port}`,
        ...(server.aliases ?? []),
      ],
      settings: { clickhouse: settings },
      origin: server.origin,
      configured: true,
    };
  });
  if (members.length === 0) return undefined;
  const settings = settingsOf([first]);
  const bound = (name: string) =>
    settings.number(`keeper_server.coordination_settings.election_timeout_${name}_bound_ms`);
  return {
    ...base(`clickhouse:keeper@${placeOf(holders.map(({ uri }) => uri))}`, 'keeper', holders, settings),
    members,
    commit: { count: majority(members.length) - 1, method: 'majority', level: 'durable', degrades: false },
    failover: {
      kind: 'automatic',
      by: 'clickhouse',
      detectMs: [bound('lower') ?? 1000, (bound('upper') ?? 2000) * 2],
    },
    open: holders.some(({ raft }) => raft.length === 0),
    origin: first.keeper,
  };
}

function remoteOf(
  remote: RemoteCluster,
  group: readonly ClickConfig[],
  tables: readonly ClickTable[],
  keepers: readonly Cluster[],
): Cluster {
  const shared = settingsOf(group);
  const members: Member[] = [];
  for (const shard of remote.shards) {
    for (const replica of shard.replicas) {
      if (members.length >= MAX_MEMBERS) break;
      const own = group.find(
        ({ folder, written }) =>
          lastPart(folder) === replica.host || lastOf(written, 'macros.replica')?.raw === replica.host,
      );
      members.push({
        id: members.some(({ id }) => id === replica.host)
          ? `${replica.host}:${replica.port} (${members.length + 1})`
          : replica.host,
        role: 'data',
        votes: 0,
        eligible: true,
        site: replica.zone === undefined ? {} : { zone: replica.zone },
        addresses: [replica.host, `${replica.host}:${replica.port}`],
        settings: { clickhouse: own === undefined ? shared : settingsOf([own]) },
        origin: replica.origin,
        configured: true,
      });
    }
  }
  const quorum = shared.text('insert_quorum');
  const copies = Math.max(...remote.shards.map(({ replicas }) => replicas.length), 1);
  const wanted = quorum === 'auto' ? majority(copies) : Number(quorum ?? 0) || 0;
  const told = group.find(({ coordination }) => coordination !== undefined)?.coordination;
  const coordination: Coordination | undefined =
    told === undefined
      ? undefined
      : {
          system: keepers.some(({ members: own }) =>
            own.some(({ addresses }) => addresses.some(address => told.addresses.includes(address))),
          )
            ? 'clickhouse'
            : 'zookeeper',
          addresses: told.addresses,
          origin: told.origin,
        };
  return {
    ...base(`clickhouse:${remote.name}@${placeOf(group.map(({ uri }) => uri))}`, remote.name, group, shared),
    members,
    commit: {
      count: Math.max(0, Math.min(wanted, copies) - 1),
      method: wanted > 1 ? 'any' : 'none',
      level: wanted > 1 ? 'received' : 'async',
      degrades: false,
    },
    failover: { kind: 'none needed', by: undefined },
    ...(coordination === undefined ? {} : { coordination }),
    resources: [
      ...remote.shards.map(
        (shard, i): Resource => ({
          kind: 'database',
          name: `shard ${i + 1}`,
          copies: { '': shard.replicas.length },
          settings: { clickhouse: new Settings(CLICKHOUSE_PARAMETERS, undefined, shard.written) },
          origin: shard.origin,
        }),
      ),
      ...tables.map(tableOf),
    ],
    open: remote.hidden,
    origin: remote.origin,
  };
}

function tablesOf(folder: string, tables: readonly ClickTable[]): Cluster {
  const settings = new Settings(CLICKHOUSE_PARAMETERS, undefined, []);
  return {
    ...base(`clickhouse:tables@${folder}`, 'tables', [], settings),
    members: [],
    commit: { count: 0, method: 'none', level: 'async', degrades: false },
    failover: { kind: 'none needed', by: undefined },
    resources: tables.map(tableOf),
    open: true,
    origin: tables[0]!.origin,
    sources: [...new Set(tables.map(({ uri }) => uri))],
  };
}

/** Engine and arguments as settings of no known parameter: `engine`, `engine.path`, `engine.replica`. */
function tableOf({ name, engine, args, origin, onCluster }: ClickTable): Resource {
  const [path, replica] = args;
  const distributed = /^distributed$/i.test(engine);
  const written = [
    { key: 'engine', raw: engine, keyOrigin: origin, origin },
    ...(path === undefined
      ? []
      : [
          {
            key: distributed ? 'engine.cluster' : 'engine.path',
            raw: path.text,
            keyOrigin: path.origin,
            origin: path.origin,
          },
        ]),
    ...(replica === undefined || distributed
      ? []
      : [{ key: 'engine.replica', raw: replica.text, keyOrigin: replica.origin, origin: replica.origin }]),
    ...(onCluster === undefined ? [] : [{ key: 'on.cluster', raw: onCluster, keyOrigin: origin, origin }]),
  ];
  return {
    kind: 'table',
    name,
    settings: { clickhouse: new Settings(CLICKHOUSE_PARAMETERS, undefined, written) },
    origin,
  };
}

function base(id: string, name: string, configs: readonly ClickConfig[], settings: Settings) {
  const version = configs.find(config => config.version !== undefined)?.version;
  return {
    id,
    name,
    system: 'clickhouse' as const,
    systems: new Set(['clickhouse' as const]),
    versions: version === undefined ? {} : { clickhouse: version },
    links: [],
    resources: [],
    routers: [],
    clients: [],
    settings: { clickhouse: settings },
    missing: [],
    sources: [...new Set(configs.map(({ uri }) => uri))],
  };
}
