import type { Rule } from '../rule.js';

export const REDIS: readonly Rule[] = [];
