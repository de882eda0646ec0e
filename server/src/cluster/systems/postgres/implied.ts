import type { Origin } from '../../../sql/reading.js';
import { hostOf } from '../../join.js';
import type { Cluster, Member, Named } from '../../model.js';
import type { System } from '../../systems.js';

/** What a connection string or a router points at, where nothing else tells of it: servers of one cluster. */
export function impliedCluster(
  targets: readonly Named[],
  place: { readonly folder: string; readonly uri: string; readonly origin: Origin },
  system: System = 'postgres',
): Cluster | undefined {
  const seen = new Set<string>();
  const members = targets.flatMap(({ text, origin }): readonly Member[] => {
    const id = hostOf(text);
    if (id === '' || seen.has(text)) return [];
    seen.add(text);
    return [
      {
        id: targets.filter(each => hostOf(each.text) === id).length > 1 ? text : id,
        role: 'data',
        votes: 0,
        eligible: true,
        site: {},
        addresses: [text],
        settings: {},
        origin,
        configured: false,
      },
    ];
  });
  if (members.length < 2) return undefined;
  const name = members.map(({ id }) => id).join(',');
  return {
    id: `${system}:${name}@${place.folder}`,
    name,
    system,
    systems: new Set([system]),
    versions: {},
    members,
    links: [],
    commit: { count: 0, method: 'none', level: 'async', degrades: false },
    // Whoever names several hosts expects one of them to take over; nothing tells who decides.
    failover: { kind: 'manual', by: undefined },
    resources: [],
    routers: [],
    clients: [],
    settings: {},
    missing: [{ what: 'the configuration of the servers', origin: place.origin }],
    open: true,
    implied: true,
    origin: place.origin,
    sources: [place.uri],
  };
}

/** Each set of servers once. */
export function onePerSet(clusters: readonly Cluster[]): readonly Cluster[] {
  const seen = new Set<string>();
  return clusters.filter(({ members }) => {
    const key = members
      .flatMap(({ addresses }) => addresses)
      .sort()
      .join();
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}
