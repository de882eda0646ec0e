import { type Copy, reportCopies } from '../lib/cluster/copies.js';
import { isBinlogReplication, isReplica, mysqlNodes, setTo } from '../lib/cluster/mysql.js';
import { replicated } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mysql-statement-format',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql', 'mariadb'],
  summary:
    'Replicas repeat statements instead of taking over rows, and come to other rows where a statement is not deterministic.',
  gains: 'A small log for statements that change many rows.',
  costs:
    'UUID(), LIMIT without ORDER BY, triggers and AUTO_INCREMENT in a trigger give other rows on the replica, with a warning in a log at best. READ COMMITTED is refused.',
  fineWhen: 'Never for data that have to be equal.',
  advice:
    'Use ROW, which MySQL has as its default since 5.7.7; `binlog_row_image=MINIMAL` keeps the log small.',
  sources: [
    {
      title: 'MySQL: advantages of statement-based and row-based replication',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-sbr-rbr.html',
    },
    { title: 'MariaDB: binary log formats', url: 'https://mariadb.com/kb/en/binary-log-formats/' },
  ],
  bad: [
    replicated(['log_bin=binlog', 'binlog_format=STATEMENT'], ['read_only=1'], 'repeat'),
    replicated(['log_bin=binlog', 'binlog-format = statement'], ['read_only=1'], 'repeat', {
      system: 'mariadb',
    }),
  ],
  good: [replicated(['log_bin=binlog', 'binlog_format=ROW'], ['read_only=1'])],
  check(cluster, context) {
    if (!isBinlogReplication(cluster)) return;
    const copies: Copy[] = [];
    for (const node of mysqlNodes(cluster)) {
      const format = node.mysqld.given('binlog_format');
      if (format?.value !== 'STATEMENT') continue;
      const followed = cluster.members.length > 1;
      if (followed && isReplica(cluster, node) && !cluster.links.some(({ from }) => from === node.member.id))
        continue;
      if (!followed && node.mysqld.given('log_bin') === undefined) continue;
      copies.push({
        kind: String(followed),
        report: {
          origin: format.written.origin,
          ...(followed ? {} : { severity: 'info' as const }),
          message:
            'binlog_format=STATEMENT: replicas repeat the statements, and come to other rows where one is not deterministic (UUID(), LIMIT without ORDER BY, triggers), without stopping. ROW carries the rows themselves.',
          fixes: [setTo(format.written, 'ROW')],
        },
      });
    }
    reportCopies(context, copies);
  },
});
