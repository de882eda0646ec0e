import { tablesOf } from '../lib/cluster/crossing.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const schema = (copies: number, facts: string) => ({
  'schema.cql': `CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': ${copies}};\n-- faultline: ${facts}\nCREATE TABLE shop.orders (id uuid PRIMARY KEY, total int);\n`,
});

export default defineRule({
  id: 'strong-table-in-small-keyspace',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra'],
  summary: 'A table that asks for strong consistency is in a keyspace of two copies, where a quorum is both.',
  gains: 'Two copies need less disk than three.',
  costs:
    'Reads that see every write need R + W > 2, with two copies both of them on one side. A quorum of two is two, so that one node that is down stops reads, writes or both, and lightweight transactions in any case.',
  fineWhen: 'It may stand still whenever one node does.',
  advice: 'Keep three copies per data centre, and read and write at (LOCAL_)QUORUM.',
  sources: [
    {
      title: 'Cassandra: tunable consistency',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/architecture/dynamo.html#tunable-consistency',
    },
  ],
  bad: [clusterExample('cassandra', schema(2, 'consistency=strong'), '2 of 2')],
  good: [
    clusterExample('cassandra', schema(3, 'consistency=strong')),
    clusterExample('cassandra', schema(2, 'consistency=eventual')),
  ],
  check(cluster, context) {
    const spaces = new Map(
      cluster.resources.flatMap(({ kind, name, copies, origin }) =>
        kind === 'keyspace' && copies !== undefined ? [[name, { copies, origin }] as const] : [],
      ),
    );
    for (const { table, facts } of tablesOf(cluster, context, ({ resources }) => resources.length > 0)) {
      const space = spaces.get(table.schema);
      if (facts.consistency?.value !== 'strong' || space === undefined) continue;
      const all = Object.values(space.copies).reduce((sum, count) => sum + count, 0);
      if (all !== 2) continue;
      context.report({
        origin: table.nameOrigin,
        message: `${table.schema}.${table.name} asks for strong consistency, and its keyspace has two copies: a quorum is 2 of 2, so one node that is down stops it, and at ONE reads miss writes. Keep three copies.`,
        related: [{ origin: space.origin, message: 'The keyspace.' }],
      });
    }
  },
});
