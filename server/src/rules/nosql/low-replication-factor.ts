import { replicationOf } from '../lib/cql/keyspace.js';
import { listed } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'low-replication-factor',
  subject: 'nosql',
  ofKeeping: true,
  since: '0.2.0',
  on: 'statement',
  severity: 'warning',
  engines: ['cql'],
  summary: 'A keyspace keeps fewer than three replicas in a data centre.',
  gains: 'Less disk, and fewer nodes to write to.',
  costs:
    'With one replica, each node that is down makes its share of the rows unreadable and unwritable, and a lost disk loses them. With two, a quorum is both: QUORUM and LOCAL_QUORUM fail as soon as one replica is down.',
  fineWhen: 'The data can be made again, or the cluster is for development or tests.',
  advice: 'Keep three replicas per data centre: a quorum of two then survives the loss of one node.',
  sources: [
    {
      title: 'Cassandra: replication factor and consistency levels',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/architecture/dynamo.html',
    },
    {
      title: 'ScyllaDB: minimum_replication_factor guardrail',
      url: 'https://docs.scylladb.com/manual/stable/cql/guardrails.html',
    },
  ],
  options: {
    minimum: { type: 'number', default: 3, description: 'Replicas per data centre that are enough.' },
  },
  bad: [
    {
      dialect: 'cql',
      sql: "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 1};",
      says: 'lost disk',
    },
    {
      dialect: 'cql',
      sql: "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 3, 'us': 2};",
      says: 'us',
    },
    {
      dialect: 'cql',
      sql: "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 1, 'us': 1};",
      says: 'other data centre',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 3, 'us': '3'};",
    },
    // No replicas in a data centre is a choice: its nodes serve something else.
    {
      dialect: 'cql',
      sql: "ALTER KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 3, 'analytics': 0};",
    },
  ],
  check(statement, context) {
    const replication = replicationOf(statement);
    if (!replication) return;
    const minimum = context.options.minimum as number;
    const low = replication.factors.filter(({ replicas }) => replicas > 0 && replicas < minimum);
    const [first] = low;
    if (!first) return;
    const least = Math.min(...low.map(({ replicas }) => replicas));
    const where = low.map(({ centre }) => centre).filter(centre => centre !== 'replication_factor');
    const copies = replication.factors.reduce((sum, { replicas }) => sum + replicas, 0);
    const in_ = where.length > 0 ? ` in ${listed(where)}` : '';
    context.report({
      origin: low.length === 1 ? first.origin : replication.origin,
      severity: least === 1 ? 'warning' : 'info',
      message:
        least === 1 && copies > 1
          ? `Keyspace ${replication.keyspace} keeps one replica${in_}: while its node is down nobody ${low.length === 1 ? 'there' : 'in that data centre'} reads or writes those rows at LOCAL_ONE or LOCAL_QUORUM, and after a lost disk they come from the other data centre${copies === 2 ? ' alone' : ''}. Keep ${minimum} in each.`
          : least === 1
            ? `Keyspace ${replication.keyspace} keeps one replica${in_}: a node that is down takes its rows with it, and a lost disk loses them. Keep ${minimum}.`
            : `Keyspace ${replication.keyspace} keeps ${least} replicas${in_}: a quorum of ${least} is ${Math.floor(least / 2) + 1}, so ${least === 2 ? 'it fails with one replica down' : `${minimum} were asked for`}. Keep ${minimum}.`,
    });
  },
});
