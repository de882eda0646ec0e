import type { Rule } from '../rule.js';

export const CASSANDRA: readonly Rule[] = [];
