import {
  givenIn,
  holdsCache,
  isRing,
  REDIS_SOURCES,
  ringExample,
  serverSettings,
  shownServers,
} from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'redis-cluster-partial',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['redis'],
  summary: 'The cluster answers for some keys while others are gone.',
  gains: 'The slots that have a master go on being served.',
  costs:
    'Programs meet errors for some keys and answers for others; those that write to several keys leave half of it. With cluster-allow-reads-when-down reads go on in a minority as well, and are as old as the partition.',
  fineWhen:
    'Keys have nothing to do with each other, as in a cache; it is told only where `appendonly yes` says that data is to stay.',
  advice:
    'Leave cluster-require-full-coverage yes and cluster-allow-reads-when-down no where keys belong together.',
  sources: [REDIS_SOURCES.conf, REDIS_SOURCES.cluster],
  bad: [
    ringExample('appendonly yes\ncluster-require-full-coverage no\n', 'some keys'),
    ringExample('appendonly yes\ncluster-allow-reads-when-down yes\n', 'old'),
  ],
  good: [
    ringExample('appendonly yes\ncluster-require-full-coverage yes\n'),
    ringExample('cluster-require-full-coverage no\n'),
  ],
  check(cluster, context) {
    // It was chosen, and is right for a cache: it is told of data that is to stay.
    if (!isRing(cluster) || holdsCache(cluster)) return;
    const servers = shownServers(cluster).filter(
      member => serverSettings(member).flag('appendonly') === true,
    );
    for (const { given } of givenIn(servers, 'cluster-require-full-coverage').slice(0, 1)) {
      if (given.effective === false)
        context.report({
          origin: given.written.origin,
          severity: 'hint',
          message: `When some slots have no master, the cluster goes on with the others: programs meet errors for some keys and answers for others.`,
        });
    }
    for (const { given } of givenIn(servers, 'cluster-allow-reads-when-down').slice(0, 1)) {
      if (given.effective === true)
        context.report({
          origin: given.written.origin,
          message: `Nodes answer reads while the cluster is down, in a minority as well: what they say is as old as the partition, and nothing tells the reader.`,
        });
    }
  },
});
