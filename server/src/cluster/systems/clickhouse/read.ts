import { readXml } from '../../../documents/readers/xml.js';
import { entriesNamed, entryAt, itemsOf, type Node, textAt, valueAt } from '../../../documents/tree.js';
import { nodeFolder, versionIn } from '../../kit/places.js';
import { isUntold } from '../../kit/written.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import type { ClickData, RaftServer, RemoteCluster, Shard, ShardReplica } from './data.js';
import { CLICKHOUSE_PARAMETERS } from './parameters.js';

/** `config.xml`, `users.xml` and the parts of `config.d`. */
export const XML: ConfigFormat<ClickData> = {
  title: 'ClickHouse config.xml',
  detects: ({ name, text }) => /\.xml(?:\.[a-z0-9]+)?$/.test(name) && /<(?:clickhouse|yandex)\b/.test(text),
  read: source => {
    const root = source.tree('xml', readXml);
    const config = valueAt(root, 'clickhouse') ?? valueAt(root, 'yandex');
    return config?.kind === 'map' ? configOf(source, config) : [];
  },
  assist: { syntax: 'xml', parametersAt: path => placeOf(path.slice(1)) },
};

/** The same as YAML. */
export const YAML: ConfigFormat<ClickData> = {
  title: 'ClickHouse config.yaml',
  detects: ({ name, path, text }) =>
    /\.ya?ml(?:\.[a-z0-9]+)?$/.test(name) &&
    /^(?:remote_servers|keeper_server|interserver_http_port|macros)[ \t]*:/m.test(text) &&
    (/clickhouse|keeper/.test(path) || /^(?:remote_servers|keeper_server)[ \t]*:/m.test(text)) &&
    !/^(?:services|apiVersion)[ \t]*:/m.test(text),
  read: source => {
    const root = source.yaml[0];
    return root?.kind === 'map' ? configOf(source, root) : [];
  },
  assist: { syntax: 'yaml', parametersAt: path => placeOf(path) },
};

function placeOf(path: readonly string[]) {
  if (path[0] === 'profiles' && path.length === 2) return { table: CLICKHOUSE_PARAMETERS };
  if (path[0] === 'remote_servers')
    return path.at(-1) === 'shard' ? { table: CLICKHOUSE_PARAMETERS } : undefined;
  if (path.length === 0) return { table: CLICKHOUSE_PARAMETERS };
  return { table: CLICKHOUSE_PARAMETERS, prefix: `${path.join('.')}.` };
}

function configOf(source: Source, config: Node): Fragment<ClickData>[] {
  const written = [
    ...told(source, valueAt(config, 'macros'), 'macros'),
    ...told(source, valueAt(config, 'merge_tree'), 'merge_tree'),
    ...told(source, valueAt(config, 'replicated_merge_tree'), 'merge_tree'),
    ...told(source, valueAt(config, 'keeper_server'), 'keeper_server').filter(
      ({ key }) => !key.includes('raft_configuration'),
    ),
    ...['tcp_port', 'http_port', 'interserver_http_host', 'interserver_http_port'].flatMap(key => {
      const entry = entryAt(config, key);
      return entry === undefined
        ? []
        : told(source, { kind: 'map', entries: [entry], span: entry.value.span }, '');
    }),
    ...told(source, valueAt(config, 'profiles', 'default'), ''),
  ].filter(({ key }) => CLICKHOUSE_PARAMETERS.find(key) !== undefined);
  const remotes = remotesOf(source, valueAt(config, 'remote_servers'));
  const keeper = entryAt(config, 'keeper_server');
  const raft = raftOf(source, valueAt(keeper?.value, 'raft_configuration'));
  const zookeeper = entryAt(config, 'zookeeper');
  const addresses = [
    ...entriesNamed(zookeeper?.value, 'node').map(({ value }) => value),
    ...itemsOf(valueAt(zookeeper?.value, 'nodes')),
  ]
    .flatMap(node => (node.kind === 'list' ? node.items : [node]))
    .flatMap(node => {
      const host = textAt(node, 'host')?.value;
      return host === undefined || isUntold(host)
        ? []
        : [`${host.toLowerCase()}:${textAt(node, 'port')?.value ?? '2181'}`];
    });
  if (written.length === 0 && remotes.length === 0 && raft.length === 0 && zookeeper === undefined) return [];
  const version = versionIn(source, 'ClickHouse');
  const origin =
    remotes[0]?.origin ??
    (keeper === undefined ? undefined : source.origin(keeper.keySpan)) ??
    written[0]?.keyOrigin ??
    source.top;
  return [
    {
      system: 'clickhouse',
      uri: source.uri,
      origin,
      data: {
        kind: 'config',
        uri: source.uri,
        folder: nodeFolder(source.uri),
        written,
        remotes,
        raft,
        ...(keeper === undefined ? {} : { keeper: source.origin(keeper.keySpan) }),
        ...(zookeeper === undefined
          ? {}
          : { coordination: { addresses, origin: source.origin(zookeeper.keySpan) } }),
        ...(version === undefined ? {} : { version }),
        origin,
      },
    },
  ];
}

function told(source: Source, node: Node | undefined, prefix: string): Written[] {
  return writtenIn(source, node, prefix).map(each =>
    each.raw !== undefined && isUntold(String(each.raw)) ? { ...each, raw: undefined } : each,
  );
}

function remotesOf(source: Source, node: Node | undefined): RemoteCluster[] {
  if (node?.kind !== 'map') return [];
  return node.entries.slice(0, 200).flatMap(({ key, keySpan, value }): RemoteCluster[] => {
    if (value.kind !== 'map') return [];
    let hidden = false;
    const shards = repeated(value, 'shard')
      .slice(0, 1000)
      .map((shard): Shard => {
        const replicas = repeated(shard, 'replica')
          .slice(0, 100)
          .flatMap((replica): ShardReplica[] => {
            const host = textAt(replica, 'host');
            if (host?.value === undefined || isUntold(host.value)) {
              hidden = true;
              return [];
            }
            return [
              {
                host: host.value.toLowerCase(),
                port: textAt(replica, 'port')?.value ?? '9000',
                origin: source.origin(host.span),
              },
            ];
          });
        return {
          replicas,
          written: told(source, shard, '').filter(
            each => each.key === 'internal_replication' || each.key === 'weight',
          ),
          origin: source.origin(shard.span),
        };
      });
    return shards.length === 0 ? [] : [{ name: key, shards, hidden, origin: source.origin(keySpan) }];
  });
}

function raftOf(source: Source, node: Node | undefined): RaftServer[] {
  return repeated(node, 'server')
    .slice(0, 1000)
    .flatMap((server): RaftServer[] => {
      const host = textAt(server, 'hostname');
      if (host?.value === undefined || isUntold(host.value)) return [];
      return [
        {
          id: textAt(server, 'id')?.value ?? host.value,
          host: host.value.toLowerCase(),
          port: textAt(server, 'port')?.value ?? '9234',
          eligible: textAt(server, 'can_become_leader')?.value !== 'false',
          priority: Number(textAt(server, 'priority')?.value ?? 1) || 1,
          origin: source.origin(host.span),
        },
      ];
    });
}

/** `<shard>` several times, or a list of YAML. */
function repeated(node: Node | undefined, key: string): readonly Node[] {
  return entriesNamed(node, key).flatMap(({ value }) => (value.kind === 'list' ? value.items : [value]));
}
