import type { Rule } from '../rule.js';
import btreeOnArrayOrJsonb from './btree-on-array-or-jsonb.js';
import duplicateIndex from './duplicate-index.js';
import prefixRedundantIndex from './prefix-redundant-index.js';

/** By weight. */
export const INDEXES: readonly Rule[] = [duplicateIndex, prefixRedundantIndex, btreeOnArrayOrJsonb];
