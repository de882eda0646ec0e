import type { Rule } from '../rule.js';

export const CLAIMS: readonly Rule[] = [];
