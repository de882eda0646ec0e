import { DAY, formatBytes, formatCount } from '../../workload/figures.js';
import { ingestOf, sizeOf } from '../lib/capacity/ingest.js';
import { ingestNumbers, planFor, planText } from '../lib/capacity/partition-plan.js';
import { display } from '../lib/naming.js';
import { spacingOf, unitText } from '../lib/partition-spacing.js';
import { defineRule } from '../rule.js';

const GB = 1024 ** 3;

export default defineRule({
  id: 'partition-size',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['postgres', 'yugabyte', 'mysql', 'mariadb'],
  summary: 'Partitions by time are very large or very small, by the rate at which rows come.',
  gains: 'Long partitions are few; short ones let old rows go in fine steps.',
  costs:
    'A partition of hundreds of gigabytes is vacuumed, indexed and moved as a whole. A partition of a few thousand rows costs as much to plan for, lock and keep in memory as a large one.',
  fineWhen: 'The length follows from how long rows are kept, or from how they are loaded.',
  advice: 'Choose the length by which a partition is a few to a few tens of gigabytes.',
  sources: [
    {
      title: 'PostgreSQL: best practices for declarative partitioning',
      url: 'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-BEST-PRACTICES',
    },
    {
      title: 'MySQL: overview of partitioning',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/partitioning-overview.html',
    },
  ],
  options: {
    maxGb: {
      description: 'GB of rows in a partition that are still no finding.',
      default: 200,
      type: 'number',
    },
    minRows: {
      description: 'Rows in a partition below which it counts as small.',
      default: 10_000,
      type: 'number',
    },
  },
  bad: [
    {
      dialect: 'postgres',
      sql: "-- faultline: growth=40M/day\nCREATE TABLE events (id bigint, at date NOT NULL, body text) PARTITION BY RANGE (at);\nCREATE TABLE events_23 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');\nCREATE TABLE events_24 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');",
      says: 'a year',
    },
    {
      dialect: 'mysql',
      sql: "-- faultline: growth=100/day\nCREATE TABLE events (id bigint NOT NULL, made datetime NOT NULL) PARTITION BY RANGE COLUMNS (made) (PARTITION a VALUES LESS THAN ('2024-01-01'), PARTITION b VALUES LESS THAN ('2024-01-02'), PARTITION c VALUES LESS THAN ('2024-01-03'));",
      says: '100 rows',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "-- faultline: growth=1M/day\nCREATE TABLE events (id bigint, at date NOT NULL, body text) PARTITION BY RANGE (at);\nCREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');\nCREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');",
    },
    {
      dialect: 'mysql',
      sql: "CREATE TABLE events (id bigint NOT NULL, made datetime NOT NULL) PARTITION BY RANGE COLUMNS (made) (PARTITION a VALUES LESS THAN ('2024-01-01'), PARTITION b VALUES LESS THAN ('2024-01-02'));",
    },
  ],
  check(table, context) {
    if (!table.partitioning || table.partitionOf) return;
    const ingest = ingestOf(table, context);
    const spacing = ingest && spacingOf(table, context.catalog);
    if (!ingest || !spacing) return;
    const rows = ingest.rowsPerDay * (spacing.usual / DAY);
    const size = sizeOf(table, rows, context);
    const large = size !== undefined && size.table > Number(context.options.maxGb) * GB;
    const small = rows < Number(context.options.minRows) && spacing.usual < 365 * DAY;
    if (!large && !small) return;
    const plan = planFor(table, context);
    const bytes = size ? ` (${formatBytes(size.table)})` : '';
    const better = plan && plan.seconds !== spacing.usual ? ` Take ${planText(plan)}.` : '';
    context.report({
      origin: table.partitioning.origins[0] ?? table.nameOrigin,
      severity: large ? 'info' : 'hint',
      message: `Partitions of ${display(table, context.catalog)} cover ${unitText(spacing.usual)}, which is about ${formatCount(rows)} rows${bytes}: ${large ? 'each is vacuumed, indexed and moved as a whole' : 'each costs as much to plan for and lock as a large one'}.${better}`,
      tradeOff: () => ({
        gains: large
          ? ['Few partitions to plan for.']
          : [`Old rows go in steps of ${unitText(spacing.usual)}.`],
        costs: size
          ? [`${formatBytes(size.table)} of rows and ${formatBytes(size.indexes)} of indexes in each.`]
          : [`${formatCount(rows)} rows in each.`],
        ...(plan && { breakEven: `${planText(plan)} would do.` }),
        advice: ['New partitions may be longer or shorter than the old ones: nothing has to be moved.'],
        numbers: ingestNumbers(ingest, context.workload.factsOf(table).retentionSeconds),
      }),
    });
  },
});
