import type { Origin } from '../../../sql/reading.js';
import { hostOf } from '../../join.js';
import type { Cluster, Link, Member, Named } from '../../model.js';
import type { System } from '../../systems.js';
import { commonFolder, versionsOf } from '../galera/assemble.js';
import { nameOf } from '../mysql/data.js';
import { grouped, nodeFolder } from '../mysql/group.js';
import type { Server } from '../mysql/server.js';

/** True for a server that takes part in Group Replication, as far as it says. */
export function isGroupMember(server: Server): boolean {
  return (
    server.says('group_replication_group_name') !== undefined ||
    server.says('group_replication_local_address') !== undefined ||
    server.says('group_replication_group_seeds') !== undefined ||
    server.service?.role === 'group-replication'
  );
}

/** Silence after which a member is suspected. */
const SUSPECTED_AFTER = 5000;

/** Puts the members of groups together. */
export function groupClusters(servers: readonly Server[]): readonly Cluster[] {
  const nodes = servers.map(server => ({
    server,
    folder: server.folder,
    label: server.label,
    group: server.service?.group,
    name: server.text('group_replication_group_name'),
    address: server.text('group_replication_local_address'),
    seeds: (server.text('group_replication_group_seeds') ?? '').split(',').filter(seed => seed.trim() !== ''),
  }));
  return grouped(
    nodes,
    (a, b) =>
      a.name !== undefined && b.name !== undefined
        ? a.name === b.name
        : (a.group !== undefined && a.group === b.group) || a.seeds.some(seed => b.seeds.includes(seed)),
    (a, b) => a.address !== undefined && a.address === b.address,
  ).map(group => clusterOf(group.map(({ server }) => server)));
}

function clusterOf(servers: readonly Server[]): Cluster {
  const first = servers[0]!;
  const settings = first.group;
  const { members, open } = membersOf(servers);
  const expel = settings.number('group_replication_member_expel_timeout') ?? 0;
  const name =
    first.text('group_replication_group_name') ?? first.service?.group.split('#')[1] ?? first.label;
  const origin = first.says('group_replication_group_name')?.origin ?? first.origin;
  const several = settings.flag('group_replication_single_primary_mode') === false;
  const folder = commonFolder(servers.map(server => server.folder));
  return {
    id: `group-replication:${name}@${folder}`,
    name,
    system: 'group-replication',
    systems: new Set<System>(['group-replication', 'mysql']),
    versions: versionsOf(servers),
    members,
    links: linksOf(members, origin),
    commit: {
      count: Math.floor(members.length / 2),
      method: 'majority',
      level:
        settings.text('group_replication_consistency')?.includes('AFTER') === true ? 'applied' : 'quorum',
      degrades: false,
    },
    failover: {
      kind: several ? 'none needed' : 'automatic',
      by: 'group-replication',
      detectMs: [SUSPECTED_AFTER + expel, SUSPECTED_AFTER + expel + 15_000],
    },
    resources: [],
    routers: [],
    clients: [],
    settings: { 'group-replication': settings },
    missing: members
      .filter(({ configured }) => !configured)
      .map(member => ({ what: `the config of ${member.id}`, origin: member.origin })),
    open,
    origin,
    sources: [...new Set(servers.flatMap(({ uris }) => uris))],
  };
}

function membersOf(servers: readonly Server[]): { members: Member[]; open: boolean } {
  const seeds = new Map<string, Named>();
  let open = false;
  for (const server of servers) {
    const written = server.says('group_replication_group_seeds');
    if (written === undefined) continue;
    if (written.raw === undefined) open = true;
    for (const seed of String(written.raw ?? '')
      .split(',')
      .slice(0, 1000)) {
      const address = seed.trim();
      if (address !== '' && !seeds.has(address))
        seeds.set(address, { text: address, origin: written.origin });
    }
    if (server.service !== undefined && server.service.replicas === undefined) open = true;
  }
  const left = new Map(seeds);
  const placed = new Map<Server, Named>();
  for (const server of servers) {
    const address = server.text('group_replication_local_address');
    const names = server.addresses.map(hostOf);
    const found =
      left.get(address ?? '') ??
      [...left.values()].find(seed => address === undefined && names.includes(hostOf(seed.text)));
    if (found === undefined) continue;
    placed.set(server, found);
    left.delete(found.text);
  }
  const alone = servers.length === 1 && !placed.has(servers[0]!) && left.size > 0;
  if (alone) {
    const members = [...left.values()].map(seed => memberOf(servers[0]!, seed.text, seed, 'one'));
    return { members, open };
  }
  const folders = new Set(servers.map(({ folder }) => nodeFolder(folder)));
  const used = new Set<string>();
  const members = servers.map(server => {
    const seed = placed.get(server);
    let id =
      server.text('report_host') ??
      (server.service === undefined ? seed?.text : server.hosts[0]) ??
      server.label;
    for (let i = 2; used.has(id); i++) id = `${server.label}#${i}`;
    used.add(id);
    return memberOf(
      server,
      id,
      seed,
      folders.size === servers.length && servers.length > 1 ? 'apart' : 'one',
    );
  });
  const others = [...left.values()].map(
    ({ text, origin }): Member => ({
      id: text,
      role: 'data',
      votes: 1,
      eligible: true,
      site: {},
      addresses: [text],
      settings: {},
      origin,
      configured: false,
    }),
  );
  return { members: [...members, ...others], open };
}

function memberOf(server: Server, id: string, seed: Named | undefined, layout: 'apart' | 'one'): Member {
  const weight = server.group.number('group_replication_member_weight');
  return {
    id,
    role: 'data',
    votes: 1,
    eligible: true,
    ...(weight === undefined ? {} : { priority: weight }),
    site: { ...(layout === 'apart' ? { host: nameOf(nodeFolder(server.folder)) } : {}), ...server.site },
    addresses: [...new Set([...(seed === undefined ? [] : [seed.text]), ...server.addresses])],
    settings: server.by('group-replication'),
    ...(server.version === undefined ? {} : { version: server.version }),
    origin: server.says('group_replication_local_address')?.origin ?? server.origin,
    configured: true,
  };
}

const MAX_LINKED = 15;

function linksOf(members: readonly Member[], origin: Origin): Link[] {
  if (members.length > MAX_LINKED) return [];
  return members.flatMap(from =>
    members
      .filter(to => to !== from)
      .map((to): Link => ({ from: from.id, to: to.id, kind: 'peer', sync: 'quorum', origin })),
  );
}
