import type { Rule } from '../rule.js';

export const NEWSQL: readonly Rule[] = [];
