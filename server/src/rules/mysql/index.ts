import type { Rule } from '../rule.js';
import groupBadName from './group-bad-name.js';
import groupBootstrap from './group-bootstrap.js';
import groupChecksSingle from './group-checks-single.js';
import groupEvenMembers from './group-even-members.js';
import groupEventualReads from './group-eventual-reads.js';
import groupFlushAtCommit from './group-flush-at-commit.js';
import groupMinorityHangs from './group-minority-hangs.js';
import groupNotOnBoot from './group-not-on-boot.js';
import groupOpen from './group-open.js';
import groupRequirements from './group-requirements.js';
import groupSamePort from './group-same-port.js';
import groupServesAfterExit from './group-serves-after-exit.js';
import groupSeveralPrimaries from './group-several-primaries.js';
import groupSlowExpel from './group-slow-expel.js';
import groupTooMany from './group-too-many.js';
import groupWaitsForAll from './group-waits-for-all.js';
import maxscaleConnectionsAnywhere from './maxscale-connections-anywhere.js';
import maxscaleMajorityOfRunning from './maxscale-majority-of-running.js';
import maxscaleNoFailover from './maxscale-no-failover.js';
import maxscaleReadsBehind from './maxscale-reads-behind.js';
import maxscaleTwoFailovers from './maxscale-two-failovers.js';
import mhaAnyDelay from './mha-any-delay.js';
import mhaNoFencing from './mha-no-fencing.js';
import mhaNobodyEligible from './mha-nobody-eligible.js';
import mhaOneView from './mha-one-view.js';
import mysqlBinlogExpiry from './mysql-binlog-expiry.js';
import mysqlChangeSource from './mysql-change-source.js';
import mysqlCommitOrder from './mysql-commit-order.js';
import mysqlDurability from './mysql-durability.js';
import mysqlFilterList from './mysql-filter-list.js';
import mysqlGtidConsistency from './mysql-gtid-consistency.js';
import mysqlGtidPositions from './mysql-gtid-positions.js';
import mysqlLogBinValue from './mysql-log-bin-value.js';
import mysqlNoBinlog from './mysql-no-binlog.js';
import mysqlNoFailover from './mysql-no-failover.js';
import mysqlPartialReplica from './mysql-partial-replica.js';
import mysqlPlainReplication from './mysql-plain-replication.js';
import mysqlRelayLogCrash from './mysql-relay-log-crash.js';
import mysqlRemovedVariables from './mysql-removed-variables.js';
import mysqlReplicaUpdates from './mysql-replica-updates.js';
import mysqlReplicaWritable from './mysql-replica-writable.js';
import mysqlReplicationRing from './mysql-replication-ring.js';
import mysqlSemisyncAfterCommit from './mysql-semisync-after-commit.js';
import mysqlSemisyncChannels from './mysql-semisync-channels.js';
import mysqlSemisyncCount from './mysql-semisync-count.js';
import mysqlSemisyncFallsBack from './mysql-semisync-falls-back.js';
import mysqlSemisyncGivesUp from './mysql-semisync-gives-up.js';
import mysqlSemisyncNames from './mysql-semisync-names.js';
import mysqlSemisyncOneSide from './mysql-semisync-one-side.js';
import mysqlServerId from './mysql-server-id.js';
import mysqlSkippedErrors from './mysql-skipped-errors.js';
import mysqlStatementFormat from './mysql-statement-format.js';
import mysqlTwoWriters from './mysql-two-writers.js';
import mysqlUnreachableSource from './mysql-unreachable-source.js';
import mysqlUnsafeRecovery from './mysql-unsafe-recovery.js';
import mysqlrouterOwnWrites from './mysqlrouter-own-writes.js';
import mysqlrouterStaticWrites from './mysqlrouter-static-writes.js';
import ndbArbitrator from './ndb-arbitrator.js';
import ndbCheckpointWindow from './ndb-checkpoint-window.js';
import ndbDiskless from './ndb-diskless.js';
import ndbNoArbitration from './ndb-no-arbitration.js';
import ndbNodeCount from './ndb-node-count.js';
import ndbOneCopy from './ndb-one-copy.js';
import orchestratorContradiction from './orchestrator-contradiction.js';
import orchestratorLaggingPromotion from './orchestrator-lagging-promotion.js';
import orchestratorNoRecovery from './orchestrator-no-recovery.js';
import orchestratorNotApplied from './orchestrator-not-applied.js';
import orchestratorOpenApi from './orchestrator-open-api.js';
import orchestratorRaft from './orchestrator-raft.js';
import proxysqlCachedReads from './proxysql-cached-reads.js';
import proxysqlLockingReads from './proxysql-locking-reads.js';
import proxysqlNotMonitored from './proxysql-not-monitored.js';
import proxysqlOldWriterReturns from './proxysql-old-writer-returns.js';
import proxysqlReadsAnyLag from './proxysql-reads-any-lag.js';
import proxysqlTransactionSplit from './proxysql-transaction-split.js';
import proxysqlTwoWriters from './proxysql-two-writers.js';

export const MYSQL: readonly Rule[] = [
  mysqlSemisyncFallsBack,
  mysqlSemisyncOneSide,
  mysqlSemisyncNames,
  mysqlSemisyncAfterCommit,
  mysqlSemisyncCount,
  mysqlSemisyncGivesUp,
  mysqlSemisyncChannels,
  mysqlDurability,
  mysqlNoBinlog,
  mysqlLogBinValue,
  mysqlReplicaUpdates,
  mysqlGtidConsistency,
  mysqlGtidPositions,
  mysqlStatementFormat,
  mysqlServerId,
  mysqlReplicaWritable,
  mysqlRelayLogCrash,
  mysqlTwoWriters,
  mysqlReplicationRing,
  mysqlBinlogExpiry,
  mysqlFilterList,
  mysqlPartialReplica,
  mysqlCommitOrder,
  mysqlSkippedErrors,
  mysqlUnsafeRecovery,
  mysqlUnreachableSource,
  mysqlNoFailover,
  mysqlRemovedVariables,
  mysqlChangeSource,
  mysqlPlainReplication,
  groupEvenMembers,
  groupTooMany,
  groupRequirements,
  groupBadName,
  groupSamePort,
  groupBootstrap,
  groupNotOnBoot,
  groupSeveralPrimaries,
  groupChecksSingle,
  groupEventualReads,
  groupWaitsForAll,
  groupMinorityHangs,
  groupSlowExpel,
  groupServesAfterExit,
  groupOpen,
  groupFlushAtCommit,
  ndbOneCopy,
  ndbArbitrator,
  ndbNoArbitration,
  ndbNodeCount,
  ndbDiskless,
  ndbCheckpointWindow,
  orchestratorNoRecovery,
  orchestratorLaggingPromotion,
  orchestratorContradiction,
  orchestratorRaft,
  orchestratorOpenApi,
  orchestratorNotApplied,
  mhaNoFencing,
  mhaOneView,
  mhaNobodyEligible,
  mhaAnyDelay,
  proxysqlReadsAnyLag,
  proxysqlCachedReads,
  proxysqlTransactionSplit,
  proxysqlLockingReads,
  proxysqlNotMonitored,
  proxysqlTwoWriters,
  proxysqlOldWriterReturns,
  maxscaleReadsBehind,
  maxscaleTwoFailovers,
  maxscaleMajorityOfRunning,
  maxscaleConnectionsAnywhere,
  maxscaleNoFailover,
  mysqlrouterStaticWrites,
  mysqlrouterOwnWrites,
];
