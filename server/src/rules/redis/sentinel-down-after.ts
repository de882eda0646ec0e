import { givenIn, REDIS_SOURCES, seconds, sentinelExample, sentinelsIn } from '../lib/cluster/redis.js';
import { sharesMachine } from '../lib/cluster/redis-watch.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'sentinel-down-after',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['sentinel'],
  summary: 'A master counts as down after a pause that is part of its life, or only after minutes.',
  gains: 'A short time finds a lost master sooner.',
  costs:
    'Redis answers nobody while it forks a large memory, runs a slow script or command, or waits for a disk: with a short time each such pause is a failover that loses writes. A long time is time without writes.',
  fineWhen: 'The pauses have been measured and are shorter.',
  advice: '5 to 30 s.',
  sources: [REDIS_SOURCES.sentinelConf, REDIS_SOURCES.sentinelSource],
  bad: [
    sentinelExample('sentinel down-after-milliseconds main 500\n', 'pause'),
    sentinelExample('sentinel down-after-milliseconds main 300000\n', '300 s'),
  ],
  good: [sentinelExample('sentinel down-after-milliseconds main 5000\n')],
  check(cluster, context) {
    // Where all share a machine people want to see it happen.
    if (sharesMachine(cluster, context.clusters)) return;
    for (const { given } of givenIn(sentinelsIn(cluster), 'down-after-milliseconds').slice(0, 1)) {
      const time = given.effective;
      if (typeof time !== 'number') continue;
      if (time < 2000)
        context.report({
          origin: given.written.origin,
          message: `The master of ${cluster.name} counts as down after ${time} ms: a fork, a slow command or a short pause of the network makes a failover, which may lose writes. ${time < 1000 ? `Sentinel even pings every ${time} ms for it. ` : ''}Use 5000.`,
        });
      else if (time > 120_000)
        context.report({
          origin: given.written.origin,
          severity: 'info',
          message: `A lost master of ${cluster.name} is noticed only after ${seconds(time)}, and nobody writes until then; 30 s is the default.`,
        });
    }
  },
});
