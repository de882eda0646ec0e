import { replicationOf } from '../lib/cql/keyspace.js';
import { replaceIn } from '../lib/edits.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'simple-strategy',
  subject: 'nosql',
  ofKeeping: true,
  since: '0.2.0',
  on: 'statement',
  severity: 'info',
  engines: ['cql'],
  summary: 'A keyspace is replicated with SimpleStrategy, which knows no racks and no data centres.',
  gains: 'One figure says it all; it works on a cluster of one node.',
  costs:
    'Replicas go to the next nodes of the ring, whatever rack or data centre they stand in: one rack that fails can take all replicas of a row with it. A second data centre cannot be given replicas of its own.',
  fineWhen: 'The cluster is for development or tests.',
  advice: 'Use `NetworkTopologyStrategy` with a number of replicas per data centre.',
  sources: [
    {
      title: 'Cassandra: replication strategies',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/architecture/dynamo.html',
    },
    {
      title: 'ScyllaDB: guardrails on replication strategies',
      url: 'https://docs.scylladb.com/manual/stable/cql/guardrails.html',
    },
  ],
  bad: [
    {
      dialect: 'cql',
      sql: "CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3};",
      says: 'shop',
    },
    {
      dialect: 'cql',
      sql: "ALTER KEYSPACE shop WITH replication = {'class': 'org.apache.cassandra.locator.SimpleStrategy', 'replication_factor': '3'};",
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 3} AND durable_writes = true;",
    },
    {
      dialect: 'cql',
      sql: "CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};",
    },
  ],
  check(statement, context) {
    const replication = replicationOf(statement);
    if (replication?.strategy !== 'SimpleStrategy') return;
    // A single replica has no others to be placed apart from.
    if (replication.factors.some(({ replicas }) => replicas === 1)) return;
    const edit = replaceIn(
      replication.strategyOrigin,
      /(?:org\.apache\.cassandra\.locator\.)?SimpleStrategy/,
      'NetworkTopologyStrategy',
    );
    context.report({
      origin: replication.strategyOrigin,
      message: `Keyspace ${replication.keyspace} uses SimpleStrategy: replicas are placed without regard to racks and data centres, so one rack may hold them all. Use NetworkTopologyStrategy.`,
      // In a cluster that runs, rows move to other nodes: that needs a repair.
      fixes: edit ? [{ title: 'Use NetworkTopologyStrategy', edits: [edit], safe: false }] : [],
    });
  },
});
