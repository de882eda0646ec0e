import { clusterExample } from '../lib/cluster/example.js';
import { givenIn, lineFix, REDIS_SOURCES, serversExample, shownServers } from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'redis-lag-switches-off',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['redis'],
  summary: 'min-replicas-max-lag 0 switches min-replicas-to-write off.',
  gains: 'None.',
  costs: 'It looks as if no lag were allowed; in truth the number of replicas is not looked at any more.',
  fineWhen: 'It is meant to be off: then take min-replicas-to-write out.',
  advice: 'Use 1 or more; 10 is the default.',
  sources: [REDIS_SOURCES.conf],
  bad: [
    clusterExample(
      'redis',
      {
        'n1/redis.conf': 'bind 10.0.0.1\nmin-replicas-to-write 1\nmin-replicas-max-lag 0\n',
        'n2/redis.conf': 'bind 10.0.0.2\nmin-replicas-to-write 1\nreplicaof 10.0.0.1 6379\n',
      },
      'off',
    ),
  ],
  good: [serversExample('min-replicas-to-write 1\nmin-replicas-max-lag 10\n')],
  check(cluster, context) {
    for (const { given } of givenIn(
      shownServers(cluster).filter(
        ({ settings }) => settings.redis!.get('min-replicas-to-write')?.because !== undefined,
      ),
      'min-replicas-max-lag',
    ))
      context.report({
        origin: given.written.origin,
        message:
          'min-replicas-max-lag 0 does not ask for replicas without lag: it switches min-replicas-to-write off, and a master without replicas goes on acknowledging. Use 10.',
        fixes: () => [lineFix('Use 10 seconds', given.written, '10')],
      });
  },
});
