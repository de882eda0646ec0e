import { entryAt, numberAt, textAt, valueAt } from '../../../documents/tree.js';
import { folderOfUri } from '../../folders.js';
import { isUntold } from '../../kit/written.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import type { ZooNode } from './data.js';
import { ZOOKEEPER_PARAMETERS } from './parameters.js';

/** What the operator writes where nothing is said: api/v1beta1/zookeepercluster_types.go of pravega/zookeeper-operator. */
const DEFAULTS: Readonly<Record<string, number>> = {
  initLimit: 10,
  tickTime: 2000,
  syncLimit: 2,
  snapCount: 10_000,
  maxClientCnxns: 60,
  'autopurge.purgeInterval': 1,
  'autopurge.snapRetainCount': 3,
};

/** `ZookeeperCluster` of Pravega's operator: so many pods of one ensemble. */
export const OPERATOR: ConfigFormat<ZooNode> = {
  title: 'ZookeeperCluster',
  detects: ({ name, text }) =>
    /\.ya?ml/.test(name) &&
    /^kind:\s*['"]?ZookeeperCluster\b/m.test(text) &&
    text.includes('zookeeper.pravega.io'),
  read: source => source.yaml.slice(0, 200).flatMap(root => podsOf(source, root)),
  assist: {
    syntax: 'yaml',
    parametersAt: path =>
      path.length === 2 && path[0] === 'spec' && path[1] === 'config'
        ? { table: ZOOKEEPER_PARAMETERS, spelling: spelled }
        : undefined,
  },
};

const MAX_PODS = 1000;

function podsOf(source: Source, root: Source['yaml'][number]): Fragment<ZooNode>[] {
  if (textAt(root, 'kind')?.value !== 'ZookeeperCluster') return [];
  const name = textAt(root, 'metadata', 'name');
  if (name?.value === undefined || isUntold(name.value)) return [];
  const replicas = entryAt(root, 'spec', 'replicas');
  // Three by default, also for 0.
  const count = replicas === undefined ? 3 : numberAt(root, 'spec', 'replicas')?.value || undefined;
  const origin = source.origin(replicas?.keySpan ?? name.span);
  const namespace = textAt(root, 'metadata', 'namespace')?.value;
  const config = valueAt(root, 'spec', 'config');
  const own: Written[] = Object.entries(DEFAULTS).map(([key, raw]) => ({
    key,
    raw,
    keyOrigin: origin,
    origin,
  }));
  const written = [...own, ...writtenIn(source, config).map(each => ({ ...each, key: nameOfKey(each.key) }))];
  return Array.from({ length: Math.min(count ?? 1, MAX_PODS) }, (_, i): Fragment<ZooNode> => {
    const pod = `${name.value}-${i}`;
    const full = `${pod}.${name.value}-headless`;
    const client = `${name.value}-client`;
    const hosts = [full, client].flatMap(host => [
      host,
      ...(namespace === undefined ? [] : [`${host}.${namespace}`]),
      `${host}.${namespace ?? 'default'}.svc.cluster.local`,
    ]);
    return {
      system: 'zookeeper',
      uri: source.uri,
      origin,
      data: {
        from: 'chart',
        uri: source.uri,
        folder: folderOfUri(source.uri),
        name: pod,
        servers: [],
        hidden: false,
        written,
        hosts: [pod, ...hosts],
        site: {},
        copies: count === undefined ? undefined : 1,
        origin,
      },
    };
  });
}

/** The resource calls what has a dot in zoo.cfg by one word; the rest it calls the same. */
function nameOfKey(key: string): string {
  const bare = key.replace(/^additionalConfig\./, '');
  return bare === 'autoPurgePurgeInterval'
    ? 'autopurge.purgeInterval'
    : bare === 'autoPurgeSnapRetainCount'
      ? 'autopurge.snapRetainCount'
      : bare;
}

function spelled(name: string): string | undefined {
  if (name === 'autopurge.purgeInterval') return 'autoPurgePurgeInterval';
  if (name === 'autopurge.snapRetainCount') return 'autoPurgeSnapRetainCount';
  return FIELDS.has(name) ? name : undefined;
}

const FIELDS: ReadonlySet<string> = new Set([
  'initLimit',
  'tickTime',
  'syncLimit',
  'globalOutstandingLimit',
  'preAllocSize',
  'snapCount',
  'commitLogCount',
  'snapSizeLimitInKb',
  'maxCnxns',
  'maxClientCnxns',
  'minSessionTimeout',
  'maxSessionTimeout',
  'quorumListenOnAllIPs',
]);
