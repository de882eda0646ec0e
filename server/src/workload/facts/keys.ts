import type { Measure } from './units.js';

/** One thing that can be said of a table, column or query; comments and `faultline.yaml` use the same words. */
export interface FactKey {
  readonly name: string;
  readonly about: 'table' | 'column' | 'query';
  /** Field of `TableFacts`, `ColumnFacts`, or `rate`. */
  readonly field: string;
  readonly measure: Measure;
  /** What the figure is multiplied by to come to its field's unit. */
  readonly factor?: number;
  readonly choices?: readonly string[];
  readonly example: string;
  readonly documentation: string;
}

/** Every word, in the order in which completion offers them. */
export const FACT_KEYS: readonly FactKey[] = [
  {
    name: 'rows',
    about: 'table',
    field: 'rows',
    measure: 'count',
    example: '50M',
    documentation: 'Rows that the table holds now.',
  },
  {
    name: 'writes',
    about: 'table',
    field: 'writesPerSecond',
    measure: 'rate',
    example: '500/s',
    documentation: 'Rows inserted, updated or deleted.',
  },
  {
    name: 'reads',
    about: 'table',
    field: 'readsPerSecond',
    measure: 'rate',
    example: '20k/s',
    documentation: 'Queries that read the table.',
  },
  {
    name: 'growth',
    about: 'table',
    field: 'growthPerDay',
    measure: 'rate',
    factor: 86_400,
    example: '1M/day',
    documentation: 'Rows added and not removed soon after.',
  },
  {
    name: 'retention',
    about: 'table',
    field: 'retentionSeconds',
    measure: 'duration',
    example: '1y',
    documentation: 'How long rows are kept.',
  },
  {
    name: 'consistency',
    about: 'table',
    field: 'consistency',
    measure: 'choice',
    choices: ['strong', 'session', 'eventual'],
    example: 'strong',
    documentation:
      'What readers need: `strong`, the last committed state; `session`, their own writes; `eventual`, some state that was true.',
  },
  {
    name: 'role',
    about: 'table',
    field: 'role',
    measure: 'choice',
    choices: ['fact', 'dimension', 'bridge', 'lookup', 'event', 'staging', 'aggregate', 'entity'],
    example: 'dimension',
    documentation:
      'What the table is for, where Faultline takes it for something else: `entity` is a table of an application, nothing of a warehouse.',
  },
  {
    name: 'latency',
    about: 'table',
    field: 'latencyMs',
    measure: 'duration',
    factor: 1000,
    example: '50ms',
    documentation: 'How fast reads have to be.',
  },
  {
    name: 'freshness',
    about: 'table',
    field: 'freshnessSeconds',
    measure: 'duration',
    example: '5m',
    documentation: 'How old data may be when it is read.',
  },
  {
    name: 'hot',
    about: 'table',
    field: 'hot',
    measure: 'flag',
    example: 'hot',
    documentation: 'Many sessions write the same few rows at the same time.',
  },
  {
    name: 'bytes',
    about: 'table',
    field: 'bytes',
    measure: 'bytes',
    example: '12GB',
    documentation: 'What the table takes without its indexes.',
  },
  {
    name: 'distinct',
    about: 'column',
    field: 'distinct',
    measure: 'count',
    example: '12',
    documentation: 'How many different values the column has.',
  },
  {
    name: 'nulls',
    about: 'column',
    field: 'nullFraction',
    measure: 'share',
    example: '30%',
    documentation: 'Share of rows without a value.',
  },
  {
    name: 'width',
    about: 'column',
    field: 'averageBytes',
    measure: 'bytes',
    example: '40',
    documentation: 'Bytes of a value on average.',
  },
  {
    name: 'top',
    about: 'column',
    field: 'topShare',
    measure: 'share',
    example: '60%',
    documentation: 'Share of rows that have the most frequent value.',
  },
  {
    name: 'correlation',
    about: 'column',
    field: 'correlation',
    measure: 'signed',
    example: '0.99',
    documentation: 'How far rows lie on disk in the order of the column, -1 to 1, as in `pg_stats`.',
  },
  {
    name: 'rate',
    about: 'query',
    field: 'rate',
    measure: 'rate',
    example: '20/s',
    documentation: 'How often the query runs.',
  },
];

export const FACT_NAMES: readonly string[] = FACT_KEYS.map(key => key.name);

export function factKey(name: string): FactKey | undefined {
  return BY_NAME.get(name);
}

const BY_NAME = new Map(FACT_KEYS.map(key => [key.name, key]));
