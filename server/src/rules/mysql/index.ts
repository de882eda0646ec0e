import type { Rule } from '../rule.js';
import mysqlDurability from './mysql-durability.js';
import mysqlLogBinValue from './mysql-log-bin-value.js';
import mysqlNoBinlog from './mysql-no-binlog.js';
import mysqlSemisyncAfterCommit from './mysql-semisync-after-commit.js';
import mysqlSemisyncCount from './mysql-semisync-count.js';
import mysqlSemisyncFallsBack from './mysql-semisync-falls-back.js';
import mysqlSemisyncGivesUp from './mysql-semisync-gives-up.js';
import mysqlSemisyncNames from './mysql-semisync-names.js';
import mysqlSemisyncOneSide from './mysql-semisync-one-side.js';

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
];
