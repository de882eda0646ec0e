import type { Rule } from '../rule.js';

/** By weight. */
export const WAREHOUSE: readonly Rule[] = [];
