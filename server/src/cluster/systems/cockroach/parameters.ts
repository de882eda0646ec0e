import { BOOLEAN, BYTES, COUNT, LIST, oneOf, type Row, rowsOf, SECONDS, TEXT } from '../../kit/rows.js';
import { parameterTable } from '../../parameter.js';

const ZONES = 'https://www.cockroachlabs.com/docs/stable/configure-replication-zones';
const START = 'https://www.cockroachlabs.com/docs/stable/cockroach-start';
const FOLLOWERS = 'https://www.cockroachlabs.com/docs/stable/follower-reads';
const REGIONS = 'https://www.cockroachlabs.com/docs/stable/multiregion-overview';

const zone: readonly Row[] = [
  [
    'num_replicas',
    COUNT,
    3,
    'Copies of each range, with and without votes.',
    {
      tradeOff: 'An even number tolerates no more failures than the odd one below it.',
      related: ['num_voters'],
    },
  ],
  [
    'num_voters',
    COUNT,
    undefined,
    'Copies that vote; without it all of them do.',
    { related: ['voter_constraints'] },
  ],
  [
    'constraints',
    TEXT,
    undefined,
    'Where copies may stand: `[+region=a]` for all of them, `{+region=a: 1}` for so many.',
  ],
  ['voter_constraints', TEXT, undefined, 'Where copies that vote may stand.'],
  [
    'lease_preferences',
    TEXT,
    undefined,
    'Where the leaseholder, which answers reads and leads writes, is preferred: first entry first.',
    { tradeOff: 'Far from programs each read and write crosses the distance.' },
  ],
  [
    'gc.ttlseconds',
    SECONDS,
    [{ value: 90_000_000 }, { since: '23.1', value: 14_400_000 }],
    'How long old versions are kept: reads of the past and incremental backups need them.',
  ],
  ['range_min_bytes', BYTES, 134_217_728, 'Size below which ranges are merged.'],
  ['range_max_bytes', BYTES, 536_870_912, 'Size above which a range is split.'],
  [
    'global_reads',
    BOOLEAN,
    false,
    'Writes wait until every copy can answer reads of the present.',
    { tradeOff: 'Fast reads everywhere for slow writes.' },
  ],
];
const start: readonly Row[] = [
  [
    'locality',
    TEXT,
    undefined,
    'Where the node stands, from large to small: `region=eu,zone=a`. Copies are kept apart by it.',
    { tradeOff: 'Without it copies of one range may stand in one zone.' },
  ],
  ['join', LIST, undefined, 'Addresses of three to five nodes through which it finds the others.'],
  ['advertise-addr', TEXT, undefined, 'Address that other nodes reach it by.'],
  ['listen-addr', TEXT, undefined, 'Address that it listens at.'],
  ['sql-addr', TEXT, undefined, 'Address for SQL, where it differs.'],
  ['store', TEXT, undefined, 'Where data is kept.'],
  [
    'insecure',
    BOOLEAN,
    false,
    'No encryption and no passwords: everybody who reaches the port may do everything.',
  ],
  [
    'max-offset',
    { kind: 'duration', unit: 'ms' },
    500,
    'Largest difference of clocks; a node that is off by 80% of it stops itself.',
  ],
  ['cluster-name', TEXT, undefined, 'Keeps nodes of different clusters from joining.'],
];
const database: readonly Row[] = [
  ['primary region', TEXT, undefined, 'Region where tables have their home without further words.'],
  ['regions', LIST, undefined, 'Regions of the database.'],
  [
    'survive',
    oneOf('zone', 'region'),
    'zone',
    'What the database stays available through. zone: 3 voters in the home region. region: 5 voters over at least 3 regions.',
    { tradeOff: 'region: each write waits for the round trip to the nearest other region.' },
  ],
  [
    'placement',
    oneOf('default', 'restricted'),
    'default',
    'restricted: no copies without a vote outside the home region.',
  ],
];

/** Replication zones, regions of databases, and options of nodes. */
export const COCKROACH_PARAMETERS = parameterTable('cockroach', [
  ...rowsOf({ source: ZONES, applies: 'runtime' }, zone),
  ...rowsOf({ source: START, applies: 'restart' }, start),
  ...rowsOf({ source: REGIONS, applies: 'runtime' }, database),
  ...rowsOf({ source: FOLLOWERS, applies: 'session' }, [
    [
      'default_transaction_use_follower_reads',
      BOOLEAN,
      false,
      'Read-only transactions read as of some seconds ago, from the nearest copy.',
    ],
  ]),
]);

export const SWITCHES: ReadonlySet<string> = new Set([
  'insecure',
  'background',
  'accept-sql-without-tls',
  'vmodule',
]);
