import type { Rule } from '../rule.js';
import danglingFkTarget from './dangling-fk-target.js';
import duplicateForeignKey from './duplicate-foreign-key.js';
import fkTypeMismatch from './fk-type-mismatch.js';
import fkWithoutIndex from './fk-without-index.js';
import inferredMissingFk from './inferred-missing-fk.js';
import noPrimaryKey from './no-primary-key.js';
import nullableCompositeFk from './nullable-composite-fk.js';
import nullableInUnique from './nullable-in-unique.js';
import uniqueNotNullButNoPk from './unique-not-null-but-no-pk.js';

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
];
