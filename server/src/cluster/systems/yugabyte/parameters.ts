import { BOOLEAN, COUNT, LIST, MS, oneOf, type Row, rowsOf, TEXT } from '../../kit/rows.js';
import { parameterTable } from '../../parameter.js';

const MASTER = 'https://docs.yugabyte.com/stable/reference/configuration/yb-master/';
const TSERVER = 'https://docs.yugabyte.com/stable/reference/configuration/yb-tserver/';
const YUGABYTED = 'https://docs.yugabyte.com/stable/reference/configuration/yugabyted/';
const TABLESPACE = 'https://docs.yugabyte.com/stable/explore/going-beyond-sql/tablespaces/';
const FOLLOWERS = 'https://docs.yugabyte.com/stable/develop/build-global-apps/follower-reads/';

const master: readonly Row[] = [
  [
    'replication_factor',
    COUNT,
    3,
    'Copies of each tablet, and members of the masters: an odd number.',
    { tradeOff: 'An even number tolerates no more failures than the odd one below it.' },
  ],
  [
    'master_addresses',
    LIST,
    undefined,
    'host:port of every master; as many as the replication factor.',
    { related: ['replication_factor'] },
  ],
  [
    'leader_failure_max_missed_heartbeat_periods',
    { kind: 'number' },
    6,
    'Missed heartbeats until a follower calls an election.',
  ],
  ['raft_heartbeat_interval_ms', MS, 500, 'Time between heartbeats of a leader.'],
];
const tserver: readonly Row[] = [
  [
    'tserver_master_addrs',
    LIST,
    undefined,
    'host:port of every master.',
    { related: ['replication_factor'] },
  ],
  ['server_broadcast_addresses', TEXT, undefined, 'Addresses that others reach it by.'],
  ['rpc_bind_addresses', TEXT, undefined, 'Addresses that it listens at.'],
  ['placement_cloud', TEXT, undefined, 'Cloud that it stands in.'],
  ['placement_region', TEXT, undefined, 'Region that it stands in.'],
  [
    'placement_zone',
    TEXT,
    undefined,
    'Zone that it stands in: copies are kept apart by it where the placement says so.',
  ],
  ['placement_uuid', TEXT, undefined, 'Tells copies for reads from those that vote.'],
  [
    'durable_wal_write',
    BOOLEAN,
    true,
    'Whether the log is on disk before a write is acknowledged.',
    { tradeOff: 'false: a power cut of a majority takes acknowledged writes.' },
  ],
  [
    'max_clock_skew_usec',
    { kind: 'duration', unit: 'us' },
    500,
    'Largest difference of clocks that is counted on.',
  ],
];
const yugabyted: readonly Row[] = [
  ['join', TEXT, undefined, 'Address of a node of the cluster to join.'],
  ['advertise_address', TEXT, undefined, 'Address that others reach it by.'],
  ['cloud_location', TEXT, undefined, 'Where it stands: `cloud.region.zone`.'],
  [
    'fault_tolerance',
    oneOf('none', 'zone', 'region', 'cloud'),
    undefined,
    'What the copies are spread over.',
  ],
];
const sql: readonly Row[] = [
  ['num_replicas', COUNT, undefined, 'Copies of each tablet in the tablespace.'],
  ['min_num_replicas', COUNT, undefined, 'Copies in a block, at least.'],
  ['leader_preference', COUNT, undefined, 'Order in which blocks get the leaders, from 1.'],
];
const session: readonly Row[] = [
  [
    'yb_read_from_followers',
    BOOLEAN,
    false,
    'Read-only transactions read from the nearest copy, as of some time ago.',
  ],
  ['yb_follower_read_staleness_ms', MS, 30_000, 'How old such reads are.'],
];

/** Flags of masters and tablet servers, and what tablespaces and sessions say. */
export const YUGABYTE_PARAMETERS = parameterTable('yugabyte', [
  ...rowsOf({ source: MASTER, applies: 'restart' }, master),
  ...rowsOf({ source: TSERVER, applies: 'restart' }, tserver),
  ...rowsOf({ source: YUGABYTED, applies: 'restart' }, yugabyted),
  ...rowsOf({ source: TABLESPACE, applies: 'runtime' }, sql),
  ...rowsOf({ source: FOLLOWERS, applies: 'session' }, session),
]);
