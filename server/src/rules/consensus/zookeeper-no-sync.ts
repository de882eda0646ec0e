import { eachGiven, valueFix } from '../lib/cluster/consensus.js';
import { zooExample } from '../lib/cluster/consensus-examples.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'zookeeper-no-sync',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['zookeeper'],
  summary: 'ZooKeeper does not wait for the disk.',
  gains: 'Writes are faster by an fsync.',
  costs:
    'More than half of the servers acknowledge what only their memory has: a power cut of these loses acknowledged writes, and with them locks and leaders that others go by.',
  fineWhen: 'Tests.',
  advice: 'Take `forceSync=no` out; give the log a disk of its own (`dataLogDir`).',
  sources: [
    {
      title: 'ZooKeeper: administrator’s guide',
      url: 'https://zookeeper.apache.org/doc/current/zookeeperAdmin.html',
    },
  ],
  bad: [zooExample(['a:2888:3888', 'b:2888:3888', 'c:2888:3888'], 'forceSync=no\n', 'power')],
  good: [zooExample(['a:2888:3888', 'b:2888:3888', 'c:2888:3888'], 'forceSync=yes\n')],
  check(cluster, context) {
    eachGiven(cluster, 'forceSync', ({ effective, written }) => {
      if (effective !== 'no') return;
      context.report({
        origin: written.origin,
        message:
          'Writes are acknowledged before a disk has them: a power cut loses what was acknowledged, locks and leaders among it. Take forceSync=no out; a disk of its own for dataLogDir makes it fast.',
        fixes: () => [valueFix('Wait for the disk', written, 'yes')],
      });
    });
  },
});
