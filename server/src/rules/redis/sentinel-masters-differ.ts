import { clusterExample } from '../lib/cluster/example.js';
import { REDIS_SOURCES, sentinelSettings, sentinelsIn } from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

const file = (port: number, host: string) => `port ${port}\nsentinel monitor main ${host} 6379 2\n`;

export default defineRule({
  id: 'sentinel-masters-differ',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['sentinel'],
  summary: 'Sentinels watch different servers under one name.',
  gains: 'None.',
  costs:
    'Sentinels find each other through the master that they watch: those that begin with different ones never meet, and clients are told different masters.',
  fineWhen:
    'After a failover Sentinel writes the new master into its file: files taken from running ones may differ for a moment.',
  advice: 'Start all of them with the same master.',
  sources: [REDIS_SOURCES.sentinel],
  bad: [
    clusterExample(
      'sentinel',
      {
        'sentinel-1.conf': file(26379, '10.0.0.1'),
        'sentinel-2.conf': file(26380, '10.0.0.1'),
        'sentinel-3.conf': file(26381, '10.0.0.2'),
      },
      '10.0.0.2',
    ),
  ],
  good: [
    // One of a machine of its own, beside those that say where the master is.
    clusterExample('sentinel', {
      'dev/sentinel.conf': file(26379, '127.0.0.1'),
      'prod/sentinel-1.conf': file(26379, '10.0.0.1'),
      'prod/sentinel-2.conf': file(26380, '10.0.0.1'),
      'prod/redis.conf': 'bind 10.0.0.1\n',
      'prod/replica.conf': 'bind 10.0.0.2\nreplicaof 10.0.0.1 6379\n',
    }),
    clusterExample('sentinel', {
      'sentinel-1.conf': file(26379, '10.0.0.1'),
      'sentinel-2.conf': file(26380, '10.0.0.1'),
      'sentinel-3.conf': file(26381, '10.0.0.1'),
    }),
  ],
  check(cluster, context) {
    const [first, ...others] = sentinelsIn(cluster);
    const watched = (member: typeof first) =>
      member === undefined ? undefined : sentinelSettings(member).raw('master')?.raw;
    const wanted = watched(first);
    if (first === undefined || wanted === undefined) return;
    for (const member of others) {
      const other = sentinelSettings(member).raw('master');
      if (other?.raw === undefined || other.raw === wanted) continue;
      context.report({
        origin: other.origin,
        message: `${member.id} watches ${other.raw} as ${cluster.name}, and ${first.id} watches ${wanted}: Sentinels meet through the master, so these never agree, and clients are told different masters. Start all with the same one.`,
      });
      return;
    }
  },
});
