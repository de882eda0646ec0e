import { clusteringKey, clusteringOrder, optionOrigin, tableOption } from '../lib/cql/table.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'clustering-order-against-queries',
  subject: 'nosql',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['cql'],
  summary: 'All queries that ask for an order ask for the opposite of how the rows lie.',
  gains: 'None, unless other programs read the other way.',
  costs:
    'Rows of a partition lie in CLUSTERING ORDER. Read backwards, each block has to be gone through from its start, and the newest rows lie behind all older ones and their tombstones.',
  fineWhen: 'The partitions are small.',
  advice:
    'Make the table with the order in which it is read. The order of a table that exists cannot be changed.',
  sources: [
    {
      title: 'Cassandra: CLUSTERING ORDER BY',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/developing/cql/ddl.html#clustering-order',
    },
    {
      title: 'ScyllaDB: reverse queries',
      url: 'https://docs.scylladb.com/manual/stable/troubleshooting/reverse-queries.html',
    },
  ],
  bad: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE m.readings (device uuid, day date, at timestamp, value double, PRIMARY KEY ((device, day), at));\nSELECT value FROM m.readings WHERE device = ? AND day = ? ORDER BY at DESC LIMIT 10;',
      says: 'at DESC',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE m.readings (device uuid, day date, at timestamp, value double, PRIMARY KEY ((device, day), at)) WITH CLUSTERING ORDER BY (at DESC);\nSELECT value FROM m.readings WHERE device = ? AND day = ? ORDER BY at DESC LIMIT 10;\nSELECT value FROM m.readings WHERE device = ? AND day = ?;',
    },
  ],
  check(table, context) {
    const [first] = clusteringKey(table);
    if (!first) return;
    const kept = clusteringOrder(table, first.name);
    const ordered = context.workload
      .usesOf(table)
      .filter(use => use.access === 'read' && use.orderBy[0]?.column === first.name);
    if (ordered.length === 0 || ordered.some(use => use.orderBy[0]!.order === kept)) return;
    const wanted = kept === 'asc' ? 'DESC' : 'ASC';
    context.report({
      origin: tableOption(table, 'clustering order by')
        ? optionOrigin(table, 'clustering order by')
        : (table.primaryKey?.origins[0] ?? table.nameOrigin),
      message: `${ordered.length === 1 ? 'The query that orders' : `All ${ordered.length} queries that order`} rows of ${display(table, context.catalog)} ${ordered.length === 1 ? 'asks' : 'ask'} for ${first.name} ${wanted}, and they lie the other way: each is read backwards. Make the table WITH CLUSTERING ORDER BY (${first.name} ${wanted}).`,
      related: ordered.map(use => ({ origin: use.query.origin, message: 'Asked for in this order.' })),
    });
  },
});
