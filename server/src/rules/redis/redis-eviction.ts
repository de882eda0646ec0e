import type { Cluster } from '../../cluster/model.js';
import type { Written } from '../../cluster/settings.js';
import { clusterExample } from '../lib/cluster/example.js';
import {
  givenIn,
  REDIS_SOURCES,
  ringCommand,
  serverSettings,
  serversExample,
  shownServers,
} from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'redis-eviction',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['redis'],
  summary: 'Keys are thrown away when memory is full, and kept on disk as if they counted.',
  gains: 'Writes go on at maxmemory.',
  costs:
    'With an allkeys policy any key may be thrown away at any time, acknowledged or not, and the log and the replicas follow: what looks durable is a cache.',
  fineWhen: 'It is a cache, and the log only warms it up after a restart.',
  advice: 'noeviction for data, with an alarm on memory; a cache of its own for what may go.',
  sources: [REDIS_SOURCES.conf],
  bad: [
    serversExample(
      n => (n === 1 ? 'appendonly yes\nmaxmemory 1gb\nmaxmemory-policy allkeys-lru\n' : 'appendonly yes\n'),
      'allkeys-lru',
    ),
    serversExample(
      n => (n === 2 ? 'appendonly yes\nmaxmemory 1gb\nmaxmemory-policy allkeys-lru\n' : ''),
      'once it leads',
    ),
    // Six nodes of one file.
    clusterExample(
      'redis',
      {
        'redis.conf':
          'port 6379\ncluster-enabled yes\nappendonly yes\nmaxmemory 1gb\nmaxmemory-policy allkeys-lru\n',
        'create.sh': `${ringCommand(6, 1)}\n`,
      },
      'Each of the 6 nodes',
    ),
  ],
  good: [
    serversExample('appendonly yes\nmaxmemory 1gb\nmaxmemory-policy noeviction\n'),
    serversExample(
      '# Enough for what we cache\nappendonly yes\nmaxmemory 1gb\nmaxmemory-policy allkeys-lru\n',
    ),
    serversExample(
      '# Rate limiting only, nothing to keep\nappendonly yes\nmaxmemory 1gb\nmaxmemory-policy allkeys-lru\n',
    ),
    serversExample('save ""\nmaxmemory 1gb\nmaxmemory-policy allkeys-lru\n'),
  ],
  check(cluster, context) {
    for (const { member, given } of givenIn(shownServers(cluster), 'maxmemory-policy')) {
      const settings = serverSettings(member);
      if (
        typeof given.effective !== 'string' ||
        !given.effective.startsWith('allkeys') ||
        settings.flag('appendonly') !== true
      )
        continue;
      if ((settings.number('maxmemory') ?? 0) <= 0 || isCalledCache(given.written)) continue;
      // A replica follows its master and throws nothing away by itself, until it leads.
      const led = cluster.links.some(({ to }) => to === member.id);
      const copies = led && settings.flag('replica-ignore-maxmemory') !== false;
      const sharing = cluster.members.filter(({ settings: { redis } }) =>
        isSame(redis?.given('maxmemory-policy')?.written, given.written),
      ).length;
      const who = sharing > 1 ? `Each of the ${sharing} nodes that share this file` : member.id;
      context.report({
        origin: given.written.origin,
        // On one machine that people develop on nothing is kept.
        ...(isForDevelopment(cluster) ? { severity: 'hint' as const } : {}),
        message: `${who} writes a log of everything and ${copies ? 'once it leads it throws' : 'throws'} any key away at maxmemory (${given.effective}): acknowledged data goes without a failure. Use noeviction for data that must stay.`,
      });
      return;
    }
  },
});

/** True where a comment near by, right above or at the head of the file, calls the keys a cache, or of use for a while. */
function isCalledCache({ keyOrigin: { unit, span } }: Written): boolean {
  const { text } = unit.piece;
  const near = text
    .slice(Math.max(0, span.start - 400), span.start)
    .split('\n')
    .slice(-6, -1);
  const head = text.slice(0, 600).split('\n').slice(0, 8);
  return [...near, ...head].some(line =>
    /^[ \t]*#.*\b(?:cach(?:e|es|ing)|ephemeral|disposable|rate[- ]limit\w*|sessions? only|only sessions?)\b/i.test(
      line,
    ),
  );
}

function isSame(one: Written | undefined, other: Written): boolean {
  return one?.origin.unit.uri === other.origin.unit.uri && one.origin.span.start === other.origin.span.start;
}

/** True where a composition that is called so starts it. */
function isForDevelopment({ sources }: Cluster): boolean {
  return sources.some(uri =>
    /(?:compose[^/]*[._-](?:dev\w*|local|override)|(?:^|[/._-])(?:dev\w*|local)[._-][^/]*compose)[^/]*\.ya?ml$/i.test(
      uri,
    ),
  );
}
