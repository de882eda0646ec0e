import { isOlder } from '../../cluster/version.js';
import { REDIS_SOURCES, serverSettings, serversExample, shownServers } from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'redis-old-name',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'hint',
  engines: ['redis'],
  summary: 'A parameter by the name that it had before Redis 5.',
  gains: 'It is read by servers older than 5.0.',
  costs:
    'Today’s documentation and `CONFIG GET` speak of the new name; where both stand, the later line wins and nobody sees which.',
  fineWhen: 'The servers are older than 5.0.',
  advice: 'Rename it; the new name means the same.',
  sources: [REDIS_SOURCES.conf],
  bad: [
    serversExample(
      n => (n === 1 ? 'min-slaves-to-write 1\n' : 'min-replicas-to-write 1\n'),
      'min-replicas-to-write',
    ),
  ],
  good: [
    serversExample('min-replicas-to-write 1\n'),
    serversExample(n => `# Redis 4.0\nmin-slaves-to-write 1\n${n > 3 ? '' : ''}`, undefined, 1),
  ],
  check(cluster, context) {
    const said = new Set<string>();
    for (const member of shownServers(cluster)) {
      const settings = serverSettings(member);
      if (isOlder(settings.version, '5.0')) continue;
      for (const written of settings.written) {
        const { renamedTo, deprecated } = settings.table.find(written.key) ?? {};
        // Once for each name: the other servers have it by the same habit.
        if (renamedTo === undefined || deprecated === undefined || said.has(written.key)) continue;
        said.add(written.key);
        const { unit, span } = written.keyOrigin;
        const text = unit.piece.text.slice(span.start, span.end);
        context.report({
          origin: written.keyOrigin,
          tag: 'deprecated',
          message: `${written.key} is called ${renamedTo} since Redis ${deprecated}; the old name still means the same.`,
          fixes: () =>
            text.toLowerCase() === written.key
              ? [
                  {
                    title: `Rename to ${renamedTo}`,
                    safe: true,
                    edits: [{ origin: written.keyOrigin, newText: renamedTo }],
                  },
                ]
              : [],
        });
      }
    }
  },
});
