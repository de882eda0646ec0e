import type { Rule } from '../rule.js';

export const CONSENSUS: readonly Rule[] = [];
