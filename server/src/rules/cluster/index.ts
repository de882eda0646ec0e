import type { Rule } from '../rule.js';

export const CLUSTER: readonly Rule[] = [];
