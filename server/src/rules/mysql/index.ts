import type { Rule } from '../rule.js';
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

export const MYSQL: readonly Rule[] = [
  mysqlSemisyncFallsBack,
  mysqlSemisyncOneSide,
  mysqlSemisyncNames,
  mysqlSemisyncAfterCommit,
  mysqlSemisyncCount,
  mysqlSemisyncGivesUp,
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
];
