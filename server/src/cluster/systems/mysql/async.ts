import { hostOf } from '../../join.js';
import type { Cluster, FailoverRule, Link, Member, Missing, SyncLevel } from '../../model.js';
import type { System } from '../../systems.js';
import { commonFolder, versionsOf } from '../galera/assemble.js';
import { type ChannelDraft, folderOf, nameOf } from './data.js';
import { grouped, isWithin, nodeFolder, roleOf, siblings } from './group.js';
import { commitRuleOf, semiSync } from './semisync.js';
import type { Server } from './server.js';

/** Servers that replicate from each other by the binary log. */
export function replicationClusters(servers: readonly Server[], failover: FailoverRule): readonly Cluster[] {
  const nodes = servers
    .filter(isOfInterest)
    .map(server => ({ server, folder: server.folder, label: server.label, group: server.service?.group }));
  return grouped(
    nodes,
    (a, b) => follows(a.server, b.server) || follows(b.server, a.server) || agree(a.server, b.server),
    () => false,
  ).map(group =>
    clusterOf(
      group.map(({ server }) => server),
      failover,
    ),
  );
}

/** A server that says nothing of replication or durability is no cluster. */
function isOfInterest(server: Server): boolean {
  return (
    server.channels.length > 0 ||
    server.service?.follows !== undefined ||
    server.service?.role !== undefined ||
    server.written.some(({ key }) => INTEREST.test(key))
  );
}

const INTEREST =
  /^(?:server_id|log_bin|sync_binlog|gtid_|rpl_semi_sync|relay_log|replica_|slave_|replicate_|report_host|read_only|super_read_only|log_slave_updates|log_replica_updates|binlog_|innodb_flush_log_at_trx_commit|innodb_doublewrite|innodb_support_xa|auto_increment_|expire_logs_days)/;

/** True where one of a server's channels leads to another. */
export function follows(server: Server, source: Server): boolean {
  const names = namesOf(source);
  return sourceHosts(server).some(host => names.has(hostOf(host)));
}

/** What a server may be called; worked out once. */
const NAMES = new WeakMap<Server, ReadonlySet<string>>();

function namesOf(server: Server): ReadonlySet<string> {
  let names = NAMES.get(server);
  if (names === undefined) {
    names = new Set([...server.addresses, server.label, nameOf(server.folder)].map(hostOf));
    NAMES.set(server, names);
  }
  return names;
}

export function sourceHosts(server: Server): readonly string[] {
  return [
    ...server.channels.flatMap(channel => channel.options.get('SOURCE_HOST')?.text ?? []),
    ...(server.service?.follows === undefined ? [] : [server.service.follows.text]),
  ];
}

/** Files that nothing names are of one cluster where they look like its nodes: numbers of their own, names of siblings. */
function agree(a: Server, b: Server): boolean {
  if ((a.service === undefined) !== (b.service === undefined)) return false;
  if (a.service !== undefined && a.service.group !== b.service?.group) return false;
  const name = ({ label, folder }: Server, other: Server) =>
    folder === other.folder ? label : nodeFolder(folder).slice(nodeFolder(folder).lastIndexOf('/') + 1);
  const related = siblings(name(a, b), name(b, a));
  const ids = [a.text('server_id'), b.text('server_id')];
  const told = ids.every(id => id !== undefined);
  if (told && ids[0] !== ids[1])
    return related || a.folder !== b.folder || roleOf(a.label) !== roleOf(b.label);
  return related && told;
}

function clusterOf(servers: readonly Server[], failover: FailoverRule): Cluster {
  const ids = idsOf(servers);
  const links: Link[] = [];
  const missing: Missing[] = [];
  const strangers = new Map<string, Member>();
  for (const replica of servers) {
    const channels: { host: string; channel: ChannelDraft | undefined }[] = [
      ...replica.channels.flatMap(channel => {
        const host = channel.options.get('SOURCE_HOST')?.text;
        return host === undefined || host === '' ? [] : [{ host, channel }];
      }),
      ...(replica.service?.follows === undefined
        ? []
        : [{ host: replica.service.follows.text, channel: undefined }]),
    ];
    for (const { host, channel } of channels) {
      const source = servers.find(each => each !== replica && namesOf(each).has(hostOf(host)));
      const origin =
        channel?.options.get('SOURCE_HOST')?.origin ?? replica.service?.follows?.origin ?? replica.origin;
      if (source === undefined && !strangers.has(host)) {
        strangers.set(host, {
          id: host,
          role: 'data',
          votes: 0,
          eligible: true,
          leader: true,
          site: {},
          addresses: [host],
          settings: {},
          origin,
          configured: false,
        });
        missing.push({ what: `the config of ${host}`, origin });
      }
      links.push({
        from: source === undefined ? host : ids.get(source)!,
        to: ids.get(replica)!,
        kind: kindOf(source),
        sync: syncOf(source, replica),
        ...delayOf(channel),
        ...filterOf(replica),
        origin,
      });
    }
  }
  const roles = rolesOf(servers, links, ids);
  const source = servers.find(server => roles.get(server) === 'source');
  const first = servers[0]!;
  const folder = commonFolder(servers.map(server => server.folder));
  const name = nameOfCluster(servers, folder);
  const flavour = servers.map(server => server.flavour).find(each => each !== undefined) ?? 'mysql';
  return {
    id: `${flavour}:${name}@${folder}`,
    name,
    system: flavour,
    systems: new Set<System>(servers.map(server => server.flavour ?? 'mysql')),
    versions: versionsOf(servers),
    members: [
      ...servers.map(server => memberOf(server, ids.get(server)!, roles.get(server), servers)),
      ...strangers.values(),
    ],
    links,
    commit: commitRuleOf(source ?? (servers.length === 1 ? first : undefined)),
    failover,
    resources: [],
    routers: [],
    clients: [],
    settings: {},
    missing,
    open: servers.some(
      ({ templated, service }) => templated || (service !== undefined && service.replicas === undefined),
    ),
    origin: (source ?? first).origin,
    sources: [
      ...new Set(
        servers.flatMap(({ uris, channels }) => [...uris, ...channels.map(({ origin }) => origin.unit.uri)]),
      ),
    ],
  };
}

function idsOf(servers: readonly Server[]): ReadonlyMap<Server, string> {
  const ids = new Map<Server, string>();
  const used = new Set<string>();
  for (const server of servers) {
    const folder = nodeFolder(server.folder);
    const around = folder.slice(folder.lastIndexOf('/') + 1);
    // `slave/my.cnf` goes by its folder, though no other file is called so.
    const isTold = !/^(?:my|mysqld?|mariadb|server)$/i.test(server.label) || roleOf(around) === undefined;
    const own = isTold && servers.filter(({ label }) => label === server.label).length === 1;
    const name = server.text('report_host') ?? server.hosts[0] ?? (own ? server.label : around);
    let id = name;
    for (let i = 2; used.has(id); i++) id = `${name}#${i}`;
    used.add(id);
    ids.set(server, id);
  }
  return ids;
}

/** Who takes writes: whom others follow and who follows nobody; else what names and read_only say. */
function rolesOf(
  servers: readonly Server[],
  links: readonly Link[],
  ids: ReadonlyMap<Server, string>,
): ReadonlyMap<Server, 'source' | 'replica' | 'both' | undefined> {
  return new Map(
    servers.map(server => {
      const id = ids.get(server)!;
      const receives = links.some(({ to }) => to === id);
      const sends = links.some(({ from }) => from === id);
      if (receives || server.channels.length > 0)
        return [server, sends && mutual(id, links) ? 'both' : 'replica'] as const;
      if (sends) return [server, 'source'] as const;
      const named = server.service?.role;
      if (named === 'source' || named === 'replica') return [server, named] as const;
      const folder = nodeFolder(server.folder);
      return [
        server,
        servers.length === 1
          ? undefined
          : (roleOf(server.label) ?? roleOf(folder.slice(folder.lastIndexOf('/') + 1))),
      ] as const;
    }),
  );
}

/** True where what leaves a server comes back to it: two sources for each other, or a ring. */
function mutual(id: string, links: readonly Link[]): boolean {
  const seen = new Set<string>();
  const open = [id];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const { from, to } of links) {
      if (from !== at) continue;
      if (to === id) return true;
      if (!seen.has(to)) {
        seen.add(to);
        open.push(to);
      }
    }
  }
  return false;
}

function memberOf(
  server: Server,
  id: string,
  role: 'source' | 'replica' | 'both' | undefined,
  servers: readonly Server[],
): Member {
  const folders = new Set(servers.map(({ folder }) => nodeFolder(folder)));
  const apart = servers.length > 1 && folders.size === servers.length;
  return {
    id,
    role: 'data',
    votes: 0,
    eligible: true,
    ...(role === undefined ? {} : { leader: role !== 'replica' }),
    site: { ...(apart ? { host: nameOf(nodeFolder(server.folder)) } : {}), ...server.site },
    addresses: [...new Set([...server.addresses, server.label])],
    settings: server.by(),
    ...(server.version === undefined ? {} : { version: server.version }),
    origin: server.says('server_id')?.origin ?? server.origin,
    configured: true,
  };
}

function kindOf(source: Server | undefined): Link['kind'] {
  return source?.mysqld.text('binlog_format') === 'STATEMENT' ? 'statement' : 'logical';
}

function syncOf(source: Server | undefined, replica: Server): SyncLevel {
  const on = source !== undefined && semiSync(source.mysqld, 'source_enabled')?.effective === true;
  return on && semiSync(replica.mysqld, 'replica_enabled')?.effective === true ? 'received' : 'async';
}

function delayOf(channel: ChannelDraft | undefined): { delay?: number } {
  const seconds = Number(channel?.options.get('SOURCE_DELAY')?.text ?? Number.NaN);
  return seconds > 0 ? { delay: seconds * 1000 } : {};
}

function filterOf(replica: Server): { filter?: string } {
  const filters = replica.written.filter(
    ({ key, raw }) => /^replicate_(?!same)/.test(key) && raw !== undefined,
  );
  return filters.length === 0
    ? {}
    : { filter: filters.map(({ key, raw }) => `${key}=${String(raw)}`).join(' ') };
}

function nameOfCluster(servers: readonly Server[], folder: string): string {
  // Services stand below the file that starts them: its folder names what they are.
  const own = isWithin(folder) ? folderOf(folder) : folder;
  const name = nameOf(own);
  return servers.length === 1 || name === '' ? servers[0]!.label : name;
}
