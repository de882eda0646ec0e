import { type Copy, reportCopies } from '../lib/cluster/copies.js';
import { givenOf } from '../lib/cluster/galera.js';
import { galeraOne } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-one-applier',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'hint',
  engines: ['galera'],
  summary:
    'One thread applies what several nodes write: flow control stops all of them when it cannot keep up.',
  gains: 'The least conflicts between appliers, and the least memory.',
  costs: 'When its queue is longer than gcs.fc_limit, every writer of the cluster waits.',
  fineWhen: 'Few writes, or foreign keys with which parallel applying met errors.',
  advice:
    'Begin with two threads per core and look at wsrep_cert_deps_distance: more than that does not help.',
  sources: [
    {
      title: 'Galera Cluster: wsrep_slave_threads',
      url: 'https://galeracluster.com/library/documentation/mysql-wsrep-options.html#wsrep-slave-threads',
    },
  ],
  bad: [galeraOne(['wsrep_slave_threads=1'], 'One thread')],
  good: [galeraOne(['wsrep_slave_threads=8']), galeraOne([])],
  check(cluster, context) {
    if (cluster.members.filter(({ role }) => role === 'data').length < 2) return;
    const copies: Copy[] = [];
    for (const { setting, settings } of givenOf(cluster, 'wsrep_slave_threads')) {
      if (setting.value !== 1) continue;
      // Its default is another one with each product, and it grows by the root of the number of nodes.
      const given = settings.given('gcs.fc_limit')?.value;
      const limit = typeof given === 'number' ? `gcs.fc_limit (${given})` : 'gcs.fc_limit';
      copies.push({
        kind: limit,
        report: {
          origin: setting.written.origin,
          message: `One thread applies what all other nodes write: once more write sets wait for it than ${limit} allows, every writer of the cluster is stopped. With many writes, use about two per core.`,
        },
      });
    }
    reportCopies(context, copies);
  },
});
