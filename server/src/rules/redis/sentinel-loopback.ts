import { clusterExample } from '../lib/cluster/example.js';
import {
  isWatchingLoopback,
  REDIS_SOURCES,
  sentinelExample,
  sentinelSettings,
  sentinelsIn,
  watchesOwnMachine,
} from '../lib/cluster/redis.js';
import { runTogether } from '../lib/cluster/redis-watch.js';
import { defineRule } from '../rule.js';

const file = (n: number, port = 26379) => ({
  [`n${n}/sentinel.conf`]: `port ${port}\nsentinel monitor main 127.0.0.1 6379 2\n`,
});

const asItComes = (n: number) => ({
  [`n${n}/sentinel.conf`]:
    'port 26379\nsentinel monitor mymaster 127.0.0.1 6379 2\nsentinel down-after-milliseconds mymaster 30000\nsentinel parallel-syncs mymaster 1\nsentinel failover-timeout mymaster 180000\n',
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
    clusterExample('sentinel', { ...asItComes(1), ...asItComes(2), ...asItComes(3) }),
    sentinelExample(''),
    // Variants for one machine: nothing runs them beside each other.
    clusterExample('sentinel', {
      'contrib/sentinel.conf': file(1)['n1/sentinel.conf']!,
      'contrib/supervisor/sentinel.conf': file(1)['n1/sentinel.conf']!,
    }),
    clusterExample('sentinel', { ...file(1), ...file(2, 26380), ...file(3, 26381) }),
  ],
  check(cluster, context) {
    const sentinels = sentinelsIn(cluster);
    const local = sentinels.find(isWatchingLoopback);
    if (local === undefined || !watchesOwnMachine(cluster) || !runTogether(sentinels)) return;
    const settings = sentinelSettings(local);
    // The vendor’s file as it comes, which lies beside servers and starts nothing.
    const unedited = Object.entries(VENDORS).every(
      ([name, value]) => String(settings.raw(name)?.raw) === value,
    );
    if (unedited) return;
    const master = settings.raw('master')!;
    context.report({
      origin: master.origin,
      message: `${sentinels.length} Sentinels watch ${String(master.raw).replace(/:\d+$/, '')}: each its own machine’s server, so they never agree on one, and clients are sent to their own machine. Use the master’s address.`,
    });
  },
});

const VENDORS = {
  'down-after-milliseconds': '30000',
  'parallel-syncs': '1',
  'failover-timeout': '180000',
  quorum: '2',
};
