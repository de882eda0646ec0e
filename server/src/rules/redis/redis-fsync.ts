import { clusterExample } from '../lib/cluster/example.js';
import {
  givenIn,
  lineFix,
  REDIS_SOURCES,
  serverSettings,
  serversExample,
  shownServers,
} from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'redis-fsync',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['redis'],
  summary: 'Settings of the log on disk that do not give what they seem to.',
  gains: 'Fewer waits for the disk.',
  costs:
    'appendfsync always does nothing while appendonly is no. With no-appendfsync-on-rewrite yes nothing is flushed while a file is written, up to 30 s, whatever appendfsync says. appendfsync no leaves it to the system: about 30 s.',
  fineWhen: 'A machine’s crash may take that much.',
  advice: 'appendonly yes with appendfsync everysec, or always where each write counts.',
  sources: [REDIS_SOURCES.persistence, REDIS_SOURCES.conf],
  bad: [
    clusterExample(
      'redis',
      {
        'n1/redis.conf': 'bind 10.0.0.1\nappendfsync always\n',
        'n2/redis.conf': 'bind 10.0.0.2\nreplicaof 10.0.0.1 6379\n',
      },
      'no effect',
    ),
  ],
  good: [
    serversExample('appendonly yes\nappendfsync always\n'),
    serversExample('appendonly no\nappendfsync everysec\n'),
  ],
  check(cluster, context) {
    const servers = shownServers(cluster);
    for (const { member, given } of givenIn(servers, 'appendfsync')) {
      const settings = serverSettings(member);
      const log = settings.get('appendonly')?.effective;
      if (given.effective === 'always' && log === false)
        context.report({
          origin: given.written.origin,
          message: `appendfsync always has no effect on ${member.id}: there is no log, for appendonly is no. Set appendonly yes.`,
        });
      else if (given.effective === 'no' && log === true)
        context.report({
          origin: given.written.origin,
          severity: 'info',
          message: `With appendfsync no ${member.id} flushes its log when the system likes: a crash of the machine loses about 30 s of writes, against 1 to 2 s with everysec.`,
          fixes: () => [lineFix('Flush each second', given.written, 'everysec')],
        });
    }
    for (const { member, given } of givenIn(servers, 'no-appendfsync-on-rewrite')) {
      const settings = serverSettings(member);
      if (
        given.effective !== true ||
        settings.flag('appendonly') !== true ||
        settings.text('appendfsync') !== 'always'
      )
        continue;
      context.report({
        origin: given.written.origin,
        message: `appendfsync always is off on ${member.id} while a file is written (no-appendfsync-on-rewrite yes): a crash then loses up to 30 s of acknowledged writes. Set no.`,
        fixes: () => [lineFix('Flush at all times', given.written, 'no')],
      });
    }
  },
});
