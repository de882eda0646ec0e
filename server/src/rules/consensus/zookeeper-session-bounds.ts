import { duration, shown } from '../lib/cluster/consensus.js';
import { zooExample } from '../lib/cluster/consensus-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'zookeeper-session-bounds',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['zookeeper'],
  summary: 'Sessions may not be as long as they need to be, or the bounds contradict.',
  gains: 'Locks of lost clients are free sooner.',
  costs:
    'What a client asks for is brought into `minSessionTimeout` to `maxSessionTimeout`, by default 2 to 20 ticks. Where the least is above the most the server does not start.',
  fineWhen: 'Clients know what they get.',
  advice: 'Leave both at their defaults, or keep the most at what clients ask for.',
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
    zooExample(['a:2888:3888', 'b:2888:3888', 'c:2888:3888'], 'maxSessionTimeout=3000\n', '4000'),
    clusterExample(
      'zookeeper',
      {
        'zoo.cfg':
          'tickTime=500\ninitLimit=10\nsyncLimit=5\ndataDir=/d\nserver.1=zk1:2888:3888\nserver.2=zk2:2888:3888\nserver.3=zk3:2888:3888\n',
        'server.properties': '# Kafka 3.6\nbroker.id=1\nzookeeper.connect=zk1:2181,zk2:2181,zk3:2181\n',
      },
      '18 s',
    ),
  ],
  good: [zooExample(['a:2888:3888', 'b:2888:3888', 'c:2888:3888'], 'maxSessionTimeout=40000\n')],
  check(cluster, context) {
    const [first] = shown(cluster);
    const least = first?.settings.number('minSessionTimeout');
    const most = first?.settings.number('maxSessionTimeout');
    if (first === undefined || least === undefined || most === undefined) return;
    const given =
      first.settings.given('maxSessionTimeout') ??
      first.settings.given('minSessionTimeout') ??
      first.settings.given('tickTime');
    if (given === undefined) return;
    if (least > most) {
      context.report({
        origin: given.written.origin,
        severity: 'error',
        message: `The server does not start: the shortest session (${least} ms) is above the longest (${most} ms). Twice and twenty times tickTime are the defaults.`,
      });
      return;
    }
    const dependent = context.clusters.find(
      ({ coordination, system }) => system === 'kafka' && coordination?.cluster === cluster.id,
    );
    const wish = dependent?.settings.kafka?.number('zookeeper.session.timeout.ms');
    if (dependent === undefined || wish === undefined || wish <= most) return;
    context.report({
      origin: given.written.origin,
      message: `Kafka asks for sessions of ${duration(wish)} and gets ${duration(most)}, the longest here: a broker that pauses so long counts as dead. Raise maxSessionTimeout, or tickTime.`,
    });
  },
});
