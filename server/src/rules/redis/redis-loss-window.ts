import {
  failsOver,
  givenIn,
  REDIS_SOURCES,
  seconds,
  sentinelExample,
  serverSettings,
  shownServers,
} from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'redis-loss-window',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['sentinel'],
  summary: 'For how long a master that is cut off acknowledges writes that will be lost.',
  gains: 'A long min-replicas-max-lag bears slow replicas.',
  costs:
    'min-replicas-to-write does not make a replica have a write before it is acknowledged. It makes the master stop once its replicas have been silent for min-replicas-max-lag, counted in whole seconds: what it acknowledged in between is lost when another one was promoted.',
  fineWhen: 'That much may be lost.',
  advice:
    'Replicas answer each second: 5 to 10 is enough. What must not be lost belongs in a store that waits for copies.',
  sources: [REDIS_SOURCES.conf, REDIS_SOURCES.replication],
  bad: [sentinelExample('', '61 s', { servers: 'min-replicas-to-write 1\nmin-replicas-max-lag 60\n' })],
  good: [sentinelExample('', undefined, { servers: 'min-replicas-to-write 1\nmin-replicas-max-lag 10\n' })],
  check(cluster, context) {
    if (!failsOver(cluster)) return;
    for (const { member, given } of givenIn(shownServers(cluster), 'min-replicas-max-lag').slice(0, 1)) {
      const settings = serverSettings(member);
      const lag = settings.number('min-replicas-max-lag');
      if (lag === undefined || lag <= 10_000 || (settings.number('min-replicas-to-write') ?? 0) === 0)
        continue;
      context.report({
        origin: given.written.origin,
        tradeOff: () => ({
          gains: ['A long lag bears replicas that pause, without refusing writes.'],
          costs: [`After a partition up to ${seconds(lag + 1000)} of acknowledged writes are thrown away.`],
          breakEven: 'Replicas answer once a second: a lag of 10 s is ten answers missed.',
          advice: ['Use 10, and raise it only for replicas that are known to pause for longer.'],
          numbers: [
            { label: 'min-replicas-max-lag', value: seconds(lag), from: 'this setting' },
            { label: 'counted in', value: 'whole seconds', from: 'Redis' },
            {
              label: 'acknowledged writes lost at most',
              value: seconds(lag + 1000),
              from: 'lag and one second',
            },
          ],
        }),
        message: `A master that is cut off acknowledges writes for up to ${seconds(lag + 1000)} (min-replicas-max-lag, in whole seconds) before it stops; they are lost once another one is promoted. Replicas answer each second: 10 is enough.`,
      });
    }
  },
});
