import {
  givenIn,
  REDIS_SOURCES,
  seconds,
  sentinelExample,
  sentinelSettings,
  sentinelsIn,
} from '../lib/cluster/redis.js';
import { sharesMachine } from '../lib/cluster/redis-watch.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'sentinel-failover-timeout',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['sentinel'],
  summary: 'A failover that is given up too early, or tried again only after very long.',
  gains: 'A short time leads to the next try sooner.',
  costs:
    'After a failed try Sentinel waits for twice failover-timeout before the next: 6 minutes by default. Of a few seconds the election of a Sentinel and the promotion get less than they may need, and fail where they need not.',
  fineWhen: 'Measured.',
  advice: '30 to 180 s.',
  sources: [REDIS_SOURCES.sentinelConf, REDIS_SOURCES.sentinelSource],
  bad: [
    sentinelExample('sentinel failover-timeout main 3000\n', 'tried again after 6 s'),
    sentinelExample('sentinel failover-timeout main 900000\n', '1800 s'),
  ],
  good: [
    sentinelExample('sentinel failover-timeout main 60000\n'),
    sentinelExample('sentinel failover-timeout main 6000\n'),
  ],
  check(cluster, context) {
    // Where all share a machine people want to see it happen.
    if (sharesMachine(cluster, context.clusters)) return;
    for (const { member, given } of givenIn(sentinelsIn(cluster), 'failover-timeout').slice(0, 1)) {
      const time = given.effective;
      if (typeof time !== 'number') continue;
      const down = sentinelSettings(member).number('down-after-milliseconds') ?? 30_000;
      if (time < 6000)
        context.report({
          origin: given.written.origin,
          // A promotion on a good network takes a second or two.
          ...(time > 3000 ? { severity: 'info' as const } : {}),
          message: `failover-timeout ${seconds(time)} leaves the election of a Sentinel, and then the promotion, ${seconds(time)} each: a failover of ${cluster.name} that takes longer on a bad network is given up, and tried again after ${seconds(2 * time)}. The default is 180 s.`,
        });
      else if (time > 300_000)
        context.report({
          origin: given.written.origin,
          tradeOff: () => ({
            gains: ['A failover over slow links is not given up too early.'],
            costs: [`A try that fails costs ${seconds(2 * time)} more without a master.`],
            advice: ['Use the default of 180 s or less.'],
            numbers: [
              {
                label: 'until the master counts as down',
                value: seconds(down),
                from: 'down-after-milliseconds',
              },
              {
                label: 'until the next try after one that failed',
                value: seconds(2 * time),
                from: 'twice failover-timeout',
              },
              {
                label: 'election of a Sentinel gives up after',
                value: seconds(Math.min(10_000, time)),
                from: 'the smaller of 10 s and failover-timeout',
              },
            ],
          }),
          severity: 'info',
          message: `When a failover of ${cluster.name} fails, the next try comes after twice failover-timeout: ${seconds(2 * time)} without a master, on top of ${seconds(down)} to notice. 180 s is the default.`,
        });
    }
  },
});
