import { givenOf } from '../lib/cluster/galera.js';
import { withoutOption } from '../lib/cluster/mysql.js';
import { galeraOne } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-recovery-off',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['galera'],
  summary: 'The nodes do not remember their component: after a power failure nobody goes on by himself.',
  gains: 'No file with the last membership that could be out of date.',
  costs: 'When all nodes were down at once, somebody has to find the most advanced one and bootstrap it.',
  fineWhen: 'An operator or script does that.',
  advice: 'Leave `pc.recovery` on. It restores the component once all of its nodes are back.',
  sources: [
    {
      title: 'Galera Cluster: pc.recovery',
      url: 'https://galeracluster.com/library/documentation/galera-parameters.html#pc.recovery',
    },
  ],
  bad: [galeraOne(['wsrep_provider_options="pc.recovery=FALSE"'], 'power failure')],
  good: [galeraOne(['wsrep_provider_options="pc.recovery=TRUE"'])],
  check(cluster, context) {
    for (const { setting } of givenOf(cluster, 'pc.recovery')) {
      if (setting.effective !== false) continue;
      context.report({
        origin: setting.written.origin,
        message:
          'pc.recovery is off: after a power failure of all nodes none remembers the cluster, and somebody has to find the most advanced node and bootstrap it. With it on, the cluster is back when all its nodes are.',
        fixes: [withoutOption(setting.written)],
      });
    }
  },
});
