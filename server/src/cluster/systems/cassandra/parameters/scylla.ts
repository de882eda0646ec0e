import { type Parameter, parameterTable } from '../../../parameter.js';
import { NETWORK } from './network.js';
import { RENAMES } from './renames.js';
import { REPLICATION } from './replication.js';
import { BOOLEAN, COUNT, MS, row, SECOND, TEXT } from './row.js';
import { STORAGE } from './storage.js';

const DOCS = 'https://docs.scylladb.com/manual/stable/reference/configuration-parameters.html';

/** Names with a unit are the names of today in ScyllaDB. */
const OLD = new Map(RENAMES.map(([old, now]) => [now, old]));

const OWN: readonly Parameter[] = [
  row('developer_mode', BOOLEAN, false, 'Starts on disks and kernels that are not fit for production.'),
  row(
    'commitlog_sync_batch_window_in_ms',
    MS,
    10 * SECOND,
    'With `commitlog_sync: batch`: how long writes are gathered.',
  ),
  row('ring_delay_ms', MS, 30 * SECOND, 'How long a node waits to hear of the others when it joins.'),
  row(
    'failure_detector_timeout_in_ms',
    MS,
    20 * SECOND,
    'After how long without an answer another node is called down.',
  ),
  row(
    'rf_rack_valid_keyspaces',
    BOOLEAN,
    false,
    'Allows only keyspaces whose replicas per data centre are as many as its racks, or one, or none.',
  ),
  row('minimum_replication_factor_fail_threshold', COUNT, -1, 'Refuses a keyspace with fewer replicas.'),
  row('minimum_replication_factor_warn_threshold', COUNT, 3, 'Warns of a keyspace with fewer replicas.'),
  row('enable_tablets', BOOLEAN, undefined, 'New keyspaces are kept in tablets, which move by themselves.'),
  row(
    'maintenance_socket',
    TEXT,
    'ignore',
    'A socket without authentication for whoever looks after the node.',
  ),
  row('force_schema_commit_log', BOOLEAN, false, 'Keeps changes of the schema in a commit log of their own.'),
];

/** Settings that only Cassandra has. */
const NOT_IN_SCYLLA = new Set([
  'hint_window_persistent_enabled',
  'transient_replication_enabled',
  'storage_compatibility_mode',
  'ideal_consistency_level',
  'default_keyspace_rf',
  'simplestrategy_enabled',
  'repaired_data_tracking_for_partition_reads_enabled',
  'allocate_tokens_for_local_replication_factor',
  'allocate_tokens_for_keyspace',
  'commitlog_sync_group_window',
]);

/** Settings of `scylla.yaml`. */
export const SCYLLA_PARAMETERS = parameterTable('scylla', [
  ...[...REPLICATION, ...STORAGE, ...NETWORK]
    .filter(({ name, removed }) => !NOT_IN_SCYLLA.has(name) && removed === undefined)
    .filter(({ name }) => !OWN.some(own => own.name === name))
    .map(({ since: _, deprecated: __, ...parameter }) => ({
      ...parameter,
      name: OLD.get(parameter.name) ?? parameter.name,
      ...(parameter.name === 'num_tokens' ? { default: 256 } : {}),
      source: DOCS,
    })),
  ...OWN.map(parameter => ({ ...parameter, source: DOCS })),
]);
