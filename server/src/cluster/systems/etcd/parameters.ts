import { BOOLEAN, BYTES, COUNT, LIST, MS, oneOf, type Row, rowsOf, SECONDS, TEXT } from '../../kit/rows.js';
import { parameterTable } from '../../parameter.js';

const DOCS = 'https://etcd.io/docs/v3.6/op-guide/configuration/';
const TUNING = 'https://etcd.io/docs/v3.6/tuning/';
const CONFIG = 'https://github.com/etcd-io/etcd/blob/main/server/embed/config.go';

const MEMBER: readonly Row[] = [
  ['name', TEXT, 'default', 'Name of the member: must be the one that it has in `initial-cluster`.'],
  ['data-dir', TEXT, undefined, 'Folder of the data; `<name>.etcd` if it is not set.'],
  [
    'wal-dir',
    TEXT,
    undefined,
    'Folder of the write-ahead log, where it shall stand on a disk of its own.',
    { tradeOff: 'Each commit waits for an fsync of this log: a disk that others share delays heartbeats.' },
  ],
  [
    'snapshot-count',
    COUNT,
    [{ value: 100000 }, { since: '3.6', value: 10000 }],
    'Committed entries after which a snapshot is written and the log can be shortened.',
    {
      tradeOff:
        'More entries keep more of the log in memory, and let a slow follower catch up without a snapshot.',
    },
  ],
  ['max-snapshots', COUNT, 5, 'Snapshots that are kept; 0: all.'],
  ['max-wals', COUNT, 5, 'Files of the log that are kept; 0: all.'],
  [
    'heartbeat-interval',
    MS,
    100,
    'Time between two heartbeats of the leader, in ms. Should be about the round trip between members.',
    { related: ['election-timeout'], source: TUNING },
  ],
  [
    'election-timeout',
    MS,
    1000,
    'Time without a heartbeat after which a follower stands for election, in ms; each waits between once and twice as long. At least five times `heartbeat-interval`, at most 50 seconds: otherwise etcd does not start.',
    {
      type: { kind: 'duration', unit: 'ms', min: 500, max: 50_000 },
      tradeOff: 'Shorter finds a dead leader sooner, and takes a slow network or disk for one.',
      related: ['heartbeat-interval', 'initial-election-tick-advance'],
      source: TUNING,
    },
  ],
  [
    'initial-election-tick-advance',
    BOOLEAN,
    true,
    'Skips most of the first election timeout after a start.',
    { tradeOff: 'Faster start; over slow links a restarting member may disturb the leader.' },
  ],
  [
    'quota-backend-bytes',
    BYTES,
    2147483648,
    'Size of the data at which etcd refuses writes; 0: the default of 2 GiB.',
    {
      type: { kind: 'bytes', never: [-1] },
      tradeOff: 'A full store takes no write until it is compacted, defragmented and disarmed by hand.',
      related: ['auto-compaction-retention'],
    },
  ],
  [
    'backend-batch-interval',
    MS,
    100,
    'Longest time before changes of the store are written out; the log has them already.',
  ],
  ['backend-batch-limit', COUNT, 10000, 'Most changes before they are written out.'],
  ['backend-bbolt-freelist-type', oneOf('array', 'map'), 'map', 'How free pages of the store are kept.'],
  ['max-txn-ops', COUNT, 128, 'Most operations of one transaction.'],
  ['max-request-bytes', BYTES, 1572864, 'Largest request.'],
  ['max-concurrent-streams', COUNT, 4294967295, 'Most streams of one client.'],
  ['grpc-keepalive-min-time', SECONDS, 5000, 'Shortest time between two pings of a client.'],
  ['grpc-keepalive-interval', SECONDS, 7_200_000, 'Time between pings of a client that says nothing.'],
  ['grpc-keepalive-timeout', SECONDS, 20_000, 'Time after which a client that does not answer is cut off.'],
  ['listen-peer-urls', LIST, ['http://localhost:2380'], 'Addresses that other members reach it at.'],
  [
    'listen-client-urls',
    LIST,
    ['http://localhost:2379'],
    'Addresses that clients reach it at.',
    {
      tradeOff:
        'On all addresses everybody who reaches the machine reads and writes unless certificates or users are asked for.',
      related: ['client-cert-auth', 'advertise-client-urls'],
    },
  ],
  [
    'listen-client-http-urls',
    LIST,
    undefined,
    'Addresses for plain HTTP, apart from gRPC.',
    { since: '3.5.10' },
  ],
  ['listen-metrics-urls', LIST, undefined, 'Further addresses for metrics and health.'],
  ['socket-reuse-port', BOOLEAN, false, 'Lets several processes listen at one port.', { since: '3.5' }],
  ['socket-reuse-address', BOOLEAN, false, 'Takes a port that is not quite free yet.', { since: '3.5' }],
  ['cors', LIST, undefined, 'Origins that browsers may ask from.'],
];

const CLUSTERING: readonly Row[] = [
  [
    'initial-advertise-peer-urls',
    LIST,
    ['http://localhost:2380'],
    'Addresses under which the others know it; as in `initial-cluster`.',
    { applies: 'bootstrap' },
  ],
  [
    'advertise-client-urls',
    LIST,
    ['http://localhost:2379'],
    'Addresses that it tells to clients.',
    {
      tradeOff: '`localhost` or `0.0.0.0` here sends clients that ask for the members nowhere.',
    },
  ],
  [
    'initial-cluster',
    LIST,
    undefined,
    'All members, `name=peer URL` each. Counts once, when the data directory is empty, and must be the same on all.',
    {
      applies: 'bootstrap',
      related: ['initial-cluster-state', 'initial-cluster-token'],
    },
  ],
  [
    'initial-cluster-state',
    oneOf('new', 'existing'),
    'new',
    '`new` makes a cluster, `existing` joins one; it is ignored where there are data.',
    { applies: 'bootstrap' },
  ],
  [
    'initial-cluster-token',
    TEXT,
    'etcd-cluster',
    'Goes into the ids of cluster and members, to keep clusters apart that are made alike.',
    { applies: 'bootstrap' },
  ],
  [
    'discovery',
    TEXT,
    undefined,
    'Address of a discovery service of the old protocol: members find each other there.',
    { applies: 'bootstrap', deprecated: '3.5', removed: '3.6' },
  ],
  [
    'discovery-token',
    TEXT,
    undefined,
    'Token of the discovery by another etcd.',
    { since: '3.6', applies: 'bootstrap' },
  ],
  [
    'discovery-endpoints',
    LIST,
    undefined,
    'etcd that helps to discover.',
    { since: '3.6', applies: 'bootstrap' },
  ],
  ['discovery-srv', TEXT, undefined, 'Domain whose SRV records list the members.', { applies: 'bootstrap' }],
  [
    'discovery-fallback',
    oneOf('exit', 'proxy'),
    undefined,
    'What to do where discovery fails.',
    { removed: '3.6' },
  ],
  ['discovery-proxy', TEXT, undefined, 'Proxy to the discovery service.', { removed: '3.6' }],
  [
    'strict-reconfig-check',
    BOOLEAN,
    true,
    'Refuses changes of members that would leave no quorum of those that are started.',
    {
      tradeOff: 'Without it one wrong `member add` can take the quorum away for good.',
    },
  ],
  [
    'pre-vote',
    BOOLEAN,
    [{ value: false }, { since: '3.5', value: true }],
    'A member asks whether it could win before it starts an election, so that one that was cut off does not depose the leader when it is back.',
    { source: CONFIG },
  ],
  [
    'force-new-cluster',
    BOOLEAN,
    false,
    'Makes a cluster of one member out of its data, to recover from the loss of the others. For one start only.',
    {
      tradeOff: 'All other members are thrown out; two members that are started so are two clusters.',
      source: 'https://etcd.io/docs/v3.6/op-guide/recovery/',
    },
  ],
  [
    'auto-compaction-mode',
    oneOf('periodic', 'revision'),
    'periodic',
    'What `auto-compaction-retention` counts: hours, or revisions.',
  ],
  [
    'auto-compaction-retention',
    TEXT,
    '0',
    'History that is kept: hours or a duration, or revisions. 0: all of it, until somebody compacts.',
    {
      tradeOff:
        'History that nobody compacts grows until the quota stops all writes. Kubernetes compacts every five minutes by itself.',
      related: ['auto-compaction-mode', 'quota-backend-bytes'],
    },
  ],
  ['v2-deprecation', TEXT, undefined, 'How old data of version 2 are treated.', { since: '3.5' }],
  ['enable-v2', BOOLEAN, false, 'Speaks the old protocol.', { deprecated: '3.4', removed: '3.6' }],
  ['proxy', oneOf('off', 'readonly', 'on'), 'off', 'Is a proxy for the old protocol.', { removed: '3.6' }],
];

const SAFETY: readonly Row[] = [
  [
    'unsafe-no-fsync',
    BOOLEAN,
    false,
    'Does not wait for the disk. For tests only.',
    {
      since: '3.4.8',
      tradeOff: 'What a majority acknowledged may be gone, or torn, after a power cut.',
    },
  ],
  [
    'initial-corrupt-check',
    BOOLEAN,
    false,
    'Compares its data with the other members before it serves.',
    { since: '3.3', deprecated: '3.6' },
  ],
  [
    'experimental-initial-corrupt-check',
    BOOLEAN,
    false,
    'The same under its old name.',
    { renamedTo: 'initial-corrupt-check' },
  ],
  [
    'corrupt-check-time',
    SECONDS,
    0,
    'Time between comparisons of the members’ data; 0: never.',
    { since: '3.6' },
  ],
  [
    'experimental-corrupt-check-time',
    SECONDS,
    0,
    'The same under its old name.',
    { renamedTo: 'corrupt-check-time' },
  ],
  [
    'compact-hash-check-enabled',
    BOOLEAN,
    false,
    'The leader compares hashes of what was compacted.',
    { since: '3.6' },
  ],
  ['warning-apply-duration', SECONDS, 100, 'Requests that take longer are logged.', { type: MS }],
  ['client-cert-auth', BOOLEAN, false, 'Asks clients for a certificate.', { related: ['trusted-ca-file'] }],
  ['cert-file', TEXT, undefined, 'Certificate that clients see.'],
  ['key-file', TEXT, undefined, 'Key of the certificate.'],
  ['trusted-ca-file', TEXT, undefined, 'Authority whose certificates clients must show.'],
  ['client-crl-file', TEXT, undefined, 'Certificates that are no longer good.'],
  ['auto-tls', BOOLEAN, false, 'Makes certificates for clients by itself: encrypts, and proves nothing.'],
  [
    'peer-client-cert-auth',
    BOOLEAN,
    false,
    'Asks other members for a certificate.',
    { related: ['peer-trusted-ca-file'] },
  ],
  ['peer-cert-file', TEXT, undefined, 'Certificate that other members see.'],
  ['peer-key-file', TEXT, undefined, 'Key of that certificate.'],
  ['peer-trusted-ca-file', TEXT, undefined, 'Authority whose certificates other members must show.'],
  ['peer-auto-tls', BOOLEAN, false, 'Makes certificates for members by itself.'],
  ['peer-cert-allowed-cn', TEXT, undefined, 'Common name that members’ certificates must have.'],
  ['auth-token', TEXT, 'simple', 'Kind of token for users: `simple`, or `jwt` with options.'],
  ['auth-token-ttl', SECONDS, 300_000, 'How long a simple token holds.'],
  ['tls-min-version', TEXT, 'TLS1.2', 'Oldest version of TLS.'],
  ['log-level', TEXT, 'info', 'How much is logged.'],
  ['enable-pprof', BOOLEAN, false, 'Serves profiles below /debug/pprof.'],
  ['max-learners', COUNT, 1, 'Most members without a vote.', { since: '3.6' }],
  ['experimental-max-learners', COUNT, 1, 'The same under its old name.', { renamedTo: 'max-learners' }],
];

/** Flags of etcd; `ETCD_` variables have the same names, and so has the YAML file but for what its sections hold. */
export const ETCD_PARAMETERS = parameterTable('etcd', [
  ...rowsOf({ source: DOCS, applies: 'restart' }, MEMBER),
  ...rowsOf({ source: DOCS, applies: 'restart' }, CLUSTERING),
  ...rowsOf({ source: DOCS, applies: 'restart' }, SAFETY),
]);

/**
 * Certificates of clients and members: flags of their own, and in the YAML file keys below `client-transport-security` and
 * `peer-transport-security` (there without `peer-`). At its top level they are ignored (`configJSON` in embed/config.go).
 */
export const IN_SECTIONS = /^(?:peer-)?(?:cert-file|key-file|client-cert-auth|trusted-ca-file|auto-tls)$/;

/** What the top level of `etcd.conf.yml` knows. */
export const ETCD_FILE_PARAMETERS = parameterTable(
  'etcd',
  ETCD_PARAMETERS.all.filter(({ name }) => !IN_SECTIONS.test(name)),
);

/** Options of `etcdctl`. */
export const ETCD_CLIENT_PARAMETERS = parameterTable(
  'etcd',
  rowsOf({ source: 'https://etcd.io/docs/v3.6/learning/api_guarantees/', applies: 'session' }, [
    [
      'consistency',
      oneOf('l', 's'),
      'l',
      '`l`: linearizable, after a majority was asked. `s`: serializable, what the member has.',
      { tradeOff: 'Serializable is answered without a majority, and may be old.' },
    ],
  ]),
);

export const SWITCHES: ReadonlySet<string> = new Set(
  ETCD_PARAMETERS.all.filter(({ type }) => type.kind === 'boolean').map(({ name }) => name),
);
