import { BOOLEAN, BYTES, COUNT, LIST, MS, oneOf, type Row, rowsOf, TEXT } from '../../../kit/rows.js';
import type { Parameter } from '../../../parameter.js';

const COMMON: readonly Row[] = [
  [
    'bootstrap.servers',
    LIST,
    undefined,
    'Brokers to find the cluster by.',
    { tradeOff: 'With one of them the program does not start while it is away.' },
  ],
  ['client.id', TEXT, undefined, 'Name of the program.'],
  ['client.rack', TEXT, undefined, 'Where the program runs, to read from a copy nearby.'],
  ['request.timeout.ms', MS, 30_000, 'Longest wait for an answer.'],
  ['retry.backoff.ms', MS, 100, 'Pause before a request is sent again.'],
  ['reconnect.backoff.max.ms', MS, 1000, 'Longest pause before a new connection.'],
  ['metadata.max.age.ms', MS, 300_000, 'Age at which the list of brokers and leaders is asked for again.'],
  [
    'security.protocol',
    oneOf('PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'),
    'PLAINTEXT',
    'What it speaks with brokers.',
  ],
  ['sasl.mechanism', TEXT, 'GSSAPI', 'How it says who it is.'],
  ['sasl.jaas.config', TEXT, undefined, 'Name and password.'],
];

const PRODUCER_ROWS: readonly Row[] = [
  [
    'acks',
    oneOf('0', '1', '-1', 'all'),
    [{ value: '1' }, { since: '3.0', value: 'all' }],
    'Who has a message before it counts as sent: nobody, the leader, or all copies that are in sync now.',
    {
      tradeOff:
        '`all` is as much as the copies in sync at that moment: `min.insync.replicas` says how many these are at least.',
      related: ['min.insync.replicas', 'enable.idempotence'],
    },
  ],
  [
    'enable.idempotence',
    BOOLEAN,
    [{ value: false }, { since: '3.0', value: true }],
    'Sends again without doubling or reordering. Needs `acks=all`, retries and at most five requests at once.',
    { related: ['acks', 'max.in.flight.requests.per.connection', 'retries'] },
  ],
  [
    'retries',
    COUNT,
    [{ value: 0 }, { since: '2.1', value: 2147483647 }],
    'How often a message is sent again; `delivery.timeout.ms` ends it.',
  ],
  [
    'max.in.flight.requests.per.connection',
    COUNT,
    5,
    'Requests on the way at once.',
    { tradeOff: 'More than one without `enable.idempotence` may reorder messages when one is sent again.' },
  ],
  [
    'delivery.timeout.ms',
    MS,
    120_000,
    'Longest time until a message counts as sent or failed. At least `linger.ms` + `request.timeout.ms`.',
    { since: '2.1', related: ['request.timeout.ms', 'linger.ms'] },
  ],
  [
    'linger.ms',
    MS,
    [{ value: 0 }, { since: '4.0', value: 5 }],
    'How long messages are gathered into a batch.',
  ],
  ['batch.size', BYTES, 16384, 'Size of a batch.'],
  ['buffer.memory', BYTES, 33554432, 'Memory for what is not sent yet.'],
  ['max.block.ms', MS, 60_000, 'Longest that a send waits for memory or metadata.'],
  ['compression.type', TEXT, 'none', 'How batches are packed.'],
  [
    'transactional.id',
    TEXT,
    undefined,
    'Name under which transactions are kept apart and fenced; makes it idempotent.',
  ],
  ['transaction.timeout.ms', MS, 60_000, 'Longest time of a transaction.'],
  ['partitioner.class', TEXT, undefined, 'Chooses the partition.'],
  ['max.request.size', BYTES, 1048576, 'Largest request.'],
];

const CONSUMER_ROWS: readonly Row[] = [
  ['group.id', TEXT, undefined, 'Group whose members share the partitions.'],
  [
    'group.instance.id',
    TEXT,
    undefined,
    'Fixed member of the group: a restart does not move partitions.',
    { since: '2.3' },
  ],
  [
    'group.protocol',
    oneOf('classic', 'consumer'),
    'classic',
    'Who assigns partitions: a member, or the broker.',
    { since: '3.7' },
  ],
  [
    'enable.auto.commit',
    BOOLEAN,
    true,
    'Commits positions by itself every `auto.commit.interval.ms`, when the program polls again.',
    {
      tradeOff:
        'A crash may do messages of that time again; work that goes on after the next poll may be lost.',
    },
  ],
  ['auto.commit.interval.ms', MS, 5000, 'Time between those commits.'],
  [
    'auto.offset.reset',
    TEXT,
    'latest',
    'Where to begin without a position: `latest`, `earliest`, `none`.',
    {
      tradeOff:
        '`latest` skips what came while the position was not known; `earliest` does everything again.',
    },
  ],
  [
    'isolation.level',
    oneOf('read_uncommitted', 'read_committed'),
    'read_uncommitted',
    'Whether messages of transactions that are aborted or open are read.',
    { related: ['transactional.id'] },
  ],
  [
    'session.timeout.ms',
    MS,
    [{ value: 10_000 }, { since: '3.0', value: 45_000 }],
    'Time without a heartbeat after which a member counts as dead.',
    { related: ['heartbeat.interval.ms'] },
  ],
  ['heartbeat.interval.ms', MS, 3000, 'Time between heartbeats: at most a third of the timeout.'],
  ['max.poll.interval.ms', MS, 300_000, 'Longest time between two polls before others take the partitions.'],
  ['max.poll.records', COUNT, 500, 'Most messages of a poll.'],
  ['fetch.min.bytes', BYTES, 1, 'Least that a fetch waits for.'],
  ['fetch.max.wait.ms', MS, 500, 'Longest that it waits.'],
  ['partition.assignment.strategy', LIST, undefined, 'How partitions are shared out.'],
  ['allow.auto.create.topics', BOOLEAN, true, 'Asking for a topic may make it.'],
];

const STREAMS_ROWS: readonly Row[] = [
  ['application.id', TEXT, undefined, 'Name of the application: its group and the prefix of its topics.'],
  [
    'processing.guarantee',
    oneOf('at_least_once', 'exactly_once', 'exactly_once_beta', 'exactly_once_v2'),
    'at_least_once',
    'Whether input may be worked on twice after a failure.',
    {
      tradeOff: 'Exactly once needs three brokers by default, and makes results visible at each commit only.',
    },
  ],
  [
    'replication.factor',
    COUNT,
    [{ value: 1 }, { since: '3.0', value: -1 }],
    'Copies of the topics that it makes itself; -1: the broker’s default.',
  ],
  [
    'num.standby.replicas',
    COUNT,
    0,
    'Copies of local state that are kept ready.',
    { tradeOff: 'Without one, state is read back from Kafka when an instance is lost.' },
  ],
  ['acceptable.recovery.lag', COUNT, 10000, 'Lag at which an instance may take a task over.'],
  ['commit.interval.ms', MS, 30_000, 'Time between commits; 100 ms with exactly once.'],
  ['num.stream.threads', COUNT, 1, 'Threads.'],
  ['state.dir', TEXT, undefined, 'Folder of local state.'],
  [
    'acks',
    oneOf('0', '1', '-1', 'all'),
    [{ value: '1' }, { since: '3.0', value: 'all' }],
    'As of a producer.',
  ],
  ['task.timeout.ms', MS, 300_000, 'Longest that a task is tried again.'],
];

const CONNECT_ROWS: readonly Row[] = [
  ['clusters', LIST, undefined, 'Names of the clusters that MirrorMaker stands between.'],
  ['replication.factor', COUNT, 2, 'Copies of topics that MirrorMaker makes at the target.'],
  ['checkpoints.topic.replication.factor', COUNT, 3, 'Copies of the topic of translated offsets.'],
  ['heartbeats.topic.replication.factor', COUNT, 3, 'Copies of the topic of heartbeats.'],
  ['offset-syncs.topic.replication.factor', COUNT, 3, 'Copies of the topic of offsets of both sides.'],
  ['offset.storage.replication.factor', COUNT, 3, 'Copies of the topic of connectors’ positions.'],
  ['status.storage.replication.factor', COUNT, 3, 'Copies of the topic of states.'],
  ['config.storage.replication.factor', COUNT, 3, 'Copies of the topic of connectors’ settings.'],
  ['offset.storage.topic', TEXT, undefined, 'Topic of connectors’ positions.'],
  ['config.storage.topic', TEXT, undefined, 'Topic of connectors’ settings: must have one partition.'],
  ['status.storage.topic', TEXT, undefined, 'Topic of states.'],
  ['group.id', TEXT, undefined, 'Name of the cluster of workers.'],
  [
    'exactly.once.source.support',
    oneOf('disabled', 'preparing', 'enabled'),
    'disabled',
    'Sources write in transactions.',
    { since: '3.3' },
  ],
  ['exactly.once.support', TEXT, undefined, 'Whether a connector insists on it.', { since: '3.3' }],
  ['sync.topic.configs.enabled', BOOLEAN, true, 'MirrorMaker copies settings of topics.'],
  [
    'sync.group.offsets.enabled',
    BOOLEAN,
    false,
    'MirrorMaker writes positions of consumers at the target.',
    { since: '2.7' },
  ],
  [
    'emit.checkpoints.interval.seconds',
    { kind: 'duration', unit: 's' },
    60_000,
    'Time between translated offsets.',
  ],
  [
    'refresh.topics.interval.seconds',
    { kind: 'duration', unit: 's' },
    600_000,
    'Time between looks for new topics.',
  ],
  [
    'replication.policy.class',
    TEXT,
    'org.apache.kafka.connect.mirror.DefaultReplicationPolicy',
    'How topics are called at the target.',
    { tradeOff: 'With the same names on both sides a circle copies for ever.' },
  ],
  ['tasks.max', COUNT, 1, 'Tasks of a connector.'],
];

const CLIENT = { applies: 'restart' } as const;
const page = (part: string) => `https://kafka.apache.org/documentation/#${part}`;
const common = (part: string) => rowsOf({ source: page(part), ...CLIENT }, COMMON);

export const PRODUCER: readonly Parameter[] = [
  ...common('producerconfigs'),
  ...rowsOf({ source: page('producerconfigs'), ...CLIENT }, PRODUCER_ROWS),
];
export const CONSUMER: readonly Parameter[] = [
  ...common('consumerconfigs'),
  ...rowsOf({ source: page('consumerconfigs'), ...CLIENT }, CONSUMER_ROWS),
];
export const STREAMS: readonly Parameter[] = [
  ...common('streamsconfigs'),
  ...rowsOf({ source: page('streamsconfigs'), ...CLIENT }, STREAMS_ROWS),
];
export const CONNECT: readonly Parameter[] = [
  ...common('connectconfigs'),
  ...rowsOf({ source: page('connectconfigs'), ...CLIENT }, CONNECT_ROWS),
];
