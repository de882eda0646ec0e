import { type Parameter, parameterTable } from '../../../parameter.js';
import { BOOLEAN, DAY, row, SECONDS, TEXT } from './row.js';

const DDL = 'https://cassandra.apache.org/doc/latest/cassandra/developing/cql/ddl.html';

const KEYSPACE: readonly Parameter[] = [
  row('replication', TEXT, undefined, 'Strategy and number of replicas, per data centre.', {
    source: DDL,
    applies: 'runtime',
  }),
  row('durable_writes', BOOLEAN, true, 'Writes go through the commit log.', {
    source: DDL,
    applies: 'runtime',
  }),
];

const TABLE: readonly Parameter[] = [
  row(
    'gc_grace_seconds',
    SECONDS,
    10 * DAY,
    'How long a tombstone is kept before compaction may drop it: each table must be repaired within it.',
    {
      source: DDL,
      applies: 'runtime',
      tradeOff: 'A shorter time frees disk sooner, and brings deleted rows back after longer outages.',
    },
  ),
  row(
    'tombstone_gc',
    { kind: 'enum', values: ['timeout', 'repair', 'disabled', 'immediate'] },
    'timeout',
    'ScyllaDB: tombstones are dropped after `gc_grace_seconds`, after a repair, never, or at once.',
    { source: 'https://docs.scylladb.com/manual/stable/cql/ddl.html#ddl-tombstones-gc', applies: 'runtime' },
  ),
  row('default_time_to_live', SECONDS, 0, 'After how long rows expire; 0: never.', {
    source: DDL,
    applies: 'runtime',
  }),
  row(
    'read_repair',
    { kind: 'enum', values: ['BLOCKING', 'NONE'] },
    'BLOCKING',
    'BLOCKING mends the replicas that a read found to differ before it answers, so that later quorum reads never go back in time; NONE keeps the rows of one write together.',
    { since: '4.0', source: DDL, applies: 'runtime' },
  ),
  row(
    'read_repair_chance',
    { kind: 'number', min: 0, max: 1 },
    0,
    'Part of the reads that compare all replicas. Gone since version 4.0.',
    { removed: '4.0', source: DDL, applies: 'runtime' },
  ),
  row(
    'dclocal_read_repair_chance',
    { kind: 'number', min: 0, max: 1 },
    0.1,
    'Part of the reads that compare all replicas of the data centre. Gone since version 4.0.',
    { removed: '4.0', source: DDL, applies: 'runtime' },
  ),
  row(
    'speculative_retry',
    TEXT,
    '99PERCENTILE',
    'When a read is sent to one more replica than needed: after a percentile or a time, ALWAYS or NEVER.',
    { source: DDL, applies: 'runtime' },
  ),
  row(
    'additional_write_policy',
    TEXT,
    '99PERCENTILE',
    'When a write is sent to a transient replica as well.',
    { since: '4.0', source: DDL, applies: 'runtime' },
  ),
];

/** Options of keyspaces and tables. */
export const SCHEMA_PARAMETERS = parameterTable('cassandra', [...KEYSPACE, ...TABLE], name =>
  name.toLowerCase(),
);
