import { insertAt, textOf } from '../lib/edits.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'partition-filter-not-required',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'off',
  engines: ['bigquery'],
  summary: 'A partitioned table can be queried without a filter on its partition column.',
  gains: 'One-off questions about all of history need no filter that says so.',
  costs: 'One query without a filter reads, and bills, the whole table.',
  fineWhen: 'The table is small, or costs are capped elsewhere.',
  advice: 'Set `OPTIONS (require_partition_filter = TRUE)`.',
  sources: [
    {
      title: 'BigQuery: require partition filters in queries',
      url: 'https://cloud.google.com/bigquery/docs/querying-partitioned-tables',
    },
  ],
  bad: [
    {
      dialect: 'bigquery',
      sql: 'CREATE TABLE shop.events (id INT64, at TIMESTAMP) PARTITION BY DATE(at);',
      says: 'require_partition_filter',
    },
  ],
  good: [
    {
      dialect: 'bigquery',
      sql: 'CREATE TABLE shop.events (id INT64, at TIMESTAMP) PARTITION BY DATE(at) OPTIONS (require_partition_filter = TRUE);',
    },
    { dialect: 'bigquery', sql: 'CREATE TABLE shop.kinds (id INT64);' },
  ],
  check(table, context) {
    const origin = table.partitioning?.origins[0];
    if (!origin || table.kind === 'external table') return;
    if (table.options.some(({ name, value }) => name === 'require_partition_filter' && /^true$/i.test(value)))
      return;
    context.report({
      origin,
      message: `${display(table, context.catalog)} can be queried without a filter on its partitions: one such query bills the whole table. Set require_partition_filter = TRUE.`,
      fixes: () =>
        table.options.length > 0 || !textOf(origin).endsWith(')')
          ? []
          : [
              {
                title: 'Require a partition filter',
                edits: [insertAt(origin.unit, origin.span.end, ' OPTIONS (require_partition_filter = TRUE)')],
                safe: false,
              },
            ],
    });
  },
});
