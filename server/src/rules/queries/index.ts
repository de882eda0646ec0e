import type { Rule } from '../rule.js';
import leadingWildcard from './leading-wildcard.js';
import wrappedColumn from './wrapped-column.js';

/** By weight. */
export const QUERIES: readonly Rule[] = [wrappedColumn, leadingWildcard];
