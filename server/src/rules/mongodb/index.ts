import type { Rule } from '../rule.js';

export const MONGODB: readonly Rule[] = [];
