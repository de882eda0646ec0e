import { type Parameter, type ParameterTable, type ParameterType, parameterTable } from '../../parameter.js';

const FLAG: ParameterType = { kind: 'boolean' };
const TEXT: ParameterType = { kind: 'text' };
const COUNT: ParameterType = { kind: 'number', min: 0, integer: true };
const BYTES: ParameterType = { kind: 'bytes', min: 0 };
const MILLISECONDS: ParameterType = { kind: 'duration', unit: 'ms', min: 0 };

const ROWS: readonly Omit<Parameter, 'source'>[] = [
  {
    name: 'NoOfReplicas',
    type: { kind: 'number', min: 1, max: 4, integer: true },
    default: 2,
    meaning:
      'Copies of each fragment, and so the size of a node group. Part of the data layout: it needs an initial start.',
    tradeOff: '1: the loss of any data node stops the cluster, and its data are there alone.',
    applies: 'bootstrap',
  },
  { name: 'NodeId', type: COUNT, meaning: 'Number of the node.', applies: 'restart' },
  { name: 'Id', type: COUNT, renamedTo: 'NodeId', deprecated: '7.5', meaning: 'Older name of NodeId.' },
  { name: 'HostName', type: TEXT, meaning: 'Machine that the node runs on.', applies: 'restart' },
  { name: 'NodeGroup', type: COUNT, meaning: 'Group that a data node belongs to.', applies: 'bootstrap' },
  { name: 'LocationDomainId', type: COUNT, default: 0, meaning: 'Zone that the node stands in.' },
  { name: 'ServerPort', type: COUNT, meaning: 'Port of a data node.' },
  { name: 'PortNumber', type: COUNT, default: 1186, meaning: 'Port of a management node.' },
  {
    name: 'ArbitrationRank',
    type: { kind: 'number', min: 0, max: 2, integer: true },
    meaning:
      'Who may decide between two halves: 0 never, 1 first choice, 2 second. Management nodes have 1, API nodes 0.',
  },
  {
    name: 'Arbitration',
    type: { kind: 'enum', values: ['Default', 'Disabled', 'WaitExternal'] },
    default: 'Default',
    meaning: 'Whether an arbitrator decides which half goes on when the cluster is cut in two.',
    tradeOff: 'Disabled: with two halves of equal size both may go on (split brain).',
    applies: 'restart',
  },
  {
    name: 'ArbitrationTimeout',
    type: MILLISECONDS,
    default: 7500,
    meaning: 'How long data nodes wait for the arbitrator before they stop.',
  },
  {
    name: 'ArbitrationDelay',
    type: MILLISECONDS,
    default: 0,
    meaning: 'How long the arbitrator takes at least.',
  },
  {
    name: 'HeartbeatIntervalDbDb',
    type: MILLISECONDS,
    default: 5000,
    meaning:
      'How often data nodes say that they are there. After three missed ones a node is declared dead, in the fourth interval.',
    tradeOff: 'Short: a pause stops a node. Long: transactions wait for a dead one.',
    applies: 'restart',
  },
  {
    name: 'HeartbeatIntervalDbApi',
    type: MILLISECONDS,
    default: 1500,
    meaning: 'The same between data nodes and SQL nodes.',
  },
  {
    name: 'ConnectCheckIntervalDelay',
    type: MILLISECONDS,
    default: 0,
    meaning: 'Checks connections once more after missed heartbeats.',
  },
  {
    name: 'TimeBetweenGlobalCheckpoints',
    type: { kind: 'duration', unit: 'ms', min: 20, max: 32_000 },
    default: 2000,
    meaning: 'How often the redo log of all nodes is brought to disk together.',
    tradeOff: 'A failure of all nodes at once loses what was committed since.',
    applies: 'restart',
  },
  {
    name: 'TimeBetweenEpochs',
    type: MILLISECONDS,
    default: 100,
    meaning: 'Length of an epoch: what is sent to replicas as one transaction.',
  },
  {
    name: 'TimeBetweenLocalCheckpoints',
    type: COUNT,
    default: 20,
    meaning: 'Logarithm of the writes, in words of four bytes, after which a local checkpoint begins.',
  },
  {
    name: 'TransactionDeadlockDetectionTimeout',
    type: MILLISECONDS,
    default: 1200,
    meaning: 'How long a transaction waits for another node or lock.',
  },
  {
    name: 'TransactionInactiveTimeout',
    type: MILLISECONDS,
    default: 4_294_967_039,
    meaning: 'How long a transaction may do nothing.',
  },
  {
    name: 'Diskless',
    type: FLAG,
    default: false,
    meaning: 'Keeps everything in memory alone: no checkpoints, no redo log.',
    tradeOff: 'When the last node of a group stops, its data are gone.',
    applies: 'bootstrap',
  },
  {
    name: 'ODirect',
    type: FLAG,
    default: false,
    meaning: 'Writes around the cache of the operating system.',
  },
  {
    name: 'ODirectSyncFlag',
    type: FLAG,
    default: false,
    meaning: 'Takes such writes for durable without a flush.',
  },
  { name: 'StopOnError', type: FLAG, default: true, meaning: 'A data node that failed stays down.' },
  { name: 'DataMemory', type: BYTES, default: 102_760_448, meaning: 'Memory for rows and indexes.' },
  {
    name: 'IndexMemory',
    type: BYTES,
    default: 0,
    deprecated: '7.6',
    meaning: 'Memory for hash indexes, now part of DataMemory.',
  },
  { name: 'NoOfFragmentLogFiles', type: COUNT, default: 16, meaning: 'Redo log files, in sets of four.' },
  { name: 'FragmentLogFileSize', type: BYTES, default: 16_777_216, meaning: 'Size of one redo log file.' },
  { name: 'RedoBuffer', type: BYTES, default: 33_554_432, meaning: 'Memory for the redo log.' },
  { name: 'DataDir', type: TEXT, meaning: 'Folder of the node’s files.' },
  {
    name: 'MaxNoOfConcurrentOperations',
    type: COUNT,
    default: 32_768,
    meaning: 'Rows that may be worked on.',
  },
  {
    name: 'StartPartialTimeout',
    type: MILLISECONDS,
    default: 30_000,
    meaning: 'How long a start waits for all nodes.',
  },
  {
    name: 'StartPartitionedTimeout',
    type: MILLISECONDS,
    default: 0,
    meaning:
      'How long a start waits before it goes on though it may be half of a split cluster. 0: for ever.',
    tradeOff: 'Other than 0 two halves may start on their own.',
  },
  { name: 'StartFailureTimeout', type: MILLISECONDS, default: 0, meaning: 'How long a start may take.' },
  { name: 'RequireTls', type: FLAG, default: false, meaning: 'Takes connections with TLS alone.' },
];

/** Parameters of NDB's config.ini. */
export const NDB_TABLE: ParameterTable = parameterTable(
  'ndb',
  ROWS.map(row => ({
    ...row,
    source: `https://dev.mysql.com/doc/refman/8.4/en/mysql-cluster-ndbd-definition.html#ndbparam-ndbd-${row.name.toLowerCase()}`,
  })),
  name => name.toLowerCase(),
);
