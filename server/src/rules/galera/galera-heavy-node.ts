import { givenOf, votesOf } from '../lib/cluster/galera.js';
import { galeraExample } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-heavy-node',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['galera'],
  summary: 'One node holds half of all votes or more: its loss stops the cluster.',
  gains: 'A cut always leaves the side of this node going: nothing has to be decided by hand.',
  costs: 'When this node itself crashes, all the others together are not more than half, and stop.',
  fineWhen: 'Two nodes, of which one is meant to be the one that counts.',
  advice: 'Give no node half of the votes or more; a third voter makes weights needless.',
  sources: [
    {
      title: 'Galera Cluster: weighted quorum',
      url: 'https://galeracluster.com/library/documentation/weighted-quorum.html',
    },
  ],
  bad: [galeraExample(3, n => (n === 1 ? ['wsrep_provider_options="pc.weight=3"'] : []), '3 of 5 votes')],
  good: [
    galeraExample(3, n => (n === 1 ? ['wsrep_provider_options="pc.weight=1"'] : [])),
    galeraExample(4, n => (n === 1 ? ['wsrep_provider_options="pc.weight=2"'] : [])),
  ],
  check(cluster, context) {
    const all = votesOf(cluster);
    if (cluster.system !== 'galera' || all === undefined) return;
    const voters = cluster.members.filter(({ votes }) => votes > 0).length;
    if (voters < 2) return;
    for (const { member, setting } of givenOf(cluster, 'pc.weight')) {
      if (member.votes * 2 < all || member.votes < 2) continue;
      context.report({
        origin: setting.written.origin,
        message: `${member.id} holds ${member.votes} of ${all} votes: when it crashes, the ${voters - 1} other${voters === 2 ? ' is' : 's are'} not more than half and stop${voters === 2 ? 's' : ''}. Keep every node under half of the votes.`,
      });
    }
  },
});
