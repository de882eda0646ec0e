import {
  givenIn,
  isRing,
  REDIS_SOURCES,
  replicasIn,
  sentinelExample,
  serverSettings,
  shownServers,
  watchesOwnMachine,
} from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'redis-unbounded-loss',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['sentinel'],
  summary: 'A master that is cut off goes on acknowledging writes without a bound.',
  gains: 'Writes go on whatever happens to the replicas.',
  costs:
    'Replication is asynchronous. When Sentinel has promoted another one, the old master takes writes from the clients on its side until it hears of it; when the partition heals it throws all of them away, and every one was acknowledged.',
  fineWhen: 'The data is a cache.',
  advice:
    'Set min-replicas-to-write 1 and min-replicas-max-lag 10 on every server: a master without replicas then stops within about 11 s.',
  sources: [REDIS_SOURCES.sentinel, REDIS_SOURCES.conf],
  bad: [sentinelExample('', 'until'), sentinelExample('', 'until', { servers: 'min-replicas-to-write 0\n' })],
  good: [sentinelExample('', undefined, { servers: 'min-replicas-to-write 1\n' })],
  check(cluster, context) {
    const servers = shownServers(cluster);
    if (isRing(cluster) || servers.length === 0 || replicasIn(cluster).length === 0) return;
    if (watchesOwnMachine(cluster)) return;
    // One server that has it bounds the loss where it leads; another rule compares them.
    if (
      servers.some(
        member =>
          serverSettings(member).isHidden('min-replicas-to-write') ||
          serverSettings(member).number('min-replicas-to-write') !== 0,
      )
    )
      return;
    const [first] = givenIn(servers, 'min-replicas-to-write');
    context.report({
      origin: first?.given.written.origin ?? cluster.origin,
      ...(first === undefined ? {} : { severity: 'warning' as const }),
      message: `min-replicas-to-write is 0: a master of ${cluster.name} that is cut off acknowledges writes until the partition heals, and then loses them all, for another one was promoted. Set 1 on every server, with min-replicas-max-lag 10: about 11 s of writes at most.`,
    });
  },
});
