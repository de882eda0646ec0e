import type { Rule } from '../rule.js';
import allColumnsNullable from './all-columns-nullable.js';
import cascadeDeleteChain from './cascade-delete-chain.js';
import compositePkTooWide from './composite-pk-too-wide.js';
import danglingFkTarget from './dangling-fk-target.js';
import duplicateForeignKey from './duplicate-foreign-key.js';
import fkCrossesSchema from './fk-crosses-schema.js';
import fkCycle from './fk-cycle.js';
import fkTypeMismatch from './fk-type-mismatch.js';
import fkWithoutIndex from './fk-without-index.js';
import inferredMissingFk from './inferred-missing-fk.js';
import missingAuditColumns from './missing-audit-columns.js';
import multipleCascadePaths from './multiple-cascade-paths.js';
import naturalKeyAsPk from './natural-key-as-pk.js';
import noNaturalKey from './no-natural-key.js';
import noPrimaryKey from './no-primary-key.js';
import notForReplication from './not-for-replication.js';
import nullableCompositeFk from './nullable-composite-fk.js';
import nullableInUnique from './nullable-in-unique.js';
import orphanTable from './orphan-table.js';
import selfFkWithoutAction from './self-fk-without-action.js';
import serialForeignKey from './serial-foreign-key.js';
import setNullOnNotNull from './set-null-on-not-null.js';
import singleColumnTable from './single-column-table.js';
import softDeleteUnique from './soft-delete-unique.js';
import sqliteNullPrimaryKey from './sqlite-null-primary-key.js';
import uniqueNotNullButNoPk from './unique-not-null-but-no-pk.js';
import unloggedTable from './unlogged-table.js';

/** By weight. */
export const KEYS: readonly Rule[] = [
  noPrimaryKey,
  uniqueNotNullButNoPk,
  fkWithoutIndex,
  fkTypeMismatch,
  danglingFkTarget,
  duplicateForeignKey,
  inferredMissingFk,
  nullableCompositeFk,
  nullableInUnique,
  setNullOnNotNull,
  serialForeignKey,
  softDeleteUnique,
  unloggedTable,
  fkCycle,
  multipleCascadePaths,
  naturalKeyAsPk,
  compositePkTooWide,
  cascadeDeleteChain,
  sqliteNullPrimaryKey,
  notForReplication,
  selfFkWithoutAction,
  fkCrossesSchema,
  allColumnsNullable,
  singleColumnTable,
  noNaturalKey,
  orphanTable,
  missingAuditColumns,
];
