import { majority, tolerance } from '../../cluster/quorum.js';
import { voters } from '../lib/cluster/consensus.js';
import { zooExample } from '../lib/cluster/consensus-examples.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'zookeeper-even-ensemble',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['zookeeper'],
  summary: 'An even number of servers votes.',
  gains: 'One copy more.',
  costs: 'More than half of 4 is 3: one server may be away, as with 3. With 2 both have to be there.',
  fineWhen: 'While a server is exchanged.',
  advice: 'Run 3 or 5 voting servers; serve more readers by observers.',
  sources: [
    {
      title: 'ZooKeeper: administrator’s guide',
      url: 'https://zookeeper.apache.org/doc/current/zookeeperAdmin.html',
    },
  ],
  bad: [
    zooExample(['a:2888:3888', 'b:2888:3888', 'c:2888:3888', 'd:2888:3888'], '', 'tolerate 1'),
    zooExample(['a:2888:3888', 'b:2888:3888'], '', 'More than half of 2'),
  ],
  good: [
    zooExample(['a:2888:3888', 'b:2888:3888', 'c:2888:3888']),
    zooExample(['a:2888:3888', 'b:2888:3888', 'c:2888:3888', 'd:2888:3888:observer']),
  ],
  check(cluster, context) {
    const count = voters(cluster).length;
    if (cluster.open || count === 0 || count % 2 === 1 || voters(cluster).some(({ votes }) => votes !== 1))
      return;
    context.report({
      origin: cluster.origin,
      severity: count === 2 ? 'warning' : 'info',
      message:
        count === 2
          ? 'More than half of 2 is 2: the loss of either server stops the ensemble, twice as often as a single one. Run 3.'
          : `${count} voting servers tolerate ${tolerance(count)} failure${tolerance(count) === 1 ? '' : 's'} (${majority(count)} are needed), as ${count - 1} do. Run ${count - 1} or ${count + 1}, or make one an observer.`,
    });
  },
});
