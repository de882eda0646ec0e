import { folderOfUri, stepsBetween } from '../../folders.js';
import type { Cluster, CommitRule, Coordination, Link, Member, Missing, Router } from '../../model.js';
import type { Assembled, Fragment } from '../../module.js';
import { Settings, type Written } from '../../settings.js';
import { clientsOf, spokenOf } from './clients.js';
import type { MongoData, ServerData } from './data.js';
import { defaultWriteConcern, setEffective, votesOf } from './effective.js';
import { type Group, groupsOf } from './groups.js';
import { fromDrafts, fromServer, isAt, MOST, uniquely } from './make-members.js';
import { MONGODB_PARAMETERS } from './parameters.js';

/** Replica sets from documents, servers, charts and operators; what connects to them are clients, mongos are routers. */
export function assemble(fragments: readonly Fragment<MongoData>[]): Assembled {
  const { groups, routers } = groupsOf(fragments);
  const untold = new Set(
    fragments.flatMap(({ data, uri }) => (data.kind === 'server' && data.untold ? [uri] : [])),
  );
  const clusters = distinct(groups.flatMap(group => clusterOf(group, untold, isSpread(group, groups))));
  const placed = clusters.map(cluster => ({ cluster, folder: folderOfUri(cluster.sources[0]!) }));
  const configs = placed.filter(({ cluster }) => roleOf(cluster) === 'configsvr');
  const linked = placed.map(({ cluster, folder }): Cluster => {
    if (roleOf(cluster) !== 'shardsvr') return cluster;
    const near = configs.filter(each => stepsBetween(each.folder, folder) <= 2);
    const [config] = near;
    if (config === undefined || near.length > 1) return cluster;
    const coordination: Coordination = {
      system: 'mongodb',
      addresses: config.cluster.members.flatMap(({ addresses }) => addresses),
      cluster: config.cluster.id,
      origin: config.cluster.origin,
    };
    return { ...cluster, coordination };
  });
  const clients = clientsOf(fragments);
  return {
    clusters: [...linked, ...spokenOf(clients, linked)],
    routers: routers.map(routerOf),
    clients,
  };
}

/** `configsvr`, `shardsvr` or undefined. */
export function roleOf(cluster: Cluster): string | undefined {
  if (cluster.settings.mongodb?.flag('configsvr') === true) return 'configsvr';
  for (const member of cluster.members) {
    const role = member.settings.mongodb?.text('sharding.clusterRole');
    if (role !== undefined) return role;
  }
  return undefined;
}

/** Sets of the same name in one folder, in files that have nothing to do with each other, are told apart by their file. */
function distinct(clusters: readonly Cluster[]): Cluster[] {
  const seen = new Set<string>();
  return clusters.map(cluster => {
    let { id } = cluster;
    if (seen.has(id)) id = `${id}/${cluster.sources[0]!.split('/').at(-1)}`;
    for (let i = 2; seen.has(id); i++) id = `${cluster.id}#${i}`;
    seen.add(id);
    return id === cluster.id ? cluster : { ...cluster, id };
  });
}

/** True for servers without a document where a folder beside theirs has others of the same set: one folder a machine. */
function isSpread(group: Group, all: readonly Group[]): boolean {
  const folders = (each: Group) => each.servers.map(({ uri }) => folderOfUri(uri));
  const own = new Set(folders(group));
  return (
    group.set === undefined &&
    group.name !== '' &&
    all.some(
      other =>
        other !== group &&
        other.set === undefined &&
        other.name === group.name &&
        folders(other).some(
          folder => !own.has(folder) && [...own].some(each => stepsBetween(each, folder) <= 2),
        ),
    )
  );
}

function clusterOf(group: Group, untold: ReadonlySet<string>, spread: boolean): Cluster[] {
  const drafts = [...(group.set?.data.members ?? []), ...group.adds.map(({ data }) => data.member)];
  const servers = group.servers;
  if (drafts.length === 0 && servers.length === 0 && group.set?.data.written.length === 0) return [];
  const versioned = servers.find(({ data }) => data.version !== undefined)?.data;
  const version =
    versioned?.version ??
    group.set?.data.version ??
    group.changes.find(({ data }) => data.version)?.data.version;
  const members = uniquely(
    drafts.length > 0
      ? fromDrafts(group, drafts, version)
      : servers.slice(0, MOST).map(fragment => fromServer(fragment, version)),
  );
  // Started for the set, and its document does not list it: somebody adds it later.
  const unlisted =
    group.set === undefined || drafts.length === 0
      ? []
      : servers.filter(
          ({ data }) =>
            !data.alone &&
            data.replSet?.text === group.name &&
            !drafts.some(({ host }) => host !== undefined && isAt(data, host.text)),
        );
  const hiddenNumbers = members.some(({ settings }) =>
    ['members.votes', 'members.priority', 'members.arbiterOnly'].some(name =>
      settings.mongodb!.isHidden(name),
    ),
  );
  const open =
    hiddenNumbers ||
    spread ||
    (group.set === undefined
      ? servers.every(({ data }) => data.alone) ||
        servers.some(({ data, uri }) => data.copies === undefined || untold.has(uri))
      : unlisted.length > 0 ||
        group.set.data.open ||
        (group.set.data.members.length === 0 && drafts.length > 0));
  const written: Written[] = [
    ...(group.set?.data.written ?? []),
    ...group.changes.flatMap(({ data }) =>
      data.by === 'reconfig' || group.set?.data.written.length === 0 ? data.written : [],
    ),
    ...group.defaults.flatMap(({ data }) => data.written),
  ];
  const overrides = members.some(
    ({ settings }) => settings.mongodb?.flag('setParameter.enableOverrideClusterChainingSetting') === true,
  );
  const bare = new Settings(MONGODB_PARAMETERS, version, written);
  const concern = defaultWriteConcern(bare, members, open);
  const settings = bare.withEffective({
    ...setEffective(bare, overrides),
    ...(concern === undefined ? {} : { 'defaultWriteConcern.w': concern }),
  });
  const first = group.set ?? servers[0];
  if (first === undefined) return [];
  const name = group.name || servers[0]?.data.replSet?.text || (servers[0]?.data.name ?? 'replica set');
  const missing: Missing[] = [];
  if (group.set === undefined)
    missing.push({
      what: `The members, votes and priorities of ${name}: no rs.initiate is shown.`,
      origin: first.origin,
    });
  for (const { data, origin } of unlisted)
    missing.push({
      what: `What ${data.name} is: it is started for ${name}, and the document does not list it.`,
      origin,
    });
  return [
    {
      id: `mongodb:${name}@${group.folder}`,
      name,
      system: 'mongodb',
      systems: new Set(['mongodb']),
      versions:
        version === undefined
          ? {}
          : {
              mongodb: {
                version,
                ...(versioned?.versionOrigin === undefined ? {} : { origin: versioned.versionOrigin }),
              },
            },
      members,
      links: linksOf(members, settings),
      commit: commitOf(members, settings),
      failover: failoverOf(members, settings),
      resources: [],
      routers: [],
      clients: [],
      settings: { mongodb: settings },
      missing,
      open,
      origin: first.origin,
      sources: [
        ...new Set(
          [first, ...group.changes, ...group.adds, ...servers, ...group.defaults].map(({ uri }) => uri),
        ),
      ],
    },
  ];
}

/** The member that will lead: the one with the highest priority, the first of them. */
function leaderOf(members: readonly Member[]): Member | undefined {
  const able = members.filter(({ eligible }) => eligible);
  return (
    able.find(({ leader }) => leader) ??
    able.reduce<Member | undefined>(
      (best, each) => (best === undefined || (each.priority ?? 0) > (best.priority ?? 0) ? each : best),
      undefined,
    )
  );
}

function linksOf(members: readonly Member[], settings: Settings): Link[] {
  const leader = leaderOf(members);
  if (leader === undefined) return [];
  const isMajority = settings.text('defaultWriteConcern.w') === 'majority';
  return members
    .filter(member => member !== leader && member.role !== 'witness')
    .map(member => {
      const delay = member.settings.mongodb?.number('members.secondaryDelaySecs') ?? 0;
      return {
        from: leader.id,
        to: member.id,
        kind: 'log',
        sync: isMajority && member.role === 'data' ? 'quorum' : 'async',
        ...(delay > 0 ? { delay } : {}),
        origin: member.origin,
      };
    });
}

function commitOf(members: readonly Member[], settings: Settings): CommitRule {
  const w = settings.text('defaultWriteConcern.w');
  const given = settings.given('defaultWriteConcern.w');
  const origin = given === undefined ? {} : { origin: given.written.origin };
  const journaled = settings.flag('writeConcernMajorityJournalDefault') !== false;
  const { writeMajority } = votesOf(members);
  if (w === 'majority')
    return {
      count: Math.max(0, writeMajority - 1),
      method: 'majority',
      level: journaled ? 'durable' : 'applied',
      degrades: false,
      ...origin,
    };
  const count = w === undefined ? Number.NaN : Number(w);
  if (Number.isInteger(count) && count > 1) {
    const level = settings.flag('defaultWriteConcern.j') === true ? 'durable' : 'applied';
    return { count: count - 1, method: 'any', level, degrades: false, ...origin };
  }
  return { count: 0, method: 'none', level: 'async', degrades: false, ...origin };
}

function failoverOf(members: readonly Member[], settings: Settings): Cluster['failover'] {
  if (members.length < 2) return { kind: 'none needed', by: 'mongodb' };
  const timeout = settings.number('settings.electionTimeoutMillis');
  const beat = settings.number('settings.heartbeatIntervalMillis') ?? 2000;
  const given = settings.given('settings.electionTimeoutMillis');
  return {
    kind: 'automatic',
    by: 'mongodb',
    // Counted from the last heartbeat; each member waits up to 15 % longer at random, then votes are gathered.
    ...(timeout === undefined
      ? {}
      : { detectMs: [Math.max(0, timeout - beat), Math.round(timeout * 1.15) + 2000] as const }),
    ...(given === undefined ? {} : { origin: given.written.origin }),
  };
}

function routerOf({ data, origin }: Fragment<MongoData> & { data: ServerData }): Router {
  const settings = new Settings(MONGODB_PARAMETERS, data.version, data.written);
  const configDb = settings.given('sharding.configDB')?.written;
  const text = configDb?.raw === undefined ? '' : String(configDb.raw);
  const targets = text
    .slice(text.indexOf('/') + 1)
    .split(',')
    .map(host => host.trim())
    .filter(host => host !== '')
    .map(host => ({ text: host.toLowerCase(), origin: configDb!.origin }));
  return {
    id: data.name,
    system: 'mongodb',
    purpose: 'any',
    targets,
    settings: { mongodb: settings },
    origin,
  };
}
