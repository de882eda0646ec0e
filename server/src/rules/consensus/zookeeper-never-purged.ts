import { isOneComposition } from '../lib/cluster/compositions.js';
import { shown, valueFix, voters } from '../lib/cluster/consensus.js';
import { zooExample } from '../lib/cluster/consensus-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import { isTrialFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'zookeeper-never-purged',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['zookeeper'],
  summary: 'Old snapshots and logs are never deleted.',
  gains: 'All of the history can be gone back to.',
  costs:
    '`autopurge.purgeInterval=0`, the default, keeps everything: a disk fills by and by, and a server without room stops, mostly all of them at about the same time.',
  fineWhen:
    'Something else deletes them. A config without anything that an ensemble does not need to begin with is passed over.',
  advice: 'Set `autopurge.purgeInterval=24` and `autopurge.snapRetainCount=3`.',
  sources: [
    {
      title: 'ZooKeeper: administrator’s guide',
      url: 'https://zookeeper.apache.org/doc/current/zookeeperAdmin.html',
    },
  ],
  bad: [
    zooExample(['a:2888:3888', 'b:2888:3888', 'c:2888:3888'], 'dataLogDir=/srv/zookeeper-log\n', 'default'),
    // How many would be kept, if any were deleted.
    zooExample(['a:2888:3888', 'b:2888:3888', 'c:2888:3888'], 'autopurge.snapRetainCount=3\n', 'default'),
    zooExample(['a:2888:3888', 'b:2888:3888', 'c:2888:3888'], 'autopurge.purgeInterval=0\n', 'never'),
  ],
  good: [
    zooExample(['a:2888:3888', 'b:2888:3888', 'c:2888:3888']),
    zooExample(['a:2888:3888', 'b:2888:3888', 'c:2888:3888'], 'autopurge.purgeInterval=24\n'),
    clusterExample('zookeeper', {
      'zoo.cfg': 'tickTime=2000\ndataDir=/var/lib/zookeeper\nclientPort=2181\n',
    }),
    // The list of servers stands in a file of its own.
    clusterExample('zookeeper', {
      'zoo.cfg': 'tickTime=2000\nautopurge.purgeInterval=1\ndynamicConfigFile=/conf/zoo.dynamic.cfg\n',
      'zoo.dynamic.cfg': 'server.1=a:2888:3888;2181\nserver.2=b:2888:3888;2181\nserver.3=c:2888:3888;2181\n',
    }),
  ],
  check(cluster, context) {
    const [first] = shown(cluster);
    if (
      first === undefined ||
      voters(cluster).length < 2 ||
      first.settings.isHidden('autopurge.purgeInterval')
    )
      return;
    const given = first.settings.given('autopurge.purgeInterval');
    if (first.settings.number('autopurge.purgeInterval') !== 0) return;
    // An image may have a default of its own.
    if (given === undefined && (!/\.cfg$/.test(cluster.origin.unit.uri) || cluster.open)) return;
    // A list of servers alone is a part of a config.
    if (!['tickTime', 'dataDir', 'clientPort'].some(name => first.settings.given(name) !== undefined)) return;
    // Whoever tunes it keeps it; a file with the least that it takes may be there for an hour.
    if (given === undefined && !first.settings.written.some(({ key }) => TENDED.test(key))) return;
    // What is soon gone fills no disk: trials, containers of one machine, a folder that is emptied.
    if (
      cluster.trial !== undefined ||
      isTrialFile(cluster.origin, context.clusters) ||
      isOneComposition(cluster, context.clusters) ||
      /^\/tmp\b/.test(first.settings.text('dataDir') ?? '')
    )
      return;
    context.report({
      origin: given?.written.origin ?? cluster.origin,
      message: `Old snapshots and logs are never deleted${given === undefined ? ' (autopurge.purgeInterval is 0, the default)' : ''}: the disks of all servers fill at about the same time, and a full one stops its server. Set autopurge.purgeInterval=24.`,
      fixes: () => (given === undefined ? [] : [valueFix('Purge once a day', given.written, '24')]),
    });
  },
});

/** Settings that nobody needs to begin with. */
const TENDED =
  /^(?:autopurge\.|dataLogDir$|snapCount$|preAllocSize$|(?:min|max)SessionTimeout$|globalOutstandingLimit$|jute\.maxbuffer$|authProvider\.|metricsProvider\.|ssl\.|sslQuorum$|secureClientPort$)/i;
