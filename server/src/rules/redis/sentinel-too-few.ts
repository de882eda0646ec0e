import { REDIS_SOURCES, sentinelExample, sentinelsIn } from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'sentinel-too-few',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['sentinel'],
  summary: 'Two Sentinels: losing either stops every failover.',
  gains: 'One machine less.',
  costs:
    'A failover is carried out by a Sentinel that a majority of all has elected, whatever the quorum is. A majority of 2 is 2: when a machine with a master and a Sentinel is lost, the other Sentinel may not act.',
  fineWhen: 'Tests.',
  advice: 'Run three, on three machines; the third needs no Redis beside it.',
  sources: [REDIS_SOURCES.sentinelSource, REDIS_SOURCES.sentinel],
  bad: [sentinelExample('', 'majority of 2', { count: 2, quorum: 1 })],
  good: [sentinelExample('', undefined, { count: 3 })],
  check(cluster, context) {
    const sentinels = sentinelsIn(cluster);
    if (cluster.open || sentinels.length !== 2) return;
    context.report({
      origin: sentinels[1]!.origin,
      message: `${cluster.name} is watched by 2 Sentinels, and a failover needs a majority of 2, which is 2, whatever the quorum: when either is lost, as with the master’s machine, nobody takes over. Add a third elsewhere.`,
    });
  },
});
