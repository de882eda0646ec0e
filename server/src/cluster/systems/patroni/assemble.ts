import { withUniqueIds } from '../../kit/unique-ids.js';
import type { Cluster, Member, SettingsBySystem } from '../../model.js';
import type { Assembled } from '../../module.js';
import { type Effective, Settings, type Written } from '../../settings.js';
import type { System } from '../../systems.js';
import { isOlder, type Version } from '../../version.js';
import { POSTGRES_PARAMETERS } from '../postgres/parameters.js';
import { commitOf, failoverOf, mayLead, standbyNames } from './commit.js';
import { NODE_ONLY } from './controlled.js';
import { patroniEffective, postgresEffective } from './effective.js';
import type { PatroniData, PatroniFragment } from './fragment.js';
import { folderOf, groupNodes, type Placed } from './group.js';
import { withMountedFiles } from './mounts.js';
import { PATRONI_PARAMETERS } from './parameters/index.js';
import { coordinationOf, linksOf, missingOf } from './parts.js';
import { pinnedFor } from './pins.js';
import { withSurroundings } from './surroundings.js';

/** Clusters never have more; a larger number of pods is a mistake of somebody's. */
export const MAX_MEMBERS = 1000;

export function assemblePatroni(fragments: readonly PatroniFragment[]): Assembled {
  const pins = fragments.filter(({ data }) => data.kind === 'pin');
  const told = fragments.filter(({ data }) => data.kind === 'node');
  const nodes = withSurroundings(withMountedFiles(told), pins);
  const dynamic = fragments.filter(({ data }) => data.kind === 'dynamic');
  const servesV2 = pins.some(({ data }) => data.servesV2);
  const placed = nodes.map((fragment): Placed & { readonly fragment: PatroniFragment } => {
    const { data, uri } = fragment;
    return {
      fragment,
      uri,
      key: [data.namespace, data.scope?.text ?? '', data.group ?? ''].join('\u0000'),
      name: data.name?.text ?? data.addresses[0],
      together: data.service,
    };
  });
  const groups = groupNodes(placed).map(group => group.map(({ fragment }) => fragment));
  const clusters = groups.map(group =>
    clusterOf(group, dynamicFor(group, groups, dynamic), pinnedFor(group, pins)),
  );
  const taken = new Set(groups.flatMap(group => dynamicFor(group, groups, dynamic)));
  for (const loose of dynamic)
    if (!taken.has(loose)) clusters.push(clusterOf([], [loose], pinnedFor([loose], pins)));
  const whole = servesV2 ? clusters.map(withV2) : clusters;
  return { clusters: withUniqueIds(whole) };
}

function withV2(cluster: Cluster): Cluster {
  const { coordination } = cluster;
  return coordination?.system === 'etcd'
    ? { ...cluster, coordination: { ...coordination, servesV2: true } }
    : cluster;
}

/** Dynamic configurations that stand beside the nodes' files, or above them, and beside no other cluster's. */
function dynamicFor(
  group: readonly PatroniFragment[],
  groups: readonly (readonly PatroniFragment[])[],
  dynamic: readonly PatroniFragment[],
): readonly PatroniFragment[] {
  return dynamic.filter(({ uri }) => {
    const folder = folderOf([uri]);
    const near = (nodes: readonly PatroniFragment[]) => {
      const own = folderOf(nodes.map(node => node.uri));
      return own === folder || nodes.some(node => folderOf([node.uri]) === folder);
    };
    return near(group) && groups.filter(near).length === 1;
  });
}

/** @param pinned The version that other files of the project say. */
function clusterOf(
  nodes: readonly PatroniFragment[],
  dynamic: readonly PatroniFragment[],
  pinned: Version | undefined,
): Cluster {
  const all = [...nodes, ...dynamic];
  const datas = nodes.map(({ data }) => data);
  const shared = sharedOf(
    datas,
    dynamic.map(({ data }) => data),
  );
  const versions = {
    ...(pinned ? { patroni: pinned } : {}),
    ...versionsOf(all.map(({ data }) => data)),
  };
  const scope = datas.find(({ scope }) => scope !== undefined && !datas[0]?.hidden)?.scope?.text;
  const defaults = { ...citusDefaults(datas[0], versions.patroni), ...datas[0]?.defaults };
  const patroni = patroniEffective(
    new Settings(PATRONI_PARAMETERS, versions.patroni, shared.dynamic),
    defaults,
  );
  const lone = datas.length === 1 && datas[0]!.perMachine === true;
  const counted =
    nodes.length > 0 && !lone && datas.every(({ hidden, replicas }) => !hidden && replicas !== undefined);
  const open = !(counted || (nodes.length > 1 && datas.every(({ hidden }) => !hidden)));
  const draft = membersOf(nodes, shared, versions);
  const postgres = new Settings(POSTGRES_PARAMETERS, versions.postgres, shared.parameters);
  const commit = commitOf(patroni, postgres, draft, open);
  const members = draft.map(member => {
    const own = member.settings.postgres;
    if (own === undefined) return member;
    const others = standbyNames(patroni, commit, member.id);
    return { ...member, settings: { ...member.settings, postgres: postgresEffective(own, scope, others) } };
  });
  const uris = all.map(({ uri }) => uri);
  const name =
    scope === undefined ? 'patroni' : datas[0]!.group === undefined ? scope : `${scope}/${datas[0]!.group}`;
  const coordination = coordinationOf(datas);
  const systems = new Set<System>(['patroni', 'postgres']);
  const settings: SettingsBySystem = {
    patroni,
    postgres: postgresEffective(postgres, scope, standbyNames(patroni, commit, members[0]?.id)),
  };
  return {
    id: `patroni:${name}@${folderOf(uris)}`,
    name,
    system: 'patroni',
    systems,
    versions: {
      ...(versions.patroni ? { patroni: { version: versions.patroni } } : {}),
      ...(versions.postgres ? { postgres: { version: versions.postgres } } : {}),
    },
    members,
    links: linksOf(members, commit),
    commit,
    failover: failoverOf(patroni, members, open),
    ...(coordination === undefined ? {} : { coordination }),
    resources: [],
    routers: [],
    clients: [],
    settings,
    missing: missingOf(nodes, patroni, open),
    open,
    origin: all[0]!.data.origin,
    sources: [...new Set(uris)],
  };
}

/** Patroni bootstraps groups of Citus with synchronous replication where nobody says otherwise. */
function citusDefaults(
  data: PatroniData | undefined,
  version: Version | undefined,
): Record<string, Effective> {
  if (data?.group === undefined) return {};
  const value = isOlder(version, '4.0') ? 'on' : 'quorum';
  return { synchronous_mode: { value, because: `Patroni bootstraps Citus with synchronous_mode ${value}.` } };
}

interface Shared {
  readonly dynamic: readonly Written[];
  readonly parameters: readonly Written[];
}

/** The dynamic configuration: of the first node that has one, for it is taken from there once; then what is in the DCS. */
function sharedOf(nodes: readonly PatroniData[], dynamic: readonly PatroniData[]): Shared {
  const first = nodes.find(node => node.dynamic.length > 0 || node.dynamicParameters.length > 0);
  const sources = first === undefined ? dynamic : [first, ...dynamic];
  return {
    dynamic: preferNew(
      sources
        .flatMap(source => source.dynamic)
        .map(each => (NODE_ONLY.test(each.key) ? { ...each, key: `ignored.${each.key}` } : each)),
    ),
    parameters: sources.flatMap(source => source.dynamicParameters),
  };
}

/** Where an old name and the new one are both written, the new one counts, wherever it stands. */
function preferNew(written: readonly Written[]): Written[] {
  const old = (key: string) => key.startsWith('master_');
  return [...written.filter(({ key }) => old(key)), ...written.filter(({ key }) => !old(key))];
}

function versionsOf(datas: readonly PatroniData[]): {
  readonly patroni?: Version;
  readonly postgres?: Version;
} {
  const patroni = datas.find(({ versions }) => versions.patroni !== undefined)?.versions.patroni;
  const postgres = datas.find(({ versions }) => versions.postgres !== undefined)?.versions.postgres;
  return { ...(patroni ? { patroni } : {}), ...(postgres ? { postgres } : {}) };
}

function membersOf(
  nodes: readonly PatroniFragment[],
  shared: Shared,
  versions: PatroniData['versions'],
): Member[] {
  const members: Member[] = [];
  const ids = new Set<string>();
  for (const { data } of nodes) {
    const base = data.name !== undefined && !data.hidden ? data.name.text : (data.addresses[0] ?? 'node');
    const count = Math.min(data.replicas ?? 1, MAX_MEMBERS - members.length);
    for (let i = 0; i < count; i++) {
      const id = fresh(count > 1 ? `${base}-${i}` : base, ids);
      members.push(memberOf(id, data, shared, versions));
    }
  }
  return members;
}

function fresh(id: string, ids: Set<string>): string {
  let free = id;
  for (let i = 2; ids.has(free); i++) free = `${id} (${i})`;
  ids.add(free);
  return free;
}

function memberOf(id: string, data: PatroniData, shared: Shared, versions: PatroniData['versions']): Member {
  // A node's own `postgresql` section wins over the dynamic one; what only the DCS may say was marked when read.
  const patroni = patroniEffective(
    new Settings(PATRONI_PARAMETERS, versions.patroni, [
      ...shared.dynamic,
      ...data.local,
      ...hbaOf(data),
      // As this node's file has it: only one node's is ever taken.
      ...data.dynamic.map(each => ({ ...each, key: `bootstrap.dcs.${each.key}` })),
    ]),
    data.defaults,
  );
  const parameters = [...shared.parameters, ...data.localParameters];
  const postgres = new Settings(POSTGRES_PARAMETERS, versions.postgres, parameters);
  const priority = patroni.given('tags.failover_priority')?.effective;
  const raft = data.dcs?.kind === 'raft';
  const { postgres: version } = versions;
  return {
    id,
    role: 'data',
    votes: raft ? 1 : 0,
    eligible: mayLead(patroni) !== false,
    ...(typeof priority === 'number' ? { priority } : {}),
    site: data.site,
    addresses: data.addresses,
    settings: { patroni, postgres },
    ...(version ? { version } : {}),
    origin: data.name?.origin ?? data.origin,
    configured: true,
  };
}

/** Lines of pg_hba.conf as settings that may repeat. */
function hbaOf({ hba }: PatroniData): Written[] {
  return hba.map(({ text, origin }) => ({ key: 'pg_hba', raw: text, keyOrigin: origin, origin }));
}
