import { allCentres, isProgram, nodeFile, settingsOf, twins, twoCentres } from '../lib/cluster/cassandra.js';
import { replace } from '../lib/edits.js';
import { listed } from '../lib/naming.js';
import { defineRule } from '../rule.js';

const driver = (dc: string): Record<string, string> => ({
  'application.yml': `spring:\n  cassandra:\n    contact-points: 10.0.0.1\n    local-datacenter: ${dc}\n`,
});

export default defineRule({
  id: 'cassandra-driver-unknown-centre',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra', 'scylla'],
  summary: 'A driver prefers a data centre in which no node stands.',
  gains: 'None.',
  costs:
    'The driver uses only nodes of its local data centre. When no node has that name, letter by letter, every request fails although the cluster is up.',
  fineWhen: 'The nodes of that data centre are configured elsewhere.',
  advice: 'Use the name that `nodetool status` prints.',
  sources: [
    {
      title: 'Java driver: load balancing',
      url: 'https://docs.datastax.com/en/developer/java-driver/4.12/manual/core/load_balancing',
    },
  ],
  bad: [
    ...twins(
      {
        'conf/cassandra.yaml': nodeFile('listen_address: 10.0.0.1\nendpoint_snitch: SimpleSnitch\n'),
        ...driver('dc1'),
      },
      'datacenter1',
    ),
    ...twins({ ...twoCentres(), ...driver('EU') }, 'eu and us'),
  ],
  good: [
    ...twins({ ...twoCentres(), ...driver('eu') }),
    ...twins({
      'conf/cassandra.yaml': nodeFile('listen_address: 10.0.0.1\nendpoint_snitch: Ec2Snitch\n'),
      ...driver('dc1'),
    }),
  ],
  check(cluster, context) {
    const known = allCentres(cluster);
    if (known === undefined) return;
    for (const client of cluster.clients) {
      const local = settingsOf(cluster, client)?.given('basic.load-balancing-policy.local-datacenter');
      if (!isProgram(client) || typeof local?.value !== 'string' || known.includes(local.value)) continue;
      const { value } = local;
      const meant =
        known.length === 1 ? known[0] : known.find(name => name.toLowerCase() === value.toLowerCase());
      context.report({
        origin: local.written.origin,
        message: `The driver uses nodes of ${value} only, but the nodes stand in ${listed([...known])}: it finds none, and every request fails. Names are compared letter by letter.${meant ? ` Write ${meant}.` : ''}`,
        fixes: meant
          ? [{ title: `Write ${meant}`, edits: [replace(local.written.origin, meant)], safe: false }]
          : [],
      });
    }
  },
});
