import type { Rule } from '../rule.js';

export const PATRONI: readonly Rule[] = [];
