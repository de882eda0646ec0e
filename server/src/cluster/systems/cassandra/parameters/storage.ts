import type { Parameter } from '../../../parameter.js';
import { BOOLEAN, COUNT, KIB, LIST, MIB, MS, row, SECOND, TEXT, YAML_CODE } from './row.js';

/** Commit log, disks, snapshots and limits. */
export const STORAGE: readonly Parameter[] = [
  row(
    'commitlog_sync',
    { kind: 'enum', values: ['periodic', 'batch', 'group'] },
    'periodic',
    'When the commit log reaches the disk: `periodic` acknowledges first and syncs later, `batch` syncs before each acknowledgement, `group` syncs for all that wait together.',
    {
      tradeOff:
        'Periodic is fast, and nodes that lose power at once lose what they acknowledged since the last sync. Batch and group add the time of a sync to each write.',
      related: ['commitlog_sync_period', 'commitlog_sync_group_window'],
    },
  ),
  row(
    'commitlog_sync_period',
    MS,
    10 * SECOND,
    'With `commitlog_sync: periodic`: how long acknowledged writes may wait for the disk.',
    { related: ['commitlog_sync', 'periodic_commitlog_sync_lag_block'] },
  ),
  row(
    'commitlog_sync_group_window',
    MS,
    undefined,
    'With `commitlog_sync: group`: how long writes wait for others before they are synced together.',
    { since: '4.0', related: ['commitlog_sync'] },
  ),
  row(
    'commitlog_sync_batch_window_in_ms',
    MS,
    undefined,
    'With `commitlog_sync: batch` up to version 3.11: how long writes are gathered.',
    { source: YAML_CODE, deprecated: '4.0' },
  ),
  row(
    'periodic_commitlog_sync_lag_block',
    MS,
    undefined,
    'With `periodic`: writes are held up when a sync takes longer than the period and this.',
    { related: ['commitlog_sync_period'], source: YAML_CODE },
  ),
  row(
    'commitlog_segment_size',
    MIB,
    32 * 2 ** 20,
    'Size of one file of the commit log. A write may have half of it.',
    {
      related: ['max_mutation_size'],
    },
  ),
  row(
    'commitlog_total_space',
    MIB,
    undefined,
    'Size of the commit log from which on the oldest tables are flushed.',
  ),
  row('commitlog_directory', TEXT, undefined, 'Where the commit log is kept: better on a disk of its own.'),
  row('max_mutation_size', KIB, undefined, 'Largest write; half a segment of the commit log.', {
    source: YAML_CODE,
  }),
  row('data_file_directories', LIST, undefined, 'Where tables are kept.'),
  row('hints_directory', TEXT, undefined, 'Where hints are kept.'),
  row('saved_caches_directory', TEXT, undefined, 'Where caches are kept over a restart.'),
  row(
    'disk_failure_policy',
    { kind: 'enum', values: ['die', 'stop_paranoid', 'stop', 'best_effort', 'ignore'] },
    'stop',
    'What a node does when a disk fails: `stop` leaves the ring, `die` ends the process, `best_effort` goes on with the other disks, `ignore` answers requests with errors.',
    {
      tradeOff:
        'With `best_effort` reads at consistency level ONE may miss rows, and deleted ones may come back.',
    },
  ),
  row(
    'commit_failure_policy',
    { kind: 'enum', values: ['die', 'stop', 'stop_commit', 'ignore'] },
    'stop',
    'What a node does when its commit log cannot be written.',
    { tradeOff: 'With `ignore` writes are acknowledged that are in no log.' },
  ),
  row('auto_snapshot', BOOLEAN, true, 'Takes a snapshot before a table is dropped or truncated.', {
    tradeOff: 'Without it a DROP or TRUNCATE by mistake cannot be taken back.',
  }),
  row('auto_snapshot_ttl', TEXT, undefined, 'After how long such snapshots are deleted.', { since: '4.1' }),
  row('snapshot_before_compaction', BOOLEAN, false, 'Takes a snapshot before each compaction.'),
  row('incremental_backups', BOOLEAN, false, 'Keeps a link to each file that is flushed.', {
    applies: 'runtime',
  }),
  row('trickle_fsync', BOOLEAN, false, 'Syncs files of tables as they are written.'),
  row('trickle_fsync_interval', KIB, 10 * 2 ** 20, 'After how many bytes they are synced.'),
  row('cdc_enabled', BOOLEAN, false, 'Keeps the commit log for tables whose changes are read by others.'),
  row(
    'cdc_block_writes',
    BOOLEAN,
    true,
    'Refuses writes to such tables when the space for their changes is used up; otherwise the oldest are dropped.',
    { since: '4.1', source: YAML_CODE },
  ),
  row('cdc_total_space', MIB, undefined, 'Space for such changes.'),
  row(
    'corrupted_tombstone_strategy',
    { kind: 'enum', values: ['disabled', 'warn', 'exception'] },
    'disabled',
    'What is done about tombstones that cannot be right.',
    { since: '4.0', source: YAML_CODE },
  ),
  row('tombstone_warn_threshold', COUNT, 1000, 'Tombstones of one read from which on a warning is logged.', {
    applies: 'runtime',
  }),
  row('tombstone_failure_threshold', COUNT, 100_000, 'Tombstones of one read from which on it fails.', {
    applies: 'runtime',
  }),
  row('batch_size_warn_threshold', KIB, 5 * 1024, 'Size of a batch that is logged.', { applies: 'runtime' }),
  row('batch_size_fail_threshold', KIB, 50 * 1024, 'Size of a batch that is refused.', {
    applies: 'runtime',
  }),
  row('concurrent_reads', { kind: 'number', integer: true, min: 2 }, 32, 'Threads for reads.'),
  row('concurrent_writes', { kind: 'number', integer: true, min: 2 }, 32, 'Threads for writes.'),
  row(
    'concurrent_counter_writes',
    { kind: 'number', integer: true, min: 2 },
    32,
    'Threads for counters, which read before they write.',
  ),
  row('compaction_throughput', TEXT, '64MiB/s', 'Speed of compaction of a node; 0: no limit.', {
    applies: 'runtime',
  }),
  row('stream_throughput_outbound', TEXT, '24MiB/s', 'Speed of streaming: bootstraps, repairs.', {
    applies: 'runtime',
  }),
  row('inter_dc_stream_throughput_outbound', TEXT, '24MiB/s', 'Speed of streaming to other data centres.', {
    applies: 'runtime',
  }),
  row(
    'partitioner',
    TEXT,
    'org.apache.cassandra.dht.Murmur3Partitioner',
    'How keys are spread over the ring. Cannot be changed.',
    {
      applies: 'bootstrap',
    },
  ),
];
