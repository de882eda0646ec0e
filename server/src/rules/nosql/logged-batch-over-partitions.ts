import type { Table } from '../../schema/model.js';
import type { TableUse } from '../../workload/model.js';
import { partitionKey } from '../lib/cql/table.js';
import { useOf } from '../lib/cql/use.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'logged-batch-over-partitions',
  subject: 'nosql',
  since: '0.2.0',
  on: 'query',
  severity: 'info',
  engines: ['cql'],
  summary: 'A batch writes several partitions of one table.',
  gains: 'All of its writes happen in the end, or none.',
  costs:
    'It is no faster: the coordinator first writes the whole batch to the batch log of two nodes, then every partition, and waits for all. It isolates nothing between partitions; readers see it half done.',
  fineWhen:
    'The rows have to change together whatever happens, such as copies of one thing under several keys.',
  advice: 'To load rows fast, send single writes side by side. Keep batches for one partition.',
  sources: [
    {
      title: 'Cassandra: BATCH, logged batches',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/developing/cql/dml.html#batch_statement',
    },
    {
      title: 'Cassandra: nodes that keep the batch log (forBatchlogWrite)',
      url: 'https://github.com/apache/cassandra/blob/trunk/src/java/org/apache/cassandra/locator/ReplicaPlans.java',
    },
  ],
  bad: [
    {
      dialect: 'cql',
      sql: "CREATE TABLE s.users (id int PRIMARY KEY, name text);\nBEGIN BATCH\n  INSERT INTO s.users (id, name) VALUES (1, 'a');\n  INSERT INTO s.users (id, name) VALUES (2, 'b');\nAPPLY BATCH;",
      says: '2 partitions',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: "CREATE TABLE s.orders (customer int, id int, name text, PRIMARY KEY (customer, id));\nBEGIN BATCH\n  INSERT INTO s.orders (customer, id, name) VALUES (1, 1, 'a');\n  INSERT INTO s.orders (customer, id, name) VALUES (1, 2, 'b');\nAPPLY BATCH;",
    },
    {
      dialect: 'cql',
      sql: "CREATE TABLE s.users (id int PRIMARY KEY, name text);\nCREATE TABLE s.users_by_name (name text PRIMARY KEY, id int);\nBEGIN BATCH\n  INSERT INTO s.users (id, name) VALUES (1, 'a');\n  INSERT INTO s.users_by_name (name, id) VALUES ('a', 1);\nAPPLY BATCH;",
    },
  ],
  check(query, context) {
    const { piece } = query.unit;
    const batch = BATCH.exec(piece.text.slice(piece.body.start, piece.body.start + 200));
    if (!batch || query.shape.verb === 'select') return;
    const found = useOf(query, context.workload);
    if (!found) return;
    const together = context.workload.usesOf(found.table).filter(use => use.query.unit === query.unit);
    // Said once, where the first of them stands.
    if (together.some(use => use.query.origin.span.start < query.origin.span.start)) return;
    const partitions = new Set(together.map(use => keyOf(found.table, use)));
    if (partitions.size < 2 || partitions.has(undefined)) return;
    context.report({
      origin: query.origin,
      message: `This batch writes ${partitions.size} partitions of ${display(found.table, context.catalog)}: the coordinator logs it on two nodes first and then waits for all of them. Unless they must change together, send the writes one by one, side by side.`,
    });
  },
});

/** The constants that a write gives to the partition key; undefined where they are not all written there. */
function keyOf(table: Table, use: TableUse): string | undefined {
  const { target } = use.query.shape;
  const values = partitionKey(table).map(({ name }) => {
    const test = use.equals.find(each => each.column === name);
    const index = target?.columns.findIndex(column => column.name === name) ?? -1;
    const value = test?.value ?? (index < 0 ? undefined : target?.values[index]);
    return value?.kind === 'constant' ? value.text : undefined;
  });
  return values.includes(undefined) ? undefined : values.join('\u0000');
}

const BATCH = /^begin\s+(?:logged\s+)?batch\b/i;
