import { parameterTable } from '../../parameter.js';
import { FAILOVER_TIMING } from './parameters/failover.js';
import { CLUSTER_SHAPE } from './parameters/shape.js';
import { SYNC_REPLICATION } from './parameters/sync.js';

/** Of the resource `Cluster`, below `spec`. */
export const CNPG_PARAMETERS = parameterTable('cloudnativepg', [
  ...CLUSTER_SHAPE,
  ...SYNC_REPLICATION,
  ...FAILOVER_TIMING,
]);

/** What the operator sets where the manifest says nothing. */
export const CNPG_POSTGRES: Readonly<Record<string, string | number | boolean>> = {
  wal_level: 'logical',
  wal_log_hints: true,
  wal_keep_size: 512 * 2 ** 20,
  max_replication_slots: 32,
  max_worker_processes: 32,
  wal_sender_timeout: 5000,
  wal_receiver_timeout: 5000,
  archive_timeout: 300_000,
  full_page_writes: true,
  ssl: true,
};

/** Parameters that the operator keeps to itself: a manifest that sets one is refused. */
export const CNPG_KEEPS: ReadonlySet<string> = new Set(
  `allow_system_table_mods archive_cleanup_command archive_command archive_mode bonjour cluster_name config_file
  data_directory data_sync_retry external_pid_file hba_file hot_standby ident_file listen_addresses log_destination
  log_directory log_filename logging_collector port primary_conninfo primary_slot_name promote_trigger_file
  recovery_end_command recovery_min_apply_delay recovery_target recovery_target_action recovery_target_lsn
  recovery_target_name recovery_target_time recovery_target_timeline recovery_target_xid restart_after_crash
  restore_command shared_preload_libraries ssl ssl_ca_file ssl_cert_file ssl_key_file stats_temp_directory
  synchronous_standby_names synchronized_standby_slots unix_socket_directories`.split(/\s+/),
);
