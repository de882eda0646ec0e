import { BOOLEAN, COUNT, MS, type Row, rowsOf, SECONDS, TEXT } from '../../kit/rows.js';
import { parameterTable } from '../../parameter.js';

const SETTINGS = 'https://clickhouse.com/docs/operations/settings/settings';
const KEEPER = 'https://clickhouse.com/docs/guides/sre/keeper/clickhouse-keeper';

const SESSION: readonly Row[] = [
  [
    'insert_quorum',
    TEXT,
    '0',
    'Copies that must have an insert before it counts; below 2 one is enough, `auto` is a majority.',
    {
      tradeOff:
        'Without it an insert is on one replica when it is acknowledged: what was not fetched is lost with its disk.',
      related: ['insert_quorum_parallel', 'insert_quorum_timeout', 'select_sequential_consistency'],
    },
  ],
  ['insert_quorum_timeout', MS, 600_000, 'Longest wait for them.'],
  [
    'insert_quorum_parallel',
    BOOLEAN,
    true,
    'Inserts with a quorum may run at once.',
    { tradeOff: 'Off puts them in one order, which `select_sequential_consistency` needs.' },
  ],
  [
    'select_sequential_consistency',
    { kind: 'number' },
    0,
    'Reads see every insert that had its quorum. Needs `insert_quorum` and `insert_quorum_parallel = 0`.',
  ],
  [
    'insert_deduplicate',
    BOOLEAN,
    true,
    'A block that is inserted again into a replicated table is passed over.',
  ],
  [
    'async_insert',
    BOOLEAN,
    false,
    'The server gathers small inserts into larger ones.',
    { related: ['wait_for_async_insert'] },
  ],
  [
    'wait_for_async_insert',
    BOOLEAN,
    true,
    'An insert counts when its batch is written.',
    { tradeOff: 'Off acknowledges what is in memory: errors are not told, and a crash loses it.' },
  ],
  ['async_insert_deduplicate', BOOLEAN, false, 'Passes over batches that were inserted already.'],
  ['async_insert_busy_timeout_ms', MS, 200, 'How long a batch is gathered.'],
  [
    'distributed_foreground_insert',
    BOOLEAN,
    false,
    'An insert into a distributed table waits until the shards have it.',
    { tradeOff: 'Off leaves it in files of one server, which its loss takes along.' },
  ],
  [
    'insert_distributed_sync',
    BOOLEAN,
    false,
    'The same under its old name.',
    { renamedTo: 'distributed_foreground_insert' },
  ],
  ['fsync_metadata', BOOLEAN, true, 'Forces definitions of tables to disk.'],
  [
    'fallback_to_stale_replicas_for_distributed_queries',
    BOOLEAN,
    true,
    'Asks replicas that lag where no others are there.',
    { related: ['max_replica_delay_for_distributed_queries'] },
  ],
  ['max_replica_delay_for_distributed_queries', SECONDS, 300_000, 'Lag above which a replica is not asked.'],
  ['load_balancing', TEXT, 'random', 'Which replica a distributed query asks.'],
  ['distributed_ddl_task_timeout', SECONDS, 180_000, 'Longest wait of a statement on a cluster.'],
  ['alter_sync', COUNT, 1, 'Whether a change waits for itself (1) or for all replicas (2).'],
  ['mutations_sync', COUNT, 0, 'Whether mutations are waited for.'],
  ['distributed_product_mode', TEXT, 'deny', 'Whether joins between distributed tables are allowed.'],
  [
    'skip_unavailable_shards',
    BOOLEAN,
    false,
    'A query passes over shards that are away, and answers with less.',
  ],
];

const MERGE_TREE: readonly Row[] = [
  [
    'merge_tree.fsync_after_insert',
    BOOLEAN,
    false,
    'Forces each insert to disk.',
    { tradeOff: 'Without it a power cut may take acknowledged inserts, unless other replicas have them.' },
  ],
  ['merge_tree.fsync_part_directory', BOOLEAN, false, 'Forces the folder of a part as well.'],
  [
    'merge_tree.min_rows_to_fsync_after_merge',
    COUNT,
    0,
    'Rows from which a merged part is forced to disk; 0: never.',
  ],
  [
    'merge_tree.replicated_deduplication_window',
    COUNT,
    undefined,
    'Blocks that are remembered to pass over doubles.',
  ],
  [
    'merge_tree.max_replicated_logs_to_keep',
    COUNT,
    1000,
    'Entries of the log after which a replica that is away has to copy all.',
  ],
  [
    'merge_tree.min_relative_delay_to_close',
    SECONDS,
    300_000,
    'Lag from which a replica takes no more queries.',
  ],
];

const SERVER: readonly Row[] = [
  [
    'internal_replication',
    BOOLEAN,
    false,
    'A distributed table writes to one replica of a shard, and the tables copy it among themselves. Off: it writes to every replica itself.',
    {
      tradeOff:
        'Off beside replicated tables writes twice; with others, replicas that missed a write stay different.',
      source: 'https://clickhouse.com/docs/engines/table-engines/special/distributed',
    },
  ],
  ['weight', COUNT, 1, 'Share of a shard in what is written.'],
  ['macros.shard', TEXT, undefined, 'What `{shard}` stands for in paths of replicated tables.'],
  [
    'macros.replica',
    TEXT,
    undefined,
    'What `{replica}` stands for: must differ between replicas of a shard.',
  ],
  ['macros.cluster', TEXT, undefined, 'What `{cluster}` stands for.'],
  ['interserver_http_host', TEXT, undefined, 'Name under which replicas fetch parts from this one.'],
  ['interserver_http_port', COUNT, 9009, 'Port for that.'],
  ['tcp_port', COUNT, 9000, 'Port of clients.'],
  ['http_port', COUNT, 8123, 'Port of HTTP.'],
  ['zookeeper.session_timeout_ms', MS, 30_000, 'Session with the Keeper.'],
  ['zookeeper.operation_timeout_ms', MS, 10_000, 'Longest wait for an answer of the Keeper.'],
  ['zookeeper.root', TEXT, undefined, 'Path that all others are below.'],
];

const RAFT: readonly Row[] = [
  ['keeper_server.tcp_port', COUNT, 2181, 'Port of clients.', { source: KEEPER }],
  [
    'keeper_server.server_id',
    COUNT,
    undefined,
    'Number of this server in the configuration.',
    { source: KEEPER },
  ],
  [
    'keeper_server.enable_reconfiguration',
    BOOLEAN,
    false,
    'Members can be changed while running.',
    { source: KEEPER },
  ],
  [
    'keeper_server.coordination_settings.election_timeout_lower_bound_ms',
    MS,
    1000,
    'Least time without a heartbeat before an election.',
    { source: KEEPER },
  ],
  [
    'keeper_server.coordination_settings.election_timeout_upper_bound_ms',
    MS,
    2000,
    'Most time before it.',
    { source: KEEPER },
  ],
  [
    'keeper_server.coordination_settings.heart_beat_interval_ms',
    MS,
    500,
    'Time between heartbeats of the leader.',
    { source: KEEPER },
  ],
  [
    'keeper_server.coordination_settings.session_timeout_ms',
    MS,
    100_000,
    'Longest session.',
    { source: KEEPER },
  ],
  [
    'keeper_server.coordination_settings.min_session_timeout_ms',
    MS,
    10_000,
    'Shortest session.',
    { source: KEEPER },
  ],
  [
    'keeper_server.coordination_settings.operation_timeout_ms',
    MS,
    10_000,
    'Longest time of an operation.',
    { source: KEEPER },
  ],
  [
    'keeper_server.coordination_settings.force_sync',
    BOOLEAN,
    true,
    'Each write waits for the disk.',
    { source: KEEPER, tradeOff: 'Off: acknowledged writes may be gone after a power cut.' },
  ],
  [
    'keeper_server.coordination_settings.quorum_reads',
    BOOLEAN,
    false,
    'Reads go through a majority as well.',
    { source: KEEPER },
  ],
  [
    'keeper_server.coordination_settings.reserved_log_items',
    COUNT,
    100000,
    'Entries that are kept behind a snapshot.',
    { source: KEEPER },
  ],
  [
    'keeper_server.coordination_settings.snapshot_distance',
    COUNT,
    100000,
    'Entries between snapshots.',
    { source: KEEPER },
  ],
];

/** Server, Keeper and session settings that decide about copies; session settings go by their own names. */
export const CLICKHOUSE_PARAMETERS = parameterTable('clickhouse', [
  ...rowsOf({ source: SETTINGS, applies: 'session' }, SESSION),
  ...rowsOf(
    { source: 'https://clickhouse.com/docs/operations/settings/merge-tree-settings', applies: 'restart' },
    MERGE_TREE,
  ),
  ...rowsOf(
    {
      source: 'https://clickhouse.com/docs/operations/server-configuration-parameters/settings',
      applies: 'restart',
    },
    SERVER,
  ),
  ...rowsOf({ source: KEEPER, applies: 'restart' }, RAFT),
]);
