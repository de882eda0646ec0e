import { givenOf } from '../lib/cluster/galera.js';
import { setTo } from '../lib/cluster/mysql.js';
import { galeraOne } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-dirty-reads',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['galera'],
  summary: 'A node that was cut off goes on answering reads, of data that get older.',
  gains: 'Reads go on without a quorum.',
  costs:
    'For as long as the cut lasts the node answers with what it had before, without an error: the others may have committed since. It has no effect together with wsrep_sync_wait.',
  fineWhen: 'Readers that may see data of any age.',
  advice: 'Leave it off, and set it in the sessions that can bear old data.',
  sources: [
    {
      title: 'Galera Cluster: wsrep_dirty_reads',
      url: 'https://galeracluster.com/library/documentation/mysql-wsrep-options.html#wsrep-dirty-reads',
    },
  ],
  bad: [galeraOne(['wsrep_dirty_reads=ON'], 'cut off')],
  good: [galeraOne(['wsrep_dirty_reads=OFF'])],
  check(cluster, context) {
    for (const { setting, settings } of givenOf(cluster, 'wsrep_dirty_reads')) {
      if (setting.effective !== true) continue;
      const waits = settings.number('wsrep_sync_wait') ?? 0;
      context.report({
        origin: setting.written.origin,
        message:
          waits > 0
            ? `wsrep_dirty_reads is on together with wsrep_sync_wait=${waits}: a node that is cut off cannot wait for the cluster, so such reads fail all the same. Choose one of the two.`
            : 'wsrep_dirty_reads is on for everybody: a node that was cut off from the cluster goes on answering reads with data that get older, without an error. Set it in the sessions that can bear it.',
        fixes: [setTo(setting.written, 'OFF')],
      });
    }
  },
});
