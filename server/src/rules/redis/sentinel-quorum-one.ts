import { majority } from '../../cluster/quorum.js';
import { clusterExample } from '../lib/cluster/example.js';
import {
  givenIn,
  isWatchingLoopback,
  REDIS_SOURCES,
  sentinelExample,
  sentinelsIn,
} from '../lib/cluster/redis.js';
import { sharesMachine } from '../lib/cluster/redis-watch.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'sentinel-quorum-one',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['sentinel'],
  summary: 'One Sentinel alone decides that the master is down.',
  gains: 'A failover begins a little sooner.',
  costs:
    'A Sentinel that has lost only its own link to the master starts a failover, and the others elect it, since they are not asked whether they see the master. A master that was well is replaced, and what it acknowledged meanwhile is lost. Quorum 1 does not help a minority either: the election needs a majority of all Sentinels.',
  fineWhen: 'There is one Sentinel only, for tests.',
  advice: 'Use the majority of the Sentinels.',
  sources: [REDIS_SOURCES.sentinelSource, REDIS_SOURCES.sentinel],
  bad: [sentinelExample('', 'alone', { quorum: 1 })],
  good: [
    sentinelExample('', undefined, { quorum: 2 }),
    // Two Sentinels beside the master.
    clusterExample(
      'sentinel',
      Object.fromEntries(
        [26379, 26380].map(port => [
          `sentinel-${port}.conf`,
          `port ${port}\nsentinel monitor main 127.0.0.1 6379 1\nsentinel down-after-milliseconds main 5000\n`,
        ]),
      ),
    ),
  ],
  check(cluster, context) {
    const sentinels = sentinelsIn(cluster);
    if (sentinels.length < 2) return;
    // Beside the master on one machine nothing can be cut.
    if (sentinels.some(isWatchingLoopback) || sharesMachine(cluster, context.clusters)) return;
    const [first] = givenIn(sentinels, 'quorum').filter(({ given }) => given.effective === 1);
    if (first === undefined) return;
    const needed = majority(sentinels.length);
    context.report({
      origin: first.given.written.origin,
      message: `One Sentinel alone takes the master of ${cluster.name} for down: a cut between that Sentinel and the master replaces a master that is well, and its writes are lost. A failover still needs ${needed} of ${sentinels.length} to elect. Use quorum ${needed}.`,
    });
  },
});
