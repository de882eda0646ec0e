import type { Rule } from '../rule.js';
import mysqlBinlogExpiry from './mysql-binlog-expiry.js';
import mysqlDurability from './mysql-durability.js';
import mysqlGtidConsistency from './mysql-gtid-consistency.js';
import mysqlGtidPositions from './mysql-gtid-positions.js';
import mysqlLogBinValue from './mysql-log-bin-value.js';
import mysqlNoBinlog from './mysql-no-binlog.js';
import mysqlRelayLogCrash from './mysql-relay-log-crash.js';
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
import mysqlStatementFormat from './mysql-statement-format.js';
import mysqlTwoWriters from './mysql-two-writers.js';

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
];
