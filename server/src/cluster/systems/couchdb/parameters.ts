import { type Parameter, type ParameterType, parameterTable } from '../../parameter.js';

const BOOLEAN: ParameterType = { kind: 'boolean' };
const COUNT: ParameterType = { kind: 'number', integer: true, min: 0 };
const TEXT: ParameterType = { kind: 'text' };
const MS: ParameterType = { kind: 'duration', unit: 'ms' };
const DOCS = 'https://docs.couchdb.org/en/stable/config/';

type Row = readonly [
  name: string,
  type: ParameterType,
  byDefault: Parameter['default'],
  meaning: string,
  page: string,
  more?: Partial<Parameter>,
];

const ROWS: readonly Row[] = [
  [
    'cluster.q',
    COUNT,
    [{ value: 8 }, { since: '3.0', value: 2 }],
    'Shards of a new database. Databases keep the number they were made with.',
    'cluster.html',
  ],
  [
    'cluster.n',
    COUNT,
    3,
    'Copies of each shard of a new database; never more than there are nodes. Reads and writes ask for n/2 + 1 of them, rounded down.',
    'cluster.html',
    {
      tradeOff: 'A write that fewer copies took is answered with 202 instead of 201: it is not refused.',
      related: ['cluster.placement'],
    },
  ],
  [
    'cluster.placement',
    TEXT,
    undefined,
    'Copies per zone (`zone-a:2,zone-b:1`). Counts instead of `n`.',
    'cluster.html',
    { related: ['cluster.n'] },
  ],
  [
    'cluster.seedlist',
    { kind: 'list' },
    undefined,
    'Nodes to join the cluster by: `couchdb@host1,couchdb@host2`.',
    'cluster.html',
    { since: '3.0' },
  ],
  [
    'cluster.reconnect_interval_sec',
    COUNT,
    37,
    'Seconds between attempts to reach nodes that are away.',
    'cluster.html',
  ],
  ['chttpd.bind_address', TEXT, '127.0.0.1', 'Address for clients and replicators.', 'http.html'],
  ['chttpd.port', COUNT, 5984, 'Port for clients and replicators.', 'http.html'],
  ['chttpd.require_valid_user', BOOLEAN, false, 'Every request needs a login.', 'auth.html'],
  [
    'httpd.bind_address',
    TEXT,
    '127.0.0.1',
    'Address of the port that speaks for one node only.',
    'http.html',
  ],
  [
    'couchdb.default_security',
    { kind: 'enum', values: ['everyone', 'admin_only', 'admin_local'] },
    [{ value: 'everyone' }, { since: '3.0', value: 'admin_only' }],
    'Who may read and write a new database.',
    'couchdb.html',
  ],
  [
    'couchdb.delayed_commits',
    BOOLEAN,
    false,
    'Writes are acknowledged before they are on disk. Gone since version 3.0.',
    'couchdb.html',
    { removed: '3.0', tradeOff: 'Up to a second of acknowledged writes is lost with the power.' },
  ],
  [
    'couchdb.max_document_size',
    TEXT,
    '8000000',
    'Largest document, in bytes. Replication leaves larger ones out.',
    'couchdb.html',
  ],
  [
    'couchdb.maintenance_mode',
    TEXT,
    'false',
    'Takes the node out of what load balancers see; with `nolb` it goes on in the cluster.',
    'couchdb.html',
  ],
  [
    'replicator.max_jobs',
    COUNT,
    500,
    'Replications that run at a time; the others wait for their turn.',
    'replicator.html',
  ],
  ['replicator.interval', MS, 60_000, 'How often replications take turns.', 'replicator.html'],
  ['replicator.max_churn', COUNT, 20, 'How many are stopped and started at each turn.', 'replicator.html'],
  ['replicator.worker_processes', COUNT, 4, 'Processes of a replication.', 'replicator.html'],
  [
    'replicator.worker_batch_size',
    COUNT,
    500,
    'Changes of one batch: after it a checkpoint may be set.',
    'replicator.html',
  ],
  ['replicator.http_connections', COUNT, 20, 'Connections of a replication.', 'replicator.html'],
  ['replicator.connection_timeout', MS, 30_000, 'How long the other side may take.', 'replicator.html'],
  [
    'replicator.retries_per_request',
    COUNT,
    [{ value: 10 }, { since: '3.0', value: 5 }],
    'How often a request is tried again.',
    'replicator.html',
  ],
  [
    'replicator.use_checkpoints',
    BOOLEAN,
    true,
    'Remembers how far a replication has come.',
    'replicator.html',
  ],
  ['replicator.checkpoint_interval', MS, 30_000, 'How often that is remembered.', 'replicator.html'],
  [
    'replicator.verify_ssl_certificates',
    BOOLEAN,
    false,
    'Looks whether the other side is who it says.',
    'replicator.html',
  ],
];

/** Settings of CouchDB's ini files: section and key with a dot. */
export const COUCHDB_PARAMETERS = parameterTable(
  'couchdb',
  ROWS.map(
    ([name, type, byDefault, meaning, page, more]): Parameter => ({
      name,
      type,
      ...(byDefault === undefined ? {} : { default: byDefault }),
      meaning,
      applies: 'runtime',
      source: `${DOCS}${page}`,
      ...more,
    }),
  ),
);

/** What a replication document holds. */
export const REPLICATION_PARAMETERS = parameterTable(
  'couchdb',
  (
    [
      ['source', TEXT, 'Where documents come from.'],
      ['target', TEXT, 'Where they go.'],
      ['continuous', BOOLEAN, 'Goes on as documents change, instead of ending.'],
      ['filter', TEXT, 'A function that chooses what is replicated.'],
      ['selector', TEXT, 'Chooses what is replicated.'],
      ['doc_ids', { kind: 'list' }, 'The documents that are replicated.'],
      ['create_target', BOOLEAN, 'Makes the target database.'],
      [
        'winning_revs_only',
        BOOLEAN,
        'Leaves conflicts out: the other side never hears of the revisions that lost.',
      ],
    ] as const
  ).map(
    ([name, type, meaning]): Parameter => ({
      name,
      type,
      meaning,
      applies: 'runtime',
      source: 'https://docs.couchdb.org/en/stable/json-structure.html#replication-settings',
    }),
  ),
);
