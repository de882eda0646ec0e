import {
  failsOver,
  givenIn,
  REDIS_SOURCES,
  replicasIn,
  sentinelExample,
  serverSettings,
} from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'redis-replica-priority',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['sentinel'],
  summary: 'A failover takes a replica by its priority, not by how much of the data it has.',
  gains: 'The better machine leads.',
  costs:
    'Sentinel sorts by replica-priority first and by the data received second: a preferred replica that lags wins over one that has everything, and what it has not is lost. When all have 0 there is no failover.',
  fineWhen: 'The other replicas are in another place and lag anyway.',
  advice: 'Leave priorities equal; use 0 for those that must never lead.',
  sources: [REDIS_SOURCES.sentinelSource, REDIS_SOURCES.sentinel],
  bad: [
    sentinelExample('', 'lags', {
      servers: n => `min-replicas-to-write 1\n${n === 2 ? 'replica-priority 10\n' : ''}`,
    }),
    sentinelExample('', 'no failover', {
      servers: n => `min-replicas-to-write 1\n${n > 1 ? 'replica-priority 0\n' : ''}`,
    }),
  ],
  good: [
    sentinelExample('', undefined, {
      servers: n => `min-replicas-to-write 1\n${n === 3 ? 'replica-priority 0\n' : ''}`,
    }),
  ],
  check(cluster, context) {
    if (!failsOver(cluster) || cluster.open) return;
    const replicas = replicasIn(cluster).filter(({ configured }) => configured);
    const priorities = replicas.map(member => serverSettings(member).number('replica-priority'));
    if (replicas.length === 0 || priorities.some(each => each === undefined)) return;
    const able = replicas.filter((_, i) => priorities[i] !== 0);
    const given = givenIn(replicas, 'replica-priority');
    if (able.length === 0 && given.length > 0 && replicas.length === replicasIn(cluster).length) {
      context.report({
        origin: given[0]!.given.written.origin,
        severity: 'warning',
        message: `All ${replicas.length} replicas of ${cluster.name} have replica-priority 0: none may be promoted, so there is no failover. Give one a priority above 0.`,
      });
      return;
    }
    const values = able.map(member => serverSettings(member).number('replica-priority')!);
    const best = Math.min(...values);
    if (able.length < 2 || values.every(value => value === best)) return;
    const [first] = givenIn(
      able.filter((_, i) => values[i] === best),
      'replica-priority',
    );
    const [any] = first === undefined ? given : [first];
    if (any === undefined) return;
    const chosen = able[values.indexOf(best)]!;
    context.report({
      origin: any.given.written.origin,
      message: `A failover of ${cluster.name} takes ${chosen.id} (priority ${best}, the lowest) even if it lags behind the others: what only they have is lost. Leave priorities equal to promote the one with the most data.`,
    });
  },
});
