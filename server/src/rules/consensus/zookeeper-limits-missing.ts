import { shown, voters } from '../lib/cluster/consensus.js';
import { zooExample } from '../lib/cluster/consensus-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import { lineAfter } from '../lib/cluster/lines.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'zookeeper-limits-missing',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['zookeeper'],
  summary: 'An ensemble without `initLimit` or `syncLimit`.',
  gains: 'None: the server does not start.',
  costs:
    'With several servers both have to be set: they say how long followers may take to connect, and how far they may be behind.',
  fineWhen: 'Never.',
  advice: 'Set `initLimit=10` and `syncLimit=5`.',
  sources: [
    {
      title: 'ZooKeeper: how settings are checked',
      url: 'https://github.com/apache/zookeeper/blob/master/zookeeper-server/src/main/java/org/apache/zookeeper/server/quorum/QuorumPeerConfig.java',
    },
    {
      title: 'ZooKeeper: administrator’s guide',
      url: 'https://zookeeper.apache.org/doc/current/zookeeperAdmin.html',
    },
  ],
  bad: [
    clusterExample(
      'zookeeper',
      {
        'zoo.cfg':
          'tickTime=2000\ndataDir=/var/lib/zookeeper\nclientPort=2181\nserver.1=a:2888:3888\nserver.2=b:2888:3888\nserver.3=c:2888:3888\n',
      },
      'initLimit',
    ),
  ],
  good: [
    zooExample(['a:2888:3888', 'b:2888:3888', 'c:2888:3888']),
    clusterExample('zookeeper', {
      'zoo.cfg': 'tickTime=2000\ndataDir=/var/lib/zookeeper\nclientPort=2181\n',
    }),
  ],
  check(cluster, context) {
    const [first] = shown(cluster);
    if (
      first === undefined ||
      voters(cluster).length < 2 ||
      cluster.open ||
      !/\.(?:cfg|properties)$/.test(cluster.origin.unit.uri)
    )
      return;
    const lacking = ['initLimit', 'syncLimit'].filter(name => first.settings.given(name) === undefined);
    const tick = first.settings.given('tickTime') ?? first.settings.given('dataDir');
    // A part of a config, such as the list of servers alone.
    if (lacking.length === 0 || tick === undefined) return;
    context.report({
      origin: tick.written.keyOrigin,
      message: `The servers do not start: ${lacking.join(' and ')} ${lacking.length > 1 ? 'are' : 'is'} not set, and an ensemble needs both. Set initLimit=10 and syncLimit=5.`,
      fixes: () => {
        const edit = lineAfter(
          tick.written,
          lacking.map(name => (name === 'initLimit' ? 'initLimit=10' : 'syncLimit=5')).join('\n'),
        );
        return edit === undefined ? [] : [{ title: 'Set the usual limits', edits: [edit], safe: false }];
      },
    });
  },
});
