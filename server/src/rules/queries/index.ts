import type { Rule } from '../rule.js';
import collationMismatch from './collation-mismatch.js';
import fulltextIndexMissing from './fulltext-index-missing.js';
import implicitCastMismatch from './implicit-cast-mismatch.js';
import largeOffset from './large-offset.js';
import leadingWildcard from './leading-wildcard.js';
import manyJoins from './many-joins.js';
import nestedViews from './nested-views.js';
import notInNullableSubquery from './not-in-nullable-subquery.js';
import orAcrossColumns from './or-across-columns.js';
import selectStarInView from './select-star-in-view.js';
import wrappedColumn from './wrapped-column.js';

/** By weight. */
export const QUERIES: readonly Rule[] = [
  notInNullableSubquery,
  fulltextIndexMissing,
  implicitCastMismatch,
  collationMismatch,
  wrappedColumn,
  orAcrossColumns,
  leadingWildcard,
  largeOffset,
  selectStarInView,
  nestedViews,
  manyJoins,
];
