import {
  givenIn,
  REDIS_SOURCES,
  seconds,
  serverSettings,
  serversExample,
  shownServers,
} from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'redis-repl-timeout',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['redis'],
  summary: 'repl-timeout is not longer than the time between two pings.',
  gains: 'None.',
  costs:
    'While nobody writes, only pings go to the replicas: each pause between two of them counts as an outage, and the link is closed and made anew again and again.',
  fineWhen: 'Never.',
  advice: 'Keep repl-timeout several times repl-ping-replica-period.',
  sources: [REDIS_SOURCES.conf],
  bad: [serversExample(n => (n === 1 ? 'repl-timeout 5\n' : ''), 'pings')],
  good: [serversExample('repl-timeout 20\nrepl-ping-replica-period 5\n')],
  check(cluster, context) {
    for (const name of ['repl-timeout', 'repl-ping-replica-period']) {
      for (const { member, given } of givenIn(shownServers(cluster), name)) {
        const settings = serverSettings(member);
        const timeout = settings.number('repl-timeout');
        const period = settings.number('repl-ping-replica-period');
        if (timeout === undefined || period === undefined || timeout > period) continue;
        // Both written: said once, at the timeout.
        if (name !== 'repl-timeout' && settings.given('repl-timeout')) continue;
        context.report({
          origin: given.written.origin,
          message: `repl-timeout is ${seconds(timeout)} and pings go out every ${seconds(period)}: while nobody writes, replicas of ${member.id} are dropped between two pings, again and again. Use ${(3 * period) / 1000} or more.`,
        });
      }
    }
  },
});
