import { eachGiven, valueFix } from '../lib/cluster/consensus.js';
import { zooExample } from '../lib/cluster/consensus-examples.js';
import { isTrialFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'zookeeper-anyone-may-write',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['zookeeper'],
  summary: 'Access lists are passed over.',
  gains: 'A little less work for each request.',
  costs:
    '`skipACL=yes` lets everybody who reaches the port read and write everything, whatever the lists say; with `reconfigEnabled=true` also who votes.',
  fineWhen: 'For a repair, when a key to the lists is lost.',
  advice: 'Take it out.',
  sources: [
    {
      title: 'ZooKeeper: administrator’s guide',
      url: 'https://zookeeper.apache.org/doc/current/zookeeperAdmin.html',
    },
  ],
  bad: [zooExample(['a:2888:3888', 'b:2888:3888', 'c:2888:3888'], 'skipACL=yes\n', 'everybody')],
  good: [zooExample(['a:2888:3888', 'b:2888:3888', 'c:2888:3888'], 'skipACL=no\n')],
  check(cluster, context) {
    eachGiven(cluster, 'skipACL', ({ effective, written }, _member, settings) => {
      if (effective !== 'yes' || isTrialFile(written.origin, context.clusters)) return;
      context.report({
        origin: written.origin,
        message: `Access lists are passed over: everybody who reaches the port reads and writes everything${settings.flag('reconfigEnabled') === true ? ', and changes who votes' : ''}. Take skipACL=yes out.`,
        fixes: () => [valueFix('Look at access lists', written, 'no')],
      });
    });
  },
});
