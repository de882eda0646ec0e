import { givenOf } from '../lib/cluster/galera.js';
import { withoutOption } from '../lib/cluster/mysql.js';
import { galeraOne } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-ignores-quorum',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['galera'],
  summary: 'Nodes go on without a majority: a cut gives two clusters that both take writes.',
  gains: 'The side of a cut that holds clients goes on, with two nodes as well.',
  costs:
    'Both sides take writes. They cannot be merged: one side’s acknowledged writes are thrown away by the full copy with which it comes back.',
  fineWhen: 'A single writer that some other system moves safely, and for the time of a repair.',
  advice: 'Take the option out, and give the cluster an odd number of votes in three places.',
  sources: [
    {
      title: 'Galera Cluster: pc.ignore_sb',
      url: 'https://galeracluster.com/library/documentation/galera-parameters.html#pc.ignore_sb',
    },
    {
      title: 'Galera Cluster: pc.ignore_quorum',
      url: 'https://galeracluster.com/library/documentation/galera-parameters.html#pc.ignore_quorum',
    },
  ],
  bad: [galeraOne(['wsrep_provider_options="gcache.size=1G; pc.ignore_sb=true"'], 'both halves')],
  good: [galeraOne(['wsrep_provider_options="pc.ignore_sb=false"'])],
  check(cluster, context) {
    for (const name of ['pc.ignore_sb', 'pc.ignore_quorum']) {
      for (const { setting } of givenOf(cluster, name)) {
        if (setting.effective !== true) continue;
        context.report({
          origin: setting.written.origin,
          message:
            name === 'pc.ignore_sb'
              ? 'pc.ignore_sb lets both halves of a split take writes: what one of them acknowledged is thrown away when it comes back. Take it out and make the votes odd.'
              : 'pc.ignore_quorum lets every node that is cut off take writes: what it acknowledged is thrown away when it comes back. Take it out and make the votes odd.',
          fixes: [withoutOption(setting.written)],
        });
      }
    }
  },
});
