import type { Rule } from '../rule.js';

/** By weight. */
export const STREAMING: readonly Rule[] = [];
