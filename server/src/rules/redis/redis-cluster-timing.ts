import { givenIn, isRing, REDIS_SOURCES, ringExample, seconds, shownServers } from '../lib/cluster/redis.js';
import { sharesMachine } from '../lib/cluster/redis-watch.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'redis-cluster-timing',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['redis'],
  summary: 'A node timeout at which pauses make failovers, or at which slots are gone for minutes.',
  gains: 'A short one finds a lost node sooner and loses fewer writes in a partition.',
  costs:
    'It is at once the time after which a node counts as down and the time for which a master that is cut off goes on acknowledging writes that are lost.',
  fineWhen: 'Measured.',
  advice: '5 to 15 s.',
  sources: [REDIS_SOURCES.cluster, REDIS_SOURCES.conf],
  bad: [
    ringExample('cluster-node-timeout 1000\n', 'pause'),
    ringExample('cluster-node-timeout 120000\n', '120 s'),
  ],
  good: [ringExample('cluster-node-timeout 5000\n')],
  check(cluster, context) {
    // Where all share a machine people want to see it happen.
    if (!isRing(cluster) || sharesMachine(cluster, context.clusters)) return;
    for (const { given } of givenIn(shownServers(cluster), 'cluster-node-timeout').slice(0, 1)) {
      const time = given.effective;
      if (typeof time !== 'number') continue;
      if (time < 2000)
        context.report({
          origin: given.written.origin,
          message: `A node of ${cluster.name} counts as down after ${time} ms: a fork, a slow command or a short pause of the network makes a failover, which may lose writes. Use 5000 or more.`,
        });
      else if (time > 60_000)
        context.report({
          origin: given.written.origin,
          severity: 'info',
          message: `A lost master of ${cluster.name} is replaced after ${seconds(time)} at the earliest, and one that is cut off acknowledges for as long writes that are lost. The default is 15 s.`,
        });
    }
  },
});
