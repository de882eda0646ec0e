import { givenOf } from '../lib/cluster/galera.js';
import { galeraOne } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

const HIGH = 1000;

export default defineRule({
  id: 'galera-flow-control',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['galera'],
  summary: 'Nodes may fall far behind before writers are slowed: reads there get old, conflicts rise.',
  gains: 'One slow node seldom stops the writers of the others.',
  costs:
    'A node may have this many write sets waiting: its reads are that old, a read with wsrep_sync_wait waits for them, and its own transactions are certified late and fail more often.',
  fineWhen: 'One writer, and readers elsewhere that may see old data.',
  advice:
    'Raise the number of applier threads first; keep the limit near the default where all nodes take writes.',
  sources: [
    {
      title: 'Galera Cluster: gcs.fc_limit',
      url: 'https://galeracluster.com/library/documentation/galera-parameters.html#gcs.fc_limit',
    },
    {
      title: 'Galera Cluster: managing flow control',
      url: 'https://galeracluster.com/library/documentation/managing-fc.html',
    },
  ],
  bad: [galeraOne(['wsrep_provider_options="gcs.fc_limit=5000"'], '5000')],
  good: [galeraOne(['wsrep_provider_options="gcs.fc_limit=128"'])],
  check(cluster, context) {
    for (const { setting, settings } of givenOf(cluster, 'gcs.fc_limit')) {
      const { value } = setting;
      if (typeof value !== 'number' || value < HIGH || settings.flag('gcs.fc_single_primary') === true)
        continue;
      context.report({
        origin: setting.written.origin,
        message: `gcs.fc_limit=${value}: a node may have ${value} write sets waiting before writers are slowed. Its reads are that old, and with several writers more transactions fail at commit.`,
      });
    }
  },
});
