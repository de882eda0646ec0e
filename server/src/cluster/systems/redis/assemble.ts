import { commonFolder, folderOfUri } from '../../folders.js';
import type { Cluster, Link, Member, Missing } from '../../model.js';
import type { Assembled, Fragment } from '../../module.js';
import { Settings, type Written } from '../../settings.js';
import type { System } from '../../systems.js';
import type { Version } from '../../version.js';
import type { RedisData, ServerData } from './data.js';
import { detectionOf, serverEffective } from './effective.js';
import { type Group, groupsOf, isAt } from './groups.js';
import { REDIS_PARAMETERS, VALKEY_PARAMETERS } from './parameters.js';
import type { Of } from './resolve.js';
import { sentinelsOf } from './sentinels.js';
import { withSurroundings } from './surroundings.js';

const MOST = 1000;

/** Replication groups with the Sentinels that watch them, and Redis Clusters. */
export function assemble(fragments: readonly Fragment<RedisData>[]): Assembled {
  const seen = new Set<string>();
  const clusters = groupsOf(withSurroundings(fragments)).map((group): Cluster => {
    const cluster = clusterOf(group);
    let { id } = cluster;
    if (seen.has(id)) id = `${id}/${cluster.sources[0]!.split('/').at(-1)}`;
    for (let i = 2; seen.has(id); i++) id = `${cluster.id}#${i}`;
    seen.add(id);
    return { ...cluster, id };
  });
  return {
    clusters,
    clients: fragments.flatMap(({ data }) => (data.kind === 'client' ? [data.client] : [])),
  };
}

function clusterOf(group: Group): Cluster {
  const { plan, watches, servers } = group;
  const engine = plan?.data.engine ?? servers[0]?.data.engine ?? 'redis';
  const data = group.mode === 'cluster' ? ringMembers(group) : groupMembers(group);
  const sentinels = sentinelsOf(group);
  const members = distinct([...data, ...sentinels.members].slice(0, MOST));
  const master = members.find(({ leader }) => leader);
  const first = plan ?? group.master ?? servers[0] ?? watches[0]!.sentinel;
  const origin = watches[0]?.monitor.origin ?? first.origin;
  const sources = [
    ...new Set(
      [...(plan === undefined ? [] : [plan]), ...servers, ...watches.map(({ sentinel }) => sentinel)].map(
        ({ uri }) => uri,
      ),
    ),
  ];
  const versioned = servers.find(({ data: { version } }) => version !== undefined)?.data ?? plan?.data;
  const settings = (master ?? data.find(({ configured }) => configured) ?? data[0])?.settings ?? {};
  const name =
    watches[0]?.monitor.name ??
    plan?.data.name ??
    (group.address?.host || group.master?.data.name || servers[0]!.data.name);
  const folder = commonFolder(sources.map(folderOfUri));
  const systems: System[] = [
    'redis',
    ...(engine === 'valkey' ? (['valkey'] as const) : []),
    ...(sentinels.members.length > 0 ? (['sentinel'] as const) : []),
  ];
  const missing: Missing[] = members
    .filter(
      ({ configured, role, settings: own }) =>
        !configured && role === 'data' && own.redis?.written.length === 0,
    )
    .slice(0, 5)
    .map(({ id, origin: at }) => ({ what: `The config of ${id}.`, origin: at }));
  const isAlone = plan === undefined && servers.every(({ data: { file } }) => file !== undefined);
  const open =
    sentinels.open ||
    plan?.data.open === true ||
    servers.some(({ data: { copies, master: at } }) => copies === undefined || at?.host === '') ||
    (isAlone && servers.length < 2 && data.length < 2) ||
    (group.mode === 'cluster' && plan === undefined);
  const detectMs = detectionOf(group.mode, settings.redis, sentinels.settings);
  return {
    id: `redis:${name}@${folder}`,
    name,
    system: 'redis',
    systems: new Set(systems),
    versions:
      versioned?.version === undefined
        ? {}
        : {
            [engine]: {
              version: versioned.version,
              ...(versioned.versionOrigin === undefined ? {} : { origin: versioned.versionOrigin }),
            },
          },
    members,
    links: linksOf(group, members),
    commit: { count: 0, method: 'none', level: 'async', degrades: false },
    failover:
      group.mode === 'cluster'
        ? { kind: 'automatic', by: 'redis', ...detectMs }
        : sentinels.members.length > 0
          ? { kind: 'automatic', by: 'sentinel', ...detectMs }
          : { kind: 'manual', by: undefined },
    resources: [],
    routers: [],
    clients: [],
    settings: { ...settings, ...(sentinels.settings === undefined ? {} : { sentinel: sentinels.settings }) },
    missing,
    open,
    origin,
    sources,
  };
}

function groupMembers(group: Group): Member[] {
  const { plan, servers, master, address } = group;
  if (plan !== undefined) return plannedMembers(group, false);
  const found = servers.map(server => memberOf(server, { leader: server === master }));
  // Where several are masters of parts of a chain, the one at the address leads.
  const replicas = remembered(group);
  if (master !== undefined || address === undefined || address.host === '') return [...found, ...replicas];
  const at = servers.findIndex(({ data }) => isAt(data, address.host, address.port));
  if (at !== -1) return [...found, ...replicas];
  const unknown = unseen(group, `${address.host}:${address.port}`, address.origin);
  return [{ ...unknown, leader: true }, ...found, ...replicas];
}

/** Replicas that Sentinels wrote down and that no file of their own shows. */
function remembered(group: Group): Member[] {
  const { servers, address, watches } = group;
  // Addresses of containers change with every start: those that a Sentinel wrote down are of the servers that are shown.
  if (servers.some(({ data }) => data.file === undefined)) return [];
  const known = new Map<string, Member>();
  for (const { text, origin } of watches.flatMap(({ monitor }) => monitor.replicas)) {
    const [host = '', port = '6379'] = text.split(/:(?=\d+$)/);
    const isShown =
      servers.some(({ data }) => isAt(data, host, Number(port))) ||
      (address?.host === host && address.port === Number(port));
    if (!isShown && !known.has(text)) known.set(text, unseen(group, text, origin));
  }
  return [...known.values()];
}

/** A server of which only the address is known. */
function unseen({ servers }: Group, address: string, origin: Member['origin']): Member {
  return {
    id: address,
    role: 'data',
    votes: 0,
    eligible: true,
    site: siteOf([address.replace(/:\d+$/, '')]),
    addresses: [address],
    settings: { redis: new Settings(REDIS_PARAMETERS, servers[0]?.data.version, []) },
    origin,
    configured: false,
  };
}

function ringMembers(group: Group): Member[] {
  if (group.plan !== undefined && group.plan.data.nodes.length > 0) return plannedMembers(group, true);
  return group.servers.map(server => memberOf(server, {}));
}

/** Nodes that a chart or a command lays out, with the settings of the servers that are shown. */
function plannedMembers(group: Group, votes: boolean): Member[] {
  const { plan, servers } = group;
  const common =
    servers.length > 0 && servers.every(({ data }) => data.file !== undefined)
      ? servers[0]!.data.written
      : [];
  return plan!.data.nodes.map(({ address, role }): Member => {
    const [host = '', port = '6379'] = address.text.split(/:(?=\d+$)/);
    const server = servers.find(({ data }) => isAt(data, host, Number(port)));
    const written = [...plan!.data.written, ...(server?.data.written ?? common)];
    const version = server?.data.version ?? plan!.data.version;
    const settings = settingsOf(plan!.data.engine, version, written);
    return {
      id: address.text,
      role: 'data',
      ...(role === 'master' ? { leader: true } : {}),
      votes: votes && role === 'master' ? 1 : 0,
      eligible: settings.redis!.number('replica-priority') !== 0,
      site: { ...siteOf([host]), ...server?.data.site },
      addresses: [...new Set([address.text, ...(server?.data.hosts ?? []).map(each => `${each}:${port}`)])],
      settings,
      ...(version === undefined ? {} : { version }),
      origin: address.origin,
      configured: true,
    };
  });
}

function memberOf({ data, origin }: Of<ServerData>, { leader }: { readonly leader?: boolean }): Member {
  const settings = settingsOf(data.engine, data.version, data.written);
  const hosts = data.hosts.length > 0 ? data.hosts : [data.name.toLowerCase()];
  return {
    id: data.name,
    role: 'data',
    ...(leader ? { leader } : {}),
    votes: 0,
    eligible: settings.redis!.number('replica-priority') !== 0,
    site: { ...siteOf(data.hosts), ...data.site },
    addresses: hosts.map(host => `${host}:${data.port}`),
    settings,
    ...(data.version === undefined ? {} : { version: data.version }),
    origin,
    configured: true,
  };
}

/** A server's settings; Valkey's stand under both names, because the same rules hold. */
function settingsOf(
  engine: ServerData['engine'],
  version: Version | undefined,
  written: readonly Written[],
): Member['settings'] {
  const bare = new Settings(engine === 'valkey' ? VALKEY_PARAMETERS : REDIS_PARAMETERS, version, written);
  const settings = bare.withEffective(serverEffective(bare));
  return engine === 'valkey' ? { redis: settings, valkey: settings } : { redis: settings };
}

/** An address or a full name stands for a machine; the name of a container does not. */
export function siteOf(hosts: readonly string[]): Member['site'] {
  const host = hosts.find(
    each =>
      /^\d+\.\d+\.\d+\.\d+$|:|^[\w-]+(?:\.[\w-]+)+$/.test(each) &&
      !/^127\.|\.svc\b|\.local$|\.internal$|^::1$/.test(each),
  );
  return host === undefined ? {} : { host };
}

function linksOf(group: Group, members: readonly Member[]): Link[] {
  const data = members.filter(({ role }) => role === 'data');
  if (group.mode === 'cluster') return ringLinks(data);
  const master = data.find(({ leader }) => leader);
  const byName = new Map(group.servers.map(server => [server.data.name, server.data]));
  const told = new Set(group.watches.flatMap(({ monitor }) => monitor.replicas.map(({ text }) => text)));
  const rememberedAs = new Set(data.filter(({ addresses }) => addresses.some(each => told.has(each))));
  return data.flatMap((member): Link[] => {
    if (member === master) return [];
    const address = byName.get(member.id)?.master;
    // Who remembers a replica says by that whom it copies.
    const isTold = address !== undefined || group.plan !== undefined || rememberedAs.has(member);
    const source =
      address === undefined || group.plan !== undefined
        ? !isTold
          ? undefined
          : master
        : (data.find(each => each !== member && each.addresses.includes(`${address.host}:${address.port}`)) ??
          master);
    if (source === undefined) return [];
    return [
      {
        from: source.id,
        to: member.id,
        kind: 'log',
        sync: 'async',
        origin: address?.origin ?? member.origin,
      },
    ];
  });
}

/** Replicas are given to the masters in turn. */
function ringLinks(data: readonly Member[]): Link[] {
  const masters = data.filter(({ leader }) => leader);
  if (masters.length === 0) return [];
  return data
    .filter(({ leader }) => !leader)
    .map((member, i) => ({
      from: masters[i % masters.length]!.id,
      to: member.id,
      kind: 'log',
      sync: 'async',
      origin: member.origin,
    }));
}

function distinct(members: readonly Member[]): Member[] {
  const seen = new Map<string, number>();
  return members.map(member => {
    const count = (seen.get(member.id) ?? 0) + 1;
    seen.set(member.id, count);
    return count === 1 ? member : { ...member, id: `${member.id} (${count})` };
  });
}
