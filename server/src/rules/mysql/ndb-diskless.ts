import { setTo } from '../lib/cluster/mysql.js';
import { ndbExample } from '../lib/cluster/ndb-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'ndb-diskless',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['ndb'],
  summary: 'All data are in memory alone: when all nodes of a group stop, they are gone.',
  gains: 'No writes to a disk.',
  costs:
    'No checkpoint and no redo log: a failure of power, or a stop of the cluster, leaves nothing, and online backups do not work.',
  fineWhen: 'Sessions and caches.',
  advice: 'Take it out; single tables can be kept from the disk with NOLOGGING.',
  sources: [
    {
      title: 'MySQL NDB Cluster: Diskless',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/mysql-cluster-ndbd-definition.html#ndbparam-ndbd-diskless',
    },
  ],
  bad: [ndbExample(['NoOfReplicas=2', 'Diskless=1'], ['a', 'b'], ['m'], 'memory alone')],
  good: [ndbExample(['NoOfReplicas=2', 'Diskless=0'], ['a', 'b'], ['m'])],
  check(cluster, context) {
    const setting = cluster.settings.ndb?.given('Diskless');
    if (setting?.value !== true) return;
    context.report({
      origin: setting.written.origin,
      message:
        'Diskless keeps everything in memory alone: a failure of power, or the last node of a group that stops, takes all data with it. Take it out; single tables can be made with NOLOGGING.',
      fixes: [setTo(setting.written, '0')],
    });
  },
});
