import { clusterExample } from '../lib/cluster/example.js';
import { mysqlNodes, textOf } from '../lib/cluster/mysql.js';
import { defineRule } from '../rule.js';

const file = (line: string) => ({ 'db/my.cnf': `[mysqld]\nserver_id=1\n${line}\nsync_binlog=1\n` });

export default defineRule({
  id: 'mysql-log-bin-value',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql', 'mariadb'],
  summary: 'log_bin=OFF switches the binary log on: its value is a file name.',
  gains: 'None.',
  costs:
    'The log is written to files called `OFF.000001`. Whoever wanted none fills the disk; `ON` and `1` name them so.',
  fineWhen: 'Never.',
  advice: 'Write `skip-log-bin` to switch it off, and a name such as `log_bin=binlog` to switch it on.',
  sources: [
    {
      title: 'MySQL: --log-bin takes a base name',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-options-binary-log.html#option_mysqld_log-bin',
    },
    {
      title: 'MariaDB: activating the binary log',
      url: 'https://mariadb.com/kb/en/activating-the-binary-log/',
    },
  ],
  bad: [
    clusterExample('mysql', file('log_bin=OFF'), 'OFF.000001'),
    clusterExample('mariadb', file('log-bin = 0'), '0.000001'),
  ],
  good: [clusterExample('mysql', file('skip-log-bin')), clusterExample('mysql', file('log_bin=binlog'))],
  check(cluster, context) {
    for (const { mysqld } of mysqlNodes(cluster)) {
      const written = mysqld.given('log_bin')?.written;
      if (typeof written?.raw !== 'string' || !/^(?:off|0|false|no)$/i.test(written.raw)) continue;
      // Such a line of a container's command is an option of the same kind; SET cannot change it.
      const key = textOf(written.keyOrigin);
      context.report({
        origin: written.origin,
        message: `log_bin takes the base name of its files: ${key}=${written.raw} switches the binary log on and calls them ${written.raw}.000001. skip-log-bin switches it off.`,
        fixes: [
          {
            title: 'Write skip-log-bin',
            edits: [
              {
                origin: {
                  unit: written.keyOrigin.unit,
                  span: { start: written.keyOrigin.span.start, end: written.origin.span.end },
                },
                newText: 'skip-log-bin',
              },
            ],
            safe: false,
          },
        ],
      });
    }
  },
});
