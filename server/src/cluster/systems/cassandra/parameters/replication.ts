import type { Parameter } from '../../../parameter.js';
import { BOOLEAN, BYTES, COUNT, HOUR, KIB, LIST, MIB, MS, row, SECOND, TEXT, YAML_CODE } from './row.js';

/** Membership, placement, hints, failure detection and repair. */
export const REPLICATION: readonly Parameter[] = [
  row(
    'cluster_name',
    TEXT,
    'Test Cluster',
    'Name of the cluster: nodes with another name are not let in. It is kept on disk, so it cannot be changed later.',
    { applies: 'bootstrap' },
  ),
  row(
    'num_tokens',
    COUNT,
    [{ value: 256 }, { since: '4.0', value: 16 }],
    'How many ranges of the ring a node owns. Fixed once the node has joined.',
    {
      applies: 'bootstrap',
      tradeOff:
        'With more ranges each node shares replicas with more others: load spreads evenly, and two nodes that fail together are more likely to hold the same rows.',
      related: ['allocate_tokens_for_local_replication_factor', 'initial_token'],
    },
  ),
  row(
    'allocate_tokens_for_local_replication_factor',
    COUNT,
    undefined,
    'Chooses the ranges of a new node so that they spread evenly for keyspaces with that many replicas in a data centre.',
    { since: '4.0', applies: 'bootstrap', related: ['num_tokens'] },
  ),
  row(
    'allocate_tokens_for_keyspace',
    TEXT,
    undefined,
    'Chooses the ranges of a new node by the replication of that keyspace.',
    { applies: 'bootstrap' },
  ),
  row('initial_token', TEXT, undefined, 'The ranges of the node, told by hand.', { applies: 'bootstrap' }),
  row('auto_bootstrap', BOOLEAN, true, 'A new node first streams the data of its ranges. Seeds never do.', {
    tradeOff:
      'Without it a node answers reads for rows that it does not have: QUORUM may then return old or no rows until a repair.',
    related: ['seed_provider'],
    source: YAML_CODE,
  }),
  row(
    'seed_provider',
    TEXT,
    undefined,
    'The nodes that a starting node asks for the others. All nodes should name the same two or three of each data centre.',
    { related: ['auto_bootstrap'] },
  ),
  row(
    'endpoint_snitch',
    TEXT,
    'SimpleSnitch',
    'Says in which data centre and rack a node stands, by which NetworkTopologyStrategy places replicas.',
    {
      tradeOff:
        'SimpleSnitch puts every node into `datacenter1`, `rack1`. Another snitch later may move replicas: that needs a full repair and a cleanup.',
    },
  ),
  row('dynamic_snitch', BOOLEAN, true, 'Prefers replicas that answered fast lately.', { source: YAML_CODE }),
  row(
    'dynamic_snitch_update_interval',
    MS,
    100,
    'How often the scores of the replicas are worked out anew.',
    { applies: 'runtime' },
  ),
  row(
    'dynamic_snitch_reset_interval',
    MS,
    10 * 60 * SECOND,
    'After how long the scores of the replicas are forgotten, so that a slow node may recover.',
    { applies: 'runtime' },
  ),
  row(
    'dynamic_snitch_badness_threshold',
    { kind: 'number', min: 0 },
    [{ value: 0.1 }, { since: '4.0', value: 1 }],
    'How much worse the preferred replica has to be before reads go to another one.',
    { applies: 'runtime' },
  ),
  row(
    'phi_convict_threshold',
    { kind: 'number', min: 5, max: 16 },
    8,
    'How sure a node must be that another is gone before it calls it down. 5 to 16; a cluster over busy networks takes 10 to 12.',
    {
      tradeOff:
        'Lower finds dead nodes sooner and calls slow ones dead; higher lets requests wait for dead ones longer.',
    },
  ),
  row(
    'hinted_handoff_enabled',
    BOOLEAN,
    true,
    'A coordinator keeps what a replica that is down missed, and sends it when the replica is back.',
    {
      applies: 'runtime',
      tradeOff:
        'Without hints every short outage of a node leaves rows that only a read repair or a repair mends.',
      related: ['max_hint_window', 'gc_grace_seconds'],
    },
  ),
  row('hinted_handoff_disabled_datacenters', LIST, undefined, 'Data centres for which no hints are kept.', {
    applies: 'runtime',
  }),
  row(
    'max_hint_window',
    MS,
    3 * HOUR,
    'For how long after a node went down hints are kept for it. What it misses later only a repair brings.',
    {
      applies: 'runtime',
      tradeOff: 'A longer window covers longer outages and takes disk on the coordinators meanwhile.',
      related: ['hinted_handoff_enabled', 'hint_window_persistent_enabled'],
    },
  ),
  row(
    'hint_window_persistent_enabled',
    BOOLEAN,
    true,
    'Counts the window from the oldest hint that is not delivered yet, so a restart does not open it anew.',
    { since: '4.1', source: YAML_CODE },
  ),
  row(
    'hinted_handoff_throttle',
    KIB,
    1024 * 1024,
    'Bytes a second with which hints are sent, per thread; divided by the number of nodes.',
    { applies: 'runtime' },
  ),
  row('max_hints_delivery_threads', COUNT, 2, 'Threads that send hints. More for several data centres.'),
  row(
    'hints_flush_period',
    MS,
    10 * SECOND,
    'How often hints are written from memory to disk; they are not fsynced.',
    { tradeOff: 'A coordinator that crashes loses the hints of this time.' },
  ),
  row('max_hints_file_size', MIB, 128 * 2 ** 20, 'Size of one file of hints.'),
  row(
    'max_hints_size_per_host',
    BYTES,
    0,
    'Most hints that are kept for one node, in bytes; 0: no limit. What exceeds it is dropped.',
    { since: '4.1', source: YAML_CODE },
  ),
  row('auto_hints_cleanup_enabled', BOOLEAN, false, 'Deletes hint files that have expired while sending.', {
    since: '4.1',
  }),
  row('transfer_hints_on_decommission', BOOLEAN, true, 'A node that leaves hands its hints to another one.', {
    since: '4.1',
    source: YAML_CODE,
  }),
  row(
    'batchlog_replay_throttle',
    KIB,
    1024 * 1024,
    'Bytes a second with which logged batches of a lost coordinator are replayed.',
    { applies: 'runtime' },
  ),
  row(
    'ideal_consistency_level',
    TEXT,
    undefined,
    'Counts how many writes would have reached this level, whatever the client asked for.',
    { since: '4.0', applies: 'runtime', source: YAML_CODE },
  ),
  row('default_keyspace_rf', COUNT, 1, 'Replicas of a keyspace that does not say how many.', {
    since: '4.1',
    source: YAML_CODE,
  }),
  row(
    'minimum_replication_factor_warn_threshold',
    COUNT,
    -1,
    'Warns when a keyspace is made with fewer replicas; -1: never.',
    { since: '4.1', applies: 'runtime', source: YAML_CODE },
  ),
  row(
    'minimum_replication_factor_fail_threshold',
    COUNT,
    -1,
    'Refuses a keyspace with fewer replicas; -1: never.',
    { since: '4.1', applies: 'runtime', source: YAML_CODE },
  ),
  row('simplestrategy_enabled', BOOLEAN, true, 'Allows keyspaces with SimpleStrategy.', {
    since: '4.1',
    applies: 'runtime',
    source: YAML_CODE,
  }),
  row(
    'read_consistency_levels_disallowed',
    LIST,
    undefined,
    'Consistency levels that reads may not ask for.',
    { since: '4.1', applies: 'runtime', source: YAML_CODE },
  ),
  row(
    'write_consistency_levels_disallowed',
    LIST,
    undefined,
    'Consistency levels that writes may not ask for.',
    { since: '4.1', applies: 'runtime', source: YAML_CODE },
  ),
  row(
    'transient_replication_enabled',
    BOOLEAN,
    false,
    'Allows transient replicas, which keep rows only until a repair. Experimental: no lightweight transactions, no counters, no read repair.',
    { since: '4.0', source: YAML_CODE },
  ),
  row(
    'materialized_views_enabled',
    BOOLEAN,
    [{ value: true }, { since: '4.0', value: false }],
    'Allows materialized views. Experimental: a view may differ from its table for ever.',
    {
      source: YAML_CODE,
    },
  ),
  row(
    'user_timestamps_enabled',
    BOOLEAN,
    true,
    'Allows clients to set the timestamp by which the last write wins.',
    { since: '4.1', applies: 'runtime', source: YAML_CODE },
  ),
  row(
    'repaired_data_tracking_for_partition_reads_enabled',
    BOOLEAN,
    false,
    'Compares repaired data between replicas at reads, to find rows that repair lost.',
    { since: '4.0', applies: 'runtime', source: YAML_CODE },
  ),
  row(
    'auth_read_consistency_level',
    TEXT,
    'LOCAL_QUORUM',
    'Consistency of the reads of roles and permissions.',
    { since: '4.1', applies: 'runtime', source: YAML_CODE },
  ),
  row(
    'auth_write_consistency_level',
    TEXT,
    'EACH_QUORUM',
    'Consistency of the writes of roles and permissions.',
    { since: '4.1', applies: 'runtime', source: YAML_CODE },
  ),
  row(
    'storage_compatibility_mode',
    { kind: 'enum', values: ['CASSANDRA_4', 'UPGRADING', 'NONE'] },
    'CASSANDRA_4',
    'How far a node of version 5 behaves like version 4, so that an upgrade can be undone.',
    { since: '5.0' },
  ),
];
