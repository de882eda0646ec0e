import { arbitratorsOf, nodeGroups } from '../lib/cluster/ndb.js';
import { ndbExample } from '../lib/cluster/ndb-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'ndb-arbitrator',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['ndb'],
  summary: 'Who decides between two halves stands on the machine of a data node, and is lost with it.',
  gains: 'One machine less.',
  costs:
    'When that machine fails, the nodes that are left hold no complete group and have nobody to ask whether they may go on: they stop.',
  fineWhen: 'Never, where the loss of one machine is to be survived.',
  advice: 'Run a management node, or an SQL node with an ArbitrationRank, on a machine without data nodes.',
  sources: [
    {
      title: 'MySQL NDB Cluster: ArbitrationRank',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/mysql-cluster-mgm-definition.html#ndbparam-mgmd-arbitrationrank',
    },
    {
      title: 'MySQL NDB Cluster: network partitioning FAQ',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/faqs-mysql-cluster.html',
    },
  ],
  bad: [ndbExample(['NoOfReplicas=2'], ['a', 'b'], ['a'], 'a fails')],
  good: [ndbExample(['NoOfReplicas=2'], ['a', 'b'], ['m'])],
  check(cluster, context) {
    const settings = cluster.settings.ndb;
    const copies = settings?.number('NoOfReplicas') ?? 2;
    if (cluster.system !== 'ndb' || copies < 2 || settings?.text('Arbitration') === 'Disabled') return;
    const arbitrators = arbitratorsOf(cluster);
    const groups = nodeGroups(cluster, copies);
    const data = cluster.members.filter(({ role }) => role === 'data');
    for (const host of new Set(data.map(({ site }) => site.host))) {
      if (host === undefined || data.every(({ site }) => site.host === host)) continue;
      const beside = arbitrators.filter(({ site }) => site.host === host);
      // One that stands elsewhere may be the one that decides; those without a host stand anywhere.
      if (beside.length === 0 || beside.length < arbitrators.length) continue;
      const complete = groups.some(group => group.every(({ site }) => site.host !== host));
      if (complete || groups.length === 0) continue;
      const at = beside[0]!.settings.ndb?.given('HostName');
      context.report({
        origin: at?.written.origin ?? beside[0]!.origin,
        message: `The arbitrator stands on ${host} with a data node: when ${host} fails, the nodes that are left hold no complete group and have nobody to decide that they may go on, so the cluster stops. Run it on another machine.`,
      });
      return;
    }
  },
});
