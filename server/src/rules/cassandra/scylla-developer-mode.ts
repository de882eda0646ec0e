import { cameFrom, eachWritten, placed } from '../lib/cluster/cassandra.js';
import { clusterExample } from '../lib/cluster/example.js';
import { replace } from '../lib/edits.js';
import { defineRule } from '../rule.js';

const two = (mode: boolean): Record<string, string> =>
  Object.fromEntries(
    Object.entries({
      ...placed('n1', '10.0.0.1', 'eu', 'a', `developer_mode: ${mode}\n`),
      ...placed('n2', '10.0.0.2', 'eu', 'b', `developer_mode: false\n`),
    }).map(([name, text]) => [name.replace('cassandra.yaml', 'scylla.yaml'), text]),
  );

export default defineRule({
  id: 'scylla-developer-mode',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['scylla'],
  summary: 'A node of a ScyllaDB cluster runs in developer mode.',
  gains: 'It starts on any disk and machine.',
  costs:
    'The checks for a file system and disks that write as ScyllaDB needs it are left out: a node may lose what it called durable, or stall for seconds and be called down.',
  fineWhen: 'The cluster is for development or tests.',
  advice: 'Take it out, and let `scylla_setup` prepare the machine.',
  sources: [
    {
      title: 'ScyllaDB: configuration parameters',
      url: 'https://docs.scylladb.com/manual/stable/reference/configuration-parameters.html',
    },
  ],
  bad: [clusterExample('scylla', two(true), 'developer mode')],
  good: [clusterExample('scylla', two(false))],
  check(cluster, context) {
    if (cluster.members.length < 2) return;
    eachWritten(cluster, 'developer_mode', ({ value, written }, _, settings) => {
      if (value !== true) return;
      context.report({
        origin: written.origin,
        // Compositions are for development more often than not.
        severity: cameFrom(settings) === 'service' ? 'info' : 'warning',
        message:
          'In developer mode the checks of disks and file system are left out: what is called durable may be lost with the power, and a stalling node is called down. Take it out in a cluster that matters.',
        fixes: [{ title: 'Set it to false', edits: [replace(written.origin, 'false')], safe: false }],
      });
    });
  },
});
