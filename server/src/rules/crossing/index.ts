import type { Rule } from '../rule.js';

export const CROSSING: readonly Rule[] = [];
