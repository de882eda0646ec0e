import { ndbExample } from '../lib/cluster/ndb-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'ndb-node-count',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['ndb'],
  summary: 'The number of data nodes is no multiple of the number of copies: the cluster does not start.',
  gains: 'None.',
  costs: 'Groups cannot be formed; the management server refuses the file.',
  fineWhen: 'Never.',
  advice: 'Add or take away data nodes until it is a multiple.',
  sources: [
    {
      title: 'MySQL NDB Cluster: nodes, node groups, fragment replicas, and partitions',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/mysql-cluster-nodes-groups.html',
    },
  ],
  bad: [ndbExample(['NoOfReplicas=2'], ['a', 'b', 'c'], ['m'], '3 data nodes')],
  good: [ndbExample(['NoOfReplicas=2'], ['a', 'b', 'c', 'd'], ['m'])],
  check(cluster, context) {
    const copies = cluster.settings.ndb?.number('NoOfReplicas');
    const nodes = cluster.members.filter(({ role }) => role === 'data').length;
    if (cluster.system !== 'ndb' || copies === undefined || copies < 1 || nodes === 0 || nodes % copies === 0)
      return;
    context.report({
      origin: cluster.origin,
      message: `${nodes} data nodes are no multiple of NoOfReplicas=${copies}: groups of ${copies} cannot be formed, and the cluster does not start. Use ${Math.max(copies, Math.floor(nodes / copies) * copies)} or ${Math.ceil(nodes / copies) * copies} data nodes.`,
    });
  },
});
