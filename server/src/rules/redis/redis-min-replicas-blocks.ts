import {
  givenIn,
  isRing,
  REDIS_SOURCES,
  replicasIn,
  serversExample,
  shownServers,
} from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'redis-min-replicas-blocks',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['redis'],
  summary: 'Writes need as many replicas as there are, or more.',
  gains: 'Writes stop as soon as a copy is missing.',
  costs:
    'One replica that is down stops all writes; and after a failover the new master has a replica less, and refuses writes until the old master is back.',
  fineWhen: 'Refusing is better than having fewer copies.',
  advice: 'Ask for at least one less than there are replicas, and have two replicas or more.',
  sources: [REDIS_SOURCES.conf],
  bad: [
    serversExample('min-replicas-to-write 2\n', 'failover'),
    serversExample('min-replicas-to-write 3\n', 'never'),
  ],
  good: [serversExample('min-replicas-to-write 1\n')],
  check(cluster, context) {
    const replicas = replicasIn(cluster).length;
    if (isRing(cluster) || cluster.open || replicas === 0) return;
    const [first] = givenIn(shownServers(cluster), 'min-replicas-to-write');
    const wanted = first?.given.effective;
    if (first === undefined || typeof wanted !== 'number' || wanted < replicas) return;
    context.report({
      origin: first.given.written.origin,
      message:
        wanted > replicas
          ? `Writes need ${wanted} replicas and ${cluster.name} has ${replicas}: they are never accepted. Ask for ${Math.max(1, replicas - 1)}.`
          : replicas === 1
            ? `Writes need the only replica of ${cluster.name}: while it is down they stop, and after a failover the new master has none and refuses writes until the old one is back. Add a replica.`
            : `Writes need all ${replicas} replicas of ${cluster.name}: one that is down stops them, and after a failover the new master has ${replicas - 1} and refuses writes until the old one is back. Ask for fewer, or add a replica.`,
    });
  },
});
