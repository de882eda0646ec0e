/** Parameters of PostgreSQL that only the dynamic configuration may set: a node's own file is not asked for them. */
export const DYNAMIC_ONLY: ReadonlySet<string> = new Set([
  'wal_level',
  'max_connections',
  'max_wal_senders',
  'wal_keep_segments',
  'wal_keep_size',
  'max_prepared_transactions',
  'max_locks_per_transaction',
  'track_commit_timestamp',
  'max_replication_slots',
  'max_worker_processes',
  'wal_log_hints',
]);

/** Parameters that Patroni sets itself wherever they are written, with what it takes instead. */
export const PATRONI_SETS: ReadonlyMap<string, string> = new Map([
  ['listen_addresses', 'postgresql.listen'],
  ['port', 'postgresql.listen'],
  ['cluster_name', 'scope'],
  ['hot_standby', 'on'],
  ['primary_conninfo', 'the current leader'],
  ['primary_slot_name', 'the name of the member'],
  ['recovery_target_timeline', 'latest'],
]);

/** Keys of Patroni itself that only the dynamic configuration may set. */
export const DYNAMIC_KEYS: ReadonlySet<string> = new Set([
  'ttl',
  'loop_wait',
  'retry_timeout',
  'maximum_lag_on_failover',
  'maximum_lag_on_syncnode',
  'max_timelines_history',
  'check_timeline',
  'primary_start_timeout',
  'master_start_timeout',
  'primary_stop_timeout',
  'master_stop_timeout',
  'primary_race_backoff',
  'synchronous_mode',
  'synchronous_mode_strict',
  'synchronous_node_count',
  'failsafe_mode',
  'pause',
  'member_slots_ttl',
  'slots',
  'permanent_slots',
  'ignore_slots',
  'standby_cluster',
]);

/** What Patroni passes to PostgreSQL where the dynamic configuration says nothing, with the least that it takes. */
export const PASSED: Readonly<
  Record<string, { readonly value: string | number | boolean; readonly least?: number }>
> = {
  wal_level: { value: 'replica' },
  hot_standby: { value: true },
  max_connections: { value: 100, least: 25 },
  max_wal_senders: { value: 10, least: 3 },
  wal_keep_size: { value: 128 * 2 ** 20, least: 16 * 2 ** 20 },
  max_prepared_transactions: { value: 0 },
  max_locks_per_transaction: { value: 64, least: 32 },
  track_commit_timestamp: { value: false },
  max_replication_slots: { value: 10, least: 4 },
  max_worker_processes: { value: 8, least: 2 },
  wal_log_hints: { value: true },
};

/** What Patroni takes from a node's own file alone, and passes over in the dynamic configuration. */
export const NODE_ONLY =
  /^(?:tags|watchdog|restapi|ctl|log|etcd3?|consul|zookeeper|kubernetes|scope|name|namespace|postgresql\.(?:listen|connect_address|proxy_address|data_dir|config_dir|pgpass|authentication))(?:\.|$)/;
