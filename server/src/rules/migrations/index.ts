import type { Rule } from '../rule.js';
import indexNotConcurrent from './index-not-concurrent.js';

/** By weight. */
export const MIGRATIONS: readonly Rule[] = [indexNotConcurrent];
