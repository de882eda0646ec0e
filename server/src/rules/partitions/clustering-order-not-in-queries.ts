import { clusterKey, plainColumn } from '../lib/clustering.js';
import { display, listed } from '../lib/naming.js';
import { lastingUses, searches } from '../lib/workload/uses.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'clustering-order-not-in-queries',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['bigquery', 'snowflake'],
  summary: 'Queries filter by a later clustering column, and none by the first.',
  gains: 'The first column serves other queries.',
  costs:
    'Rows are sorted by the first column and only within its values by the next: a filter that leaves the first one out finds its rows all over the table, and reads and bills most of it.',
  fineWhen: 'Queries that are not in these files filter by the first column.',
  advice: 'Put the column first that most queries filter by.',
  sources: [
    {
      title: 'BigQuery: query clustered tables, order of the columns',
      url: 'https://cloud.google.com/bigquery/docs/querying-clustered-tables',
    },
    {
      title: 'Snowflake: clustering keys',
      url: 'https://docs.snowflake.com/en/user-guide/tables-clustering-keys',
    },
  ],
  bad: [
    {
      dialect: 'bigquery',
      sql: 'CREATE TABLE shop.sales (region STRING, user_id INT64) CLUSTER BY region, user_id;\nSELECT region FROM shop.sales WHERE user_id = 7;\nSELECT count(*) FROM shop.sales WHERE user_id = 8;',
      says: 'user_id',
    },
    {
      dialect: 'snowflake',
      sql: 'CREATE TABLE sales (region TEXT, user_id INT) CLUSTER BY (region, user_id);\nSELECT region FROM sales WHERE user_id = 7;\nSELECT count(*) FROM sales WHERE user_id = 8;',
      says: 'USER_ID',
    },
  ],
  good: [
    {
      dialect: 'bigquery',
      sql: "CREATE TABLE shop.sales (region STRING, user_id INT64) CLUSTER BY region, user_id;\nSELECT region FROM shop.sales WHERE user_id = 7 AND region = 'eu';\nSELECT count(*) FROM shop.sales WHERE user_id = 8;",
    },
    {
      dialect: 'snowflake',
      sql: 'CREATE TABLE sales (region TEXT, user_id INT) CLUSTER BY (region, user_id);',
    },
  ],
  check(table, context) {
    const key = clusterKey(table);
    if (!key || key.parts.length < 2) return;
    const columns = key.parts.map(plainColumn);
    if (columns.some(column => column === undefined)) return;
    const same = (a: string, b: string | undefined) => a.toLowerCase() === b?.toLowerCase();
    const later = new Set<string>();
    let count = 0;
    const uses = searches(lastingUses(table, context)).filter(use => !use.uncertain);
    const queries = [];
    for (const use of uses) {
      const tested = [...use.equals, ...use.ranges, ...use.others, ...use.wrapped, ...use.joins].map(
        test => test.column,
      );
      if (tested.some(column => same(column, columns[0]))) return;
      const found = columns.slice(1).filter(column => tested.some(name => same(name, column)));
      if (found.length === 0) continue;
      count++;
      queries.push(use.query);
      for (const column of found) later.add(column!);
    }
    if (count < 2) return;
    context.report({
      origin: key.origin,
      message: `${display(table, context.catalog)} is clustered by ${columns[0]} first, but none of its queries filters by it, and ${count} by ${listed([...later])}: they find their rows all over the table. Put ${[...later][0]} first.`,
      related: queries
        .slice(0, 5)
        .map(query => ({ origin: query.origin, message: `Does not filter by ${columns[0]}.` })),
    });
  },
});
