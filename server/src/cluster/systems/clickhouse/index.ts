import { defineSystem } from '../../module.js';
import { assemble } from './assemble.js';
import type { ClickData } from './data.js';
import { DDL } from './ddl.js';
import { guarantees } from './guarantees.js';
import { RESOURCES } from './operators.js';
import { CLICKHOUSE_PARAMETERS } from './parameters.js';
import { XML, YAML } from './read.js';

/** ClickHouse: shards of replicas that fetch from each other, and the Keepers that know what is there. */
export const CLICKHOUSE = defineSystem<ClickData>({
  system: 'clickhouse',
  parameters: [CLICKHOUSE_PARAMETERS],
  formats: [XML, YAML, RESOURCES],
  statements: [DDL],
  images: {
    repository: /(?:^|\/)clickhouse(?:-server|-keeper)?$/,
    withVersion: (data, version) =>
      data.kind === 'config' && data.version === undefined ? { ...data, version } : data,
  },
  assemble,
  guarantees,
});
