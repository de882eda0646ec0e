import type { Rule } from '../rule.js';

/** By weight. */
export const TIMESERIES: readonly Rule[] = [];
