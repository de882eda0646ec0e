import {
  isBinlogReplication,
  isOptionFile,
  mysqlNodes,
  withLine,
  withoutLine,
  writesBinlog,
} from '../lib/cluster/mysql.js';
import { replicated } from '../lib/cluster/mysql-example.js';
import { sentence } from '../lib/cluster/names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mysql-no-binlog',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['mysql', 'mariadb'],
  summary: 'A server that others follow writes no binary log.',
  gains: 'Fewer writes to the disk.',
  costs:
    'There is nothing that a replica could read: its connection fails with an error, and it stays as it was.',
  fineWhen: 'Never for a source.',
  advice: 'Write `log_bin`. MySQL has it on since 8.0; MariaDB does not.',
  sources: [
    {
      title: 'MySQL: log_bin',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-options-binary-log.html#option_mysqld_log-bin',
    },
    {
      title: 'MariaDB: activating the binary log',
      url: 'https://mariadb.com/kb/en/activating-the-binary-log/',
    },
  ],
  bad: [
    replicated(['skip-log-bin'], ['read_only=1'], 'no binary log'),
    replicated(['sync_binlog=1'], ['read_only=1'], 'MariaDB writes none', { system: 'mariadb' }),
  ],
  good: [
    replicated(['sync_binlog=1'], ['read_only=1']),
    replicated(['log_bin'], ['read_only=1'], undefined, { system: 'mariadb' }),
  ],
  check(cluster, context) {
    if (!isBinlogReplication(cluster)) return;
    for (const node of mysqlNodes(cluster)) {
      const follower = cluster.links.find(({ from, kind }) => from === node.member.id && kind !== 'peer');
      if (follower === undefined || writesBinlog(node) !== false) continue;
      const off = node.mysqld.given('log_bin')?.written;
      const at = off ?? node.mysqld.given('server_id')?.written;
      // Images of MariaDB switch it on by themselves where they are told to be a source.
      if (off === undefined && (at === undefined || !isOptionFile(at.keyOrigin))) continue;
      context.report({
        origin: off?.keyOrigin ?? at!.keyOrigin,
        message: `${sentence(node.name)} writes no binary log${off === undefined ? ' (MariaDB writes none unless told to)' : ''}, and ${follower.to} follows it: the connection fails, and ${follower.to} gets nothing. Switch log_bin on.`,
        fixes: off === undefined ? [withLine(at!, 'log_bin')] : [withoutLine(off)],
      });
    }
  },
});
