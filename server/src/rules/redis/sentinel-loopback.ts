import { clusterExample } from '../lib/cluster/example.js';
import {
  isWatchingLoopback,
  REDIS_SOURCES,
  sentinelExample,
  sentinelSettings,
  sentinelsIn,
  watchesOwnMachine,
} from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

const file = (n: number, port = 26379) => ({
  [`n${n}/sentinel.conf`]: `port ${port}\nsentinel monitor main 127.0.0.1 6379 2\n`,
});

export default defineRule({
  id: 'sentinel-loopback',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['sentinel'],
  summary: 'Each Sentinel watches the server on its own machine.',
  gains: 'None with several machines.',
  costs:
    '127.0.0.1 is another server for each Sentinel, and the address that clients and replicas are told: they are sent to their own machine.',
  fineWhen: 'All of them run on one machine, for tests.',
  advice: 'Use the address of the master that everybody reaches.',
  sources: [REDIS_SOURCES.sentinel],
  bad: [clusterExample('sentinel', { ...file(1), ...file(2), ...file(3) }, '127.0.0.1')],
  good: [
    sentinelExample(''),
    clusterExample('sentinel', { ...file(1), ...file(2, 26380), ...file(3, 26381) }),
  ],
  check(cluster, context) {
    const sentinels = sentinelsIn(cluster);
    const local = sentinels.find(isWatchingLoopback);
    if (local === undefined || !watchesOwnMachine(cluster)) return;
    const master = sentinelSettings(local).raw('master')!;
    context.report({
      origin: master.origin,
      message: `${sentinels.length} Sentinels watch ${String(master.raw).replace(/:\d+$/, '')}: each its own machine’s server, so they never agree on one, and clients are sent to their own machine. Use the master’s address.`,
    });
  },
});
