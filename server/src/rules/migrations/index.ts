import type { Rule } from '../rule.js';
import columnDefaultRewrite from './column-default-rewrite.js';
import columnTypeRewrite from './column-type-rewrite.js';
import concurrentInTransaction from './concurrent-in-transaction.js';
import constraintWithoutNotValid from './constraint-without-not-valid.js';
import destructiveDrop from './destructive-drop.js';
import dropIndexNotConcurrent from './drop-index-not-concurrent.js';
import indexNotConcurrent from './index-not-concurrent.js';
import inlineReferencesIgnored from './inline-references-ignored.js';
import missingLockTimeout from './missing-lock-timeout.js';
import mysqlTableCopy from './mysql-table-copy.js';
import nestedTransaction from './nested-transaction.js';
import notValidConstraintLeft from './not-valid-constraint-left.js';
import renameBreaksClients from './rename-breaks-clients.js';
import requiredColumnWithoutDefault from './required-column-without-default.js';
import setNotNullScan from './set-not-null-scan.js';
import uniqueConstraintLock from './unique-constraint-lock.js';
import vacuumFullOrCluster from './vacuum-full-or-cluster.js';
import validateInSameTransaction from './validate-in-same-transaction.js';
import wideLockWindow from './wide-lock-window.js';
import workUnderExclusiveLock from './work-under-exclusive-lock.js';

/** By weight. */
export const MIGRATIONS: readonly Rule[] = [
  concurrentInTransaction,
  requiredColumnWithoutDefault,
  nestedTransaction,
  inlineReferencesIgnored,
  indexNotConcurrent,
  constraintWithoutNotValid,
  uniqueConstraintLock,
  setNotNullScan,
  columnDefaultRewrite,
  columnTypeRewrite,
  mysqlTableCopy,
  workUnderExclusiveLock,
  validateInSameTransaction,
  vacuumFullOrCluster,
  notValidConstraintLeft,
  dropIndexNotConcurrent,
  renameBreaksClients,
  destructiveDrop,
  missingLockTimeout,
  wideLockWindow,
];
