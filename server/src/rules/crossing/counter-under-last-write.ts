import { tablesOf } from '../lib/cluster/crossing.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const files = (column: string, config: Readonly<Record<string, string>> = {}) => ({
  ...config,
  'schema.cql': `CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3};\nCREATE TABLE shop.accounts (id uuid PRIMARY KEY, ${column});\n`,
});
const SCYLLA = { 'scylla.yaml': 'cluster_name: shop\n' };

export default defineRule({
  id: 'counter-under-last-write',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'hint',
  engines: ['cassandra', 'scylla'],
  summary:
    'A balance or stock is an ordinary number in a store where the last write by clock wins: additions get lost.',
  gains: 'A plain number can be read, written and indexed like any other.',
  costs:
    'To add to it a program reads, adds and writes back. Of two that do so at a time the one with the later clock wins, at QUORUM and at ALL just the same, and the other addition is gone without an error.',
  fineWhen: 'It is only ever changed by lightweight transactions (`IF balance = ?`), or by one writer.',
  advice:
    'Change it with `IF`, insert a row per movement and add them up, or use a counter column where an addition may be counted twice.',
  sources: [
    {
      title: 'Cassandra: data versioning, last write wins',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/architecture/dynamo.html#data-versioning',
    },
    {
      title: 'Cassandra: guarantees, lightweight transactions',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/architecture/guarantees.html',
    },
  ],
  bad: [
    clusterExample('cassandra', files('balance decimal'), 'balance'),
    clusterExample('scylla', files('stock_level int', SCYLLA), 'stock_level'),
  ],
  good: [
    clusterExample('cassandra', files('balance counter')),
    clusterExample('scylla', files('change_by int', SCYLLA)),
  ],
  check(cluster, context) {
    const copied = new Map(
      cluster.resources.flatMap(({ kind, name, copies }) =>
        kind === 'keyspace' && copies !== undefined
          ? [[name, Object.values(copies).reduce((sum, count) => sum + count, 0)] as const]
          : [],
      ),
    );
    for (const { table } of tablesOf(cluster, context, ({ resources }) => resources.length > 0)) {
      const copies = copied.get(table.schema) ?? 0;
      const column = table.columns.find(
        ({ name, type }) =>
          AMOUNT.test(name) && /^(?:int|bigint|smallint|varint|decimal|double|float)$/.test(type?.base ?? ''),
      );
      if (copies < 2 || column === undefined) continue;
      context.report({
        origin: column.nameOrigin,
        message: `${table.schema}.${table.name}.${column.name} is a plain number in ${copies} copies, and the last write by clock wins: of two programs that read it, add and write back, one addition is lost. Change it with IF, or keep one row per movement.`,
      });
    }
  },
});

const AMOUNT =
  /^(?:.*_)?(?:balance|quantity_on_hand|in_stock|stock_level|stock_quantity|credits|seats_left|remaining)$/;
