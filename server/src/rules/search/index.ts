import type { Rule } from '../rule.js';

export const SEARCH: readonly Rule[] = [];
