import type { Rule } from '../rule.js';

export const OPERATORS: readonly Rule[] = [];
