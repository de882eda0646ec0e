import type { Cluster, CommitRule, Member } from '../../model.js';
import type { Fragment } from '../../module.js';
import { Settings } from '../../settings.js';
import type { PostgresData } from '../postgres/data.js';
import type { AutoFailoverCommand } from './commands.js';
import { AUTO_FAILOVER_PARAMETERS } from './parameters.js';

type Command = Fragment<PostgresData> & { readonly data: AutoFailoverCommand };

/** Clusters that pg_auto_failover runs: the nodes of one group of services, and their monitor. */
export function autoFailoverClusters(fragments: readonly Fragment<PostgresData>[]): readonly Cluster[] {
  const commands = fragments.filter((each): each is Command => each.data.kind === 'autofailover');
  const groups = new Map<string, Command[]>();
  const keyOf = ({ data: { folder, group } }: Command) => `${folder} ${group}`;
  for (const command of commands) {
    const formation = command.data.written.find(({ key }) => key === 'formation')?.raw;
    const own = formation === undefined ? keyOf(command) : `${keyOf(command)} ${String(formation)}`;
    groups.set(own, [...(groups.get(own) ?? []), command]);
  }
  // A monitor may keep several formations; its own command and file name none.
  for (const [own, members] of groups) {
    const key = keyOf(members[0]!);
    const monitors = (groups.get(key) ?? []).filter(({ data }) => data.role === 'monitor');
    if (own !== key && groups.get(key)?.every(({ data }) => data.role !== 'node')) members.push(...monitors);
  }
  return [...groups.values()].flatMap(own =>
    own.some(({ data }) => data.role === 'node') ? [clusterOf(own)] : [],
  );
}

function clusterOf(commands: readonly Command[]): Cluster {
  const nodes = commands.filter(({ data }) => data.role === 'node');
  const monitors = commands.filter(({ data }) => data.role === 'monitor');
  const members: Member[] = [];
  for (const { data, origin } of [...nodes, ...monitors]) {
    const settings = new Settings(AUTO_FAILOVER_PARAMETERS, undefined, data.written);
    const isNode = data.role === 'node';
    const priority = settings.number('candidate-priority');
    let id = data.name;
    for (let i = 2; members.some(each => each.id === id); i++) id = `${data.name}-${i}`;
    members.push({
      id,
      role: isNode ? 'data' : 'witness',
      ...(isNode && members.length === 0 ? { leader: true } : {}),
      votes: isNode ? 0 : 1,
      eligible: isNode && priority !== 0,
      ...(isNode && priority !== undefined ? { priority } : {}),
      site: data.site,
      addresses: data.hosts,
      settings: { pg_auto_failover: settings },
      origin,
      configured: true,
    });
  }
  const written = commands.flatMap(({ data }) => (data.role === 'settings' ? data.written : []));
  const settings = new Settings(AUTO_FAILOVER_PARAMETERS, undefined, written);
  const data = members.filter(({ role }) => role === 'data');
  const quorum = data.filter(
    member => member.settings.pg_auto_failover?.flag('replication-quorum') !== false,
  );
  const standbys = quorum.length - 1;
  // Zero while there is one standby, and one as soon as there is a second.
  const count = settings.number('number_sync_standbys') ?? (standbys >= 2 ? 1 : 0);
  const first = commands[0]!;
  const commit: CommitRule =
    standbys < 1
      ? { count: 0, method: 'none', level: 'async', degrades: false }
      : {
          count: Math.max(1, count),
          method: 'any',
          of: quorum.map(({ id }) => id),
          level: 'durable',
          degrades: count === 0,
        };
  const leader = data[0]!;
  const folder = first.data.folder;
  const name =
    folder
      .split('/')
      .filter(part => part !== '' && !part.includes(':'))
      .at(-1) ?? 'pg_auto_failover';
  const monitor = nodes.map(({ data: each }) => each.monitor).find(each => each !== undefined);
  return {
    id: `pg_auto_failover:${name}@${folder}`,
    name,
    system: 'pg_auto_failover',
    systems: new Set(['pg_auto_failover'] as const),
    versions: {},
    members,
    links: data.slice(1).map(({ id, origin }) => ({
      from: leader.id,
      to: id,
      kind: 'physical',
      sync: quorum.some(each => each.id === id) ? 'quorum' : 'async',
      origin,
    })),
    commit,
    // Twenty seconds without a report, then the checks; the old primary gets up to thirty to stop.
    failover: { kind: 'automatic', by: 'pg_auto_failover', detectMs: [20_000, 60_000] },
    resources: [],
    routers: [],
    clients: [],
    settings: { pg_auto_failover: settings },
    missing: monitors.length === 0 ? [{ what: 'the monitor', origin: monitor?.origin ?? first.origin }] : [],
    open: false,
    origin: first.origin,
    sources: [...new Set(commands.map(({ uri }) => uri))],
  };
}
