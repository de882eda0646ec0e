import type { Origin } from '../../sql/reading.js';
import { clusterExample } from '../lib/cluster/example.js';
import { REDIS_SOURCES } from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

const sentinels = {
  's1/sentinel.conf': 'port 26379\nsentinel monitor mymaster 10.0.0.1 6379 2\n',
  's2/sentinel.conf': 'port 26379\nsentinel monitor mymaster 10.0.0.1 6379 2\n',
  's3/sentinel.conf': 'port 26379\nsentinel monitor mymaster 10.0.0.1 6379 2\n',
  'r2/redis.conf': 'port 6379\nreplicaof 10.0.0.1 6379\n',
};

export default defineRule({
  id: 'redis-client-past-sentinel',
  subject: 'redis',
  since: '0.6.0',
  on: 'cluster',
  severity: 'info',
  engines: ['redis'],
  summary: 'A program goes to the master’s address, and Sentinel may have promoted another.',
  gains: 'Any client library will do, and no question stands before the first command.',
  costs:
    'After a failover the program stays with the old server: while that cannot be reached, nothing works although another is master; once it is back it is a replica, and writes fail. In a partition the old one takes writes that are thrown away later.',
  fineWhen: 'The address moves with the master, as that of a proxy or a service does.',
  advice: 'A client that asks the Sentinels: redis-sentinel://… with the name of the master.',
  sources: [
    {
      title: 'Guidelines for Redis clients with support for Redis Sentinel',
      url: 'https://redis.io/docs/latest/develop/reference/sentinel-clients/',
    },
    REDIS_SOURCES.sentinel,
  ],
  bad: [clusterExample('redis', { ...sentinels, '.env': 'REDIS_URL=redis://10.0.0.1:6379/0\n' }, '10.0.0.1')],
  good: [
    clusterExample('redis', {
      ...sentinels,
      '.env': 'REDIS_URL=redis-sentinel://10.0.0.5:26379,10.0.0.6:26379/0#mymaster\n',
    }),
    clusterExample('redis', { ...sentinels, '.env': 'REDIS_URL=redis://redis-proxy:6379/0\n' }),
    clusterExample('redis', {
      ...sentinels,
      'docker-compose.yml':
        'services:\n  metrics:\n    image: oliver006/redis_exporter\n    command: ["--redis.addr=redis://10.0.0.1:6379"]\n',
    }),
    clusterExample('redis', {
      'r2/redis.conf': 'port 6379\nreplicaof 10.0.0.1 6379\n',
      '.env': 'REDIS_URL=redis://10.0.0.1:6379/0\n',
    }),
  ],
  check(cluster, context) {
    if (cluster.failover.by !== 'sentinel') return;
    for (const { settings, targets, origin } of cluster.clients) {
      const [target, ...more] = targets;
      const scheme = settings.redis?.raw('scheme')?.raw;
      if (target === undefined || more.length > 0 || !/^(?:redis|valkey)s?$/.test(String(scheme))) continue;
      const master = cluster.members.find(
        ({ role, leader, addresses }) =>
          role === 'data' && leader === true && addresses.includes(target.text),
      );
      if (master === undefined || isExporter(origin)) continue;
      context.report({
        origin: target.origin,
        message: `This program goes to ${target.text}, the master of ${cluster.name} for now: when Sentinel promotes another it stays here, and its writes fail or are thrown away later. Ask the Sentinels for the master.`,
      });
    }
  },
});

/** True for what counts on one server by intention: an exporter of its figures, by the flag or variable that it takes. */
function isExporter({ unit, span }: Origin): boolean {
  const { text } = unit.piece;
  const line = text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start);
  return /redis[._-]addr\b/i.test(line);
}
