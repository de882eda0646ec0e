import { CONFIGURATION, cameFrom, centresOf, nodesOf, twins, twoCentres } from '../lib/cluster/cassandra.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cassandra-plain-between-centres',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra', 'scylla'],
  summary: 'Data goes between data centres without encryption.',
  gains: 'No certificates to make and to renew.',
  costs:
    'Every write goes to the other data centre as it is, over lines that others may hold: who sits on the line reads all rows, and, as nodes are not asked who they are, may join as one.',
  fineWhen: 'The line itself is encrypted: a VPN or a private link with encryption.',
  advice:
    'Set `internode_encryption: dc`, or `all`, with `require_client_auth: true`; both take a rolling restart with `optional: true` in between.',
  sources: [
    CONFIGURATION,
    {
      title: 'Cassandra: security, encryption between nodes',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/managing/operating/security.html',
    },
  ],
  bad: twins(twoCentres('server_encryption_options:\n  internode_encryption: none\n'), '2 data centres'),
  good: [
    ...twins(twoCentres('server_encryption_options:\n  internode_encryption: dc\n')),
    ...twins(twoCentres()),
    // Lines that a template writes for each host tell of no centre; the default is that of hosts nobody named.
    ...twins({
      'roles/ring/templates/cassandra.yaml.j2':
        'cluster_name: ring\nlisten_address: {{ address }}\nendpoint_snitch: PropertyFileSnitch\nserver_encryption_options:\n  internode_encryption: none\n',
      'roles/ring/templates/cassandra-topology.properties.j2':
        '{% for host in groups.ring %}\n{{ hostvars[host].address }}={{ hostvars[host].centre }}:{{ hostvars[host].rack }}\n{% endfor %}\ndefault=east:r1\n',
    }),
  ],
  check(cluster, context) {
    const centres = centresOf(cluster);
    if (centres === undefined || centres.size < 2) return;
    for (const { settings } of nodesOf(cluster)) {
      const encryption = settings.given('server_encryption_options.internode_encryption');
      const plain = encryption?.value === 'none';
      if (!plain || cameFrom(settings) === 'service') continue;
      context.report({
        origin: encryption.written.origin,
        message: `Nodes stand in ${centres.size} data centres and talk without encryption: every write goes over the line between them as it is, and any machine there may join as a node. Set internode_encryption to dc or all.`,
      });
      return;
    }
  },
});
