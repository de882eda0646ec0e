import type { Origin } from '../../../sql/reading.js';
import type { Client, Cluster, Link, Member, Missing, Named, Resource } from '../../model.js';
import type { Assembled, Fragment } from '../../module.js';
import { Settings, type Written } from '../../settings.js';
import type {
  CassandraData,
  CassandraSystem,
  ClientDraft,
  KeyspaceDraft,
  NodeDraft,
  RackDcDraft,
  RepairDraft,
  TableDraft,
  TopologyDraft,
} from './data.js';
import { placeOf } from './data.js';
import { effectiveOf } from './effective.js';
import { groupsOf, type NodeGroup, nearest } from './groups.js';
import { mainKeyspace } from './guarantees.js';
import { neededOf } from './levels.js';
import { CLIENT_PARAMETERS } from './parameters/client.js';
import { SCHEMA_PARAMETERS } from './parameters/schema.js';
import { SCYLLA_PARAMETERS } from './parameters/scylla.js';
import { CASSANDRA_PARAMETERS } from './parameters.js';
import { sameHost, siteOf } from './sites.js';
import { isAnywhere } from './yaml.js';

/** More members than this are not listed one by one. */
const MAX_MEMBERS = 1000;

/** Clusters by their nodes; keyspaces, drivers and repairs go to the one that they lie next to. */
export function assemble(fragments: readonly Fragment<CassandraData>[]): Assembled {
  const of = <K extends CassandraData['kind']>(kind: K) =>
    fragments.flatMap(({ data, system }) =>
      data.kind === kind ? [{ data: data as Extract<CassandraData, { kind: K }>, system }] : [],
    );
  const groups = groupsOf(
    of('node').map(({ data, system }) => ({ draft: data, system: system as CassandraSystem })),
    of('topology').map(({ data }) => data),
  );
  const keyspaces = of('keyspace').map(({ data }) => data);
  const drafts = withoutComparisons(of('client').map(({ data }) => data));
  const around = {
    rackdcs: of('rackdc').map(({ data }) => data),
    topologies: of('topology').map(({ data }) => data),
    tables: of('table').map(({ data }) => data),
    repairs: of('repair').map(({ data }) => data),
  };
  // A schema or a driver without any node's config still says how rows are replicated: a cluster nobody has shown.
  const orphans = new Map<string, NodeGroup>();
  const groupOf = (folder: string, origin: Origin): NodeGroup => {
    const found = nearest(groups, folder);
    if (found !== undefined) return found;
    const place = placeOf(folder);
    let own = orphans.get(place);
    if (own === undefined) {
      own = { system: 'cassandra', name: undefined, folder: place, nodes: [], origin };
      orphans.set(place, own);
    }
    return own;
  };
  const byGroup = new Map<NodeGroup, { keyspaces: KeyspaceDraft[]; clients: ClientDraft[] }>();
  const partsOf = (group: NodeGroup) => {
    let parts = byGroup.get(group);
    if (parts === undefined) byGroup.set(group, (parts = { keyspaces: [], clients: [] }));
    return parts;
  };
  for (const group of groups) partsOf(group);
  for (const keyspace of keyspaces)
    partsOf(groupOf(keyspace.folder, keyspace.origin)).keyspaces.push(keyspace);
  const everywhere = [...byGroup.keys()];
  for (const client of drafts) {
    // Scripts and drivers go to the only cluster there is, or to the one in their folder.
    const found = nearest(everywhere, client.folder) ?? (everywhere.length === 1 ? everywhere[0] : undefined);
    partsOf(found ?? groupOf(client.folder, client.origin)).clients.push(client);
  }
  return {
    clusters: [...byGroup].map(([group, parts]) =>
      clusterOf(group, parts, { ...around, alone: byGroup.size === 1 }),
    ),
  };
}

interface Around {
  readonly rackdcs: readonly RackDcDraft[];
  readonly topologies: readonly TopologyDraft[];
  readonly tables: readonly TableDraft[];
  readonly repairs: readonly RepairDraft[];
  readonly alone: boolean;
}

function clusterOf(
  group: NodeGroup,
  parts: { readonly keyspaces: readonly KeyspaceDraft[]; readonly clients: readonly ClientDraft[] },
  around: Around,
): Cluster {
  const { system, nodes, folder } = group;
  const table = system === 'scylla' ? SCYLLA_PARAMETERS : CASSANDRA_PARAMETERS;
  const version = nodes.find(node => node.version !== undefined)?.version;
  const own = (text: string): boolean => text === folder || text.startsWith(`${folder}/`) || around.alone;
  const topology = group.topology ?? around.topologies.find(each => own(each.folder));
  const members: Member[] = [];
  const missing: Missing[] = [];
  let open = nodes.length === 0;
  for (const node of nodes) {
    const settings = effectiveOf(
      new Settings(table, node.version?.version ?? version?.version, node.written),
      node.from === 'operator' ||
        (node.from === 'service' && system === 'scylla' && node.place.dc !== undefined),
    );
    const rackdc =
      around.rackdcs.find(({ origin: { unit } }) => node.mounts.includes(unit.uri)) ??
      (node.from === 'file' ? around.rackdcs.find(each => each.folder === node.folder) : undefined);
    const site = siteOf(node, settings, rackdc, topology);
    const all = settings.with([...(rackdc?.written ?? []), ...placesOf(node, rackdc)]);
    const count = Math.min(node.count ?? 1, Math.max(0, MAX_MEMBERS - members.length));
    if (node.count === undefined || node.count > count) open = true;
    for (let i = 0; i < count; i++) {
      const id = count === 1 && node.from !== 'operator' ? node.name : `${node.name}-${i}`;
      members.push({
        id: members.some(other => other.id === id) ? `${id} (${members.length + 1})` : id,
        role: 'data',
        votes: 0,
        eligible: true,
        site,
        addresses: count === 1 ? node.addresses : [id, ...node.addresses],
        settings: { [system]: all },
        ...(node.version === undefined ? {} : { version: node.version.version }),
        origin: node.origin,
        configured: true,
      });
    }
  }
  const known = (address: string): boolean =>
    isAnywhere(address.replace(/^([^:]+):\d+$/, '$1')) ||
    members.some(({ addresses }) => addresses.some(each => sameHost(each, address)));
  const unknown = new Map<string, Named>();
  for (const seed of nodes.flatMap(({ seeds }) => seeds)) {
    if (!known(seed.text) && nodes.every(({ from }) => from === 'file')) unknown.set(seed.text, seed);
  }
  const others = topology?.nodes.filter(({ address }) => !known(address.text)) ?? [];
  for (const { address, dc, rack } of others.slice(0, MAX_MEMBERS)) {
    unknown.delete(address.text);
    members.push(absent(address, { zone: dc, rack }));
  }
  if (topology !== undefined && nodes.length === 0) open = false;
  for (const seed of unknown.values()) members.push(absent(seed, {}));
  if (unknown.size > 0)
    missing.push({ what: 'the configs of seeds', origin: [...unknown.values()][0]!.origin });
  // One file tells nothing of how many others there are like it.
  if (nodes.length === 1 && nodes[0]!.from === 'file' && topology === undefined) open = true;
  const clients = parts.clients.map(
    (client): Client => ({
      id: `${client.from} ${client.name}`,
      system,
      targets: client.targets,
      settings: { [system]: new Settings(CLIENT_PARAMETERS, undefined, client.written) },
      origin: client.origin,
    }),
  );
  const resources = [
    ...keyspacesOf(parts.keyspaces, system),
    ...tablesOf(
      around.tables.filter(each => own(each.folder)),
      system,
    ),
  ];
  const repairs = around.repairs.filter(each => own(each.folder));
  const origin = group.origin;
  const name = group.name ?? system;
  const configured = members.filter(member => member.configured);
  const shared = configured[0]?.settings[system];
  return {
    // Compositions and resources of one folder are clusters of their own, each in its file.
    id: `${system}:${name}@${nodes.length > 0 && nodes.every(({ from, uri }) => from !== 'file' && uri === nodes[0]!.uri) ? nodes[0]!.uri : folder}`,
    name,
    system,
    systems: new Set([system]),
    versions: version === undefined ? {} : { [system]: version },
    members,
    links: linksOf(members, origin),
    commit: commitOf(system, clients, resources, levelOf(shared)),
    failover: { kind: 'none needed', by: undefined },
    resources,
    routers: [],
    clients,
    settings: {
      [system]: new Settings(table, version?.version, [
        ...(shared?.written ?? []),
        ...repairs.map(repair => ({
          key: 'reaper.scheduleDaysBetween',
          raw: repair.days,
          keyOrigin: repair.origin,
          origin: repair.origin,
        })),
        ...(nodes.some(node => node.repaired)
          ? [{ key: 'reaper', raw: true, keyOrigin: origin, origin }]
          : []),
      ]),
    },
    missing,
    open,
    origin,
    sources: [
      ...new Set([
        ...nodes.map(({ uri }) => uri),
        ...[...parts.keyspaces, ...parts.clients, ...repairs].map(each => each.origin.unit.uri),
        ...(topology === undefined ? [] : [topology.origin.unit.uri]),
      ]),
    ],
  };
}

/** What files say of the place, whether the snitch reads it or not; and who looks after the node. */
function placesOf(node: NodeDraft, rackdc: RackDcDraft | undefined): Written[] {
  const dc = node.place.dc ?? rackdc?.place.dc;
  const rack = node.place.rack ?? rackdc?.place.rack;
  return [
    ...(dc === undefined ? [] : [{ key: 'place.dc', raw: dc.text, keyOrigin: dc.origin, origin: dc.origin }]),
    ...(rack === undefined
      ? []
      : [{ key: 'place.rack', raw: rack.text, keyOrigin: rack.origin, origin: rack.origin }]),
    ...node.seeds.map(seed => ({
      key: `seed.${seed.text}`,
      raw: seed.text,
      keyOrigin: seed.origin,
      origin: seed.origin,
    })),
    { key: 'place.from', raw: node.from, keyOrigin: node.origin, origin: node.origin },
  ];
}

function absent(address: Named, site: Member['site']): Member {
  return {
    id: address.text,
    role: 'data',
    votes: 0,
    eligible: true,
    site,
    addresses: [address.text],
    settings: {},
    origin: address.origin,
    configured: false,
  };
}

/** The last statement on a keyspace counts. */
function keyspacesOf(drafts: readonly KeyspaceDraft[], system: CassandraSystem): Resource[] {
  const last = new Map<string, KeyspaceDraft>();
  for (const draft of drafts) last.set(draft.name, draft);
  return [...last.values()].map(draft => ({
    kind: 'keyspace',
    name: draft.name,
    copies: Object.fromEntries(
      draft.factors.map(({ dc, copies }) => [dc === 'replication_factor' ? '' : dc, copies]),
    ),
    settings: {
      [system]: new Settings(SCHEMA_PARAMETERS, undefined, [
        {
          key: 'replication',
          raw: draft.strategy,
          keyOrigin: draft.origin,
          origin: draft.strategyOrigin,
        },
        ...draft.factors.map(({ dc, copies, transient, origin }) => ({
          key: `replication.${dc}`,
          raw: transient > 0 ? `${copies}/${transient}` : copies,
          keyOrigin: origin,
          origin,
        })),
        ...draft.written,
      ]),
    },
    origin: draft.origin,
  }));
}

function tablesOf(drafts: readonly TableDraft[], system: CassandraSystem): Resource[] {
  const byName = new Map<string, TableDraft[]>();
  for (const draft of drafts) {
    const known = byName.get(draft.name);
    if (known === undefined) byName.set(draft.name, [draft]);
    else known.push(draft);
  }
  return [...byName].map(([name, all]) => ({
    kind: 'table',
    name,
    settings: {
      [system]: new Settings(
        SCHEMA_PARAMETERS,
        undefined,
        all.flatMap(({ written }) => written),
      ),
    },
    origin: all[0]!.origin,
  }));
}

/** Drafts without scripts of a folder that go through three levels and more: somebody looks at what each of them does. */
function withoutComparisons(drafts: readonly ClientDraft[]): readonly ClientDraft[] {
  const levels = new Map<string, Set<string>>();
  for (const { from, folder, written } of drafts) {
    if (from !== 'cqlsh') continue;
    const own = levels.get(folder) ?? new Set();
    for (const { key, raw } of written) if (key === 'basic.request.consistency') own.add(String(raw));
    levels.set(folder, own);
  }
  return drafts.filter(({ from, folder }) => from !== 'cqlsh' || (levels.get(folder)?.size ?? 0) < 3);
}

/** How many replicas beside the first one the programs wait for: by the lowest level that one of them writes down. */
function commitOf(
  system: CassandraSystem,
  clients: readonly Client[],
  resources: readonly Resource[],
  level: Cluster['commit']['level'],
): Cluster['commit'] {
  const copies = mainKeyspace({ resources })?.copies;
  const asked = clients
    .filter(({ id }) => !id.startsWith('cqlsh '))
    .flatMap(({ settings }) => {
      const setting = settings[system]?.given('basic.request.consistency');
      const needed =
        copies === undefined || typeof setting?.value !== 'string'
          ? undefined
          : neededOf(setting.value, copies);
      return setting === undefined || needed === undefined
        ? []
        : [{ needed, quorum: String(setting.value).includes('QUORUM'), origin: setting.written.origin }];
    })
    .sort((a, b) => a.needed - b.needed)[0];
  if (asked === undefined) return { count: 0, method: 'none', level, degrades: false };
  const count = Math.max(0, asked.needed - 1);
  const method = count === 0 ? 'none' : asked.quorum ? 'majority' : 'any';
  return { count, method, level, degrades: false, origin: asked.origin };
}

function levelOf(settings: Settings | undefined): Cluster['commit']['level'] {
  const sync = settings?.text('commitlog_sync');
  return sync === 'batch' || sync === 'group' ? 'durable' : 'received';
}

/** Every node sends writes to every other; of many nodes one link per pair of data centres stands for all. */
function linksOf(members: readonly Member[], origin: Origin): Link[] {
  const links: Link[] = [];
  const few = members.length <= 8;
  const ends = few
    ? members
    : [...new Map(members.map(member => [member.site.zone ?? '', member])).values()].slice(0, 12);
  for (const from of ends) {
    for (const to of ends) {
      if (from !== to) links.push({ from: from.id, to: to.id, kind: 'peer', sync: 'quorum', origin });
    }
  }
  return links;
}
