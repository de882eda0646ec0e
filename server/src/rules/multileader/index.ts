import type { Rule } from '../rule.js';

export const MULTILEADER: readonly Rule[] = [];
