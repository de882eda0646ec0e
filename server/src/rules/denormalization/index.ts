import type { Rule } from '../rule.js';

/** By weight. */
export const DENORMALIZATION: readonly Rule[] = [];
