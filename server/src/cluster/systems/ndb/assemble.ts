import type { Cluster, Link, Member } from '../../model.js';
import type { Assembled, Fragment } from '../../module.js';
import { Settings } from '../../settings.js';
import type { System } from '../../systems.js';
import type { NdbConfig, NdbKind, NdbSection } from './config.js';
import { NDB_TABLE } from './parameters.js';

/** Missed heartbeats after which a data node is declared dead. */
const MISSED = 4;

export function assembleNdb(fragments: readonly Fragment<NdbConfig>[]): Assembled {
  return { clusters: fragments.map(({ data, uri }) => clusterOf(data, uri)) };
}

function clusterOf({ sections, path }: NdbConfig, uri: string): Cluster {
  const defaults = (kind: NdbKind) =>
    sections.filter(each => each.kind === kind && each.defaults).flatMap(({ written }) => written);
  const of = (kind: NdbKind) => sections.filter(each => each.kind === kind && !each.defaults);
  const shared = new Settings(NDB_TABLE, undefined, defaults('ndbd'));
  const members = [
    ...of('ndbd').map((section, i) => memberOf(section, defaults('ndbd'), 'data', `ndbd${i + 1}`)),
    ...of('ndb_mgmd').map((section, i) => memberOf(section, defaults('ndb_mgmd'), 'witness', `mgmd${i + 1}`)),
    ...of('api').map((section, i) => memberOf(section, defaults('api'), 'router', `api${i + 1}`)),
  ];
  const data = members.filter(({ role }) => role === 'data');
  const copies = shared.number('NoOfReplicas') ?? 2;
  const heartbeat = shared.number('HeartbeatIntervalDbDb') ?? 5000;
  const origin =
    shared.given('NoOfReplicas')?.written.origin ??
    sections.find(({ kind }) => kind === 'ndbd')?.origin ??
    sections[0]!.origin;
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return {
    id: `ndb:ndb@${folder}`,
    name: 'ndb',
    system: 'ndb',
    systems: new Set<System>(['ndb']),
    versions: {},
    members: unique(members),
    links: linksOf(data, copies),
    commit: { count: Math.max(0, copies - 1), method: 'all', level: 'received', degrades: true },
    failover: {
      kind: 'none needed',
      by: 'ndb',
      detectMs: [
        heartbeat * (MISSED - 1),
        heartbeat * MISSED + (shared.number('ArbitrationTimeout') ?? 7500),
      ],
    },
    resources: [],
    routers: [],
    clients: [],
    settings: { ndb: shared },
    missing: [],
    open: false,
    origin,
    sources: [uri],
  };
}

function unique(members: readonly Member[]): Member[] {
  const used = new Set<string>();
  return members.map(member => {
    let { id } = member;
    for (let i = 2; used.has(id); i++) id = `${member.id}#${i}`;
    used.add(id);
    return { ...member, id };
  });
}

function memberOf(
  { written, origin }: NdbSection,
  defaults: NdbSection['written'],
  role: 'data' | 'witness' | 'router',
  fallback: string,
): Member {
  const settings = new Settings(NDB_TABLE, undefined, [...defaults, ...written]);
  const host = settings.text('HostName');
  const id = settings.text('NodeId');
  const zone = settings.given('LocationDomainId')?.value;
  const rank = settings.number('ArbitrationRank');
  return {
    id:
      id === undefined ? fallback : `${role === 'data' ? 'ndbd' : role === 'witness' ? 'mgmd' : 'api'} ${id}`,
    role,
    // Data nodes count themselves; who has a rank decides between equal halves.
    votes: role === 'data' || (rank ?? (role === 'witness' ? 1 : 0)) > 0 ? 1 : 0,
    eligible: role === 'data',
    site: {
      ...(host === undefined ? {} : { host }),
      ...(typeof zone === 'number' && zone > 0 ? { zone: `domain ${zone}` } : {}),
    },
    addresses: host === undefined ? [] : [host],
    settings: { ndb: settings },
    origin,
    configured: true,
  };
}

/** Nodes of one group hold the same fragments: the first so many, the next so many. */
function linksOf(data: readonly Member[], copies: number): Link[] {
  const links: Link[] = [];
  if (copies < 2 || data.length > 60) return links;
  for (let start = 0; start + copies <= data.length; start += copies) {
    const group = data.slice(start, start + copies);
    for (const from of group) {
      for (const to of group) {
        if (from !== to)
          links.push({ from: from.id, to: to.id, kind: 'peer', sync: 'received', origin: to.origin });
      }
    }
  }
  return links;
}
