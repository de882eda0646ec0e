import { type Parameter, type ParameterTable, type ParameterType, parameterTable } from '../../parameter.js';

const FLAG: ParameterType = { kind: 'boolean' };
const TEXT: ParameterType = { kind: 'text' };
const LIST: ParameterType = { kind: 'list' };
const COUNT: ParameterType = { kind: 'number', min: 0, integer: true };
const SECONDS: ParameterType = { kind: 'duration', unit: 's', min: 0 };
const MINUTES: ParameterType = { kind: 'duration', unit: 'min', min: 0 };

const ROWS: readonly Omit<Parameter, 'source'>[] = [
  {
    name: 'RecoverMasterClusterFilters',
    type: LIST,
    default: [],
    meaning:
      'Patterns of the clusters whose primary is replaced when it dies. Empty: none is, failures are shown alone.',
  },
  {
    name: 'RecoverIntermediateMasterClusterFilters',
    type: LIST,
    default: [],
    meaning: 'Patterns of the clusters whose intermediate sources are replaced.',
  },
  {
    name: 'FailMasterPromotionIfSQLThreadNotUpToDate',
    type: FLAG,
    default: false,
    meaning: 'Gives the failover up when the chosen replica has not applied all that it received.',
    related: ['DelayMasterPromotionIfSQLThreadNotUpToDate'],
  },
  {
    name: 'DelayMasterPromotionIfSQLThreadNotUpToDate',
    type: FLAG,
    default: false,
    meaning: 'Waits until the chosen replica has applied all that it received.',
    tradeOff: 'Off, a replica with lag takes writes before it knows what was acknowledged.',
    related: ['FailMasterPromotionIfSQLThreadNotUpToDate'],
  },
  {
    name: 'FailMasterPromotionOnLagMinutes',
    type: MINUTES,
    default: 0,
    meaning: 'Gives the failover up when the chosen replica lags this much. Needs ReplicationLagQuery.',
  },
  {
    name: 'ApplyMySQLPromotionAfterMasterFailover',
    type: FLAG,
    default: true,
    meaning: 'Makes the promoted replica writable and ends its replication.',
    tradeOff: 'Off: it stays read only until a hook or somebody does it.',
  },
  {
    name: 'DetachLostReplicasAfterMasterFailover',
    type: FLAG,
    default: true,
    meaning: 'Detaches replicas that cannot follow the new primary.',
  },
  {
    name: 'DetachLostSlavesAfterMasterFailover',
    type: FLAG,
    renamedTo: 'DetachLostReplicasAfterMasterFailover',
    meaning: 'Old name of DetachLostReplicasAfterMasterFailover.',
  },
  {
    name: 'PreventCrossDataCenterMasterFailover',
    type: FLAG,
    default: false,
    meaning: 'Promotes within the data centre of the dead primary, or not at all.',
  },
  {
    name: 'PreventCrossRegionMasterFailover',
    type: FLAG,
    default: false,
    meaning: 'Promotes within the region of the dead primary, or not at all.',
  },
  {
    name: 'CoMasterRecoveryMustPromoteOtherCoMaster',
    type: FLAG,
    default: true,
    meaning: 'Of two that replicate from each other, only the other one may take over.',
  },
  {
    name: 'RecoveryPeriodBlockSeconds',
    type: SECONDS,
    default: 3_600_000,
    meaning: 'After a recovery the same cluster is not recovered again for this long.',
    tradeOff: 'A second failure within it leaves the cluster without a primary until somebody acknowledges.',
  },
  {
    name: 'RecoveryPeriodBlockMinutes',
    type: MINUTES,
    default: 3_600_000,
    meaning: 'Older form of RecoveryPeriodBlockSeconds.',
  },
  {
    name: 'FailureDetectionPeriodBlockMinutes',
    type: MINUTES,
    default: 3_600_000,
    meaning: 'How long the same failure is not reported again.',
  },
  { name: 'InstancePollSeconds', type: SECONDS, default: 5000, meaning: 'How often each server is asked.' },
  { name: 'RaftEnabled', type: FLAG, default: false, meaning: 'Several orchestrators agree who acts.' },
  { name: 'RaftNodes', type: LIST, default: [], meaning: 'All orchestrators of the group.' },
  { name: 'RaftBind', type: TEXT, default: '127.0.0.1:10008', meaning: 'Address of this one in the group.' },
  { name: 'RaftAdvertise', type: TEXT, default: '', meaning: 'Address that it tells the others.' },
  { name: 'RaftDataDir', type: TEXT, default: '', meaning: 'Folder of the group’s log; needed with Raft.' },
  { name: 'DefaultRaftPort', type: COUNT, default: 10_008, meaning: 'Port of nodes that name none.' },
  {
    name: 'BackendDB',
    type: { kind: 'enum', values: ['mysql', 'sqlite3', 'sqlite'] },
    default: 'mysql',
    meaning: 'Where it keeps what it knows.',
  },
  { name: 'SQLite3DataFile', type: TEXT, default: '', meaning: 'File of SQLite.' },
  { name: 'MySQLOrchestratorHost', type: TEXT, meaning: 'Server of its own database.' },
  { name: 'MySQLOrchestratorPort', type: COUNT, default: 3306, meaning: 'Port of its own database.' },
  { name: 'MySQLTopologyUser', type: TEXT, meaning: 'User by which it administers the servers.' },
  { name: 'MySQLTopologyPassword', type: TEXT, meaning: 'Password of that user.' },
  {
    name: 'MySQLTopologyCredentialsConfigFile',
    type: TEXT,
    default: '',
    meaning: 'File to take user and password from.',
  },
  { name: 'MySQLTopologySSLSkipVerify', type: FLAG, default: false, meaning: 'Takes any certificate.' },
  {
    name: 'MySQLTopologyUseMutualTLS',
    type: FLAG,
    default: false,
    meaning: 'Uses TLS with a certificate of its own.',
  },
  { name: 'ListenAddress', type: TEXT, default: ':3000', meaning: 'Where its pages and API are.' },
  {
    name: 'AuthenticationMethod',
    type: TEXT,
    default: '',
    meaning: 'How users of the API are told apart: basic, multi, proxy, token. Empty: not at all.',
    tradeOff: 'Empty: whoever reaches the port can move a primary.',
  },
  { name: 'ReadOnly', type: FLAG, default: false, meaning: 'Its pages change nothing.' },
  {
    name: 'DiscoverByShowSlaveHosts',
    type: FLAG,
    default: false,
    meaning: 'Finds replicas by what they report (report_host) instead of by their connections.',
  },
  { name: 'ReplicationLagQuery', type: TEXT, default: '', meaning: 'Query that gives the lag in seconds.' },
  {
    name: 'SlaveLagQuery',
    type: TEXT,
    renamedTo: 'ReplicationLagQuery',
    meaning: 'Old name of ReplicationLagQuery.',
  },
  {
    name: 'ReasonableReplicationLagSeconds',
    type: SECONDS,
    default: 10_000,
    meaning: 'Lag that counts as a problem.',
  },
  {
    name: 'MasterFailoverDetachReplicaMasterHost',
    type: FLAG,
    default: false,
    meaning: 'The promoted one forgets whom it followed.',
  },
  {
    name: 'PostponeReplicaRecoveryOnLagMinutes',
    type: MINUTES,
    default: 0,
    meaning: 'Replicas with more lag are moved after the failover.',
  },
  {
    name: 'PromotionIgnoreHostnameFilters',
    type: LIST,
    default: [],
    meaning: 'Hosts that are never promoted.',
  },
  {
    name: 'RecoveryIgnoreHostnameFilters',
    type: LIST,
    default: [],
    meaning: 'Hosts that are not looked at.',
  },
  {
    name: 'UseSuperReadOnly',
    type: FLAG,
    default: false,
    meaning: 'Sets super_read_only where it sets read_only.',
  },
  {
    name: 'RecoverNonWriteableMaster',
    type: FLAG,
    default: false,
    meaning: 'Makes a primary writable that is read only.',
  },
  {
    name: 'RecoverLockedSemiSyncMaster',
    type: FLAG,
    default: false,
    meaning:
      'Switches semi-synchronous replication on at replicas when the primary waits for more than there are.',
  },
  {
    name: 'EnforceExactSemiSyncReplicas',
    type: FLAG,
    default: false,
    meaning: 'Keeps as many semi-synchronous replicas as the primary waits for.',
  },
  { name: 'PreFailoverProcesses', type: LIST, default: [], meaning: 'Programs run before a failover.' },
  { name: 'PostMasterFailoverProcesses', type: LIST, default: [], meaning: 'Programs run after a failover.' },
  {
    name: 'DataCenterPattern',
    type: TEXT,
    default: '',
    meaning: 'Where the data centre stands in a host’s name.',
  },
  { name: 'RegionPattern', type: TEXT, default: '', meaning: 'Where the region stands in a host’s name.' },
  {
    name: 'KVClusterMasterPrefix',
    type: TEXT,
    default: 'mysql/master',
    meaning: 'Where it writes who is primary.',
  },
  { name: 'ConsulAddress', type: TEXT, default: '', meaning: 'Consul that is told who is primary.' },
  { name: 'ZkAddress', type: TEXT, default: '', meaning: 'ZooKeeper that is told who is primary.' },
  { name: 'DiscoverySeeds', type: LIST, default: [], meaning: 'Servers that it begins with.' },
];

/** Settings of Orchestrator. */
export const ORCHESTRATOR_TABLE: ParameterTable = parameterTable(
  'orchestrator',
  ROWS.map(row => ({
    ...row,
    source: 'https://github.com/openark/orchestrator/blob/master/go/config/config.go',
  })),
);
