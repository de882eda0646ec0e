import { majority } from '../../cluster/quorum.js';
import { givenIn, REDIS_SOURCES, sentinelExample, sentinelsIn } from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'sentinel-quorum-unreachable',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['sentinel'],
  summary: 'A quorum that all Sentinels together do not reach, or only without a loss.',
  gains: 'None: nobody ever takes over.',
  costs:
    'The quorum is the number of Sentinels that must find the master down. With more than there are it is never found down; with exactly as many, one Sentinel that is lost with the master’s machine stops every failover.',
  fineWhen: 'Never; a quorum of all is fine only where failing over wrongly is worse than not at all.',
  advice: 'Use the majority of the Sentinels: 2 of 3, 3 of 5.',
  sources: [REDIS_SOURCES.sentinelSource, REDIS_SOURCES.sentinel],
  bad: [sentinelExample('', 'never', { quorum: 4 }), sentinelExample('', 'all 3', { quorum: 3 })],
  good: [sentinelExample('', undefined, { quorum: 2 })],
  check(cluster, context) {
    const sentinels = sentinelsIn(cluster);
    if (cluster.open || sentinels.length < 2) return;
    const all = givenIn(sentinels, 'quorum');
    for (const { given } of all) {
      const quorum = given.effective;
      if (
        typeof quorum !== 'number' ||
        quorum < sentinels.length ||
        (quorum === sentinels.length && quorum < 3)
      )
        continue;
      const wanted = majority(sentinels.length);
      context.report({
        origin: given.written.origin,
        message:
          quorum > sentinels.length
            ? `A quorum of ${quorum} is never reached by ${sentinels.length} Sentinels: the master of ${cluster.name} is never found down, and nobody takes over. Use ${wanted}.`
            : `A quorum of ${quorum} needs all ${sentinels.length} Sentinels: one that is lost, as with the master’s machine, stops every failover of ${cluster.name}. Use ${wanted}.`,
        fixes: () => [
          {
            title: `Use ${wanted}`,
            safe: false,
            edits: all
              .filter(
                each => typeof each.given.effective === 'number' && each.given.effective >= sentinels.length,
              )
              .map(each => ({ origin: each.given.written.origin, newText: String(wanted) })),
          },
        ],
      });
      return;
    }
  },
});
