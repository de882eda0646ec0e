import { hasMajority } from '../../cluster/quorum.js';
import { voters } from '../lib/cluster/consensus.js';
import { zooExample } from '../lib/cluster/consensus-examples.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'zookeeper-weight-decides',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['zookeeper'],
  summary: 'One server’s weight is a majority.',
  gains: 'A server that is trusted more decides alone.',
  costs:
    'More than half of the weight has to be there: where one server has it, nothing works without it and everything works without all others.',
  fineWhen: 'The others stand far away, and it may stop with this one.',
  advice: 'Give all servers the same weight, or leave `weight` out.',
  sources: [
    {
      title: 'ZooKeeper: hierarchical quorums',
      url: 'https://zookeeper.apache.org/doc/current/zookeeperHierarchicalQuorums.html',
    },
  ],
  bad: [zooExample(['a:2888:3888', 'b:2888:3888', 'c:2888:3888'], 'weight.1=3\n', 'server.1')],
  good: [
    zooExample(['a:2888:3888', 'b:2888:3888', 'c:2888:3888']),
    zooExample(['a:2888:3888', 'b:2888:3888', 'c:2888:3888', 'd:2888:3888', 'e:2888:3888'], 'weight.1=2\n'),
  ],
  check(cluster, context) {
    const all = voters(cluster);
    if (cluster.open || all.length < 2) return;
    const sum = all.reduce((votes, member) => votes + member.votes, 0);
    const heavy = all.find(({ votes }) => hasMajority(votes, sum));
    if (heavy === undefined) return;
    context.report({
      origin: heavy.origin,
      message: `${heavy.id} has ${heavy.votes} of ${sum} votes: without it nothing works, and the ${all.length - 1} others decide nothing. Give all the same weight.`,
    });
  },
});
