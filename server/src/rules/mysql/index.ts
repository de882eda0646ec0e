import type { Rule } from '../rule.js';

export const MYSQL: readonly Rule[] = [];
