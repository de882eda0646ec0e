import { CONFIGURATION, cameFrom, nodeFile, nodesOf, twins } from '../lib/cluster/cassandra.js';
import { defineRule } from '../rule.js';

const file = (lines: string): Record<string, string> => ({
  'conf/cassandra.yaml': nodeFile(`listen_address: 10.0.0.1\nrpc_address: 0.0.0.0\n${lines}`),
});

export default defineRule({
  id: 'cassandra-open-to-all',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra', 'scylla'],
  summary: 'A node takes requests from other machines without a login.',
  gains: 'Programs need no password.',
  costs:
    'Whoever reaches the port reads, changes and drops everything, on every node: replicas and data centres follow at once.',
  fineWhen: 'The network lets only the programs through that may do everything.',
  advice:
    'Set `authenticator: PasswordAuthenticator` and `authorizer: CassandraAuthorizer`, raise the replicas of `system_auth`, and change the password of the role `cassandra`.',
  sources: [
    CONFIGURATION,
    {
      title: 'Cassandra: security',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/managing/operating/security.html',
    },
  ],
  bad: twins(file('authenticator: AllowAllAuthenticator\n'), '0.0.0.0'),
  good: [
    ...twins(file('authenticator: PasswordAuthenticator\n')),
    ...twins({
      'conf/cassandra.yaml': nodeFile('rpc_address: localhost\nauthenticator: AllowAllAuthenticator\n'),
    }),
  ],
  check(cluster, context) {
    if (cluster.walls?.has(9042) || cluster.walls?.has(9160)) return;
    for (const { settings } of nodesOf(cluster)) {
      // Containers are reached through what is published, which the composition decides.
      if (cameFrom(settings) !== 'file' || settings.isHidden('authenticator')) continue;
      const address = settings.given('rpc_address');
      if (typeof address?.value !== 'string' || /^(?:localhost|127\.|::1$)/.test(address.value)) continue;
      if (!/(?:^|\.)AllowAllAuthenticator$/.test(settings.text('authenticator') ?? '')) continue;
      const written = settings.given('authenticator');
      context.report({
        origin: (written ?? address).written.origin,
        severity: written ? 'warning' : 'info',
        message: `The node takes clients at ${address.value} without a login: whoever reaches the port may read and drop everything. Set authenticator: PasswordAuthenticator and authorizer: CassandraAuthorizer.`,
      });
      return;
    }
  },
});
