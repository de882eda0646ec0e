import type { Origin } from '../../sql/reading.js';
import { duration, isBinlogReplication, mysqlNodes } from '../lib/cluster/mysql.js';
import { replicated } from '../lib/cluster/mysql-example.js';
import { isOnOneMachine } from '../lib/cluster/one-machine.js';
import { defineRule } from '../rule.js';

/** From Friday evening to Monday morning. */
const WEEKEND = 3 * 86_400_000;

export default defineRule({
  id: 'mysql-binlog-expiry',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['mysql', 'mariadb'],
  summary: 'A replica that is away over a weekend has to be built anew, or the logs are never removed.',
  gains: 'Little disk for the binary log.',
  costs:
    'What was removed cannot be sent: the replica stops with an error and needs a full copy. Point-in-time recovery reaches back no further either. Kept for ever, the logs fill the disk, and a full disk stops writes.',
  fineWhen: 'Somebody notices a stopped replica within that time, and logs are saved elsewhere.',
  advice: 'Keep them longer than the longest absence and than the time between two backups; watch the disk.',
  sources: [
    {
      title: 'MySQL: binlog_expire_logs_seconds',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-options-binary-log.html#sysvar_binlog_expire_logs_seconds',
    },
    {
      title: 'MariaDB: expire_logs_days',
      url: 'https://mariadb.com/kb/en/replication-and-binary-log-system-variables/#expire_logs_days',
    },
  ],
  bad: [
    replicated(['log_bin=binlog', 'binlog_expire_logs_seconds=86400'], ['super_read_only=1'], '1 day'),
    replicated(['log_bin=binlog', 'expire_logs_days=0'], ['read_only=1'], 'never removed', {
      system: 'mariadb',
    }),
  ],
  good: [replicated(['log_bin=binlog', 'binlog_expire_logs_seconds=604800'], ['super_read_only=1'])],
  check(cluster, context) {
    if (!isBinlogReplication(cluster)) return;
    for (const { mysqld, member, name } of mysqlNodes(cluster)) {
      if (!cluster.links.some(({ from }) => from === member.id)) continue;
      const seconds = mysqld.given('binlog_expire_logs_seconds');
      const days = mysqld.given('expire_logs_days');
      const setting =
        typeof seconds?.value === 'number' && (seconds.value > 0 || days === undefined) ? seconds : days;
      if (typeof setting?.value !== 'number' || setting.value >= WEEKEND) continue;
      // `# expiration can be short for integration tests`
      if (isOfTests(setting.written.origin)) continue;
      const never = setting.value === 0;
      // On one machine nobody is away over a weekend alone.
      if (!never && isOnOneMachine(cluster, context.clusters)) continue;
      if (never && (seconds?.value ?? 0) !== 0) continue;
      context.report({
        origin: setting.written.origin,
        message: never
          ? `Binary logs of ${name} are never removed: they fill the disk sooner or later, and a full disk stops all writes. Keep them for longer than a replica may be away, such as 7 days.`
          : `Binary logs of ${name} are kept for ${duration(setting.value)}: a replica that is away for longer, over a weekend for example, cannot continue and has to be built anew.`,
      });
    }
  },
});

/** True where comments shortly above say that it is as short as tests need it. */
function isOfTests({ unit, span }: Origin): boolean {
  return unit.piece.text
    .slice(Math.max(0, span.start - 500), span.start)
    .split('\n')
    .some(line => /^[ \t]*#.*\b(?:expir|retention|kept|keep)\w*\b.*\b(?:test|dev)\w*/i.test(line));
}
