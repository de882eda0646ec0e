import { clusterExample } from '../lib/cluster/example.js';
import {
  givenIn,
  lineFix,
  REDIS_SOURCES,
  replicasIn,
  sentinelExample,
  sentinelFiles,
  sentinelsIn,
  serverFiles,
} from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'sentinel-parallel-syncs',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['sentinel'],
  summary: 'After a failover all replicas copy from the new master at once.',
  gains: 'All replicas are with the new master sooner.',
  costs:
    'A replica that loads a full copy answers nobody: with all at once nothing but the new master is left to read from, while it forks and sends to all of them.',
  fineWhen: 'Nobody reads from replicas.',
  advice: 'Keep parallel-syncs at 1.',
  sources: [REDIS_SOURCES.sentinelConf],
  bad: [
    clusterExample(
      'sentinel',
      { ...serverFiles(4), ...sentinelFiles(3, 'sentinel parallel-syncs main 3\n') },
      'at once',
    ),
  ],
  good: [
    clusterExample('sentinel', {
      ...serverFiles(4),
      ...sentinelFiles(3, 'sentinel parallel-syncs main 1\n'),
    }),
    sentinelExample('sentinel parallel-syncs main 2\n'),
  ],
  check(cluster, context) {
    const replicas = replicasIn(cluster).length;
    // One of them is the new master; of one that is left there is nothing to tell.
    if (cluster.open || replicas < 3) return;
    for (const { given } of givenIn(sentinelsIn(cluster), 'parallel-syncs').slice(0, 1)) {
      const count = given.effective;
      if (typeof count !== 'number' || count < 2 || count < replicas - 1) continue;
      context.report({
        origin: given.written.origin,
        message: `After a failover all replicas of ${cluster.name} that are left copy at once (parallel-syncs ${count}): until they have loaded, only the new master answers reads. Use 1.`,
        fixes: () => [lineFix('One after the other', given.written, '1')],
      });
    }
  },
});
