import { segmentsOf, votesOf, whereListed } from '../lib/cluster/galera.js';
import { galeraExample } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-two-sites',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['galera'],
  summary: 'All votes stand in two segments: the loss of the heavier one stops the other.',
  gains: 'Copies in two places, and the cut between them has one sure winner.',
  costs:
    'Of two places one holds at least half of the votes. Its loss leaves the other without a majority, whatever the weights; an arbitrator in either of the two only says which one that is.',
  fineWhen: 'The second place is for disasters in which somebody decides anyway.',
  advice: 'Put one vote, a node or garbd, into a third place that reaches both.',
  sources: [
    {
      title: 'Galera Cluster: weighted quorum',
      url: 'https://galeracluster.com/library/documentation/weighted-quorum.html',
    },
    {
      title: 'Galera Cluster: gmcast.segment',
      url: 'https://galeracluster.com/library/documentation/galera-parameters.html#gmcast.segment',
    },
  ],
  bad: [galeraExample(5, n => [`wsrep_provider_options="gmcast.segment=${n > 3 ? 1 : 0}"`], '2 of 5 votes')],
  good: [galeraExample(3, n => [`wsrep_provider_options="gmcast.segment=${n}"`])],
  check(cluster, context) {
    const all = votesOf(cluster);
    if (cluster.system !== 'galera' || all === undefined) return;
    const data = cluster.members.filter(({ role }) => role === 'data');
    if (data.length < 3 || !data.every(({ settings }) => settings.galera?.given('gmcast.segment'))) return;
    const segments = segmentsOf(cluster);
    if (segments.size !== 2) return;
    const [heavy, light] = [...segments].sort((a, b) => b[1].votes - a[1].votes);
    if (heavy === undefined || light === undefined) return;
    const garbd = heavy[1].members.find(({ role }) => role === 'witness');
    context.report({
      origin: garbd?.origin ?? whereListed(cluster),
      message: `All ${all} votes stand in two segments: without segment ${heavy[0]}${garbd === undefined ? '' : ', where the arbitrator is,'} the other has ${light[1].votes} of ${all} votes and stops. One vote in a third place keeps either going.`,
    });
  },
});
