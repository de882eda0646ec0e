import type { Rule } from '../rule.js';

export const GALERA: readonly Rule[] = [];
