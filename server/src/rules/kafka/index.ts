import type { Rule } from '../rule.js';

export const KAFKA: readonly Rule[] = [];
