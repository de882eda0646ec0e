import { useOf } from '../lib/cql/use.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mixed-lightweight-transactions',
  subject: 'nosql',
  since: '0.2.0',
  on: 'query',
  severity: 'info',
  engines: ['cql'],
  summary: 'Columns that conditional writes decide on are also written without a condition.',
  gains: 'The plain write is faster.',
  costs:
    'A conditional write gets its timestamp from Paxos, a plain one from the clock of a client or node. A plain write can slip between the test of an IF and its write, or be hidden by an older transaction: what IF promises does not hold.',
  fineWhen: 'The two never concern the same rows at the same time, such as a clean-up long after.',
  advice: 'Write the columns that conditions test with conditions alone, `IF EXISTS` at the least.',
  sources: [
    {
      title: 'ScyllaDB: mixing lightweight transactions and plain writes',
      url: 'https://docs.scylladb.com/manual/stable/features/lwt.html',
    },
    {
      title: 'Cassandra: linearizable consistency of lightweight transactions',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/architecture/guarantees.html#lightweight-transactions-with-linearizable-consistency',
    },
  ],
  bad: [
    {
      dialect: 'cql',
      sql: "CREATE TABLE s.orders (id uuid PRIMARY KEY, state text);\nUPDATE s.orders SET state = 'paid' WHERE id = ? IF state = 'open';\nUPDATE s.orders SET state = 'cancelled' WHERE id = ?;",
      says: 'state',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: "CREATE TABLE s.orders (id uuid PRIMARY KEY, state text, note text);\nUPDATE s.orders SET state = 'paid' WHERE id = ? IF state = 'open';\nUPDATE s.orders SET note = ? WHERE id = ?;",
    },
  ],
  check(query, context) {
    const { shape } = query;
    if (shape.conditional || shape.verb !== 'update') return;
    const found = useOf(query, context.workload);
    if (!found || found.use.writes.length === 0) return;
    const others = context.workload
      .usesOf(found.table)
      .filter(use => use.query.shape.conditional && use.query.shape.verb === 'update');
    const column = found.use.writes.find(name => others.some(use => use.writes.includes(name)));
    if (column === undefined) return;
    const other = others.find(use => use.writes.includes(column))!;
    context.report({
      origin: query.origin,
      message: `This writes ${display(found.table, context.catalog)}.${column} without IF, and another query writes it with one: this write can slip in between that one's test and its write. Give it a condition, too.`,
      related: [{ origin: other.query.origin, message: 'The conditional write.' }],
    });
  },
});
