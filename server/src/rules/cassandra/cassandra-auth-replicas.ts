import { ARCHITECTURE, cameFrom, nodesOf, placed, strategyOf, twins } from '../lib/cluster/cassandra.js';
import { defineRule } from '../rule.js';

const three = (map: string): Record<string, string> => ({
  ...placed('n1', '10.0.0.1', 'eu', 'a', 'authenticator: PasswordAuthenticator\n', '10.0.0.1,10.0.0.2'),
  ...placed('n2', '10.0.0.2', 'eu', 'b', 'authenticator: PasswordAuthenticator\n', '10.0.0.1,10.0.0.2'),
  ...placed('n3', '10.0.0.3', 'eu', 'c', 'authenticator: PasswordAuthenticator\n', '10.0.0.1,10.0.0.2'),
  'auth.cql': `ALTER KEYSPACE system_auth WITH replication = ${map};\n`,
});

export default defineRule({
  id: 'cassandra-auth-replicas',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra', 'scylla'],
  summary: 'Roles and passwords are kept on too few nodes.',
  gains: 'None.',
  costs:
    'Who logs in is looked up in `system_auth`. With one replica each node that is down locks its share of the roles out of the whole cluster, although the data is there; the role `cassandra` is even read at QUORUM.',
  fineWhen: 'The cluster has one node. ScyllaDB since 6.0 keeps roles on every node by itself.',
  advice:
    'Keep `system_auth` in each data centre with NetworkTopologyStrategy, three replicas or one per node, then repair it.',
  sources: [
    ARCHITECTURE,
    {
      title: 'Cassandra: security, authentication and the replicas of system_auth',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/managing/operating/security.html',
    },
  ],
  bad: twins(three("{'class': 'NetworkTopologyStrategy', 'eu': 1}"), 'system_auth'),
  good: twins(three("{'class': 'NetworkTopologyStrategy', 'eu': 3}")),
  check(cluster, context) {
    const nodes = nodesOf(cluster).filter(({ settings }) => cameFrom(settings) !== 'operator');
    const keyspace = cluster.resources.find(
      ({ kind, name }) => kind === 'keyspace' && name === 'system_auth',
    );
    if (nodes.length < 2 || keyspace === undefined) return;
    const most = Math.max(0, ...Object.values(keyspace.copies ?? {}));
    const wanted = Math.min(3, nodes.length);
    if (most >= 2) return;
    context.report({
      origin: strategyOf(cluster, keyspace)?.origin ?? keyspace.origin,
      message: `system_auth keeps ${most} replica${most === 1 ? '' : 's'} in a cluster of ${nodes.length} nodes: while one node is down its share of the roles cannot log in anywhere. Keep ${wanted} per data centre, then repair it.`,
    });
  },
});
