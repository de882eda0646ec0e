import type { Cluster } from '../../cluster/model.js';
import { UNPUBLISHED } from '../../cluster/systems/redis/surroundings.js';
import type { Origin } from '../../sql/reading.js';
import { clusterExample } from '../lib/cluster/example.js';
import {
  givenIn,
  isRing,
  REDIS_SOURCES,
  sentinelExample,
  sentinelsIn,
  serverFiles,
  serverSettings,
  serversExample,
  shownServers,
} from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'redis-open-to-all',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['redis'],
  summary: 'Servers that answer anybody: protected-mode no, and no password.',
  gains: 'Nothing needs to be set up.',
  costs:
    'Whoever reaches the port reads and deletes everything, makes the server a replica of his own (which empties it), and writes files on its machine.',
  fineWhen: 'Nothing else reaches the network that they stand in.',
  advice:
    'Set requirepass and masterauth (and auth-pass for Sentinel), and bind to the addresses of that network.',
  sources: [REDIS_SOURCES.security, REDIS_SOURCES.conf],
  bad: [
    serversExample(n => (n === 1 ? 'protected-mode no\n' : ''), 'password'),
    // Without it Sentinels would take every server for down.
    sentinelExample('', 'sentinel auth-pass', { servers: 'protected-mode no\nmin-replicas-to-write 1\n' }),
  ],
  good: [
    serversExample('protected-mode no\nrequirepass s3cret\nmasterauth s3cret\n'),
    serversExample('protected-mode yes\n'),
    // The script that starts them gives the password.
    clusterExample('redis', {
      ...serverFiles(3, 'protected-mode no\n'),
      'start.sh': 'exec redis-server /etc/redis.conf --requirepass "$PASSWORD" --masterauth "$PASSWORD"\n',
    }),
    // No port is published: programs of the same composition reach them, and nobody else.
    clusterExample('redis', {
      'compose.yml':
        'services:\n  a:\n    image: redis:7.4\n    command: redis-server --protected-mode no\n  b:\n    image: redis:7.4\n    command: redis-server --protected-mode no --replicaof a 6379\n',
    }),
  ],
  check(cluster, context) {
    const open = shownServers(cluster).filter(member => {
      const settings = serverSettings(member);
      const bound = settings.given('bind');
      const local =
        bound?.effective !== undefined &&
        settings.list('bind').every(at => /^-?(?:127\.|::1|localhost)/.test(at));
      return (
        settings.given('protected-mode')?.value === false &&
        // Containers of one network are reached by programs of theirs alone.
        !settings.raw(UNPUBLISHED) &&
        !settings.raw('requirepass') &&
        !settings.raw('user') &&
        !settings.raw('aclfile') &&
        !local
      );
    });
    const [first] = givenIn(open, 'protected-mode');
    if (first === undefined) return;
    const { origin } = first.given.written;
    const count = open.length + othersOf(origin, open.length);
    const others = count > 1 ? ` and ${count - 1} more` : '';
    // A template's server is called after its folder, which says nothing to anybody unless it tells one server from another.
    const files = new Set(open.map(member => member.origin.unit.uri));
    const isNamed = files.size > 1 || `${origin.unit.piece.text}/${nameOf(origin)}`.includes(first.member.id);
    const who = isNamed
      ? `${first.member.id}${others}${cluster.name === first.member.id ? '' : ` of ${cluster.name}`} answer${count > 1 ? '' : 's'}`
      : 'The servers that take this file answer';
    context.report({
      origin,
      message: `${who} anybody without a password: whoever reaches the port reads and deletes everything${isRing(cluster) ? '' : ', or takes it over by REPLICAOF'}. Set requirepass and masterauth, the same on every server${areWatched(cluster, context.clusters) ? ', and sentinel auth-pass for the Sentinels' : ''}.`,
    });
  },
});

function nameOf({ unit: { uri } }: Origin): string {
  return uri.slice(uri.lastIndexOf('/') + 1).toLowerCase();
}

/** How many more configs the same file holds that are open as well: of a master whose replicas are another cluster's. */
function othersOf({ unit: { piece } }: Origin, known: number): number {
  if (/requirepass|aclfile|^[ \t]*user[ \t]/m.test(piece.text)) return 0;
  return Math.max(0, [...piece.text.matchAll(/^[ \t]+protected-mode[ \t]+no\b/gm)].length - known);
}

/** True where Sentinels watch the servers, or may: their file stands beside. */
function areWatched(cluster: Cluster, clusters: readonly Cluster[]): boolean {
  if (sentinelsIn(cluster).length > 0) return true;
  const near = new Set(cluster.sources.map(placeOf));
  return clusters.some(
    other => sentinelsIn(other).length > 0 && other.sources.some(uri => near.has(placeOf(uri))),
  );
}

/** The folder of a file, or the role that keeps it. */
function placeOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/')).replace(/\/(?:templates|files|conf(?:ig)?)(?:\/.*)?$/, '');
}
