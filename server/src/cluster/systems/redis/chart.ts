import { REDIS_CONF, readDirectives } from '../../../documents/readers/directives.js';
import { booleanAt, type Node, numberAt, type Setting, textAt, valueAt } from '../../../documents/tree.js';
import type { Fragment } from '../../module.js';
import { repositoryOf, tagOf } from '../../services/index.js';
import type { ServiceDraft } from '../../services/model.js';
import { embeddedFile } from '../../services/scalars.js';
import type { Written } from '../../settings.js';
import type { Source } from '../../source.js';
import { parseVersion } from '../../version.js';
import { writtenOf } from './conf.js';
import type { PlanData, PlannedNode, RedisData } from './data.js';

const MOST = 1000;

/** Values of Bitnami's charts `redis`, `valkey`, `redis-cluster` and `valkey-cluster`. */
export function readChart(service: ServiceDraft): Fragment<RedisData>[] {
  const { node, source, image } = service;
  if (node === undefined || image === undefined) return [];
  const repository = repositoryOf(image.text);
  if (!/^bitnami/.test(repository)) return [];
  const engine = /valkey/.test(repository) ? 'valkey' : 'redis';
  const version = parseVersion(tagOf(image.text) ?? '');
  const common = {
    kind: 'plan' as const,
    engine,
    ...(version === undefined ? {} : { version, versionOrigin: image.origin }),
  } as const;
  if (/(?:redis|valkey)-cluster$/.test(repository)) {
    const nodes = numberAt(node, 'cluster', 'nodes');
    if (nodes === undefined) return [];
    const per = numberAt(node, 'cluster', 'replicas');
    const data: PlanData = {
      ...common,
      mode: 'cluster',
      name: engine,
      nodes: laidOut(source, `${engine}-cluster`, nodes, per?.value ?? 1),
      written: [
        ...aofOf(source, node, engine),
        ...configOf(source, valueAt(node, engine, 'configmap')),
        {
          key: 'cluster-enabled',
          raw: 'yes',
          keyOrigin: source.origin(nodes.span),
          origin: source.origin(nodes.span),
        },
      ],
      sentinels: 0,
      watch: [],
      open: nodes.value === undefined || nodes.value > MOST,
    };
    return [{ system: 'redis', uri: source.uri, origin: source.origin(nodes.span), data }];
  }
  if (!/(?:^|\/)(?:redis|valkey)$/.test(repository) || textAt(node, 'architecture')?.value !== 'replication')
    return [];
  const replicas = numberAt(node, 'replica', 'replicaCount');
  const sentinel = booleanAt(node, 'sentinel', 'enabled')?.value === true;
  const count = Math.max(0, Math.min(replicas?.value ?? 3, MOST));
  const at = source.origin(replicas?.span ?? image.origin.span);
  // With Sentinel every node is one of the replicas' set; the first begins as master.
  const nodes: PlannedNode[] = sentinel
    ? Array.from({ length: count }, (_, i) => ({
        address: { text: `${engine}-node-${i}:6379`, origin: at },
        role: i === 0 ? 'master' : 'replica',
      }))
    : [
        { address: { text: `${engine}-master-0:6379`, origin: at }, role: 'master' },
        ...Array.from(
          { length: count },
          (_, i): PlannedNode => ({
            address: { text: `${engine}-replicas-${i}:6379`, origin: at },
            role: 'replica',
          }),
        ),
      ];
  const data: PlanData = {
    ...common,
    mode: sentinel ? 'sentinel' : 'replication',
    name: textAt(node, 'sentinel', 'masterSet')?.value ?? engine,
    nodes,
    written: [...authOf(source, node), ...configOf(source, valueAt(node, 'commonConfiguration'))],
    sentinels: sentinel ? count : 0,
    watch: sentinel ? watchOf(source, valueAt(node, 'sentinel')) : [],
    open: replicas !== undefined && (replicas.value === undefined || replicas.value > MOST),
  };
  return [
    { system: 'redis', uri: source.uri, origin: source.origin(replicas?.span ?? image.origin.span), data },
  ];
}

/** The first nodes are masters, as `redis-cli --cluster create` takes them. */
function laidOut(source: Source, name: string, nodes: Setting<number>, replicas: number): PlannedNode[] {
  const count = Math.max(0, Math.min(nodes.value ?? 0, MOST));
  const masters = Math.floor(count / (Math.max(0, replicas) + 1));
  return Array.from({ length: count }, (_, i) => ({
    address: { text: `${name}-${i}:6379`, origin: source.origin(nodes.span) },
    role: i < masters ? 'master' : 'replica',
  }));
}

function authOf(source: Source, node: Node): Written[] {
  const enabled = booleanAt(node, 'auth', 'enabled');
  // The chart makes a password and gives it to every node.
  if (enabled?.value === false) return [];
  const origin = source.origin(enabled?.span ?? node.span);
  return ['requirepass', 'masterauth'].map(key => ({ key, raw: undefined, keyOrigin: origin, origin }));
}

function aofOf(source: Source, node: Node, engine: string): Written[] {
  const given = textAt(node, engine, 'useAOFPersistence');
  const origin = source.origin(given?.span ?? node.span);
  return given === undefined ? [] : [{ key: 'appendonly', raw: given.value, keyOrigin: origin, origin }];
}

/** Lines of redis.conf within the values. */
function configOf(source: Source, node: Node | undefined): Written[] {
  const file = embeddedFile(source, node, 'redis.conf');
  if (file === undefined) return [];
  return writtenOf(file, file.tree('redis', text => readDirectives(text, REDIS_CONF)).entries);
}

function watchOf(source: Source, node: Node | undefined): Written[] {
  const names = [
    ['quorum', 'quorum'],
    ['downAfterMilliseconds', 'down-after-milliseconds'],
    ['failoverTimeout', 'failover-timeout'],
    ['parallelSyncs', 'parallel-syncs'],
  ] as const;
  return names.flatMap(([key, name]): Written[] => {
    const found = textAt(node, key);
    if (found === undefined) return [];
    const origin = source.origin(found.span);
    return [{ key: name, raw: found.value, keyOrigin: origin, origin }];
  });
}
