import { BOOLEAN, COUNT, type Row, row, SECONDS, TEXT } from './row.js';

const DOCS = 'https://www.elastic.co/docs/reference/elasticsearch/index-settings/index-modules';
const TRANSLOG = 'https://www.elastic.co/docs/reference/elasticsearch/index-settings/translog';

const ROWS: readonly Row[] = [
  ['number_of_shards', COUNT, 1, 'Primary shards. Fixed when the index is made.', { applies: 'bootstrap' }],
  ['number_of_replicas', COUNT, 1, 'Copies of each primary shard.', { applies: 'runtime' }],
  [
    'auto_expand_replicas',
    TEXT,
    'false',
    'Sets the number of replicas by the number of data nodes: `0-1`, `0-all`.',
    { applies: 'runtime' },
  ],
  [
    'write.wait_for_active_shards',
    TEXT,
    '1',
    'How many copies of a shard must be there before a write begins. It is looked at before the write, and promises nothing of it.',
    { applies: 'runtime' },
  ],
  [
    'translog.durability',
    { kind: 'enum', values: ['request', 'async'] },
    'request',
    '`request` syncs the log on the primary and every replica in sync before a write is acknowledged; `async` syncs it now and then.',
    {
      applies: 'runtime',
      source: TRANSLOG,
      tradeOff:
        'Async saves the sync of each request, and loses what was acknowledged since the last one when machines fail.',
    },
  ],
  [
    'translog.sync_interval',
    SECONDS,
    5000,
    'How often the log is synced with `durability: async`. Not less than 100ms.',
    { source: TRANSLOG },
  ],
  [
    'translog.flush_threshold_size',
    TEXT,
    undefined,
    'Size of the log from which on it is flushed.',
    { source: TRANSLOG, applies: 'runtime' },
  ],
  [
    'refresh_interval',
    SECONDS,
    1000,
    'How often new documents become visible to searches.',
    { applies: 'runtime' },
  ],
  [
    'unassigned.node_left.delayed_timeout',
    SECONDS,
    60_000,
    'How long the copies of a node that left stay missing before others are made.',
    { applies: 'runtime' },
  ],
  [
    'gc_deletes',
    SECONDS,
    60_000,
    'How long the version of a deleted document is remembered.',
    { applies: 'runtime' },
  ],
  [
    'routing.allocation.total_shards_per_node',
    COUNT,
    undefined,
    'Most shards of the index on one node.',
    { applies: 'runtime' },
  ],
  ['blocks.write', BOOLEAN, false, 'Refuses writes.', { applies: 'runtime' }],
];

export const INDEX = ROWS.map(each => ({ ...row(each), source: each[4]?.source ?? DOCS }));
