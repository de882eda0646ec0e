import type { Table } from '../../schema/model.js';
import type { TableUse } from '../../workload/model.js';
import { normal } from '../lib/access.js';
import { replace } from '../lib/edits.js';
import { display } from '../lib/naming.js';
import { type PartitionKeyPart, partitionKey } from '../lib/partition-keys.js';
import { predictPruning } from '../lib/partition-pruning.js';
import { asRange } from '../lib/sargable-dates.js';
import { lastingUses, searches } from '../lib/workload/uses.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'partition-key-wrapped',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'warning',
  engines: ['postgres', 'yugabyte', 'mysql', 'mariadb'],
  summary: 'A query tests the partition key inside a function or a cast, so no partition is left out.',
  gains: 'The query reads as one thinks: the month is May.',
  costs:
    'The engine compares bounds with the bare column only: it reads every partition, and cannot use an index on the column either.',
  fineWhen: 'The table is partitioned by that very expression.',
  advice: "Compare the column itself with both ends: `at >= '2024-05-01' AND at < '2024-06-01'`.",
  sources: [
    {
      title: 'PostgreSQL: partition pruning',
      url: 'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITION-PRUNING',
    },
    {
      title: 'MySQL: partition pruning',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/partitioning-pruning.html',
    },
    {
      title: 'MariaDB 11.1: DATE and YEAR no longer hide the column',
      url: 'https://mariadb.com/docs/server/ha-and-performance/optimization-and-tuning/query-optimizations/sargable-date-and-year',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE events (id bigint, at timestamptz NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE events_24 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');\nSELECT * FROM events WHERE date_trunc('month', at) = '2024-05-01';",
      says: 'date_trunc',
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE events (id bigint, at timestamptz NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE events_24 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');\nSELECT * FROM events e WHERE e.at::date = '2024-05-31';",
      says: 'at',
    },
    {
      dialect: 'mysql',
      sql: "CREATE TABLE events (id bigint NOT NULL, made date NOT NULL) PARTITION BY RANGE (TO_DAYS(made)) (PARTITION a VALUES LESS THAN (739252));\nSELECT * FROM events WHERE date_format(made, '%Y-%m') = '2024-05';",
      says: 'date_format',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE events (id bigint, at timestamptz NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE events_24 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');\nSELECT * FROM events WHERE at >= '2024-05-01' AND at < '2024-06-01' AND extract(hour FROM at) = 3;",
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE events (id bigint NOT NULL, made date NOT NULL) PARTITION BY RANGE (TO_DAYS(made)) (PARTITION a VALUES LESS THAN (739252));\nSELECT * FROM events WHERE made >= ? AND made < ?;',
    },
  ],
  check(table, context) {
    if (!table.partitioning || table.partitionOf) return;
    const [first] = partitionKey(table);
    if (!first) return;
    for (const use of searches(lastingUses(table, context))) {
      const test = wrappedTest(table, use, first);
      if (!test || isRewritten(test, context) || !predictPruning(table, use, context.catalog).none) continue;
      const better = asRange(test.condition, test.wrapper);
      const name = display(table, context.catalog);
      context.report({
        origin: test.origin,
        message: `${name} is partitioned by ${first.wrapper ?? first.column}, and a test of ${test.wrapper.text} leaves no partition out: all are read. ${better ? `Write ${better}.` : `Compare ${test.column} itself with both ends.`}`,
        related: [
          { origin: table.partitioning.origins[0] ?? table.nameOrigin, message: 'The partition key.' },
        ],
        fixes: () =>
          better && use.query.from !== 'code'
            ? [
                {
                  title: `Compare ${test.column} itself`,
                  edits: [replace(test.origin, better)],
                  safe: context.roleOf(test.origin) !== 'migration',
                },
              ]
            : [],
      });
    }
  },
});

/** MariaDB 11.1 and later put DATE(col) and YEAR(col) against a constant as a range of the column. */
function isRewritten({ condition, wrapper }: TableUse['wrapped'][number], context: RuleContext): boolean {
  if (context.dialect !== 'mariadb' || (context.engineVersion ?? 11) < 11) return false;
  return condition.kind === 'compare' && /^(date|year)$/.test(wrapper.name?.toLowerCase() ?? '');
}

/** A test that limits the column inside something other than what the table is partitioned by. */
function wrappedTest(
  table: Table,
  use: TableUse,
  key: PartitionKeyPart,
): TableUse['wrapped'][number] | undefined {
  const own = new Set(partitionKey(table).map(part => part.wrapper && normal(part.wrapper)));
  return use.wrapped.find(
    ({ column: tested, condition, wrapper }) =>
      tested === key.column &&
      !condition.negated &&
      (condition.kind === 'compare' || condition.kind === 'between' || condition.kind === 'in') &&
      !own.has(normal(wrapper.text)),
  );
}
