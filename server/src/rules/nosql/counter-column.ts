import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'counter-column',
  subject: 'nosql',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: ['cql'],
  summary: 'Counters are counted twice when a write is tried again.',
  gains: 'Many writers add to one number without reading it and without a transaction.',
  costs:
    'An increment that timed out may have happened: tried again it counts twice, left alone it may be missing. Each increment reads before it writes unless a cache knows the value, a counter cannot expire, and one that was deleted cannot be used again.',
  fineWhen: 'The number need not be exact: page views, likes.',
  advice:
    'For money, stock and quotas keep the events and add them up, or use a lightweight transaction on an ordinary column.',
  sources: [
    {
      title: 'Cassandra: counters are not idempotent, do not expire',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/developing/cql/types.html#counter-limitations',
    },
    {
      title: 'Cassandra: counter_cache, read before write (cassandra.yaml)',
      url: 'https://github.com/apache/cassandra/blob/trunk/conf/cassandra.yaml',
    },
  ],
  bad: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE shop.stock (product uuid PRIMARY KEY, quantity counter);',
      says: 'quantity',
    },
  ],
  good: [
    { dialect: 'cql', sql: 'CREATE TABLE v.views (video uuid PRIMARY KEY, views counter);' },
    { dialect: 'cql', sql: 'CREATE TABLE shop.stock (product uuid PRIMARY KEY, quantity int);' },
  ],
  check(table, context) {
    for (const column of table.columns) {
      if (column.type?.base !== 'counter' || !EXACT.test(column.name)) continue;
      context.report({
        origin: column.nameOrigin,
        message: `The counter ${display(table, context.catalog)}.${column.name} seems to be a number that has to be exact, but an increment that is tried again after a timeout counts twice. Keep the events and add them up, or change an ordinary column with IF.`,
      });
    }
  },
});

/** Numbers that people complain about when they are wrong. */
const EXACT =
  /(?:^|_)(?:quantity|qty|stock|inventory|balance|amount|credits?|points|quota|remaining|available|reserved|seats|cents|price|total_amount)(?:$|_)/i;
