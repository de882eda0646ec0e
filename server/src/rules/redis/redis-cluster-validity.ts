import {
  givenIn,
  isRing,
  lineFix,
  REDIS_SOURCES,
  ringExample,
  seconds,
  serverSettings,
  shownServers,
} from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'redis-cluster-validity',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['redis'],
  summary: 'A replica takes over however old its data is.',
  gains: 'There is always somebody to take over.',
  costs:
    'With cluster-replica-validity-factor 0 a replica that had lost its master hours ago is promoted all the same: everything written since is lost, and nobody is asked.',
  fineWhen: 'The data is a cache, and being there counts more than being right.',
  advice:
    'Leave it at 10: a replica whose link was down for longer than node timeout times 10 does not stand.',
  sources: [REDIS_SOURCES.conf, REDIS_SOURCES.cluster],
  bad: [ringExample('cluster-replica-validity-factor 0\n', 'however old')],
  good: [ringExample('cluster-replica-validity-factor 10\n')],
  check(cluster, context) {
    if (!isRing(cluster)) return;
    for (const { member, given } of givenIn(shownServers(cluster), 'cluster-replica-validity-factor').slice(
      0,
      1,
    )) {
      if (given.effective !== 0) continue;
      const settings = serverSettings(member);
      const limit =
        (settings.number('cluster-node-timeout') ?? 15_000) * 10 +
        (settings.number('repl-ping-replica-period') ?? 10_000);
      context.report({
        origin: given.written.origin,
        message: `A replica of ${cluster.name} takes over however old its data is: what was written since it lost its master is gone. With 10 it stands aside after ${seconds(limit)} without its master.`,
        fixes: () => [lineFix('Use the default', given.written, '10')],
      });
    }
  },
});
