import type { Rule } from '../rule.js';
import btreeOnArrayOrJsonb from './btree-on-array-or-jsonb.js';
import duplicateIndex from './duplicate-index.js';
import indexDuplicateColumn from './index-duplicate-column.js';
import indexDuplicatesPrimaryKey from './index-duplicates-primary-key.js';
import needlessPartialPredicate from './needless-partial-predicate.js';
import prefixRedundantIndex from './prefix-redundant-index.js';
import uniqueAndNonuniqueOverlap from './unique-and-nonunique-overlap.js';

/** By weight. */
export const INDEXES: readonly Rule[] = [
  duplicateIndex,
  indexDuplicateColumn,
  prefixRedundantIndex,
  indexDuplicatesPrimaryKey,
  uniqueAndNonuniqueOverlap,
  btreeOnArrayOrJsonb,
  needlessPartialPredicate,
];
