import type { Rule } from '../rule.js';

/** By weight. */
export const NOSQL: readonly Rule[] = [];
