import { hostOf } from '../../join.js';
import type { Cluster, Member } from '../../model.js';
import { Settings, type Written } from '../../settings.js';
import type { System } from '../../systems.js';
import { follows } from '../mysql/async.js';
import { folderOf, type MhaDraft } from '../mysql/data.js';
import { labelOf } from '../mysql/my-cnf.js';
import { commitRuleOf } from '../mysql/semisync.js';
import type { Server } from '../mysql/server.js';
import { MHA_TABLE } from './parameters.js';

/** Three unanswered pings, and what the manager needs to check the others and to apply what they miss. */
const PINGS = 3;

/** The groups of servers that MHA's manager watches, with the option files of those servers. */
export function mhaClusters(drafts: readonly MhaDraft[], servers: readonly Server[]): MhaResult {
  const shared = drafts.filter(({ servers: listed }) => listed.length === 0);
  const taken = new Set<Server>();
  const groups = drafts.filter(draft => draft.servers.length > 0);
  const clusters = groups.map(draft => clusterOf(draft, defaultsFor(draft, shared), servers, taken));
  if (groups.length > 0) return { clusters, taken };
  return { clusters: shared.map(draft => clusterOf(draft, [], [], taken)), taken };
}

export interface MhaResult {
  readonly clusters: readonly Cluster[];
  /** Servers that are part of one of them. */
  readonly taken: ReadonlySet<Server>;
}

/** `masterha_default.cnf` holds for all groups; the group's own settings are stronger. */
function defaultsFor(draft: MhaDraft, shared: readonly MhaDraft[]): readonly Written[] {
  const near = shared.filter(({ path }) => folderOf(path) === folderOf(draft.path));
  return (near.length > 0 ? near : shared.length === 1 ? shared : []).flatMap(({ defaults }) => defaults);
}

function clusterOf(
  draft: MhaDraft,
  above: readonly Written[],
  servers: readonly Server[],
  taken: Set<Server>,
): Cluster {
  const settings = new Settings(MHA_TABLE, undefined, [...above, ...draft.defaults]);
  const found = draft.servers.map(({ hostname }) =>
    hostname === undefined
      ? undefined
      : servers.find(server =>
          [server.label, ...server.addresses].map(hostOf).includes(hostOf(hostname.text)),
        ),
  );
  for (const server of found) if (server !== undefined) taken.add(server);
  const members = draft.servers.map(({ section, hostname, written }, i): Member => {
    const own = settings.with(written);
    const server = found[i];
    return {
      id: hostname?.text ?? section.text,
      role: 'data',
      votes: 0,
      eligible: own.flag('no_master') !== true,
      priority: own.flag('candidate_master') === true ? 1 : 0,
      site: server?.site ?? {},
      addresses: hostname === undefined ? [] : [hostname.text, ...(server?.addresses ?? [])],
      settings: { mha: own, ...server?.by() },
      ...(server?.version === undefined ? {} : { version: server.version }),
      origin: hostname?.origin ?? section.origin,
      configured: true,
    };
  });
  const known = found.filter(server => server !== undefined);
  const interval = settings.number('ping_interval') ?? 3000;
  const ids = new Map(
    found.flatMap((server, i) => (server === undefined ? [] : [[server, members[i]!.id] as const])),
  );
  return {
    id: `mha:${labelOf(draft.path)}@${folderOf(draft.path)}`,
    name: labelOf(draft.path),
    system: 'mha',
    systems: new Set<System>(['mha', ...known.map(({ flavour }) => flavour ?? 'mysql')]),
    versions: {},
    members,
    links: known.flatMap(replica =>
      known
        .filter(source => source !== replica && follows(replica, source))
        .map(source => ({
          from: ids.get(source)!,
          to: ids.get(replica)!,
          kind: 'logical' as const,
          sync: 'async' as const,
          origin: draft.origin,
        })),
    ),
    commit: commitRuleOf(known[0]),
    failover: { kind: 'automatic', by: 'mha', detectMs: [interval * PINGS, interval * PINGS + 30_000] },
    resources: [],
    routers: [],
    clients: [],
    settings: { mha: settings },
    missing: [],
    open: draft.servers.length === 0,
    origin: draft.origin,
    sources: [...new Set([draft.origin.unit.uri, ...known.flatMap(({ uris }) => uris)])],
  };
}
