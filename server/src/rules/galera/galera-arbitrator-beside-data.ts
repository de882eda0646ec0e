import { votesOf } from '../lib/cluster/galera.js';
import { galeraExample } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-arbitrator-beside-data',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['galera'],
  summary: 'An arbitrator stands on the machine of a data node, and is lost together with it.',
  gains: 'No third machine.',
  costs:
    'Both votes are lost at once. With two nodes and one arbitrator beside one of them, the loss of that machine leaves 1 of 3 votes; with an arbitrator on each of the two, 2 of 4: neither is more than half. A vendor’s article advises the latter, against its own formula.',
  fineWhen: 'Never: an arbitrator is there to be elsewhere.',
  advice: 'Run garbd on a machine, and in a place, that holds no data node.',
  sources: [
    {
      title: 'Galera Cluster: weighted quorum',
      url: 'https://galeracluster.com/library/documentation/weighted-quorum.html',
    },
    {
      title: 'Galera Cluster: two-node clusters',
      url: 'https://galeracluster.com/library/kb/two-node-clusters.html',
    },
  ],
  bad: [
    galeraExample(2, [], 'leaves 1 of 3', {
      'db/n1/garb.cnf': 'group=shop\naddress=gcomm://10.0.0.1,10.0.0.2\n',
    }),
  ],
  good: [
    galeraExample(2, [], undefined, {
      'db/g1/garb.cnf': 'group=shop\naddress=gcomm://10.0.0.1,10.0.0.2\n',
    }),
  ],
  check(cluster, context) {
    const all = votesOf(cluster);
    if (cluster.system !== 'galera' || all === undefined) return;
    const data = cluster.members.filter(({ role }) => role === 'data');
    for (const garbd of cluster.members) {
      if (garbd.role !== 'witness') continue;
      const { host } = garbd.site;
      const beside = data.find(
        node =>
          (host !== undefined && node.site.host === host) ||
          garbd.addresses.some(address => node.addresses.includes(address)),
      );
      if (beside === undefined) continue;
      const lost = garbd.votes + beside.votes;
      const left = all - lost;
      context.report({
        origin: garbd.origin,
        message: `garbd stands on the machine of ${beside.id}: their votes are lost together, which leaves ${left} of ${all}${left * 2 > all ? '' : ', not more than half, so the rest stops'}. Run it on a machine without a data node.`,
        related: [{ origin: beside.origin, message: `${beside.id} is here.` }],
      });
    }
  },
});
