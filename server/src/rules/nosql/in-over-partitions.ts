import { partitionKey } from '../lib/cql/table.js';
import { useOf } from '../lib/cql/use.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'in-over-partitions',
  subject: 'nosql',
  since: '0.2.0',
  on: 'query',
  severity: 'info',
  engines: ['cql'],
  summary: 'One query asks for many partitions with IN.',
  gains: 'One round trip for the program.',
  costs:
    'One coordinator asks the nodes of every partition and keeps all answers in memory; the slowest decides, and if one fails the whole query does. Single queries go straight to the right nodes, side by side.',
  fineWhen: 'The list is short.',
  advice: 'Send one asynchronous query per key.',
  sources: [
    {
      title: 'Cassandra: WHERE, IN on the partition key',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/developing/cql/dml.html#where-clause',
    },
    {
      title: 'Cassandra: guardrail partition_keys_in_select (cassandra.yaml)',
      url: 'https://github.com/apache/cassandra/blob/trunk/conf/cassandra.yaml',
    },
  ],
  options: {
    maximum: { type: 'number', default: 10, description: 'Keys in one IN that are not many.' },
  },
  bad: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.users (id int PRIMARY KEY, name text);\nSELECT name FROM s.users WHERE id IN (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);',
      says: '12 partitions',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.users (id int PRIMARY KEY, name text);\nSELECT name FROM s.users WHERE id IN (1, 2, 3);',
    },
  ],
  check(query, context) {
    const where = query.shape.blocks[0]?.where ?? [];
    const lists = where.flatMap(condition => (condition.kind === 'in' && condition.list ? [condition] : []));
    if (lists.length === 0) return;
    const found = useOf(query, context.workload);
    if (!found) return;
    const keys = new Set(partitionKey(found.table).map(column => column.name));
    let partitions = 1;
    for (const { left, list } of lists) {
      if (left.column && keys.has(left.column.name)) partitions *= list!.length;
    }
    if (partitions <= (context.options.maximum as number)) return;
    context.report({
      origin: query.origin,
      message: `One query asks for ${partitions.toLocaleString('en-US')} partitions of ${display(found.table, context.catalog)}: one coordinator collects them all, and fails if one of them does. Send a query per key, side by side.`,
    });
  },
});
