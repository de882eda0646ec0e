import { BOOLEAN, COUNT, LIST, oneOf, type Row, rowsOf, SECONDS, TEXT } from '../../kit/rows.js';
import { parameterTable } from '../../parameter.js';

const PD = 'https://docs.pingcap.com/tidb/stable/pd-configuration-file';
const TIKV = 'https://docs.pingcap.com/tidb/stable/tikv-configuration-file';
const TOPOLOGY = 'https://docs.pingcap.com/tidb/stable/tiup-cluster-topology-reference';

const pd: readonly Row[] = [
  [
    'pd.replication.max-replicas',
    COUNT,
    3,
    'Copies of each region of the data, leader included; an odd number.',
    { tradeOff: 'An even number tolerates no more failures than the odd one below it.' },
  ],
  [
    'pd.replication.location-labels',
    LIST,
    undefined,
    'Labels of stores by which copies are kept apart, from large to small: `[zone, host]`.',
    {
      tradeOff: 'Without it copies of one region may stand in one zone, or on one machine.',
      related: ['tikv.server.labels'],
    },
  ],
  [
    'pd.replication.isolation-level',
    TEXT,
    undefined,
    'Label below which copies never share a place, even where that leaves fewer copies.',
  ],
  ['pd.replication.strictly-match-label', BOOLEAN, false, 'Stores without these labels are not taken in.'],
  [
    'pd.replication.enable-placement-rules',
    BOOLEAN,
    true,
    'Placement by rules; needed for placement in SQL.',
  ],
  [
    'pd.schedule.max-store-down-time',
    SECONDS,
    1_800_000,
    'How long a store may be away until its copies are made again elsewhere.',
  ],
  [
    'pd.lease',
    SECONDS,
    3000,
    'Lease of the leader of PD: without one there are no timestamps, so no transactions.',
  ],
  [
    'pd.replication-mode.replication-mode',
    oneOf('majority', 'dr-auto-sync'),
    'majority',
    'dr-auto-sync: two data centres, synchronous while both are there, and going on alone otherwise.',
    { tradeOff: 'What is written while it goes on alone is in one data centre.' },
  ],
];
const tikv: readonly Row[] = [
  ['tikv.server.labels', TEXT, undefined, 'Where the store stands: names that location-labels lists.'],
  [
    'tikv.raftstore.raft-min-election-timeout-ticks',
    COUNT,
    undefined,
    'Ticks until a follower calls an election, at least; larger: rather not leader.',
  ],
  [
    'tikv.raftstore.raft-max-election-timeout-ticks',
    COUNT,
    undefined,
    'Ticks until a follower calls an election, at most.',
  ],
  [
    'tikv.raftdb.wal-recovery-mode',
    COUNT,
    undefined,
    'How a log that ends in the middle is read after a crash.',
  ],
];
const topology: readonly Row[] = [
  ['pd_servers', TEXT, undefined, 'Members of PD: they vote among themselves and give out timestamps.'],
  ['tikv_servers', TEXT, undefined, 'Stores of the data.'],
  ['tidb_servers', TEXT, undefined, 'Servers of SQL, without data.'],
  ['tiflash_servers', TEXT, undefined, 'Copies by columns, which follow behind and have no vote.'],
  [
    'cdc_servers',
    TEXT,
    undefined,
    'TiCDC: changes are sent to other systems afterwards.',
    { tradeOff: 'A cluster that is fed by it is behind, and loses what was not sent.' },
  ],
];

/** What topology files of TiUP say of placement and votes. */
export const TIDB_PARAMETERS = parameterTable('tidb', [
  ...rowsOf({ source: PD, applies: 'runtime' }, pd),
  ...rowsOf({ source: TIKV, applies: 'restart' }, tikv),
  ...rowsOf({ source: TOPOLOGY }, topology),
]);
