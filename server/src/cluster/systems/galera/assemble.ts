import type { Origin } from '../../../sql/reading.js';
import { hostOf } from '../../join.js';
import { isGeneric, meaningfulPart } from '../../kit/places.js';
import type { Cluster, Link, Member, Missing, Named, Site } from '../../model.js';
import { Settings } from '../../settings.js';
import type { System } from '../../systems.js';
import { type ArbitratorDraft, folderOf, nameOf } from '../mysql/data.js';
import { grouped, nodeFolder } from '../mysql/group.js';
import type { Server } from '../mysql/server.js';
import { parseClusterAddress } from './address.js';
import { withGaleraEffective } from './effective.js';
import { GALERA_TABLE } from './parameters.js';

/** True for a server that takes part in Galera, as far as it says. */
export function isGalera(server: Server): boolean {
  const on = server.text('wsrep_on')?.toLowerCase();
  if (on === 'off' || on === '0' || on === 'false') return server.text('wsrep_cluster_address') !== undefined;
  const provider = server.text('wsrep_provider');
  return (
    server.says('wsrep_cluster_address') !== undefined ||
    (provider !== undefined && provider.toLowerCase() !== 'none') ||
    server.service?.role === 'galera'
  );
}

/** Puts the nodes and arbitrators of Galera clusters together. */
export function galeraClusters(
  servers: readonly Server[],
  arbitrators: readonly ArbitratorDraft[],
): readonly Cluster[] {
  const nodes = servers.map(server => ({
    server,
    folder: server.folder,
    label: server.label,
    group: server.service?.group,
    name: server.text('wsrep_cluster_name'),
    hosts: hostsOf(server),
  }));
  type Node = (typeof nodes)[number];
  const identity = ({ server }: Node) => server.text('wsrep_node_address') ?? server.text('wsrep_node_name');
  const groups = grouped(
    nodes,
    (a, b) =>
      a.name !== undefined && b.name !== undefined
        ? a.name === b.name
        : (a.group !== undefined && a.group === b.group) || a.hosts.some(host => b.hosts.includes(host)),
    (a, b) => identity(a) !== undefined && identity(a) === identity(b),
  );
  const free = new Set(arbitrators);
  return groups.map(group => {
    const name = group.map(({ name }) => name).find(each => each !== undefined);
    const own = [...free].filter(garbd => isOf(garbd, name, group));
    for (const garbd of own) free.delete(garbd);
    return clusterOf(
      group.map(({ server }) => server),
      own,
      name,
    );
  });
}

function hostsOf(server: Server): readonly string[] {
  const text = server.text('wsrep_cluster_address');
  return text === undefined ? [] : (parseClusterAddress(text)?.hosts ?? []);
}

function isOf(
  garbd: ArbitratorDraft,
  name: string | undefined,
  group: readonly { readonly folder: string; readonly hosts: readonly string[] }[],
): boolean {
  if (garbd.group !== undefined && name !== undefined && garbd.group.text !== name) return false;
  const folder = folderOf(garbd.path);
  const beside = (other: string) =>
    other === folder || folderOf(nodeFolder(other)) === folderOf(nodeFolder(folder));
  return (
    group.some(({ hosts }) => garbd.addresses.some(host => hosts.includes(host))) ||
    group.some(node => beside(node.folder))
  );
}

function clusterOf(
  servers: readonly Server[],
  arbitrators: readonly ArbitratorDraft[],
  name: string | undefined,
): Cluster {
  const spoken = spokenOf(servers);
  const apart = new Set(servers.map(({ folder }) => nodeFolder(folder))).size === servers.length;
  const hostOfFolder = (folder: string): Site =>
    apart && servers.length > 1 ? { host: nameOf(nodeFolder(folder)) } : {};
  const { members, open } = membersOf(servers, spoken, arbitrators, hostOfFolder);
  const witnesses = arbitrators.map(garbd => witnessOf(garbd, hostOfFolder(folderOf(garbd.path))));
  const all = [...members, ...witnesses];
  const first = servers[0]!;
  const settings = withGaleraEffective(first);
  const suspect = settings.number('evs.suspect_timeout');
  const inactive = settings.number('evs.inactive_timeout');
  const data = members.length;
  const origin =
    first.says('wsrep_cluster_name')?.origin ?? first.says('wsrep_cluster_address')?.origin ?? first.origin;
  const folder = commonFolder(servers.map(({ folder }) => folder));
  const label = name ?? first.service?.group.split('#')[1] ?? first.label;
  return {
    id: `galera:${label}@${folder}`,
    name: calledBy(name, label, folder),
    system: 'galera',
    systems: new Set<System>(['galera', ...servers.map(({ flavour }) => flavour ?? 'mysql')]),
    versions: versionsOf(servers),
    members: all,
    links: linksOf(members, origin),
    commit: {
      count: Math.max(0, data - 1),
      method: 'all',
      level: 'received',
      degrades: true,
      ...(suspect === undefined ? {} : { degradesAfterMs: suspect }),
    },
    failover: {
      kind: 'none needed',
      by: 'galera',
      ...(suspect === undefined || inactive === undefined
        ? {}
        : { detectMs: [suspect, Math.max(suspect, inactive)] }),
    },
    resources: [],
    routers: [],
    clients: [],
    settings: { galera: settings },
    missing: missingOf(members),
    open,
    origin,
    sources: [
      ...new Set([
        ...servers.flatMap(({ uris }) => uris),
        ...arbitrators.map(({ origin }) => origin.unit.uri),
      ]),
    ],
  };
}

/** Its own name; where that is one to be filled in, or a file's that says nothing, that of the folders above. */
function calledBy(name: string | undefined, label: string, folder: string): string {
  const says = name === undefined ? !isGeneric(label) : !/^no-?name$/i.test(name);
  return says ? label : (meaningfulPart(folder.replace(/\/mysql(?:\.conf\.d)?$/, '')) ?? label);
}

/** The addresses that the nodes' lists name, once each, with where. */
function spokenOf(servers: readonly Server[]): ReadonlyMap<string, Named> {
  const spoken = new Map<string, Named>();
  for (const server of servers) {
    const written = server.says('wsrep_cluster_address');
    if (written === undefined) continue;
    for (const host of hostsOf(server)) {
      if (!spoken.has(hostOf(host))) spoken.set(hostOf(host), { text: host, origin: written.origin });
    }
  }
  return spoken;
}

function membersOf(
  servers: readonly Server[],
  spoken: ReadonlyMap<string, Named>,
  arbitrators: readonly ArbitratorDraft[],
  siteOf: (folder: string) => Site,
): { members: Member[]; open: boolean } {
  const left = new Map(spoken);
  for (const garbd of arbitrators) for (const host of garbd.hosts) left.delete(hostOf(host));
  const placed = new Map<Server, Named | undefined>();
  for (const server of servers) {
    const known = server.addresses.map(hostOf).find(host => left.has(host));
    if (known === undefined) continue;
    placed.set(server, left.get(known));
    left.delete(known);
  }
  const unplaced = servers.filter(server => !placed.has(server));
  const hidden = servers.some(
    server =>
      server.says('wsrep_cluster_address')?.raw === undefined &&
      server.says('wsrep_cluster_address') !== undefined,
  );
  const open =
    hidden || servers.some(({ service }) => service !== undefined && service.replicas === undefined);
  const [alone] = unplaced;
  // One file that does not say which node it is for is the file of all of them.
  if (servers.length === 1 && alone !== undefined && left.size > 0) {
    const members = [...left.values()].map(named => memberOf(alone, named, {}, named.text));
    return { members, open };
  }
  for (const server of unplaced) {
    const [next] = left;
    const unnamed = server.text('wsrep_node_address') === undefined && server.service === undefined;
    placed.set(server, unnamed ? next?.[1] : undefined);
    if (next !== undefined && unnamed) left.delete(next[0]);
  }
  const used = new Set<string>();
  const members = servers.map(server => {
    const named = placed.get(server);
    let id = server.text('wsrep_node_name') ?? named?.text ?? server.hosts[0] ?? server.label;
    for (let i = 2; used.has(id); i++) id = `${server.label}#${i}`;
    used.add(id);
    return memberOf(server, named, siteOf(server.folder), id);
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

function memberOf(server: Server, named: Named | undefined, site: Site, id: string): Member {
  const settings = withGaleraEffective(server);
  const segment = settings.given('gmcast.segment')?.value;
  return {
    id,
    role: 'data',
    votes: settings.number('pc.weight') ?? 1,
    eligible: true,
    site: {
      ...site,
      ...server.site,
      ...(typeof segment === 'number' && server.site.zone === undefined
        ? { zone: `segment ${segment}` }
        : {}),
    },
    addresses: [...new Set([...(named === undefined ? [] : [named.text]), ...server.addresses])],
    settings: { ...server.by(), galera: settings },
    ...(server.version === undefined ? {} : { version: server.version }),
    origin:
      server.says('wsrep_node_name')?.origin ?? server.says('wsrep_node_address')?.origin ?? server.origin,
    configured: true,
  };
}

/** An arbitrator votes and holds nothing. */
function witnessOf(garbd: ArbitratorDraft, site: Site): Member {
  const settings = new Settings(GALERA_TABLE, undefined, garbd.written);
  return {
    id: garbd.label,
    role: 'witness',
    votes: settings.number('pc.weight') ?? 1,
    eligible: false,
    site: { ...site, ...garbd.site },
    addresses: garbd.hosts,
    settings: { galera: settings },
    origin: garbd.origin,
    configured: true,
  };
}

/** More pairs than this say nothing any more. */
const MAX_LINKED = 15;

function linksOf(members: readonly Member[], origin: Origin): Link[] {
  if (members.length > MAX_LINKED) return [];
  return members.flatMap(from =>
    members
      .filter(to => to !== from)
      .map((to): Link => ({ from: from.id, to: to.id, kind: 'peer', sync: 'received', origin })),
  );
}

function missingOf(members: readonly Member[]): Missing[] {
  return members
    .filter(({ configured }) => !configured)
    .map(({ id, origin }) => ({ what: `the config of ${id}`, origin }));
}

export function versionsOf(servers: readonly Server[]): Cluster['versions'] {
  const versions: Record<string, { version: readonly number[]; origin?: Origin }> = {};
  for (const { flavour, version, versionOrigin } of servers) {
    if (version === undefined) continue;
    versions[flavour ?? 'mysql'] ??= {
      version,
      ...(versionOrigin === undefined ? {} : { origin: versionOrigin }),
    };
  }
  return versions as Cluster['versions'];
}

/** The folder that all of them stand below. */
export function commonFolder(folders: readonly string[]): string {
  let common = folders[0] ?? '';
  for (const folder of folders) {
    while (common !== '' && folder !== common && !folder.startsWith(`${common}/`)) common = folderOf(common);
  }
  return common;
}
