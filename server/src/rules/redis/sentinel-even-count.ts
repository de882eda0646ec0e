import { majority, tolerance } from '../../cluster/quorum.js';
import { REDIS_SOURCES, sentinelExample, sentinelsIn } from '../lib/cluster/redis.js';
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
  good: [sentinelExample('', undefined, { count: 5, quorum: 3 })],
  check(cluster, context) {
    const sentinels = sentinelsIn(cluster);
    const n = sentinels.length;
    if (cluster.open || n < 4 || n % 2 === 1) return;
    context.report({
      origin: sentinels[n - 1]!.origin,
      message: `A failover of ${cluster.name} needs ${majority(n)} of ${n} Sentinels: ${tolerance(n)} may be lost, as with ${n - 1}, and cut into halves none of them acts. Run ${n - 1} or ${n + 1}.`,
    });
  },
});
