import { clusterName, isTrue, votesOf, whereListed } from '../lib/cluster/galera.js';
import { galeraExample } from '../lib/cluster/mysql-example.js';
import { sentence } from '../lib/cluster/names.js';
import { isOnOneMachine } from '../lib/cluster/one-machine.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-two-nodes',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['galera'],
  summary: 'Two voters: when either one crashes, the other one stops as well.',
  gains: 'Two copies of the data with the fewest machines.',
  costs:
    'A component needs more than half of the votes of the last one. One of two is not more than half, so the node that is left becomes non-primary and refuses reads and writes until somebody bootstraps it.',
  fineWhen: 'Somebody is there to decide at any hour, and writes may stop until then.',
  advice:
    'Add a third node, or an arbitrator (garbd) on a third machine, best in a third place. A weight alone makes one of the two the one that must not fail.',
  sources: [
    {
      title: 'Galera Cluster: weighted quorum',
      url: 'https://galeracluster.com/library/documentation/weighted-quorum.html',
    },
    {
      title: 'Galera Cluster: arbitrator',
      url: 'https://galeracluster.com/library/documentation/arbitrator.html',
    },
  ],
  bad: [galeraExample(2, [], '1 of 2 votes')],
  good: [
    galeraExample(3, []),
    galeraExample(2, [], undefined, {
      'db/g1/garb.cnf': 'group=shop\naddress=gcomm://10.0.0.1,10.0.0.2\n',
    }),
  ],
  check(cluster, context) {
    if (cluster.system !== 'galera' || votesOf(cluster) === undefined) return;
    const voters = cluster.members.filter(({ votes }) => votes > 0);
    if (voters.length !== 2 || voters[0]!.votes !== voters[1]!.votes) return;
    if (voters.some(({ settings }) => isTrue(settings.galera?.get('pc.ignore_sb')))) return;
    const origin = whereListed(cluster);
    const together = isOnOneMachine(cluster, context.clusters);
    context.report({
      origin,
      ...(together ? { severity: 'info' as const } : {}),
      message: `${sentence(clusterName(cluster))} has two voters: after a crash of either, the other holds 1 of 2 votes, which is not more than half, and stops. Add a third node or garbd${together ? '' : ' on a third machine'}.`,
      tradeOff: () => ({
        gains: ['Two copies with two machines.'],
        costs: [
          'The crash of either machine, or a cut between them, stops all writes and reads until somebody acts. Two nodes are down more often than one.',
        ],
        breakEven: 'As soon as nobody can be called within the time for which writes may stop.',
        advice: ['garbd on a third machine needs no disk, and receives all traffic of the cluster.'],
        numbers: [
          { label: 'votes', value: '2', from: 'the nodes of the cluster' },
          { label: 'needed', value: '2', from: 'more than half of 2' },
        ],
      }),
    });
  },
});
