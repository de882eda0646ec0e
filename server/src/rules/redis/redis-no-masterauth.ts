import type { Member } from '../../cluster/model.js';
import type { Written } from '../../cluster/settings.js';
import { clusterExample } from '../lib/cluster/example.js';
import {
  failsOver,
  REDIS_SOURCES,
  replicasIn,
  serverSettings,
  serversExample,
  shownServers,
} from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

const pair = (master: string, replica: string) => ({
  'n1/redis.conf': `bind 10.0.0.1\n${master}`,
  'n2/redis.conf': `bind 10.0.0.2\nreplicaof 10.0.0.1 6379\n${replica}`,
});

export default defineRule({
  id: 'redis-no-masterauth',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['redis'],
  summary: 'A server has no password, or a wrong one, for a master that asks for one.',
  gains: 'None.',
  costs:
    'A replica without masterauth is refused and holds nothing. A master without it works until the first failover: then it comes back as a replica that the new master refuses, and nobody notices.',
  fineWhen: 'There is no failover, and the master stays the master.',
  advice: 'Give every server the same requirepass and masterauth.',
  sources: [REDIS_SOURCES.conf, REDIS_SOURCES.sentinel],
  bad: [
    clusterExample('redis', pair('requirepass s3cret\n', ''), 'refused'),
    clusterExample('redis', pair('requirepass s3cret\n', 'masterauth other\n'), 'not the password'),
  ],
  good: [
    // The file that the master is started with lies in its image.
    clusterExample('redis', {
      'compose.yml':
        'services:\n  a:\n    image: redis:7\n    command: redis-server /etc/redis.conf\n  b:\n    image: redis:7\n    command: redis-server --replicaof a 6379 --requirepass x1 --masterauth x1\n',
      'sentinel.conf': 'sentinel resolve-hostnames yes\nsentinel monitor main a 6379 2\n',
    }),
    serversExample('requirepass s3cret\nmasterauth s3cret\n'),
    serversExample(''),
  ],
  check(cluster, context) {
    const servers = shownServers(cluster);
    if (
      servers.some(member => ['user', 'aclfile', 'masteruser'].some(name => serverSettings(member).raw(name)))
    )
      return;
    const masters = servers.filter(({ leader }) => leader);
    const pass = masters.map(asked).find(each => each !== undefined);
    const replicas = replicasIn(cluster).filter(
      ({ configured, settings }) => configured && settings.redis!.written.length > 0,
    );
    for (const replica of pass === undefined ? [] : replicas) {
      const own = serverSettings(replica).given('masterauth')?.written;
      if (own !== undefined && (own.raw === undefined || pass!.raw === undefined || own.raw === pass!.raw))
        continue;
      context.report({
        origin: own?.origin ?? replica.origin,
        message:
          own === undefined
            ? `The master of ${cluster.name} asks for a password and ${replica.id} has no masterauth: it is refused and copies nothing. Give it masterauth.`
            : `masterauth of ${replica.id} is not the password of its master: it is refused and copies nothing. Give both the same.`,
      });
      return;
    }
    if (!failsOver(cluster)) return;
    const guarded = replicas.find(member => asked(member) !== undefined);
    const bare = masters.find(member => serverSettings(member).raw('masterauth') === undefined);
    if (guarded === undefined || bare === undefined) return;
    context.report({
      origin: serverSettings(bare).given('requirepass')?.written.keyOrigin ?? bare.origin,
      message: `${bare.id} has no masterauth: once ${guarded.id} leads, which asks for a password, it comes back as a replica that is refused, and ${cluster.name} has a copy less. Give every server masterauth.`,
    });
  },
});

/** The password that a server asks for; what may stand in a file that nobody sees is none. */
function asked(member: Member): Written | undefined {
  const written = serverSettings(member).raw('requirepass');
  return written?.raw === '' || written?.origin === member.origin ? undefined : written;
}
