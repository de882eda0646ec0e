import { BOOLEAN, BYTES, COUNT, LIST, MS, type Row, rowsOf, TEXT } from '../../../kit/rows.js';
import type { Parameter } from '../../../parameter.js';

/** Without defaults where the broker's setting is the default. */
const ROWS: readonly Row[] = [
  ['partitions', COUNT, undefined, 'Partitions of the topic; can be raised only, and keys move then.'],
  ['replication.factor', COUNT, undefined, 'Copies of each partition; -1: the broker’s default.'],
  [
    'min.insync.replicas',
    COUNT,
    undefined,
    'Copies in sync that a write with `acks=all` needs; since 3.7 no more than there are copies.',
    { tradeOff: 'As many as there are copies stops writes with the first broker that is away.' },
  ],
  [
    'unclean.leader.election.enable',
    BOOLEAN,
    undefined,
    'Lets a copy lead that is not in sync.',
    { tradeOff: 'What was acknowledged meanwhile is truncated.' },
  ],
  ['cleanup.policy', LIST, undefined, '`delete` by age, `compact` to the last of each key.'],
  ['retention.ms', { kind: 'duration', unit: 'ms', never: [-1] }, undefined, 'How long messages are kept.'],
  [
    'retention.bytes',
    { kind: 'bytes', never: [-1] },
    undefined,
    'Size of a partition at which old messages go.',
  ],
  [
    'local.retention.ms',
    { kind: 'duration', unit: 'ms', never: [-1, -2] },
    -2,
    'How long messages stay on the brokers where old ones are moved elsewhere.',
    { since: '3.6' },
  ],
  ['remote.storage.enable', BOOLEAN, false, 'Old segments are moved elsewhere.', { since: '3.6' }],
  ['segment.bytes', BYTES, undefined, 'Size of a segment.'],
  ['segment.ms', MS, undefined, 'Age at which a segment is closed.'],
  ['flush.messages', COUNT, undefined, 'Messages after which the log is forced to disk.'],
  ['flush.ms', MS, undefined, 'Time after which the log is forced to disk.'],
  ['delete.retention.ms', MS, undefined, 'How long deletions stay visible in a compacted topic.'],
  ['min.compaction.lag.ms', MS, 0, 'Least age of what is compacted.'],
  ['max.compaction.lag.ms', MS, undefined, 'Greatest age of what is not compacted.'],
  ['max.message.bytes', BYTES, undefined, 'Largest batch.'],
  ['message.timestamp.type', TEXT, undefined, 'Whose clock a message’s time comes from.'],
  [
    'message.format.version',
    TEXT,
    undefined,
    'Version of the messages on disk.',
    { deprecated: '3.0', removed: '4.0' },
  ],
  [
    'message.timestamp.difference.max.ms',
    MS,
    undefined,
    'How far a message’s time may be off.',
    { deprecated: '3.6', removed: '4.0' },
  ],
  ['compression.type', TEXT, undefined, 'How messages are kept.'],
];

export const TOPIC: readonly Parameter[] = rowsOf(
  { source: 'https://kafka.apache.org/documentation/#topicconfigs', applies: 'runtime' },
  ROWS,
);
