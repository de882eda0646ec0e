import { missingKeys, useOf } from '../lib/cql/use.js';
import { display, listed } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'allow-filtering',
  subject: 'nosql',
  since: '0.2.0',
  on: 'query',
  severity: 'warning',
  engines: ['cql'],
  summary: 'A query reads rows only to throw them away: ALLOW FILTERING.',
  gains: 'A question that the table was not made for is answered without a second table or an index.',
  costs:
    'Without the partition key every node reads all of its rows: the time grows with the table, not with the answer, and the query times out one day. Within one partition the rows of that partition are read.',
  fineWhen: 'The table is small, or the partition key is given and the partition is small.',
  advice: 'Keep a table whose key begins with what is asked for, or create a storage-attached index.',
  sources: [
    {
      title: 'Cassandra: ALLOW FILTERING',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/developing/cql/dml.html#allow-filtering',
    },
    {
      title: 'Cassandra: guardrail allow_filtering_enabled (cassandra.yaml)',
      url: 'https://github.com/apache/cassandra/blob/trunk/conf/cassandra.yaml',
    },
  ],
  bad: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.users (id uuid PRIMARY KEY, city text);\nSELECT * FROM s.users WHERE city = ? ALLOW FILTERING;',
      says: 'every node',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.users_by_city (city text, id uuid, PRIMARY KEY (city, id));\nSELECT * FROM s.users_by_city WHERE city = ?;',
    },
  ],
  check(query, context) {
    if (!query.shape.allowFiltering) return;
    const found = useOf(query, context.workload);
    const inside = found && missingKeys(found.table, found.use).length === 0;
    const name = found ? display(found.table, context.catalog) : 'the table';
    const columns = found
      ? [...found.use.equals, ...found.use.ranges, ...found.use.others].map(test => test.column)
      : [];
    const by = columns.length > 0 ? ` for ${listed([...new Set(columns)])}` : '';
    context.report({
      origin: query.origin,
      severity: inside ? 'hint' : 'warning',
      message: inside
        ? `ALLOW FILTERING reads the whole partition of ${name}${by} and throws most of it away. Add what is asked for to the clustering columns, or an index.`
        : `ALLOW FILTERING lets every node read all rows of ${name}${by}: the time grows with the table. Keep a table with that key, or a storage-attached index.`,
    });
  },
});
