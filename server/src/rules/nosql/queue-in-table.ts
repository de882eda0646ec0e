import { clusteringKey, partitionKey } from '../lib/cql/table.js';
import { missingKeys } from '../lib/cql/use.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'queue-in-table',
  subject: 'nosql',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['cql'],
  summary:
    'Rows are taken from the head of a partition and deleted: a queue, whose reads wade through tombstones.',
  gains: 'No other system is needed to hand out work.',
  costs:
    'Each deleted row stays as a tombstone for `gc_grace_seconds`, ten days by default. Reading the first rows passes over all of them: it becomes slower with each row that was done, and fails at 100,000 tombstones.',
  fineWhen: 'Few rows are handed out per partition and day.',
  advice:
    'Use a queue or a log. Else put a time bucket into the partition key and leave finished buckets behind, or remember how far was read and begin there.',
  sources: [
    {
      title: 'Cassandra: tombstones',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/managing/operating/compaction/tombstones.html',
    },
    {
      title: 'Cassandra: tombstone_failure_threshold (cassandra.yaml)',
      url: 'https://github.com/apache/cassandra/blob/trunk/conf/cassandra.yaml',
    },
  ],
  bad: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.jobs (queue text, id timeuuid, body text, PRIMARY KEY (queue, id));\nSELECT id, body FROM s.jobs WHERE queue = ? LIMIT 10;\nDELETE FROM s.jobs WHERE queue = ? AND id = ?;',
      says: 'tombstones',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.jobs (queue text, id timeuuid, body text, PRIMARY KEY (queue, id));\nSELECT id, body FROM s.jobs WHERE queue = ? AND id > ? LIMIT 10;\nDELETE FROM s.jobs WHERE queue = ? AND id = ?;',
    },
  ],
  check(table, context) {
    const clustering = clusteringKey(table).map(column => column.name);
    if (clustering.length === 0 || partitionKey(table).length === 0) return;
    const uses = context.workload.usesOf(table);
    const head = uses.find(
      use =>
        use.access === 'read' &&
        use.query.shape.blocks[0]?.limit !== undefined &&
        missingKeys(table, use).length === 0 &&
        ![...use.equals, ...use.ranges].some(test => clustering.includes(test.column)),
    );
    if (!head) return;
    const removal = uses.find(
      use =>
        use.access === 'delete' && clustering.every(name => use.equals.some(test => test.column === name)),
    );
    if (!removal) return;
    context.report({
      origin: table.nameOrigin,
      message: `${display(table, context.catalog)} is used as a queue: rows are read from the head of a partition and deleted one by one, and each read passes over the tombstones of all that were done. Begin reads behind the last row, or bucket by time.`,
      related: [
        { origin: head.query.origin, message: 'Reads the head.' },
        { origin: removal.query.origin, message: 'Deletes row by row.' },
      ],
    });
  },
});
