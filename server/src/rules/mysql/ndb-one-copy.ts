import { setTo } from '../lib/cluster/mysql.js';
import { ndbExample } from '../lib/cluster/ndb-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'ndb-one-copy',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['ndb'],
  summary: 'Each fragment is on one data node: the loss of any node stops the cluster.',
  gains: 'The whole memory of all nodes holds data.',
  costs: 'When a data node stops, so do all others, as a part of the data is gone with it.',
  fineWhen: 'A test.',
  advice: 'Use two copies. It is part of the layout: changing it needs an initial start and a restore.',
  sources: [
    {
      title: 'MySQL NDB Cluster: NoOfReplicas',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/mysql-cluster-ndbd-definition.html#ndbparam-ndbd-noofreplicas',
    },
  ],
  bad: [ndbExample(['NoOfReplicas=1'], ['a', 'b'], ['m'], 'one data node')],
  good: [ndbExample(['NoOfReplicas=2'], ['a', 'b'], ['m'])],
  check(cluster, context) {
    const copies = cluster.settings.ndb?.given('NoOfReplicas');
    if (copies?.value !== 1 || cluster.members.filter(({ role }) => role === 'data').length < 2) return;
    context.report({
      origin: copies.written.origin,
      message:
        'NoOfReplicas=1: each fragment is on one data node alone, so the loss of any node stops the whole cluster. Use 2 before it holds data, as a change needs an initial start.',
      fixes: [setTo(copies.written, '2')],
    });
  },
});
