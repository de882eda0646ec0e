import {
  givenIn,
  isRing,
  lineFix,
  REDIS_SOURCES,
  ringExample,
  serverSettings,
  shownServers,
} from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'redis-cluster-no-failover',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['redis'],
  summary: 'No replica of a Redis Cluster takes over by itself.',
  gains: 'Nobody is promoted by mistake.',
  costs: 'A lost master’s slots stay without one until somebody runs CLUSTER FAILOVER.',
  fineWhen: 'Replicas in another data centre that must not lead; people decide.',
  advice: 'Set it on those replicas only.',
  sources: [REDIS_SOURCES.conf],
  bad: [ringExample('cluster-replica-no-failover yes\n', 'by itself')],
  good: [ringExample('cluster-replica-no-failover no\n')],
  check(cluster, context) {
    const servers = shownServers(cluster);
    if (!isRing(cluster) || servers.length === 0) return;
    if (!servers.every(member => serverSettings(member).flag('cluster-replica-no-failover') === true)) return;
    const [first] = givenIn(servers, 'cluster-replica-no-failover');
    if (first === undefined) return;
    context.report({
      origin: first.given.written.origin,
      message: `No replica of ${cluster.name} takes over by itself: a lost master’s slots are gone until somebody runs CLUSTER FAILOVER. Set it only on replicas that must never lead.`,
      fixes: () => [lineFix('Let replicas take over', first.given.written, 'no')],
    });
  },
});
