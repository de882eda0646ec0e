import type { Origin } from '../../sql/reading.js';
import { clusterExample } from '../lib/cluster/example.js';
import { REDIS_SOURCES } from '../lib/cluster/redis.js';
import { promotesNobody } from '../lib/cluster/redis-watch.js';
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
    // Another composition, without Sentinels.
    clusterExample('redis', {
      ...sentinels,
      'docker-compose.small.yml':
        'services:\n  api:\n    image: api:1\n    environment:\n      REDIS_URL: redis://10.0.0.1:6379/0\n',
    }),
    clusterExample('redis', {
      'r2/redis.conf': 'port 6379\nreplicaof 10.0.0.1 6379\n',
      '.env': 'REDIS_URL=redis://10.0.0.1:6379/0\n',
    }),
  ],
  check(cluster, context) {
    if (cluster.failover.by !== 'sentinel' || promotesNobody(cluster)) return;
    const found: Origin[] = [];
    for (const { settings, targets, origin } of cluster.clients) {
      const [target, ...more] = targets;
      const scheme = settings.redis?.raw('scheme')?.raw;
      if (target === undefined || more.length > 0 || !/^(?:redis|valkey)s?$/.test(String(scheme))) continue;
      const master = cluster.members.find(
        ({ role, leader, addresses }) =>
          role === 'data' && leader === true && addresses.includes(target.text),
      );
      if (master === undefined || isExporter(origin)) continue;
      // A composition without the Sentinels is another way to start it all.
      const { uri } = target.origin.unit;
      if (/compose[^/]*\.ya?ml$/i.test(uri) && !cluster.sources.includes(uri)) continue;
      found.push(target.origin);
    }
    // Several programs of a file have it by the same habit.
    for (const uri of new Set(found.map(({ unit }) => unit.uri))) {
      const [first, ...others] = found.filter(({ unit }) => unit.uri === uri);
      if (first === undefined) continue;
      const more = others.length === 0 ? '' : ` (and ${others.length} more here)`;
      context.report({
        origin: first,
        message: `This program${more} goes to ${textAt(first)}, the master of ${cluster.name} for now: when Sentinel promotes another it stays here, and its writes fail or are thrown away later. Ask the Sentinels for the master.`,
        related: others.slice(0, 10).map(origin => ({ origin, message: 'This one too.' })),
      });
    }
  },
});

function textAt({ unit, span }: Origin): string {
  return unit.piece.text.slice(span.start, span.end);
}

/** True for what counts on one server by intention: an exporter of its figures, by the flag or variable that it takes. */
function isExporter({ unit, span }: Origin): boolean {
  const { text } = unit.piece;
  const line = text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start);
  return /redis[._-]addr\b/i.test(line);
}
