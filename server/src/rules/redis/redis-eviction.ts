import type { Client, Cluster, Member } from '../../cluster/model.js';
import { clusterExample } from '../lib/cluster/example.js';
import { REDIS_SOURCES, serverSettings } from '../lib/cluster/redis.js';
import { isTrialFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

/** A server with its memory and policy, and a worker that takes tasks from it. */
const stack = (policy: string, variable = 'CELERY_BROKER_URL'): Record<string, string> => ({
  'compose.yml': `services:\n  redis:\n    image: redis:7.4\n    command: redis-server --maxmemory 1gb --maxmemory-policy ${policy}\n  copy:\n    image: redis:7.4\n    command: redis-server --replicaof redis 6379\n  worker:\n    build: .\n    environment:\n      - ${variable}=redis://redis:6379/1\n`,
});

export default defineRule({
  id: 'redis-eviction',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['redis'],
  summary: 'A server that holds a queue throws keys away when its memory is full.',
  gains: 'Writes go on at maxmemory.',
  costs:
    'With an allkeys policy any key may go at maxmemory, in every database of the server, also a list of tasks that were accepted; nobody is told. Sidekiq, BullMQ, Celery and the like count on noeviction.',
  fineWhen: 'Tasks may be lost.',
  advice: 'noeviction for the queue, with an alarm on memory; a server of its own for the cache.',
  sources: [
    REDIS_SOURCES.conf,
    {
      title: 'BullMQ: going to production',
      url: 'https://docs.bullmq.io/guide/going-to-production#max-memory-policy',
    },
    { title: 'Sidekiq: using Redis', url: 'https://github.com/sidekiq/sidekiq/wiki/Using-Redis#memory' },
  ],
  bad: [
    clusterExample('redis', stack('allkeys-lru'), 'CELERY_BROKER_URL'),
    clusterExample('redis', stack('allkeys-lfu', 'SIDEKIQ_REDIS_URL'), 'SIDEKIQ_REDIS_URL'),
  ],
  good: [
    clusterExample('redis', stack('noeviction')),
    clusterExample('redis', stack('volatile-lru')),
    // A cache, as far as anybody says, and what Celery answers.
    clusterExample('redis', stack('allkeys-lru', 'CACHE_URL')),
    clusterExample('redis', stack('allkeys-lru', 'CELERY_RESULT_BACKEND')),
    clusterExample('redis', { 'compose.dev.yml': stack('allkeys-lru')['compose.yml']! }),
  ],
  check(cluster, context) {
    for (const client of cluster.clients) {
      const variable = queueOf(client);
      const member = variable === undefined ? undefined : serverOf(client, cluster);
      if (variable === undefined || member === undefined) continue;
      const settings = serverSettings(member);
      const given = settings.given('maxmemory-policy');
      if (typeof given?.effective !== 'string' || !given.effective.startsWith('allkeys-')) continue;
      if ((settings.number('maxmemory') ?? 0) <= 0) continue;
      const { origin } = given.written;
      if (isForDevelopment(client) || isTrialFile(origin, context.clusters)) continue;
      context.report({
        origin,
        message: `${member.id} throws any key away at maxmemory (${given.effective}), and ${variable} puts a queue there: tasks that were accepted may vanish, and nobody is told. Use noeviction, and another server for what is a cache.`,
        related: [{ origin: client.origin, message: 'The queue.' }],
      });
      return;
    }
  },
});

/** What a connection string is given to where that is named after a queue of tasks; undefined otherwise. */
function queueOf({ origin: { unit, span } }: Client): string | undefined {
  const { text } = unit.piece;
  const line = text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start);
  const name = /([A-Za-z_][\w.-]{1,60})["']?\s*[=:]\s*["']?$/.exec(line)?.[1];
  if (name === undefined || /cache|result|backend|lock|session|exporter/i.test(name)) return undefined;
  return /(?:^|[_.-])(?:celery|broker|sidekiq|resque|bull(?:mq)?|rq|queues?|horizon|dramatiq|arq)(?=[_.-]|url|$)/i.test(
    name,
  )
    ? name
    : undefined;
}

function serverOf({ targets }: Client, cluster: Cluster): Member | undefined {
  return cluster.members.find(
    ({ role, configured, settings, addresses }) =>
      role === 'data' &&
      configured &&
      settings.redis !== undefined &&
      targets.some(({ text }) => addresses.includes(text)),
  );
}

/** True where a composition that is called so asks for it: on one machine that people develop on nothing is kept. */
function isForDevelopment({ origin: { unit } }: Client): boolean {
  return /(?:compose[^/]*[._-](?:dev\w*|local|override)|(?:^|[/._-])(?:dev\w*|local)[._-][^/]*compose)[^/]*\.ya?ml$/i.test(
    unit.uri,
  );
}
