import { BOOLEAN, BYTES, COUNT, MS, oneOf, type Row, rowsOf, SECONDS, TEXT } from '../../kit/rows.js';
import { parameterTable } from '../../parameter.js';

const PARTITIONS = 'https://www.rabbitmq.com/docs/partitions';
const QUORUM = 'https://www.rabbitmq.com/docs/quorum-queues';

const ROWS: readonly Row[] = [
  ['cluster_name', TEXT, undefined, 'Name of the cluster.'],
  [
    'cluster_partition_handling',
    oneOf('ignore', 'pause_minority', 'autoheal', 'pause_if_all_down'),
    'ignore',
    'What nodes do that lose each other: go on, stop in the minority, or restart the side that loses.',
    {
      tradeOff:
        '`ignore` and `autoheal` go on on both sides, and lose what one side did; `pause_minority` stops the smaller side. Quorum queues and streams decide by majority whatever this says. Since 4.3 it does nothing.',
      removed: '4.3',
      source: PARTITIONS,
    },
  ],
  [
    'cluster_partition_handling.pause_if_all_down.recover',
    oneOf('ignore', 'autoheal'),
    undefined,
    'What comes after such a pause.',
    { source: PARTITIONS },
  ],
  [
    'cluster_formation.peer_discovery_backend',
    TEXT,
    'classic_config',
    'How nodes find each other.',
    { source: 'https://www.rabbitmq.com/docs/cluster-formation' },
  ],
  ['cluster_formation.target_cluster_size_hint', COUNT, undefined, 'How many nodes the cluster is to have.'],
  [
    'cluster_formation.node_cleanup.only_log_warning',
    BOOLEAN,
    true,
    'Nodes that discovery no longer knows are only logged, not taken out.',
    { tradeOff: 'Off takes a node out that was away for a while, with its copies.' },
  ],
  ['cluster_formation.node_cleanup.interval', SECONDS, 60_000, 'Time between those looks.'],
  ['cluster_keepalive_interval', MS, 10_000, 'Time between messages that say a node is alive.'],
  [
    'net_ticktime',
    SECONDS,
    60_000,
    'Time after which a silent node counts as gone, give or take a quarter.',
    {
      tradeOff: 'Shorter finds dead nodes sooner, and takes slow ones for dead.',
      source: 'https://www.rabbitmq.com/docs/nettick',
    },
  ],
  ['mirroring_sync_batch_size', COUNT, 4096, 'Messages that a mirror takes at once.', { removed: '4.0' }],
  [
    'queue_master_locator',
    TEXT,
    'client-local',
    'Which node leads a new queue.',
    { deprecated: '3.10', removed: '4.0', renamedTo: 'queue_leader_locator' },
  ],
  [
    'queue_leader_locator',
    oneOf('client-local', 'balanced'),
    'client-local',
    'Which node leads a new queue.',
    { since: '3.10' },
  ],
  [
    'default_queue_type',
    oneOf('classic', 'quorum', 'stream'),
    'classic',
    'Type of queues that do not say one, in new virtual hosts.',
    { since: '4.0' },
  ],
  ['quorum_queue.initial_cluster_size', COUNT, 3, 'Copies of a new quorum queue.', { source: QUORUM }],
  [
    'quorum_queue.continuous_membership_reconciliation.enabled',
    BOOLEAN,
    false,
    'Adds copies on new nodes by itself.',
    { since: '3.13', source: QUORUM },
  ],
  [
    'quorum_queue.continuous_membership_reconciliation.target_group_size',
    COUNT,
    undefined,
    'How many copies it aims at.',
    { since: '3.13', source: QUORUM },
  ],
  [
    'raft.segment_max_entries',
    COUNT,
    32768,
    'Entries of a file of the log of quorum queues.',
    { source: QUORUM },
  ],
  ['raft.wal_max_size_bytes', BYTES, 536870912, 'Size of that log.', { source: QUORUM }],
  [
    'vm_memory_high_watermark.relative',
    { kind: 'number' },
    [{ value: 0.4 }, { since: '4.0', value: 0.6 }],
    'Part of the memory at which publishers are stopped.',
  ],
  ['vm_memory_high_watermark.absolute', BYTES, undefined, 'The same as a size.'],
  [
    'disk_free_limit.absolute',
    BYTES,
    50_000_000,
    'Free disk below which publishers are stopped.',
    { tradeOff: 'The default is far too small for production: a full disk may damage the node.' },
  ],
  ['disk_free_limit.relative', { kind: 'number' }, undefined, 'The same in proportion to the memory.'],
  ['heartbeat', SECONDS, 60_000, 'Time after which a silent connection is closed, as the server proposes.'],
  ['consumer_timeout', MS, 1_800_000, 'Time after which a delivery that nobody acknowledges is taken back.'],
  ['loopback_users', TEXT, 'guest', 'Users who may connect from the machine only.'],
  ['loopback_users.guest', BOOLEAN, true, '`guest` may connect from the machine only.'],
  ['default_user', TEXT, 'guest', 'User of a new node.'],
  ['default_pass', TEXT, 'guest', 'Password of that user.'],
  ['listeners.tcp.default', COUNT, 5672, 'Port of AMQP.'],
  ['listeners.ssl.default', COUNT, undefined, 'Port of AMQP with TLS.'],
  ['load_definitions', TEXT, undefined, 'File with queues, users and policies.', { since: '3.8' }],
  [
    'management.load_definitions',
    TEXT,
    undefined,
    'The same under its old name.',
    { renamedTo: 'load_definitions' },
  ],
  [
    'deprecated_features.permit.classic_queue_mirroring',
    BOOLEAN,
    true,
    'Allows mirrored classic queues.',
    { since: '3.12', removed: '4.0' },
  ],
];

/** Settings of `rabbitmq.conf`. */
export const RABBITMQ_PARAMETERS = parameterTable(
  'rabbitmq',
  rowsOf({ source: 'https://www.rabbitmq.com/docs/configure', applies: 'restart' }, ROWS),
);

const MIRRORS = {
  source: 'https://www.rabbitmq.com/docs/3.13/ha',
  deprecated: '3.9',
  removed: '4.0',
} as const;
const QUEUE_ROWS: readonly Row[] = [
  [
    'queue-type',
    oneOf('classic', 'quorum', 'stream'),
    'classic',
    'Classic queues have one copy, quorum queues and streams several under a leader that a majority elects.',
    { source: QUORUM, related: ['quorum-initial-group-size'] },
  ],
  ['quorum-initial-group-size', COUNT, 3, 'Copies of a quorum queue when it is made.', { source: QUORUM }],
  [
    'initial-cluster-size',
    COUNT,
    undefined,
    'Copies of a stream when it is made.',
    { source: 'https://www.rabbitmq.com/docs/streams' },
  ],
  [
    'target-group-size',
    COUNT,
    undefined,
    'Copies that the cluster keeps by itself.',
    { since: '3.13', source: QUORUM },
  ],
  [
    'delivery-limit',
    COUNT,
    [{ since: '4.0', value: 20 }],
    'How often a message is given out before it is dropped or dead-lettered.',
    { source: QUORUM, tradeOff: 'Without a dead letter exchange what reaches the limit is dropped.' },
  ],
  ['dead-letter-exchange', TEXT, undefined, 'Where dropped messages go.'],
  [
    'dead-letter-strategy',
    oneOf('at-most-once', 'at-least-once'),
    'at-most-once',
    'Whether they may be lost on the way.',
    { source: QUORUM },
  ],
  [
    'overflow',
    oneOf('drop-head', 'reject-publish', 'reject-publish-dlx'),
    'drop-head',
    'What happens to a queue that is full: the oldest message goes, or new ones are refused.',
  ],
  ['max-length', COUNT, undefined, 'Most messages.'],
  ['max-length-bytes', BYTES, undefined, 'Most bytes.'],
  ['message-ttl', MS, undefined, 'Age at which messages go.'],
  ['expires', MS, undefined, 'Time without use after which the queue goes.'],
  ['queue-leader-locator', oneOf('client-local', 'balanced'), undefined, 'Which node leads it.'],
  ['durable', BOOLEAN, true, 'The queue is there after a restart.'],
  ['ha-mode', oneOf('all', 'exactly', 'nodes'), undefined, 'Mirrors of a classic queue.', MIRRORS],
  ['ha-params', TEXT, undefined, 'How many mirrors, or which.', MIRRORS],
  [
    'ha-sync-mode',
    oneOf('manual', 'automatic'),
    'manual',
    'Whether a new mirror takes the messages that are there already.',
    MIRRORS,
  ],
  [
    'ha-promote-on-shutdown',
    oneOf('always', 'when-synced'),
    'when-synced',
    'Whether a mirror without all messages may lead after an orderly stop.',
    MIRRORS,
  ],
  [
    'ha-promote-on-failure',
    oneOf('always', 'when-synced'),
    'always',
    'Whether a mirror without all messages may lead after a failure.',
    MIRRORS,
  ],
  ['ha-sync-batch-size', COUNT, undefined, 'Messages that a mirror takes at once.', MIRRORS],
  ['federation-upstream-set', TEXT, undefined, 'Where a federated queue takes messages from.'],
];

/** Arguments of queues (`x-queue-type`) and keys of policies (`queue-type`). */
export const QUEUE_PARAMETERS = parameterTable(
  'rabbitmq',
  rowsOf({ source: 'https://www.rabbitmq.com/docs/queues', applies: 'bootstrap' }, QUEUE_ROWS),
  name => name.replace(/^x-/, ''),
);
