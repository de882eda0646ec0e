import { booleanAt, itemsOf, type Node, numberAt, textAt, valueAt } from '../../../documents/tree.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import { tagOf } from '../../services/index.js';
import { embeddedFile } from '../../services/scalars.js';
import type { Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import { parseVersion, type Version } from '../../version.js';
import type { MemberDraft, MongoData, SetData } from './data.js';
import { siteOf } from './members.js';
import { MONGODB_PARAMETERS } from './parameters.js';
import { versionOfTag } from './written.js';

const MOST = 50;

/** Resources of the operators of Percona (`psmdb.percona.com`) and MongoDB. */
export const RESOURCES: ConfigFormat<MongoData> = {
  title: 'resource of a MongoDB operator',
  detects: source =>
    /\.(?:ya?ml|json)(?:\.\w+)?$/.test(source.name) &&
    /kind["']?[ \t]{0,9}:[ \t]{0,9}["']?(?:PerconaServerMongoDB|MongoDBCommunity|MongoDB)\b/.test(
      source.text,
    ),
  read: source =>
    source.yaml.flatMap((root): Fragment<MongoData>[] => {
      const kind = textAt(root, 'kind')?.value;
      if (kind === 'PerconaServerMongoDB') return readPercona(source, root);
      if (kind === 'MongoDBCommunity' || kind === 'MongoDB') return readCommunity(source, root);
      return [];
    }),
  assist: {
    syntax: 'yaml',
    parametersAt: path => {
      const [spec, first, ...rest] = path;
      if (spec !== 'spec') return undefined;
      if (first === 'additionalMongodConfig')
        return { table: MONGODB_PARAMETERS, prefix: rest.map(key => `${key}.`).join('') };
      return first === 'memberConfig' && rest.length === 0
        ? { table: MONGODB_PARAMETERS, prefix: 'members.' }
        : undefined;
    },
  },
};

function readPercona(source: Source, root: Node): Fragment<MongoData>[] {
  const spec = valueAt(root, 'spec');
  const cluster = textAt(root, 'metadata', 'name')?.value ?? 'mongodb';
  const version = versionOfTag(tagOf(textAt(spec, 'image')?.value ?? ''));
  const sharded = booleanAt(spec, 'sharding', 'enabled')?.value === true;
  const found = itemsOf(valueAt(spec, 'replsets')).map(replset =>
    perconaSet(source, cluster, replset, version, sharded ? 'shardsvr' : undefined),
  );
  const config = sharded ? valueAt(spec, 'sharding', 'configsvrReplSet') : undefined;
  if (config !== undefined) found.push(perconaSet(source, cluster, config, version, 'configsvr'));
  return found;
}

function perconaSet(
  source: Source,
  cluster: string,
  replset: Node,
  version: Version | undefined,
  role: string | undefined,
): Fragment<MongoData> {
  const named = textAt(replset, 'name');
  const name = named?.value ?? (role === 'configsvr' ? 'cfg' : 'rs0');
  const size = numberAt(replset, 'size');
  const origin = source.origin(named?.span ?? size?.span ?? replset.span);
  const members = pods(source, `${cluster}-${name}`, size?.value ?? 3, size?.span ?? replset.span);
  for (const [part, options] of PERCONA_PARTS) {
    const node = valueAt(replset, part);
    if (booleanAt(node, 'enabled')?.value !== true) continue;
    const count = numberAt(node, 'size');
    members.push(
      ...pods(source, `${cluster}-${name}-${part}`, count?.value ?? 1, count?.span ?? node!.span, options),
    );
  }
  const at = source.origin(replset.span);
  const server: Written[] = [
    // The operator makes a key file and users by itself.
    { key: 'security.keyFile', raw: '/etc/mongodb-secrets/mongodb-key', keyOrigin: at, origin: at },
    ...(role === undefined ? [] : [{ key: 'sharding.clusterRole', raw: role, keyOrigin: origin, origin }]),
    ...configurationOf(source, valueAt(replset, 'configuration')),
  ];
  return setFragment(source, {
    id: { text: name, origin },
    members,
    server,
    version,
    open: members.length > MOST,
  });
}

const PERCONA_PARTS: readonly (readonly [string, readonly (readonly [string, boolean | number])[]])[] = [
  [
    'hidden',
    [
      ['hidden', true],
      ['priority', 0],
    ],
  ],
  [
    'nonvoting',
    [
      ['votes', 0],
      ['priority', 0],
    ],
  ],
  ['arbiter', [['arbiterOnly', true]]],
];

/** A `mongod.conf` within the resource. */
function configurationOf(source: Source, node: Node | undefined): Written[] {
  const file = embeddedFile(source, node, 'mongod.conf');
  if (file === undefined) return [];
  const [root] = file.yaml;
  return writtenIn(file, root);
}

function readCommunity(source: Source, root: Node): Fragment<MongoData>[] {
  const spec = valueAt(root, 'spec');
  const type = textAt(spec, 'type')?.value;
  const named = textAt(root, 'metadata', 'name');
  const name = named?.value ?? 'mongodb';
  const told = textAt(spec, 'version')?.value;
  const version = told === undefined ? undefined : parseVersion(told);
  const additional = writtenIn(source, valueAt(spec, 'additionalMongodConfig'));
  const origin = source.origin(named?.span ?? root.span);
  if (type === 'ShardedCluster') {
    const shards = Math.min(numberAt(spec, 'shardCount')?.value ?? 1, MOST);
    const per = numberAt(spec, 'mongodsPerShardCount');
    const config = numberAt(spec, 'configServerCount');
    const set = (id: string, count: typeof per, role: string) =>
      setFragment(source, {
        id: { text: id, origin },
        members: pods(source, id, count?.value ?? 3, count?.span ?? root.span),
        server: [...additional, { key: 'sharding.clusterRole', raw: role, keyOrigin: origin, origin }],
        version,
        open: count !== undefined && count.value === undefined,
      });
    return [
      set(`${name}-config`, config, 'configsvr'),
      ...Array.from({ length: shards }, (_, i) => set(`${name}-${i}`, per, 'shardsvr')),
    ];
  }
  if (type !== 'ReplicaSet') return [];
  const count = numberAt(spec, 'members');
  const configs = itemsOf(valueAt(spec, 'memberConfig'));
  const members = pods(source, name, count?.value ?? 1, count?.span ?? root.span).map(
    (member, i): MemberDraft => {
      const config = configs[i];
      if (config === undefined) return member;
      return {
        ...member,
        written: writtenIn(source, config, 'members'),
        site: siteOf(valueAt(config, 'tags')),
        origin: source.origin(config.span),
      };
    },
  );
  const arbiters = numberAt(spec, 'arbiters');
  if (arbiters?.value)
    members.push(...pods(source, `${name}-arb`, arbiters.value, arbiters.span, [['arbiterOnly', true]]));
  return [
    setFragment(source, {
      id: { text: name, origin },
      members,
      server: additional,
      version,
      open: count?.value === undefined,
    }),
  ];
}

function pods(
  source: Source,
  name: string,
  count: number,
  span: Node['span'],
  options: readonly (readonly [string, boolean | number])[] = [],
): MemberDraft[] {
  const origin = source.origin(span);
  return Array.from({ length: Math.max(0, Math.min(Math.trunc(count), MOST + 1)) }, (_, i) => ({
    host: { text: `${name}-${i}`, origin },
    written: options.map(([option, raw]) => ({ key: `members.${option}`, raw, keyOrigin: origin, origin })),
    site: {},
    origin,
  }));
}

function setFragment(
  source: Source,
  {
    id,
    members,
    server,
    version,
    open,
  }: Pick<SetData, 'members' | 'server' | 'open'> & {
    readonly id: NonNullable<SetData['id']>;
    readonly version: Version | undefined;
  },
): Fragment<MongoData> {
  return {
    system: 'mongodb',
    uri: source.uri,
    origin: id.origin,
    data: {
      kind: 'set',
      id,
      by: 'operator',
      members: members.slice(0, MOST),
      written: [],
      server,
      ...(version === undefined ? {} : { version }),
      open: open || members.length > MOST,
    },
  };
}
