import type { Rule } from '../rule.js';

/** By weight. */
export const QUERIES: readonly Rule[] = [];
