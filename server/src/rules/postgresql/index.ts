import type { Rule } from '../rule.js';

export const POSTGRESQL: readonly Rule[] = [];
