import { REDIS_CONF, readDirectives } from '../../../documents/readers/directives.js';
import { itemsOf, type Node, numberAt, type Setting, textAt, valueAt } from '../../../documents/tree.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import { embeddedFile } from '../../services/scalars.js';
import type { Written } from '../../settings.js';
import type { Source } from '../../source.js';
import { writtenOf } from './conf.js';
import type { PlanData, PlannedNode, RedisData } from './data.js';

const MOST = 1000;

/** Resources of the operators of Opstree (`RedisCluster`, `RedisReplication`) and Spotahome (`RedisFailover`). */
export const RESOURCES: ConfigFormat<RedisData> = {
  title: 'resource of a Redis operator',
  detects: source =>
    /\.ya?ml(?:\.\w+)?$/.test(source.name) &&
    /kind["']?[ \t]{0,9}:[ \t]{0,9}["']?(?:RedisCluster|RedisReplication|RedisFailover)\b/.test(source.text),
  read: source =>
    source.yaml.flatMap((root): Fragment<RedisData>[] => {
      const group = textAt(root, 'apiVersion')?.value ?? '';
      const spec = valueAt(root, 'spec');
      const name = textAt(root, 'metadata', 'name')?.value ?? 'redis';
      if (spec === undefined || !/^(?:redis\.redis\.opstreelabs\.in|databases\.spotahome\.com)\//.test(group))
        return [];
      switch (textAt(root, 'kind')?.value) {
        case 'RedisCluster':
          return ring(source, spec, name);
        case 'RedisReplication':
          return [plan(source, spec, name, numberAt(spec, 'clusterSize'), configOf(source, spec))];
        case 'RedisFailover':
          return [failover(source, spec, name)];
        default:
          return [];
      }
    }),
};

/** Leaders and as many followers each as their number makes. */
function ring(source: Source, spec: Node, name: string): Fragment<RedisData>[] {
  const size = numberAt(spec, 'clusterSize');
  const leaders = numberAt(spec, 'redisLeader', 'replicas') ?? size;
  const followers = numberAt(spec, 'redisFollower', 'replicas') ?? size;
  if (leaders === undefined) return [];
  const at = source.origin(leaders.span);
  const data: PlanData = {
    kind: 'plan',
    mode: 'cluster',
    engine: 'redis',
    name,
    nodes: [
      ...nodes(source, `${name}-leader`, leaders, 'master'),
      ...(followers === undefined ? [] : nodes(source, `${name}-follower`, followers, 'replica')),
    ],
    written: [
      ...configOf(source, valueAt(spec, 'redisLeader')),
      { key: 'cluster-enabled', raw: 'yes', keyOrigin: at, origin: at },
    ],
    sentinels: 0,
    watch: [],
    open: leaders.value === undefined || (followers !== undefined && followers.value === undefined),
  };
  return [{ system: 'redis', uri: source.uri, origin: at, data }];
}

/** The operator makes the first one master, and the quorum of its Sentinels a majority. */
function failover(source: Source, spec: Node, name: string): Fragment<RedisData> {
  const redis = valueAt(spec, 'redis');
  const count = numberAt(spec, 'sentinel', 'replicas');
  const sentinels = Math.max(0, Math.min(count?.value ?? 3, MOST));
  const lines = linesOf(source, valueAt(spec, 'sentinel', 'customConfig'));
  const base = plan(
    source,
    spec,
    name,
    numberAt(redis, 'replicas'),
    linesOf(source, valueAt(redis, 'customConfig')),
  );
  const at = count === undefined ? base.origin : source.origin(count.span);
  const quorum: Written = {
    key: 'quorum',
    raw: String(Math.floor(sentinels / 2) + 1),
    keyOrigin: at,
    origin: at,
  };
  const data = base.data as PlanData;
  return { ...base, data: { ...data, mode: 'sentinel', sentinels, watch: [quorum, ...lines] } };
}

function plan(
  source: Source,
  spec: Node,
  name: string,
  size: Setting<number> | undefined,
  written: readonly Written[],
): Fragment<RedisData> {
  const origin = source.origin(size?.span ?? spec.span);
  const all = size === undefined ? [] : nodes(source, name, size, 'replica');
  const data: PlanData = {
    kind: 'plan',
    mode: 'replication',
    engine: 'redis',
    name,
    nodes: all.map((node, i) => (i === 0 ? { ...node, role: 'master' } : node)),
    written,
    sentinels: 0,
    watch: [],
    open: size?.value === undefined,
  };
  return { system: 'redis', uri: source.uri, origin, data };
}

function nodes(
  source: Source,
  name: string,
  size: Setting<number>,
  role: PlannedNode['role'],
): PlannedNode[] {
  const count = Math.max(0, Math.min(Math.trunc(size.value ?? 0), MOST));
  const origin = source.origin(size.span);
  return Array.from({ length: count }, (_, i) => ({ address: { text: `${name}-${i}:6379`, origin }, role }));
}

/** Lines of redis.conf in a list: `- "maxmemory 1gb"`. */
function linesOf(source: Source, list: Node | undefined): Written[] {
  return itemsOf(list).flatMap(item => linesIn(source, item));
}

function configOf(source: Source, node: Node | undefined): Written[] {
  return linesIn(source, valueAt(node, 'redisConfig', 'additionalRedisConfigInline'));
}

function linesIn(source: Source, node: Node | undefined): Written[] {
  const file = embeddedFile(source, node, 'redis.conf');
  return file === undefined
    ? []
    : writtenOf(file, file.tree('redis', text => readDirectives(text, REDIS_CONF)).entries);
}
