import type { Origin } from '../../../sql/reading.js';
import type { Cluster, FailoverRule, Link, Member, Missing, SyncLevel } from '../../model.js';
import type { Settings, Written } from '../../settings.js';
import { type Candidate, commitRuleOf, idsOf, levelOf } from './commit.js';
import { postgresSettings, standbyNamesOf } from './effective.js';
import { applicationName, type NodeGroup, surroundingsOf } from './groups.js';
import type { PostgresNode } from './nodes.js';

/** The cluster of one primary and its physical standbys. */
export function physicalCluster(group: NodeGroup): Cluster {
  const nodes = [...(group.primary ? [group.primary] : []), ...group.standbys];
  const first = nodes[0]!;
  const version = nodes.map(node => node.version).find(each => each !== undefined);
  const settingsOf = new Map(
    nodes.map(node => [
      node,
      postgresSettings((node.version ?? version)?.version, [...node.written, ...hbaOf(node)]),
    ]),
  );
  const ids = idsOfNodes(group);
  const candidates: Candidate[] = group.standbys.map(node => ({
    id: ids.get(node)!,
    name: applicationName(node),
  }));
  const settings = settingsOf.get(first)!;
  const primaryId = group.primary
    ? ids.get(group.primary)!
    : unseenPrimary(group.standbys, [...ids.values()]);
  const names = group.primary ? standbyNamesOf(settings) : undefined;
  const commit = group.primary
    ? commitRuleOf(settings, candidates)
    : ({ count: 0, method: 'none', level: 'async', degrades: false } as const);
  const listed =
    names === undefined || names.any
      ? []
      : idsOf(
          names.names.map(({ name }) => name),
          candidates,
        );
  const known = new Set([primaryId, ...candidates.map(({ id }) => id)]);
  const unseen = listed.filter(id => !known.has(id));
  const namesOrigin = settings.given('synchronous_standby_names')?.written.origin ?? first.origin;
  const upstream = group.standbys.map(node => node.upstream).find(each => each !== undefined);
  const members: Member[] = [
    group.primary
      ? memberOf(group.primary, primaryId, settings, true, addressesOf(group.primary, group.standbys, ids))
      : unseenMember(
          primaryId,
          upstream?.written.origin ?? first.origin,
          upstream?.conninfo.hosts.map(({ host, port }) => `${host}:${port}`) ?? [],
          true,
        ),
    ...group.standbys.map(node =>
      memberOf(node, ids.get(node)!, settingsOf.get(node)!, false, hostsOf(node)),
    ),
    ...unseen.map(id => unseenMember(id, namesOrigin, [], false)),
  ];
  const level = levelOf(settings.text('synchronous_commit'));
  const links = members.slice(1).map((member): Link => {
    const node = group.standbys.find(each => ids.get(each) === member.id);
    const from = node === undefined ? primaryId : upstreamId(node, group, ids, primaryId);
    const delay = member.settings.postgres?.number('recovery_min_apply_delay');
    return {
      from,
      to: member.id,
      kind: 'physical',
      sync: from === primaryId ? syncOf(member.id, listed, names, level) : 'async',
      ...(delay !== undefined && delay > 0 ? { delay } : {}),
      origin: node?.upstream?.written.origin ?? member.origin,
    };
  });
  const unknown = settings.isHidden('synchronous_standby_names');
  const missing: Missing[] = [
    ...nodes.flatMap(node => node.missing),
    ...unseen.map(id => ({ what: `the configuration of the standby ${id}`, origin: namesOrigin })),
    ...(group.primary ? [] : [{ what: 'the configuration of the primary', origin: first.origin }]),
    ...(names?.any === true && group.standbys.length === 0
      ? [{ what: 'the standbys that * means', origin: namesOrigin }]
      : []),
  ];
  const name = nameOf(group);
  return {
    id: `postgres:${name}@${folderOfGroup(group)}`,
    name,
    system: first.managedBy ?? 'postgres',
    systems: new Set(['postgres', ...(first.managedBy ? [first.managedBy] : [])] as const),
    versions: version === undefined ? {} : { postgres: version },
    members,
    links,
    commit,
    failover: failoverOf(members, settings, first),
    resources: [],
    routers: [],
    clients: [],
    settings: { postgres: settings },
    missing,
    // Without names nothing tells which standbys there are.
    open: unknown || (group.standbys.length === 0 && (names === undefined || names.any)),
    origin: first.origin,
    sources: [...new Set(nodes.flatMap(({ uris }) => uris))],
  };
}

/** Lines of pg_hba.conf as settings of the name `pg_hba`, one each, for rules to read. */
function hbaOf({ hba }: PostgresNode): readonly Written[] {
  return hba.map(({ origin }) => ({
    key: 'pg_hba',
    raw: origin.unit.piece.text.slice(origin.span.start, origin.span.end),
    keyOrigin: origin,
    origin,
  }));
}

function idsOfNodes({ primary, standbys }: NodeGroup): ReadonlyMap<PostgresNode, string> {
  const ids = new Map<PostgresNode, string>();
  const used = new Set<string>();
  const names = standbys.map(node => applicationName(node).toLowerCase());
  for (const node of [...(primary ? [primary] : []), ...standbys]) {
    const name = node === primary ? 'walreceiver' : applicationName(node);
    const isOwn = name !== 'walreceiver' && names.filter(each => each === name.toLowerCase()).length === 1;
    let id = isOwn ? name : node.label;
    for (let i = 2; used.has(id); i++) id = `${isOwn ? name : node.label}-${i}`;
    used.add(id);
    ids.set(node, id);
  }
  return ids;
}

function unseenPrimary(standbys: readonly PostgresNode[], used: readonly string[]): string {
  const host = standbys.flatMap(node => node.upstream?.conninfo.hosts ?? []).map(each => each.host)[0];
  const id = host ?? 'primary';
  return used.includes(id) ? `${id} (primary)` : id;
}

function memberOf(
  node: PostgresNode,
  id: string,
  settings: Settings,
  leader: boolean,
  addresses: readonly string[],
): Member {
  return {
    id,
    role: 'data',
    ...(leader ? { leader } : {}),
    votes: 0,
    eligible: true,
    site: node.site ?? {},
    addresses,
    settings: { postgres: settings },
    ...(node.version ? { version: node.version.version } : {}),
    origin: node.origin,
    configured: true,
  };
}

function unseenMember(id: string, origin: Origin, addresses: readonly string[], leader: boolean): Member {
  return {
    id,
    role: 'data',
    ...(leader ? { leader } : {}),
    votes: 0,
    eligible: true,
    site: {},
    addresses,
    settings: {},
    origin,
    configured: false,
  };
}

/** The primary's own names, and those by which its standbys reach it. */
function addressesOf(
  primary: PostgresNode,
  standbys: readonly PostgresNode[],
  ids: ReadonlyMap<PostgresNode, string>,
): readonly string[] {
  const others = new Set(standbys.flatMap(node => [ids.get(node)!, ...node.hosts]));
  const seen = standbys.flatMap(node =>
    (node.upstream?.conninfo.hosts ?? [])
      .filter(({ host }) => !others.has(host))
      .map(({ host, port }) => `${host}:${port}`),
  );
  return [...new Set([...hostsOf(primary), ...seen])];
}

function hostsOf(node: PostgresNode): readonly string[] {
  return [...new Set(node.hosts.length > 0 ? node.hosts : [node.label])];
}

/** The member that a standby streams from: another standby, where its connection names that one. */
function upstreamId(
  node: PostgresNode,
  { standbys }: NodeGroup,
  ids: ReadonlyMap<PostgresNode, string>,
  primary: string,
): string {
  const host = node.upstream?.conninfo.hosts[0]?.host.toLowerCase();
  if (host === undefined) return primary;
  const found = standbys.find(
    each =>
      each !== node && [ids.get(each)!, each.label, ...each.hosts].some(own => own.toLowerCase() === host),
  );
  return found === undefined ? primary : ids.get(found)!;
}

function syncOf(
  id: string,
  listed: readonly string[],
  names: ReturnType<typeof standbyNamesOf>,
  level: SyncLevel | undefined,
): SyncLevel {
  if (names === undefined || level === undefined) return 'async';
  if (names.any) return 'quorum';
  const at = listed.indexOf(id);
  if (at === -1) return 'async';
  if (names.method === 'any') return names.count >= listed.length ? level : 'quorum';
  return at < names.count ? level : 'async';
}

/** PostgreSQL itself promotes nobody. */
function failoverOf(members: readonly Member[], settings: Settings, first: PostgresNode): FailoverRule {
  if (first.managedBy !== undefined) return { kind: 'automatic', by: first.managedBy };
  const replicates = members.length > 1 || (settings.text('synchronous_standby_names') ?? '') !== '';
  return replicates ? { kind: 'manual', by: undefined } : { kind: 'none needed', by: undefined };
}

function nameOf(group: NodeGroup): string {
  const nodes = [...(group.primary ? [group.primary] : []), ...group.standbys];
  if (nodes.length === 1) return nodes[0]!.label;
  const around = folderOfGroup(group).split('/').at(-1) ?? '';
  return around === '' || around.includes(':') ? nodes[0]!.label : around;
}

function folderOfGroup(group: NodeGroup): string {
  const nodes = [...(group.primary ? [group.primary] : []), ...group.standbys];
  const folders = new Set(nodes.map(({ folder }) => folder));
  return (folders.size === 1 ? nodes[0]!.folder : surroundingsOf(nodes[0]!)).replace(/#.*/s, '');
}
