import { clusterKey } from '../lib/clustering.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'too-many-clustering-columns',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['bigquery', 'snowflake'],
  summary: 'A table is clustered by more than four columns.',
  gains: 'More kinds of filters find their rows together.',
  costs:
    'BigQuery refuses more than four. In Snowflake each further column sorts what is sorted already ever finer: clustering costs more credits and leaves out hardly more.',
  fineWhen: 'In Snowflake, where the first columns have a handful of values each.',
  advice: 'Keep the three or four columns that most filters name, from few values to many.',
  sources: [
    {
      title: 'BigQuery: create clustered tables, up to four columns',
      url: 'https://cloud.google.com/bigquery/docs/creating-clustered-tables',
    },
    {
      title: 'Snowflake: strategies for selecting clustering keys',
      url: 'https://docs.snowflake.com/en/user-guide/tables-clustering-keys',
    },
  ],
  bad: [
    {
      dialect: 'bigquery',
      sql: 'CREATE TABLE shop.sales (a INT64, b INT64, c INT64, d INT64, e INT64) CLUSTER BY a, b, c, d, e;',
      says: 'refuses',
    },
    {
      dialect: 'snowflake',
      sql: 'CREATE TABLE sales (a INT, b INT, c INT, d INT, e INT) CLUSTER BY (a, b, c, d, e);',
      says: '5',
    },
  ],
  good: [
    {
      dialect: 'bigquery',
      sql: 'CREATE TABLE shop.sales (a INT64, b INT64, c INT64, d INT64) CLUSTER BY a, b, c, d;',
    },
    { dialect: 'snowflake', sql: 'CREATE TABLE sales (a INT, b INT, c INT) CLUSTER BY (a, b);' },
  ],
  check(table, context) {
    const key = clusterKey(table);
    if (!key || key.parts.length <= 4) return;
    const bigquery = table.dialect === 'bigquery';
    const name = display(table, context.catalog);
    context.report({
      origin: key.origin,
      severity: bigquery ? 'error' : 'info',
      message: bigquery
        ? `${name} is clustered by ${key.parts.length} columns: BigQuery refuses more than four. Keep those that most filters name.`
        : `${name} is clustered by ${key.parts.length} columns: Snowflake advises three or four at most, for each further one costs more than it leaves out. Keep those that most filters name.`,
    });
  },
});
