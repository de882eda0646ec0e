import type { Written } from '../../cluster/settings.js';
import { clusterExample } from '../lib/cluster/example.js';
import {
  REDIS_SOURCES,
  sentinelExample,
  sentinelSettings,
  sentinelsIn,
  shownServers,
} from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

const secret = 'requirepass s3cret\nmasterauth s3cret\n';

/** True where the setting stands somewhere, if only as a template. */
function isWritten({ keyOrigin: { unit, span } }: Written): boolean {
  return /pass/i.test(unit.piece.text.slice(span.start, span.end));
}

export default defineRule({
  id: 'sentinel-no-password',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['sentinel'],
  summary: 'Sentinels have no password for servers that ask for one.',
  gains: 'None.',
  costs:
    'The server answers their pings with NOAUTH, which is no valid answer: it counts as down for ever, and no replica can be found or promoted.',
  fineWhen: 'The default user may ping without a password (ACL).',
  advice: 'Add `sentinel auth-pass NAME PASSWORD` (and auth-user with an ACL).',
  sources: [REDIS_SOURCES.sentinelConf, REDIS_SOURCES.sentinelSource],
  bad: [sentinelExample('', 'auth-pass', { servers: secret })],
  good: [
    sentinelExample('sentinel auth-pass main s3cret\n', undefined, { servers: secret }),
    sentinelExample(''),
    // The servers' file lies on the machine: nobody sees what stands in it.
    clusterExample('sentinel', {
      'sentinel.conf': 'sentinel monitor main redis-1 6379 2\n',
      'compose.yml':
        'services:\n  redis-1:\n    image: redis:6.0\n    command: redis-server /conf/redis.conf\n    volumes: [~/redis-1:/conf]\n  redis-2:\n    image: redis:6.0\n    command: redis-server /conf/redis.conf --replicaof redis-1 6379\n    volumes: [~/redis-2:/conf]\n',
    }),
  ],
  check(cluster, context) {
    const guarded = shownServers(cluster).filter(({ settings }) => {
      const pass = settings.redis!.raw('requirepass');
      // Of a file that is not shown it is unknown whether a password stands in it.
      return pass !== undefined && pass.raw !== '' && isWritten(pass);
    });
    if (
      guarded.length === 0 ||
      cluster.members.some(({ settings }) => settings.redis?.raw('user') || settings.redis?.raw('aclfile'))
    )
      return;
    const bare = sentinelsIn(cluster).find(member => sentinelSettings(member).raw('auth-pass') === undefined);
    // A chart hands it over by itself.
    const from = bare === undefined ? undefined : sentinelSettings(bare).raw('master');
    if (bare === undefined || from === undefined) return;
    context.report({
      origin: from.origin,
      message: `${guarded[0]!.id} asks for a password and ${bare.id} has none for it: its pings are refused, the master of ${cluster.name} counts as down for ever, and nobody can be promoted. Add sentinel auth-pass ${cluster.name}.`,
    });
  },
});
