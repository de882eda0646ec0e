import type { Rule } from '../rule.js';
import brinOnUncorrelated from './brin-on-uncorrelated.js';
import btreeOnArrayOrJsonb from './btree-on-array-or-jsonb.js';
import compositeReplacesTwo from './composite-replaces-two.js';
import duplicateIndex from './duplicate-index.js';
import ginMissing from './gin-missing.js';
import hashIndexLimits from './hash-index-limits.js';
import indexColumnOrder from './index-column-order.js';
import indexDuplicateColumn from './index-duplicate-column.js';
import indexDuplicatesPrimaryKey from './index-duplicates-primary-key.js';
import indexKeyTooWide from './index-key-too-wide.js';
import lowCardinalityIndex from './low-cardinality-index.js';
import missingIndexForQuery from './missing-index-for-query.js';
import missingIndexOnPartition from './missing-index-on-partition.js';
import missingJoinIndex from './missing-join-index.js';
import mysqlPrefixIndex from './mysql-prefix-index.js';
import needlessPartialPredicate from './needless-partial-predicate.js';
import noClusteredIndex from './no-clustered-index.js';
import nullableColumnInIndex from './nullable-column-in-index.js';
import overIndexed from './over-indexed.js';
import prefixRedundantIndex from './prefix-redundant-index.js';
import randomUuidKey from './random-uuid-key.js';
import timestampNotLastInIndex from './timestamp-not-last-in-index.js';
import tooManyIndexes from './too-many-indexes.js';
import tsvectorWithoutIndex from './tsvector-without-index.js';
import uniqueAndNonuniqueOverlap from './unique-and-nonunique-overlap.js';
import unusableIndex from './unusable-index.js';

/** By weight. */
export const INDEXES: readonly Rule[] = [
  missingIndexForQuery,
  missingJoinIndex,
  ginMissing,
  indexColumnOrder,
  compositeReplacesTwo,
  overIndexed,
  unusableIndex,
  duplicateIndex,
  indexDuplicateColumn,
  prefixRedundantIndex,
  indexDuplicatesPrimaryKey,
  uniqueAndNonuniqueOverlap,
  missingIndexOnPartition,
  tsvectorWithoutIndex,
  btreeOnArrayOrJsonb,
  brinOnUncorrelated,
  hashIndexLimits,
  lowCardinalityIndex,
  timestampNotLastInIndex,
  nullableColumnInIndex,
  needlessPartialPredicate,
  indexKeyTooWide,
  mysqlPrefixIndex,
  noClusteredIndex,
  randomUuidKey,
  tooManyIndexes,
];
