import type { Table } from '../../schema/model.js';
import type { TableUse } from '../../workload/model.js';
import { partitionKey } from '../lib/cql/table.js';
import { byToken, missingKeys, useOf } from '../lib/cql/use.js';
import { display, listed } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'query-without-partition-key',
  subject: 'nosql',
  since: '0.2.0',
  on: 'query',
  severity: 'warning',
  engines: ['cql'],
  summary: 'A query does not name the partition key: it is refused, or asks every node.',
  gains: 'None where it is refused; without WHERE, all rows are seen.',
  costs:
    'Without the whole partition key Cassandra does not know which node to ask. With a condition on other columns and no index the query is refused; without any condition every node reads all of its rows.',
  fineWhen: 'The table is small, or a job reads all of it on purpose.',
  advice:
    'Keep a table whose partition key is what is asked for. A job that reads everything should go by ranges of `token(key)`.',
  sources: [
    {
      title: 'Cassandra: WHERE, which relations are allowed',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/developing/cql/dml.html#where-clause',
    },
  ],
  bad: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.users (id uuid PRIMARY KEY, city text);\nSELECT * FROM s.users WHERE city = ?;',
      says: 'refused',
    },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.readings (device uuid, day date, at timestamp, PRIMARY KEY ((device, day), at));\nSELECT * FROM s.readings WHERE device = ?;',
      says: 'day',
    },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.users (id uuid PRIMARY KEY, city text);\nSELECT count(*) FROM s.users;',
      says: 'every node',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.users (id uuid PRIMARY KEY, city text);\nCREATE INDEX ON s.users (city);\nSELECT * FROM s.users WHERE city = ?;\nSELECT * FROM s.users WHERE id IN ?;\nSELECT * FROM s.users WHERE token(id) > ? LIMIT 1000;',
    },
  ],
  check(query, context) {
    const { shape } = query;
    if (shape.verb !== 'select' || shape.allowFiltering || !shape.complete) return;
    const found = useOf(query, context.workload);
    if (!found || partitionKey(found.table).length === 0) return;
    const { table, use } = found;
    const missing = missingKeys(table, use);
    if (missing.length === 0 || byToken(use) || use.uncertain) return;
    const name = display(table, context.catalog);
    const tested = [...use.equals, ...use.ranges, ...use.others, ...use.wrapped].map(test => test.column);
    if (tested.length === 0) {
      if (shape.blocks[0]!.where.length > 0) return;
      const all = shape.blocks[0]!.limit === undefined;
      context.report({
        origin: query.origin,
        severity: all ? 'info' : 'hint',
        message: `This reads ${all ? 'all rows' : 'any rows'} of ${name}: every node is asked, and the time grows with the table. Name the partition key, or page by token().`,
      });
      return;
    }
    if (indexed(table, use)) return;
    context.report({
      origin: query.origin,
      message: `This query on ${name} names ${listed([...new Set(tested)])} and not ${listed(missing)} of the partition key: without an index it is refused. Keep a table with that key, or create an index.`,
    });
  },
});

/** An index, or a materialized view's own key, may answer; which of several tests it answers is not looked at. */
function indexed(table: Table, use: TableUse): boolean {
  const columns = new Set(
    table.indexes.flatMap(index =>
      index.parts.flatMap(part => part.column?.value ?? part.expr?.columns ?? []),
    ),
  );
  const tests = [...use.equals, ...use.ranges, ...use.others, ...use.wrapped];
  return tests.some(test => columns.has(test.column));
}
