import { defineSystem } from '../../module.js';
import { assemble, guarantees } from './assemble.js';
import { CHART } from './chart.js';
import type { CockroachData } from './data.js';
import { CRDB_CLUSTER } from './operator.js';
import { COCKROACH_PARAMETERS } from './parameters.js';
import { SERVICES } from './services.js';
import { STATEMENTS } from './sql.js';

/** CockroachDB: nodes with localities, databases with regions, replication zones. */
export const COCKROACH = defineSystem<CockroachData>({
  system: 'cockroach',
  parameters: [COCKROACH_PARAMETERS],
  formats: [CHART, CRDB_CLUSTER],
  statements: [STATEMENTS],
  services: [SERVICES],
  assemble,
  guarantees,
});
