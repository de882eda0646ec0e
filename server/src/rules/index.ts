import { CASSANDRA } from './cassandra/index.js';
import { CLAIMS } from './claims/index.js';
import { CLUSTER } from './cluster/index.js';
import { CONSENSUS } from './consensus/index.js';
import { CROSSING } from './crossing/index.js';
import { DENORMALIZATION } from './denormalization/index.js';
import { GALERA } from './galera/index.js';
import { INDEXES } from './indexes/index.js';
import { KAFKA } from './kafka/index.js';
import { KEYS } from './keys/index.js';
import { MIGRATIONS } from './migrations/index.js';
import { MONGODB } from './mongodb/index.js';
import { MULTILEADER } from './multileader/index.js';
import { MYSQL } from './mysql/index.js';
import { NEWSQL } from './newsql/index.js';
import { NOSQL } from './nosql/index.js';
import { OPERATORS } from './operators/index.js';
import { PARTITIONS } from './partitions/index.js';
import { PATRONI } from './patroni/index.js';
import { POSTGRESQL } from './postgresql/index.js';
import { QUERIES } from './queries/index.js';
import { REDIS } from './redis/index.js';
import type { Rule } from './rule.js';
import { SEARCH } from './search/index.js';
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
  ...CLUSTER,
  ...POSTGRESQL,
  ...PATRONI,
  ...OPERATORS,
  ...MYSQL,
  ...GALERA,
  ...MONGODB,
  ...REDIS,
  ...CASSANDRA,
  ...MULTILEADER,
  ...SEARCH,
  ...CONSENSUS,
  ...NEWSQL,
  ...KAFKA,
  ...CLAIMS,
  ...CROSSING,
];

const BY_ID = new Map(RULES.map(rule => [rule.id, rule]));

export function ruleById(id: string): Rule | undefined {
  return BY_ID.get(id);
}
