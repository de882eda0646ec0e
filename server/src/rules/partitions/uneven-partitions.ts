import { textOf } from '../lib/edits.js';
import { display } from '../lib/naming.js';
import { spacingOf, unitOf, unitText } from '../lib/partition-spacing.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'uneven-partitions',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: ['postgres', 'yugabyte', 'mysql', 'mariadb'],
  summary: 'One partition covers another span of time than all its neighbours.',
  gains: 'A long partition for the old rows, or a short one while steps change.',
  costs:
    'Jobs that make, drop or name partitions by a fixed step miss it, and sizes differ. Often a bound was mistyped.',
  fineWhen: 'It is meant so: an archive, or the change from one step to another.',
  advice: 'Correct the bound, or say in a comment why it differs.',
  sources: [
    {
      title: 'PostgreSQL: bounds of range partitions',
      url: 'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-OVERVIEW',
    },
    {
      title: 'MySQL: RANGE partitioning',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/partitioning-range.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE m (id bigint, at date) PARTITION BY RANGE (at);\nCREATE TABLE m_1 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');\nCREATE TABLE m_2 PARTITION OF m FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');\nCREATE TABLE m_3 PARTITION OF m FOR VALUES FROM ('2024-03-01') TO ('2024-04-11');\nCREATE TABLE m_4 PARTITION OF m FOR VALUES FROM ('2024-04-11') TO ('2024-05-11');\nCREATE TABLE m_5 PARTITION OF m FOR VALUES FROM ('2024-05-11') TO ('2024-06-11');",
      says: 'm_3',
    },
    {
      dialect: 'mysql',
      sql: "CREATE TABLE m (made date NOT NULL) PARTITION BY RANGE COLUMNS (made) (PARTITION a VALUES LESS THAN ('2024-01-01'), PARTITION b VALUES LESS THAN ('2024-02-01'), PARTITION c VALUES LESS THAN ('2024-03-01'), PARTITION d VALUES LESS THAN ('2024-04-01'), PARTITION e VALUES LESS THAN ('2024-06-01'), PARTITION f VALUES LESS THAN ('2024-07-01'));",
      says: 'e of m',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE m (id bigint, at date) PARTITION BY RANGE (at);\nCREATE TABLE m_0 PARTITION OF m FOR VALUES FROM ('2020-01-01') TO ('2024-01-01');\nCREATE TABLE m_1 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');\nCREATE TABLE m_2 PARTITION OF m FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');\nCREATE TABLE m_3 PARTITION OF m FOR VALUES FROM ('2024-03-01') TO ('2024-04-01');\nCREATE TABLE m_4 PARTITION OF m FOR VALUES FROM ('2024-04-01') TO ('2024-05-01');",
    },
    {
      dialect: 'mysql',
      sql: "CREATE TABLE m (made date NOT NULL) PARTITION BY RANGE COLUMNS (made) (PARTITION a VALUES LESS THAN ('2023-01-01'), PARTITION b VALUES LESS THAN ('2024-01-01'), PARTITION c VALUES LESS THAN ('2025-01-01'));",
    },
  ],
  check(table, context) {
    const spacing = table.partitioning && spacingOf(table, context.catalog);
    if (!spacing || spacing.each.length < 4) return;
    const odd = spacing.each.filter(({ seconds }) => unitOf(seconds) !== spacing.usual);
    // The oldest may be an archive, the newest the beginning of another step.
    const [first] = odd;
    if (odd.length !== 1 || !first) return;
    const at = spacing.each.indexOf(first);
    if (at === 0 || at === spacing.each.length - 1) return;
    const { partition, seconds } = first;
    if (textOf(partition.origin) === '') return;
    context.report({
      origin: partition.origin,
      message: `${partition.name} of ${display(table, context.catalog)} covers ${unitText(seconds)}, where all others cover ${unitText(spacing.usual)}: a bound may be mistyped. Correct it, or say why.`,
    });
  },
});
