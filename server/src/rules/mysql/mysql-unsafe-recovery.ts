import { clusterExample } from '../lib/cluster/example.js';
import { isOptionFile, mysqlNodes, withoutLine, writesBinlog } from '../lib/cluster/mysql.js';
import { defineRule } from '../rule.js';

const file = (...lines: readonly string[]) => ({
  'db/my.cnf': ['[mysqld]', 'server_id=1', 'log_bin=binlog', ...lines, ''].join('\n'),
});

export default defineRule({
  id: 'mysql-unsafe-recovery',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql', 'mariadb'],
  summary: 'A switch that gives up what a crash is recovered by.',
  gains: 'Fewer writes, or a start in spite of damage.',
  costs:
    'Without the doublewrite buffer a page that a crash tore in two cannot be repaired. innodb_force_recovery from 4 on may destroy data for good. IGNORE_ERROR goes on without a binary log when the disk is full. innodb_support_xa=0 lets the log and the tables differ.',
  fineWhen: 'A file system that never tears a page (doublewrite), or the hour of a repair (force_recovery).',
  advice: 'Take the line out.',
  sources: [
    {
      title: 'MySQL: innodb_doublewrite',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/innodb-parameters.html#sysvar_innodb_doublewrite',
    },
    {
      title: 'MySQL: forcing InnoDB recovery',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/forcing-innodb-recovery.html',
    },
    {
      title: 'MySQL: binlog_error_action',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-options-binary-log.html#sysvar_binlog_error_action',
    },
    {
      title: 'MariaDB: innodb_doublewrite',
      url: 'https://mariadb.com/kb/en/innodb-system-variables/#innodb_doublewrite',
    },
  ],
  bad: [
    clusterExample('mysql', file('innodb_force_recovery=4'), 'destroy'),
    clusterExample('mysql', file('binlog_error_action=IGNORE_ERROR'), 'full'),
    clusterExample('mariadb', file('skip-innodb_doublewrite'), 'torn'),
  ],
  good: [clusterExample('mysql', file('innodb_doublewrite=ON', 'innodb_force_recovery=0'))],
  check(cluster, context) {
    for (const node of mysqlNodes(cluster)) {
      const { mysqld } = node;
      const report = (name: string, message: string, severity?: 'info') => {
        const written = mysqld.given(name)?.written;
        if (written === undefined) return;
        context.report({
          origin: written.origin,
          ...(severity === undefined ? {} : { severity }),
          message,
          fixes: isOptionFile(written.keyOrigin) ? [withoutLine(written)] : [],
        });
      };
      const double = mysqld.given('innodb_doublewrite')?.written.raw;
      // Without a log that is flushed and a binary log it is a copy to be thrown away.
      const isScratch =
        mysqld.given('innodb_flush_log_at_trx_commit')?.value === 0 &&
        writesBinlog(node) === false &&
        mysqld.given('log_bin') !== undefined;
      if (isScratch) continue;
      if (double === false || (typeof double === 'string' && /^(?:0|off|false|detect_only)$/i.test(double))) {
        report(
          'innodb_doublewrite',
          'Without the doublewrite buffer a page that was torn by a crash of the machine cannot be repaired: the table is damaged. Leave it on, unless the file system writes whole pages at once.',
          // There a whole copy comes from another node.
          cluster.system === 'galera' ? 'info' : undefined,
        );
      }
      const force = mysqld.given('innodb_force_recovery')?.value;
      if (typeof force === 'number' && force > 0) {
        report(
          'innodb_force_recovery',
          force >= 4
            ? `innodb_force_recovery=${force} may destroy data for good, and makes InnoDB read only: it is for getting a dump out, not for a file that stays. Take it out.`
            : `innodb_force_recovery=${force} starts over damage that should stop the server, and leaves out parts of recovery: it is for one start, not for a file that stays. Take it out.`,
        );
      }
      if (mysqld.given('binlog_error_action')?.value === 'IGNORE_ERROR') {
        report(
          'binlog_error_action',
          'IGNORE_ERROR goes on without a binary log when it cannot be written, for example on a full disk: replicas miss everything from then on, without an error. ABORT_SERVER stops instead.',
        );
      }
      if (mysqld.given('innodb_support_xa')?.value === false) {
        report(
          'innodb_support_xa',
          'innodb_support_xa is off: after a crash the binary log may hold transactions that the tables do not, or the other way round, and replicas differ. Take the line out.',
        );
      }
    }
  },
});
