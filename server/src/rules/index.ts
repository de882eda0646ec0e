import { DENORMALIZATION } from './denormalization/index.js';
import { INDEXES } from './indexes/index.js';
import { KEYS } from './keys/index.js';
import { MIGRATIONS } from './migrations/index.js';
import { NOSQL } from './nosql/index.js';
import { PARTITIONS } from './partitions/index.js';
import { QUERIES } from './queries/index.js';
import type { Rule } from './rule.js';
import { STREAMING } from './streaming/index.js';
import { SYNTAX } from './syntax/index.js';
import { TIMESERIES } from './timeseries/index.js';
import { TYPES } from './types/index.js';
import { WAREHOUSE } from './warehouse/index.js';

/** Every rule, by subject and then by weight. */
export const RULES: readonly Rule[] = [
  ...KEYS,
  ...INDEXES,
  ...TYPES,
  ...PARTITIONS,
  ...DENORMALIZATION,
  ...WAREHOUSE,
  ...TIMESERIES,
  ...STREAMING,
  ...NOSQL,
  ...QUERIES,
  ...MIGRATIONS,
  ...SYNTAX,
];

const BY_ID = new Map(RULES.map(rule => [rule.id, rule]));

export function ruleById(id: string): Rule | undefined {
  return BY_ID.get(id);
}
