import type { Cluster } from '../../cluster/model.js';
import type { Written } from '../../cluster/settings.js';
import { isOlder } from '../../cluster/version.js';
import { clusterExample } from '../lib/cluster/example.js';
import {
  REDIS_SOURCES,
  serverSettings,
  serversExample,
  shownServers,
  speaksOldNamesOnly,
} from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'redis-old-name',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  byVersion: true,
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
    serversExample(
      n => (n === 1 ? 'slave-priority 90\nmin-slaves-to-write 1\n' : 'min-replicas-to-write 1\n'),
      '1 more name',
    ),
  ],
  good: [
    serversExample('min-slaves-to-write 1\n', undefined, 1),
    clusterExample('redis', {
      'roles/redis/templates/redis.conf.j2': 'port 6379\nmin-slaves-to-write 1\nslaveof {{ first }} 6379\n',
      'roles/redis/defaults/main.yml': 'config_dir: /etc/redis\nversion: 4.0.14\n',
      'roles/redis/tasks/main.yml':
        '- get_url:\n    url: "http://download.redis.io/releases/redis-{{ version }}.tar.gz"\n    dest: /tmp\n',
    }),
    serversExample('min-replicas-to-write 1\n'),
    serversExample(n => `# Redis 4.0\nmin-slaves-to-write 1\n${n > 3 ? '' : ''}`, undefined, 1),
  ],
  check(cluster, context) {
    const old = new Map<string, Old[]>();
    for (const member of shownServers(cluster)) {
      const settings = serverSettings(member);
      // Of a server of which nothing tells that it knows the new names, the old ones are the safe ones.
      if (settings.version === undefined && speaksOldNamesOnly(shownServers(cluster))) continue;
      if (isOlder(settings.version, '5.0')) continue;
      for (const written of settings.written) {
        const { renamedTo, deprecated } = settings.table.find(written.key) ?? {};
        if (renamedTo === undefined || deprecated === undefined) continue;
        const { unit } = written.keyOrigin;
        const own = old.get(unit.uri) ?? [];
        if (own.some(({ written: { keyOrigin } }) => keyOrigin.span.start === written.keyOrigin.span.start))
          continue;
        own.push({ written, name: renamedTo, since: deprecated, known: settings.version !== undefined });
        old.set(unit.uri, own);
      }
    }
    if (old.size === 0) return;
    const said = new Set<string>();
    const earlier = earlierIn(context.clusters, cluster);
    for (const found of old.values()) {
      // Once for each name: the other servers have it by the same habit.
      const fresh = found.filter(
        ({ written }) =>
          !said.has(written.key) && !earlier.has(`${written.key} ${written.keyOrigin.unit.uri}`),
      );
      const [first, ...others] = fresh;
      if (first === undefined) continue;
      for (const { written } of fresh) said.add(written.key);
      const names = new Set(others.map(({ written }) => written.key));
      names.delete(first.written.key);
      const more =
        names.size === 0
          ? ''
          : `, and ${names.size} more name${names.size === 1 ? '' : 's'} of this file ${names.size === 1 ? 'is' : 'are'} old`;
      context.report({
        origin: first.written.keyOrigin,
        tag: 'deprecated',
        message: `${first.written.key} is called ${first.name} since Redis ${first.since}${more}; the old ${names.size === 0 ? 'name still means' : 'names still mean'} the same.`,
        related: others
          .slice(0, 10)
          .map(({ written, name }) => ({ origin: written.keyOrigin, message: `Now ${name}.` })),
        fixes: () => {
          const edits = fresh.flatMap(({ written, name }) =>
            textOf(written).toLowerCase() === written.key
              ? [{ origin: written.keyOrigin, newText: name }]
              : [],
          );
          // A server before 5.0 does not start with a new name.
          const safe = first.known;
          return edits.length === 0
            ? []
            : [
                {
                  title: fresh.length === 1 ? `Rename to ${first.name}` : 'Write the names of today',
                  safe,
                  edits,
                },
              ];
        },
      });
    }
  },
});

/** Names with the file that they stand in, of clusters that are told of before. */
function earlierIn(clusters: readonly Cluster[], cluster: Cluster): ReadonlySet<string> {
  return new Set(
    clusters
      .slice(0, Math.max(0, clusters.indexOf(cluster)))
      .filter(({ sources }) => sources.some(uri => cluster.sources.includes(uri)))
      .flatMap(other => shownServers(other))
      .flatMap(member => serverSettings(member).written)
      .map(({ key, keyOrigin }) => `${key} ${keyOrigin.unit.uri}`),
  );
}

interface Old {
  readonly written: Written;
  readonly name: string;
  readonly since: string;
  /** The version of the server is told. */
  readonly known: boolean;
}

function textOf({ keyOrigin: { unit, span } }: Written): string {
  return unit.piece.text.slice(span.start, span.end);
}
