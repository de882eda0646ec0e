import { givenOf } from '../lib/cluster/galera.js';
import { withoutOption } from '../lib/cluster/mysql.js';
import { galeraOne } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-bootstrap-option',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['galera'],
  summary: 'pc.bootstrap stands in a file, though it is an order for one moment.',
  gains: 'None: it is meant to be set at runtime, once, on the most advanced node.',
  costs: 'It makes a component the primary one. Given on two sides of a cut, it makes two clusters.',
  fineWhen: 'Never in a file.',
  advice:
    'Take it out. After a loss of quorum: `SET GLOBAL wsrep_provider_options = "pc.bootstrap=YES"` on one node.',
  sources: [
    {
      title: 'Galera Cluster: pc.bootstrap',
      url: 'https://galeracluster.com/library/documentation/galera-parameters.html#pc.bootstrap',
    },
    {
      title: 'Galera Cluster: resetting the quorum',
      url: 'https://galeracluster.com/library/documentation/quorum-reset.html',
    },
  ],
  bad: [galeraOne(['wsrep_provider_options="pc.bootstrap=true"'], 'pc.bootstrap')],
  good: [galeraOne(['wsrep_provider_options="pc.weight=1"'])],
  check(cluster, context) {
    for (const { setting } of givenOf(cluster, 'pc.bootstrap')) {
      if (setting.effective !== true) continue;
      context.report({
        origin: setting.written.origin,
        message:
          'pc.bootstrap is an order for one moment, not a setting: on each side of a cut it makes a primary component of its own (split brain). Take it out of the file, and set it at runtime on one node when it is needed.',
        fixes: [withoutOption(setting.written)],
      });
    }
  },
});
