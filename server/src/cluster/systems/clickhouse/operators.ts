import { entryAt, itemsOf, type Node, numberAt, textAt, valueAt } from '../../../documents/tree.js';
import { folderOfUri } from '../../folders.js';
import type { ToldVersion } from '../../kit/places.js';
import { isUntold } from '../../kit/written.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import { repositoryOf, tagOf } from '../../services/index.js';
import type { Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import { parseVersion } from '../../version.js';
import type { ClickConfig, ClickData, RaftServer, RemoteCluster } from './data.js';
import { remotesOfLayout } from './layout.js';
import { CLICKHOUSE_PARAMETERS } from './parameters.js';

/**
 * `ClickHouseInstallation` and `ClickHouseKeeperInstallation` of Altinity's operator: shards and replicas by their numbers,
 * and Keepers. https://github.com/Altinity/clickhouse-operator/blob/master/docs/custom_resource_explained.md
 */
export const RESOURCES: ConfigFormat<ClickData> = {
  title: 'ClickHouseInstallation',
  detects: ({ name, text }) =>
    /\.ya?ml/.test(name) && /^kind:\s*['"]?ClickHouse(?:Keeper)?Installation(?:Template)?\b/m.test(text),
  read: source =>
    source.yaml.slice(0, 200).flatMap((root): Fragment<ClickData>[] => {
      const name = textAt(root, 'metadata', 'name');
      if (name?.value === undefined || isUntold(name.value)) return [];
      const kind = textAt(root, 'kind')?.value;
      const data =
        kind === 'ClickHouseInstallation'
          ? installation(source, root, name.value, source.origin(name.span))
          : kind === 'ClickHouseKeeperInstallation'
            ? keeper(source, root, name.value, source.origin(name.span))
            : undefined;
      return data === undefined ? [] : [{ system: 'clickhouse', uri: source.uri, origin: data.origin, data }];
    }),
  assist: {
    syntax: 'yaml',
    parametersAt: path =>
      path.length === 3 && path[0] === 'spec' && path[1] === 'configuration' && path[2] === 'settings'
        ? { table: CLICKHOUSE_PARAMETERS, spelling: name => name.replaceAll('.', '/') }
        : undefined,
  },
};

function installation(source: Source, root: Node, name: string, place: ClickConfig['origin']): ClickConfig {
  const configuration = valueAt(root, 'spec', 'configuration');
  const clusters = itemsOf(valueAt(configuration, 'clusters')).slice(0, 100);
  const remotes: readonly RemoteCluster[] =
    clusters.length > 0
      ? clusters.flatMap(cluster => remotesOfLayout(source, root, name, cluster) ?? [])
      : // One server without any cluster.
        [];
  const own = clusters.map(cluster => entryAt(cluster, 'zookeeper')).find(entry => entry !== undefined);
  const zookeeper = entryAt(configuration, 'zookeeper') ?? own;
  const addresses = itemsOf(valueAt(zookeeper?.value, 'nodes')).flatMap(node => {
    const host = textAt(node, 'host')?.value;
    return host === undefined || isUntold(host)
      ? []
      : [`${host.toLowerCase()}:${textAt(node, 'port')?.value ?? '2181'}`];
  });
  const version = versionOf(source, root);
  return {
    kind: 'config',
    uri: source.uri,
    folder: `${folderOfUri(source.uri)}/chi-${textAt(root, 'metadata', 'namespace')?.value ?? ''}-${name}`,
    written: writtenBy(source, configuration),
    remotes,
    raft: [],
    ...(zookeeper === undefined || addresses.length === 0
      ? {}
      : { coordination: { addresses, origin: source.origin(zookeeper.keySpan) } }),
    ...(version === undefined ? {} : { version }),
    origin: place,
  };
}

const MAX_KEEPERS = 1000;

function keeper(source: Source, root: Node, name: string, place: ClickConfig['origin']): ClickConfig {
  const configuration = valueAt(root, 'spec', 'configuration');
  const [cluster] = itemsOf(valueAt(configuration, 'clusters'));
  const label = textAt(cluster, 'name')?.value ?? 'default';
  const entry = entryAt(cluster, 'layout', 'replicasCount') ?? entryAt(root, 'spec', 'replicas');
  const count =
    entry === undefined
      ? Math.max(1, itemsOf(valueAt(cluster, 'layout', 'replicas')).length)
      : numberAt(entry.value)?.value;
  const namespace = textAt(root, 'metadata', 'namespace')?.value;
  const service = `keeper-${name}`;
  // Its service stands for all of them.
  const aliases = [
    service,
    ...(namespace === undefined ? [] : [`${service}.${namespace}`, `${service}.${namespace}.svc`]),
    `${service}.${namespace ?? 'default'}.svc.cluster.local`,
  ].flatMap(host => [host, `${host}:2181`]);
  const origin = entry === undefined ? place : source.origin(entry.value.span);
  const raft = Array.from(
    { length: Math.min(count ?? 0, MAX_KEEPERS) },
    (_, i): RaftServer => ({
      id: String(i),
      host: `chk-${name}-${label}-0-${i}`.toLowerCase(),
      port: '9444',
      eligible: true,
      priority: 1,
      aliases,
      origin,
    }),
  );
  const version = versionOf(source, root);
  return {
    kind: 'config',
    uri: source.uri,
    folder: `${folderOfUri(source.uri)}/chk-${namespace ?? ''}-${name}`,
    written: writtenBy(source, configuration),
    remotes: [],
    raft,
    keeper: place,
    ...(version === undefined ? {} : { version }),
    origin: place,
  };
}

/** `keeper_server/coordination_settings/force_sync: "false"`, nested or not, and the default profile. */
function writtenBy(source: Source, configuration: Node | undefined): readonly Written[] {
  return [
    ...writtenIn(source, valueAt(configuration, 'settings')).map(each => ({
      ...each,
      key: each.key.replaceAll('/', '.'),
    })),
    ...writtenIn(source, valueAt(configuration, 'profiles')).flatMap(each => {
      const key = each.key.replaceAll('/', '.');
      return key.startsWith('default.') ? [{ ...each, key: key.slice('default.'.length) }] : [];
    }),
  ]
    .filter(({ key }) => CLICKHOUSE_PARAMETERS.find(key) !== undefined)
    .map(each => (typeof each.raw === 'string' && isUntold(each.raw) ? { ...each, raw: undefined } : each));
}

/** The version that all pod templates agree on. */
function versionOf(source: Source, root: Node): ToldVersion | undefined {
  const images = itemsOf(valueAt(root, 'spec', 'templates', 'podTemplates')).flatMap(template =>
    itemsOf(valueAt(template, 'spec', 'containers')).flatMap(container => {
      const image = textAt(container, 'image');
      return image?.value !== undefined && /clickhouse/.test(repositoryOf(image.value)) ? [image] : [];
    }),
  );
  const [first] = images;
  if (first?.value === undefined || images.some(({ value }) => value !== first.value)) return undefined;
  const version = parseVersion(tagOf(first.value) ?? '');
  return version === undefined ? undefined : { version, origin: source.origin(first.span) };
}
