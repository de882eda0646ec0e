import { hostOf } from '../../../../cluster/join.js';
import type { Cluster, Member } from '../../../../cluster/model.js';
import type { Settings } from '../../../../cluster/settings.js';
import { semiSync as semiSyncSetting } from '../../../../cluster/systems/mysql/semisync.js';
import type { Prepared } from '../../../family.js';
import { type Layout, layOut } from '../../../kit/layout.js';
import { defaultNode, NO_SYNC, type SyncRule } from '../../../kit/postgres/index.js';
import { because } from '../../../kit/reasons.js';
import { MAX_SET } from '../../../kit/sets.js';
import type { ManagerConfig, MysqlConfig, MysqlNode, SemiSync } from './config.js';
import { Mysql } from './mysql.js';

/** A source with replicas, alone or under MHA or Orchestrator. Rings and pairs of sources are none: undefined. */
export function prepareMysql(
  cluster: Cluster,
  all: readonly Cluster[],
): Prepared | { readonly why: string } | undefined {
  const mha = mhaOf(cluster, all);
  // What the manager's file lists, and what the servers' own files say, may have been read as two clusters.
  const partner =
    cluster.system === 'mha' ? all.find(each => isMysql(each) && mhaOf(each, all) === cluster) : undefined;
  if (partner !== undefined) return prepareMysql(partner, all);
  const members = cluster.members.filter(({ role }) => role === 'data');
  if (members.filter(({ leader }) => leader === true).length > 1) return undefined;
  if (members.length === 0) return { why: `The files tell of no server of ${cluster.name}.` };
  if (cluster.failover.by === 'maxscale' && cluster.failover.kind === 'automatic')
    return { why: `MaxScale fails ${cluster.name} over, and how it does so is not modelled.` };
  const source = sourceOf(cluster, members);
  const servers = layOut(members.map(member => ({ member, program: 'mysqld', serves: true })));
  const { layout, manager } = withManager(cluster, all, mha, members, servers);
  if (layout.processes.length > MAX_SET)
    return { why: `${cluster.name} has more than ${MAX_SET} processes: too many to play.` };
  const byId = new Map(members.map(({ id }, p) => [id, p]));
  const config: MysqlConfig = {
    nodes: members.map((member, p) => nodeOf(member, p, members, cluster, mha)),
    source,
    upstreams: members.map(({ id }) => {
      const from = cluster.links.find(({ to }) => to === id)?.from;
      return from === undefined ? undefined : byId.get(from);
    }),
    ...(manager === undefined ? {} : { manager }),
  };
  return {
    family: 'primary-backup',
    title: manager === undefined ? 'MySQL replication' : TITLES[manager.kind],
    ...layout,
    create: world => new Mysql(world, config),
    searchUnitMs: manager?.kind === 'mha' ? manager.pingMs : 5_000,
    readLevels: [{ name: 'any server', linearizable: false }],
    limits: [
      'Replicas take no writes of clients, as read_only sees to, and replay what they have received at once.',
      'Binary logs are kept for as long as a replica is away.',
    ],
  };
}

const TITLES = {
  mha: 'MySQL replication under MHA',
  orchestrator: 'MySQL replication under Orchestrator',
} as const;

/** Whom the files name, or whom the others follow, or the first. */
function sourceOf(cluster: Cluster, members: readonly Member[]): number {
  const named = members.findIndex(({ leader }) => leader === true);
  if (named >= 0) return named;
  return Math.max(
    0,
    members.findIndex(
      ({ id }) => cluster.links.some(({ from }) => from === id) && !cluster.links.some(({ to }) => to === id),
    ),
  );
}

function isMysql({ system }: Cluster): boolean {
  return system === 'mysql' || system === 'mariadb';
}

/** The manager that watches a cluster: MHA lists its servers by their hosts. */
function mhaOf(cluster: Cluster, all: readonly Cluster[]): Cluster | undefined {
  if (cluster.system === 'mha') return cluster;
  return all.find(
    ({ system, members }) =>
      system === 'mha' && members.some(listed => cluster.members.some(member => isSame(listed, member))),
  );
}

function isSame(listed: Member, member: Member): boolean {
  const names = ({ id, addresses, site }: Member) => [id, ...addresses, site.host ?? id].map(hostOf);
  const own = names(member);
  return names(listed).some(name => own.includes(name));
}

function settingsOf(member: Member): Settings | undefined {
  return member.settings.mysql ?? member.settings.mariadb;
}

function nodeOf(
  member: Member,
  process: number,
  members: readonly Member[],
  cluster: Cluster,
  mha: Cluster | undefined,
): MysqlNode {
  const settings = settingsOf(member);
  const of = (...names: string[]) =>
    because(member, member.settings.mysql === undefined ? 'mariadb' : 'mysql', ...names);
  const durable = durableOf(settings);
  const semi = semiSyncOf(member, settings);
  const link = cluster.links.find(({ to }) => to === member.id);
  const netTimeout = settings?.number('replica_net_timeout') ?? 60_000;
  const plain = defaultNode(process);
  // What is flushed at each commit is not to blame.
  const flush = of(
    ...['sync_binlog', 'innodb_flush_log_at_trx_commit'].filter(name => settings?.text(name) !== '1'),
  );
  return {
    name: member.id,
    shipping: {
      ...plain,
      sync: semi === undefined ? NO_SYNC : ruleOf(settings, process, members),
      applyDelayMs: link?.delay ?? 0,
      walReceiverTimeoutMs: netTimeout,
      // A source that has nothing to send says so each half of it.
      statusIntervalMs: Math.max(1_000, netTimeout / 2),
      retryIntervalMs: 60_000,
      startMs: [1_000, 4_000],
      promoteMs: [50, 500],
      because: {
        ...plain.because,
        sync: of(semi?.because === undefined ? 'sync_binlog' : 'rpl_semi_sync_source_enabled'),
        level: flush,
        receiverTimeout: of('replica_net_timeout'),
      },
    },
    ...(semi === undefined ? {} : { semiSync: semi }),
    readOnly: settings?.flag('read_only') === true || settings?.flag('super_read_only') === true,
    durable,
    preference: preferenceOf(mha?.members.find(other => isSame(other, member)) ?? member),
    because: { durable: flush, readOnly: of('read_only', 'super_read_only') },
  };
}

/** The log of the engine and the binary log: a commit is safe where both are on disk. */
function durableOf(settings: Settings | undefined): MysqlNode['durable'] {
  const flush = settings?.number('innodb_flush_log_at_trx_commit') ?? 1;
  if (flush === 0) return 'lazy';
  return flush === 2 || (settings?.number('sync_binlog') ?? 1) !== 1 ? 'machine' : 'each';
}

function semiSyncOf(member: Member, settings: Settings | undefined): SemiSync | undefined {
  if (settings === undefined || semiSyncSetting(settings, 'source_enabled')?.effective !== true)
    return undefined;
  const timeout = semiSyncSetting(settings, 'source_timeout');
  const point = semiSyncSetting(settings, 'source_wait_point');
  const system = member.settings.mysql === undefined ? 'mariadb' : 'mysql';
  const named = (setting: typeof timeout, otherwise: string) =>
    because(member, system, setting?.parameter.name ?? otherwise);
  return {
    timeoutMs: typeof timeout?.effective === 'number' ? timeout.effective : 10_000,
    afterSync:
      typeof point?.effective === 'string'
        ? point.effective.toUpperCase() === 'AFTER_SYNC'
        : system === 'mysql',
    waitsForNobody: semiSyncSetting(settings, 'source_wait_no_replica')?.effective !== false,
    because: {
      timeout: named(timeout, 'rpl_semi_sync_source_timeout'),
      point: named(point, 'rpl_semi_sync_source_wait_point'),
    },
  };
}

/** Any replica with semi-sync switched on may send the receipt. */
function ruleOf(settings: Settings | undefined, process: number, members: readonly Member[]): SyncRule {
  const count =
    settings === undefined ? 1 : semiSyncSetting(settings, 'source_wait_for_replica_count')?.effective;
  return {
    method: 'any',
    count: typeof count === 'number' ? count : 1,
    members: members.flatMap((other, q) => {
      const own = settingsOf(other);
      const on = own !== undefined && semiSyncSetting(own, 'replica_enabled')?.effective === true;
      return q !== process && on ? [q] : [];
    }),
  };
}

function preferenceOf(member: Member): number {
  return !member.eligible ? -1 : (member.priority ?? 0);
}

function withManager(
  cluster: Cluster,
  all: readonly Cluster[],
  mha: Cluster | undefined,
  members: readonly Member[],
  layout: Layout,
): { readonly layout: Layout; readonly manager?: ManagerConfig } {
  const first = members.length;
  if (mha !== undefined) {
    const settings = mha.settings.mha;
    const of = (...names: string[]) => because(mha, 'mha', ...names);
    return {
      layout: withProcesses(layout, ['mha-manager'], 'mha'),
      manager: {
        kind: 'mha',
        process: first,
        pingMs: settings?.number('ping_interval') ?? 3_000,
        asksOthers: isGiven(settings, 'secondary_check_script'),
        shutsDown: isGiven(settings, 'shutdown_script'),
        movesAddress: isGiven(settings, 'master_ip_failover_script'),
        ignores: members.map(
          member =>
            mha.members.find(other => isSame(other, member))?.settings.mha?.flag('ignore_fail') === true,
        ),
        because: {
          ping: of('ping_interval'),
          check: of('secondary_check_script'),
          fence: of('shutdown_script', 'master_ip_failover_script'),
          ignore: of('ignore_fail'),
        },
      },
    };
  }
  const watcher = all.find(({ system }) => system === 'orchestrator');
  if (
    cluster.failover.by !== 'orchestrator' ||
    cluster.failover.kind !== 'automatic' ||
    watcher === undefined
  )
    return { layout };
  const settings = watcher.settings.orchestrator;
  const of = (...names: string[]) => because(watcher, 'orchestrator', ...names);
  const names = watcher.members.map(({ id }) => id);
  return {
    layout: withProcesses(layout, names, 'orchestrator'),
    manager: {
      kind: 'orchestrator',
      processes: names.map((_, i) => first + i),
      pollMs: settings?.number('InstancePollSeconds') ?? 5_000,
      raft: settings?.flag('RaftEnabled') === true,
      makesWritable: settings?.flag('ApplyMySQLPromotionAfterMasterFailover') !== false,
      blockMs: settings?.number('RecoveryPeriodBlockSeconds') ?? 3_600_000,
      because: {
        poll: of('InstancePollSeconds'),
        promotion: of('ApplyMySQLPromotionAfterMasterFailover'),
        block: of('RecoveryPeriodBlockSeconds'),
        raft: of('RaftEnabled'),
      },
    },
  };
}

function isGiven(settings: Settings | undefined, name: string): boolean {
  return (settings?.text(name) ?? '') !== '';
}

/** Managers stand on machines of their own, unless they are called as one that is there. */
function withProcesses(layout: Layout, names: readonly string[], program: string): Layout {
  const hosts = [...layout.hosts];
  const processes = [...layout.processes];
  for (const name of names) {
    const bare = name.replace(/:\d+$/, '');
    let host = hosts.findIndex(each => each.name === bare || each.aliases.includes(bare));
    if (host < 0) host = hosts.push({ name: bare, aliases: [], client: false }) - 1;
    const taken = processes.some(each => each.name === name);
    processes.push({ name: taken ? `${name}/${program}` : name, host, program, serves: false });
  }
  return { hosts, processes };
}
