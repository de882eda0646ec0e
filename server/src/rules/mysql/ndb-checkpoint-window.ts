import { duration } from '../lib/cluster/mysql.js';
import { ndbExample } from '../lib/cluster/ndb-example.js';
import { defineRule } from '../rule.js';

const DEFAULT = 2000;

export default defineRule({
  id: 'ndb-checkpoint-window',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['ndb'],
  summary: 'A failure of all nodes at once loses more commits than by default.',
  gains: 'Fewer flushes.',
  costs:
    'A commit returns when all nodes of its groups have it in memory. It reaches the disk with the next global checkpoint: what was committed since the last one is lost when all nodes lose power.',
  fineWhen: 'Nodes stand in places that do not fail together.',
  advice: 'Leave the time at its default, and put the copies of a group into different places.',
  sources: [
    {
      title: 'MySQL NDB Cluster: TimeBetweenGlobalCheckpoints',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/mysql-cluster-ndbd-definition.html#ndbparam-ndbd-timebetweenglobalcheckpoints',
    },
  ],
  bad: [ndbExample(['NoOfReplicas=2', 'TimeBetweenGlobalCheckpoints=10000'], ['a', 'b'], ['m'], '10 s')],
  good: [ndbExample(['NoOfReplicas=2', 'TimeBetweenGlobalCheckpoints=1000'], ['a', 'b'], ['m'])],
  check(cluster, context) {
    const setting = cluster.settings.ndb?.given('TimeBetweenGlobalCheckpoints');
    if (typeof setting?.value !== 'number' || setting.value <= DEFAULT) return;
    context.report({
      origin: setting.written.origin,
      message: `A commit is in the memory of its nodes and reaches their disks every ${duration(setting.value)}: when all of them lose power, up to ${duration(setting.value)} of acknowledged commits is lost. The default is 2 s.`,
    });
  },
});
