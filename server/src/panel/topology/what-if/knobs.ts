import type { Cluster } from '../../../cluster/model.js';
import { applicationNameOf } from '../../../cluster/systems/postgres/application-name.js';
import type { System } from '../../../cluster/systems.js';

/** A parameter that people turn to see what becomes of a cluster. What it does and how it is written its table knows. */
export interface Knob {
  /** As its table has it. */
  readonly name: string;
  /** Of numbers and durations: the ends of the slider. Undefined: a switch, or the values of its table. */
  readonly range?: {
    readonly min: number;
    readonly max: number;
    readonly step: number;
    readonly unit: 'ms' | 's' | 'count';
  };
  /** Values to choose from, where the table does not list them or lists too many. */
  readonly values?: readonly string[];
  /** The same where the cluster says what makes sense; none: nobody would turn it here. */
  readonly valuesIn?: (cluster: Cluster) => readonly string[];
  /** True where the cluster goes by it; undefined: always. */
  readonly counts?: (cluster: Cluster) => boolean;
  /**
   * Where it has dots and no other of its level is there: `block` writes the level as well (`performance { … }`), `never`
   * leaves it. Undefined: the file takes names with dots.
   */
  readonly level?: 'block' | 'never';
  /** An option of a connection string: it is added to those of one. */
  readonly inUri?: true;
  /** Counts on the leader alone: elsewhere it is changed where it is written, and not added. */
  readonly onLeader?: true;
  /** A text that needs quotes where a file does not show its own. */
  readonly quoted?: true;
  /** Parameters beside which it is written where it is not there yet; undefined: beside any other. */
  readonly beside?: readonly string[];
  /** Written as an option within the value of another parameter: `wsrep_provider_options="evs.suspect_timeout=PT5S"`. */
  readonly within?: string;
  /** Seconds as a file writes them that does not show its own way: `PT5S`, `5s`. Undefined: a bare number. */
  readonly print?: (value: number) => string;
}

const s = (name: string, min: number, max: number, step = 1, more: Partial<Knob> = {}): Knob => ({
  name,
  range: { min, max, step, unit: 's' },
  ...more,
});
const ms = (name: string, min: number, max: number, step: number, more: Partial<Knob> = {}): Knob => ({
  name,
  range: { min, max, step, unit: 'ms' },
  ...more,
});
const count = (name: string, min: number, max: number, step = 1, more: Partial<Knob> = {}): Knob => ({
  name,
  range: { min, max, step, unit: 'count' },
  ...more,
});
const pick = (name: string, values?: readonly string[], more: Partial<Knob> = {}): Knob => ({
  name,
  ...(values === undefined ? {} : { values }),
  ...more,
});

/** Dynamic settings of Patroni stand beside each other, in `bootstrap.dcs` or what the store holds. */
const DYNAMIC = {
  beside: ['ttl', 'loop_wait', 'retry_timeout', 'maximum_lag_on_failover', 'synchronous_mode'],
} as const;

const ISO = { print: (value: number) => `PT${value}S` } as const;
const SECONDS = { print: (value: number) => `${value}s` } as const;
const PROVIDER = { within: 'wsrep_provider_options' } as const;

/** Redis Cluster. */
const RING = {
  counts: ({ members, settings }: Cluster) =>
    [settings, ...members.map(each => each.settings)].some(
      each => (each.redis ?? each.valkey)?.flag('cluster-enabled') === true,
    ),
} as const;

/** Replication by the binary log. */
const BINLOG = {
  counts: ({ system }: Cluster) => system !== 'galera' && system !== 'group-replication',
} as const;

const REDIS: readonly Knob[] = [
  count('min-replicas-to-write', 0, 3),
  s('min-replicas-max-lag', 1, 60),
  pick('appendonly'),
  pick('appendfsync'),
  ms('cluster-node-timeout', 1_000, 60_000, 500, RING),
  count('cluster-replica-validity-factor', 0, 20, 1, RING),
  pick('cluster-allow-reads-when-down', undefined, RING),
];

const MYSQL: readonly Knob[] = [
  pick('rpl_semi_sync_source_enabled', undefined, BINLOG),
  ms('rpl_semi_sync_source_timeout', 500, 60_000, 500, BINLOG),
  pick('rpl_semi_sync_source_wait_point', ['AFTER_SYNC', 'AFTER_COMMIT'], BINLOG),
  pick('sync_binlog', ['0', '1']),
  pick('innodb_flush_log_at_trx_commit', ['0', '1', '2']),
];

const MARIADB: readonly Knob[] = [
  pick('rpl_semi_sync_master_enabled', undefined, BINLOG),
  ms('rpl_semi_sync_master_timeout', 500, 60_000, 500, BINLOG),
  pick('rpl_semi_sync_master_wait_point', ['AFTER_SYNC', 'AFTER_COMMIT'], BINLOG),
  pick('sync_binlog', ['0', '1']),
  pick('innodb_flush_log_at_trx_commit', ['0', '1', '2']),
];

const CASSANDRA: readonly Knob[] = [
  pick('basic.request.consistency', [
    'ONE',
    'LOCAL_ONE',
    'TWO',
    'QUORUM',
    'LOCAL_QUORUM',
    'EACH_QUORUM',
    'ALL',
  ]),
  count('replication.replication_factor', 1, 5),
  pick('commitlog_sync'),
  pick('hinted_handoff_enabled'),
  count('phi_convict_threshold', 5, 16),
  ms('failure_detector_timeout_in_ms', 2_000, 60_000, 1_000),
];

const SEARCH: readonly Knob[] = [
  count('number_of_replicas', 0, 3),
  pick('write.wait_for_active_shards', ['1', '2', '3', 'all']),
  pick('translog.durability'),
  count('discovery.zen.minimum_master_nodes', 1, 5),
  s('cluster.fault_detection.leader_check.timeout', 1, 60, 1, SECONDS),
  count('cluster.fault_detection.leader_check.retry_count', 1, 10),
  pick('cluster.no_master_block'),
];

/** How a system writes a switch where its file shows no way of its own. */
export const SWITCHES: Partial<Readonly<Record<System, readonly [on: string, off: string]>>> = {
  postgres: ['on', 'off'],
  mysql: ['ON', 'OFF'],
  mariadb: ['ON', 'OFF'],
  'group-replication': ['ON', 'OFF'],
  redis: ['yes', 'no'],
  valkey: ['yes', 'no'],
};

/** By system, the ones that most depends on first. */
export const KNOBS: Partial<Readonly<Record<System, readonly Knob[]>>> = {
  patroni: [
    s('ttl', 20, 120, 5, DYNAMIC),
    s('loop_wait', 1, 30, 1, DYNAMIC),
    s('retry_timeout', 3, 30, 1, DYNAMIC),
    pick('synchronous_mode', undefined, DYNAMIC),
    pick('synchronous_mode_strict', undefined, DYNAMIC),
    count('synchronous_node_count', 1, 3, 1, DYNAMIC),
    count('maximum_lag_on_failover', 0, 16 * 2 ** 20, 2 ** 18, DYNAMIC),
    pick('failsafe_mode', undefined, DYNAMIC),
    pick('check_timeline', undefined, DYNAMIC),
    pick('watchdog.mode'),
  ],
  postgres: [
    pick('synchronous_commit', ['off', 'local', 'remote_write', 'on', 'remote_apply']),
    { name: 'synchronous_standby_names', valuesIn: standbyNames, quoted: true, onLeader: true },
    s('wal_sender_timeout', 1, 120, 1, SECONDS),
    s('wal_receiver_timeout', 1, 120, 1, SECONDS),
    s('recovery_min_apply_delay', 0, 600, 5, SECONDS),
  ],
  cloudnativepg: [
    pick('postgresql.synchronous.dataDurability'),
    count('postgresql.synchronous.number', 1, 3),
    pick('postgresql.synchronous.method'),
    pick('postgresql.synchronous.failoverQuorum'),
    s('failoverDelay', 0, 60),
  ],
  repmgr: [
    count('reconnect_attempts', 1, 20),
    s('reconnect_interval', 1, 30),
    pick('failover'),
    pick('primary_visibility_consensus'),
  ],
  pg_auto_failover: [count('number_sync_standbys', 0, 3), pick('replication-quorum')],
  etcd: [ms('heartbeat-interval', 50, 1_000, 50), ms('election-timeout', 500, 10_000, 100), pick('pre-vote')],
  consul: [count('performance.raft_multiplier', 1, 10, 1, { level: 'block' })],
  zookeeper: [ms('tickTime', 500, 6_000, 500), count('syncLimit', 1, 20), count('initLimit', 1, 20)],
  mongodb: [
    pick('w', undefined, { inUri: true, valuesIn: writeConcerns }),
    pick('defaultWriteConcern.w', undefined, { level: 'never', valuesIn: writeConcerns }),
    pick('defaultReadConcern.level', undefined, { level: 'never' }),
    pick('readPreference', undefined, { inUri: true }),
    pick('readConcernLevel', undefined, { inUri: true }),
    ms('settings.electionTimeoutMillis', 1_000, 30_000, 500, { level: 'never' }),
    ms('settings.heartbeatIntervalMillis', 500, 10_000, 500, { level: 'never' }),
    pick('writeConcernMajorityJournalDefault', undefined, { level: 'never' }),
  ],
  cassandra: CASSANDRA,
  scylla: CASSANDRA,
  couchdb: [count('cluster.n', 1, 5), count('cluster.reconnect_interval_sec', 1, 120)],
  redis: REDIS,
  valkey: REDIS,
  sentinel: [
    ms('down-after-milliseconds', 500, 60_000, 500),
    ms('failover-timeout', 1_000, 300_000, 1_000),
    count('quorum', 1, 5),
  ],
  kafka: [
    pick('acks', ['0', '1', 'all']),
    count('min.insync.replicas', 1, 3),
    pick('unclean.leader.election.enable'),
    count('replication.factor', 1, 5),
    count('default.replication.factor', 1, 5),
    ms('replica.lag.time.max.ms', 1_000, 60_000, 1_000),
    ms('broker.session.timeout.ms', 3_000, 60_000, 1_000),
  ],
  mysql: MYSQL,
  mariadb: MARIADB,
  'group-replication': [
    pick('group_replication_consistency'),
    s('group_replication_member_expel_timeout', 0, 120),
    s('group_replication_unreachable_majority_timeout', 0, 120),
  ],
  galera: [
    s('evs.suspect_timeout', 1, 30, 1, { ...ISO, ...PROVIDER }),
    s('evs.inactive_timeout', 2, 60, 1, { ...ISO, ...PROVIDER }),
    pick('pc.ignore_sb', undefined, PROVIDER),
    pick('pc.ignore_quorum', undefined, PROVIDER),
    count('pc.weight', 0, 5, 1, PROVIDER),
    pick('wsrep_sync_wait', ['0', '1', '3', '7']),
  ],
  elasticsearch: SEARCH,
  opensearch: SEARCH,
  ndb: [
    ms('HeartbeatIntervalDbDb', 100, 60_000, 100),
    ms('ArbitrationTimeout', 500, 60_000, 500),
    ms('TimeBetweenGlobalCheckpoints', 100, 32_000, 100),
  ],
  neutral: [
    s('failover.detection', 1, 120),
    s('failover.takeover', 1, 120),
    pick('commit.copies', ['1', '2', '3', 'majority', 'all']),
    count('copies', 1, 7),
    count('clients.writeCopies', 1, 7),
    count('clients.readCopies', 1, 7),
    pick('conflicts'),
    s('workload.lag', 0, 60),
  ],
};

/** Lists of the standbys that there are. Who has a manager leaves them to it. */
function standbyNames({ system, members }: Cluster): readonly string[] {
  if (system !== 'postgres' && system !== 'repmgr') return [];
  const standbys = members.filter(({ leader, role }) => leader !== true && role === 'data');
  if (standbys.length === 0) return [];
  const names = standbys
    .map(({ id, settings }) => (settings.postgres && applicationNameOf(settings.postgres)) ?? id)
    .map(name => (/^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name}"`))
    .join(', ');
  return [
    '',
    `FIRST 1 (${names})`,
    ...(standbys.length > 1 ? [`ANY 1 (${names})`, `ANY ${standbys.length} (${names})`] : []),
  ];
}

/** As many confirmations as there are members with data: a write that asks for more is refused. */
function writeConcerns({ members }: Cluster): readonly string[] {
  const data = members.filter(({ role }) => role !== 'witness').length;
  return [...['1', '2', '3'].slice(0, Math.max(1, data)), 'majority'];
}
