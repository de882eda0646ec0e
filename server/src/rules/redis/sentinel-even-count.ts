import { majority, tolerance } from '../../cluster/quorum.js';
import { clusterExample } from '../lib/cluster/example.js';
import { REDIS_SOURCES, sentinelExample, sentinelsIn, watchesOwnMachine } from '../lib/cluster/redis.js';
import { sharesMachine } from '../lib/cluster/redis-watch.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'sentinel-even-count',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['sentinel'],
  summary: 'An even number of Sentinels bears no more losses than one less.',
  gains: 'None over one Sentinel less.',
  costs: 'The majority of 4 is 3: one may be lost, as with 3. Cut in two halves, neither may act.',
  fineWhen: 'One is about to be added or taken away.',
  advice: 'Run 3 or 5.',
  sources: [REDIS_SOURCES.sentinelSource],
  bad: [sentinelExample('', '3 of 4', { count: 4, quorum: 2 })],
  good: [
    sentinelExample('', undefined, { count: 5, quorum: 3 }),
    // The file that the three others were copied from is no fourth.
    clusterExample('sentinel', {
      'sentinel.conf': 'sentinel monitor main 10.0.0.1 6379 2\n',
      ...Object.fromEntries(
        [1, 2, 3].map(n => [
          `sentinel${n}.conf`,
          `port 2638${n}\nsentinel myid ${String(n).repeat(40)}\nsentinel monitor main 10.0.0.1 6379 2\n`,
        ]),
      ),
    }),
    // Each watches a server of its own.
    clusterExample(
      'sentinel',
      Object.fromEntries(
        [1, 2, 3, 4].map(n => [`n${n}/sentinel.conf`, 'sentinel monitor main 127.0.0.1 6379 2\n']),
      ),
    ),
  ],
  check(cluster, context) {
    const sentinels = sentinelsIn(cluster);
    const n = sentinels.length;
    if (cluster.open || n < 4 || n % 2 === 1 || watchesOwnMachine(cluster)) return;
    if (sharesMachine(cluster, context.clusters)) return;
    context.report({
      origin: sentinels[n - 1]!.origin,
      message: `A failover of ${cluster.name} needs ${majority(n)} of ${n} Sentinels: ${tolerance(n)} may be lost, as with ${n - 1}, and cut into halves none of them acts. Run ${n - 1} or ${n + 1}.`,
    });
  },
});
