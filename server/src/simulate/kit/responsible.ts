import type { Cluster } from '../../cluster/model.js';
import type { System } from '../../cluster/systems.js';
import type { SettingRef } from '../history/model.js';

/** Settings that say what clients are promised, whether they are written down or not: a default can be to blame as well. */
export interface Responsible {
  /** When a write is acknowledged, and what keeps it. */
  readonly writes: readonly SettingRef[];
  /** What a read may miss. */
  readonly reads: readonly SettingRef[];
  /** How long nobody takes writes. */
  readonly outages: readonly SettingRef[];
}

/** The settings of a cluster that decide about acknowledgements and reads, those that decide most first. */
export function responsibleOf(cluster: Cluster): Responsible {
  return {
    writes: named(cluster, WRITES, INNOCENT),
    reads: named(cluster, READS),
    outages: named(cluster, OUTAGES),
  };
}

type Names = Partial<Readonly<Record<System, readonly string[]>>>;

/** Whoever decides about the leader comes before the database itself. */
const WRITES: Names = {
  patroni: ['synchronous_mode'],
  cloudnativepg: ['postgresql.synchronous.number'],
  pg_auto_failover: ['number_sync_standbys'],
  postgres: ['synchronous_standby_names', 'synchronous_commit'],
  mysql: ['rpl_semi_sync_source_enabled', 'sync_binlog', 'innodb_flush_log_at_trx_commit'],
  mariadb: ['rpl_semi_sync_master_enabled', 'sync_binlog', 'innodb_flush_log_at_trx_commit'],
  redis: ['min-replicas-to-write'],
  valkey: ['min-replicas-to-write'],
  mongodb: ['defaultWriteConcern.w'],
  kafka: ['acks', 'min.insync.replicas'],
  cassandra: ['basic.request.consistency'],
  scylla: ['basic.request.consistency'],
  elasticsearch: ['number_of_replicas', 'write.wait_for_active_shards'],
  opensearch: ['number_of_replicas', 'write.wait_for_active_shards'],
  dynamodb: ['MultiRegionConsistency', 'consistency_mode'],
  neutral: ['commit.copies', 'commit.level', 'clients.writeCopies'],
};

type Values = Readonly<Record<string, readonly string[]>>;

/** What these are set to where they are not to blame for what a crash loses. */
const INNOCENT: Values = {
  sync_binlog: ['1'],
  innodb_flush_log_at_trx_commit: ['1'],
  synchronous_commit: ['on', 'remote_apply'],
};

const READS: Names = {
  postgres: ['synchronous_commit'],
  galera: ['wsrep_sync_wait'],
  'group-replication': ['group_replication_consistency'],
  mongodb: ['defaultReadConcern.level'],
  cassandra: ['basic.request.consistency'],
  scylla: ['basic.request.consistency'],
  kafka: ['acks'],
  dynamodb: ['MultiRegionConsistency', 'consistency_mode'],
  neutral: ['clients.readCopies', 'clients.writeCopies', 'clients.reads'],
};

const OUTAGES: Names = {
  patroni: ['ttl', 'loop_wait', 'retry_timeout'],
  cloudnativepg: ['failoverDelay'],
  repmgr: ['reconnect_attempts', 'reconnect_interval'],
  pg_auto_failover: ['pgautofailover.node_considered_unhealthy_timeout'],
  sentinel: ['down-after-milliseconds', 'failover-timeout'],
  redis: ['cluster-node-timeout'],
  mongodb: ['settings.electionTimeoutMillis'],
  kafka: ['broker.session.timeout.ms', 'zookeeper.session.timeout.ms'],
  etcd: ['election-timeout'],
  galera: ['evs.suspect_timeout'],
  'group-replication': ['group_replication_member_expel_timeout'],
  neutral: ['failover.detection'],
};

/** Those that there are: what a description leaves out has no default that could be to blame. */
function named(cluster: Cluster, names: Names, innocent: Values = {}): SettingRef[] {
  const managed = MANAGERS.some(system => cluster.systems.has(system));
  const grouped = GROUPS.some(system => cluster.systems.has(system));
  const parts = [...cluster.members, ...cluster.clients, ...cluster.resources];
  return (Object.keys(names) as System[]).flatMap(system => {
    const all = [cluster.settings[system], ...parts.map(({ settings }) => settings[system])];
    return (names[system] ?? []).flatMap(name => {
      if (managed && name === 'synchronous_standby_names') return [];
      if (grouped && /^rpl_semi_sync_|^sync_binlog$/.test(name)) return [];
      const there = all.some(
        settings =>
          (system === 'neutral' ? settings?.given(name) : settings?.get(name)) !== undefined &&
          innocent[name]?.includes(settings?.text(name) ?? '') !== true,
      );
      return there ? [{ system, name }] : [];
    });
  });
}

/** They write the list of synchronous standbys themselves. */
const MANAGERS: readonly System[] = ['patroni', 'cloudnativepg', 'pg_auto_failover'];

/** Their members agree on each commit: what MySQL's own replication does is another matter. */
const GROUPS: readonly System[] = ['galera', 'group-replication', 'ndb'];
