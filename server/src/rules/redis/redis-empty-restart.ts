import {
  givenIn,
  holdsCache,
  isRing,
  REDIS_SOURCES,
  replicasIn,
  serverSettings,
  serversExample,
  shownServers,
} from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'redis-empty-restart',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['redis'],
  summary: 'A master without files restarts empty, and its replicas copy the emptiness.',
  gains: 'No forks and no writing to disk.',
  costs:
    'When the process of the master restarts by itself (systemd, Docker, Kubernetes) before anybody has taken over, it is an empty master. The replicas, which had everything, throw it away and copy nothing. Sentinel does not notice a restart that is quicker than down-after-milliseconds.',
  fineWhen: 'The data is a cache, or a master never restarts by itself.',
  advice: 'Use appendonly yes on every server that may lead, or switch off automatic restarts.',
  sources: [REDIS_SOURCES.replication],
  bad: [serversExample('save ""\nappendonly no\n', 'empty')],
  good: [serversExample('save ""\nappendonly yes\n'), serversExample('appendonly no\n')],
  check(cluster, context) {
    // In a Redis Cluster replicas are told from masters only where a command makes them.
    const isKnown = !isRing(cluster) || cluster.members.some(({ leader }) => leader);
    if (!isKnown || replicasIn(cluster).length === 0 || holdsCache(cluster)) return;
    const bare = shownServers(cluster).filter(member => {
      const settings = serverSettings(member);
      return (
        member.eligible &&
        settings.given('save') !== undefined &&
        settings.text('save') === '' &&
        settings.get('appendonly')?.effective === false
      );
    });
    const first = bare.find(({ leader }) => leader) ?? bare[0];
    // A master that keeps files is the first to lead.
    if (
      first === undefined ||
      (cluster.members.some(({ leader, configured }) => leader && configured) && !first.leader)
    )
      return;
    const [found] = givenIn([first], 'save');
    if (found === undefined) return;
    context.report({
      origin: found.given.written.origin,
      message: `${first.id} keeps nothing on disk (save "", appendonly no): if its process restarts by itself before a failover, it is an empty master, and every replica throws its copy away. Use appendonly yes, or no automatic restart.`,
    });
  },
});
