import { givenOf } from '../lib/cluster/galera.js';
import { setTo } from '../lib/cluster/mysql.js';
import { galeraOne } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-sst-donor',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['galera'],
  summary: 'Only the donors that are named may be copied from: without them a node cannot come back.',
  gains: 'Copies load the nodes that are meant for it.',
  costs:
    'When none of those named is there, a node that needs a full copy fails to join, though others are well.',
  fineWhen: 'All others must never be donors.',
  advice: 'End the list with a comma: it then means “rather these, else any”.',
  sources: [
    {
      title: 'Galera Cluster: wsrep_sst_donor',
      url: 'https://galeracluster.com/library/documentation/mysql-wsrep-options.html#wsrep-sst-donor',
    },
  ],
  bad: [galeraOne(['wsrep_sst_donor=n2'], 'n2')],
  good: [galeraOne(['wsrep_sst_donor=n2,'])],
  check(cluster, context) {
    if (cluster.members.filter(({ role }) => role === 'data').length < 3) return;
    for (const { setting } of givenOf(cluster, 'wsrep_sst_donor')) {
      const { raw } = setting.written;
      if (typeof raw !== 'string' || raw.trim() === '' || /,\s*$/.test(raw)) continue;
      context.report({
        origin: setting.written.origin,
        message: `Only ${raw.trim()} may be copied from: while ${raw.includes(',') ? 'none of them is' : 'it is not'} there, a node that needs a full copy cannot come back, though others are well. A comma at the end allows any other.`,
        fixes: [setTo(setting.written, `${raw.trim()},`)],
      });
    }
  },
});
