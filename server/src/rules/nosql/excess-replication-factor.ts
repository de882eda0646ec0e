import { replicationOf } from '../lib/cql/keyspace.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'excess-replication-factor',
  subject: 'nosql',
  since: '0.2.0',
  on: 'statement',
  severity: 'info',
  engines: ['cql'],
  summary: 'A keyspace keeps more replicas than its quorum gains from.',
  gains: 'More nodes can answer reads at consistency level ONE.',
  costs:
    'Each write goes to every replica, and the data takes that many times its size. An even number needs a quorum of one more without surviving one more node: of four replicas a quorum is three, so one may fail, as with three.',
  fineWhen: 'A small table is read everywhere at consistency level ONE, or holds who may log in.',
  advice: 'Use three replicas, or five where two nodes of a data centre may fail at once.',
  sources: [
    {
      title: 'Cassandra: replication factor and QUORUM (n/2 + 1)',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/architecture/dynamo.html',
    },
    {
      title: 'ScyllaDB: maximum_replication_factor guardrail',
      url: 'https://docs.scylladb.com/manual/stable/cql/guardrails.html',
    },
  ],
  options: {
    maximum: { type: 'number', default: 5, description: 'Replicas per data centre that are not too many.' },
  },
  bad: [
    {
      dialect: 'cql',
      sql: "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 7};",
      says: '7 replicas',
    },
    {
      dialect: 'cql',
      sql: "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 4};",
      says: 'no more nodes than 3',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 5, 'us': 3};",
    },
    {
      dialect: 'cql',
      sql: "ALTER KEYSPACE system_auth WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 9};",
    },
  ],
  check(statement, context) {
    const replication = replicationOf(statement);
    if (!replication || replication.keyspace.toLowerCase() === 'system_auth') return;
    const maximum = context.options.maximum as number;
    for (const { centre, replicas, origin } of replication.factors) {
      const even = replicas > 2 && replicas % 2 === 0;
      if (replicas <= maximum && !even) continue;
      const where = centre === 'replication_factor' ? '' : ` in ${centre}`;
      const quorum = Math.floor(replicas / 2) + 1;
      context.report({
        origin,
        severity: replicas > maximum ? 'info' : 'hint',
        message:
          replicas > maximum
            ? `Keyspace ${replication.keyspace} keeps ${replicas} replicas${where}: each write goes to all of them and a quorum is ${quorum}. Three survive one lost node, five two.`
            : `Keyspace ${replication.keyspace} keeps ${replicas} replicas${where}: a quorum of ${quorum} survives no more nodes than ${replicas - 1} replicas do. Keep ${replicas - 1}.`,
      });
    }
  },
});
