import { duration, mysqlNodes, setTo } from '../lib/cluster/mysql.js';
import { groupExample } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'group-flush-at-commit',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['group-replication'],
  summary: 'No member flushes at commit: when all lose power at once, acknowledged commits are lost.',
  gains: 'Commits do not wait for the disk. A member that crashes alone gets what it lost from the others.',
  costs:
    'A majority has a commit in memory when it is acknowledged. A failure that hits all members loses about the last second, and members may come back with different ends: the group then has to be begun from the one that has most.',
  fineWhen: 'The members stand in places that do not fail together.',
  advice: 'Set innodb_flush_log_at_trx_commit and sync_binlog to 1, the defaults, at least in two places.',
  sources: [
    {
      title: 'MySQL: innodb_flush_log_at_trx_commit',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/innodb-parameters.html#sysvar_innodb_flush_log_at_trx_commit',
    },
    {
      title: 'MySQL: restarting a group',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-restarting-group.html',
    },
  ],
  bad: [groupExample(1, ['innodb_flush_log_at_trx_commit=2'], 'loses about')],
  good: [groupExample(3, ['innodb_flush_log_at_trx_commit=1'])],
  check(cluster, context) {
    if (cluster.system !== 'group-replication' || cluster.members.some(({ configured }) => !configured))
      return;
    const nodes = mysqlNodes(cluster);
    const settings = nodes.map(({ mysqld }) => mysqld.given('innodb_flush_log_at_trx_commit'));
    const [first] = settings;
    if (first === undefined || !settings.every(setting => setting?.value === 0 || setting?.value === 2))
      return;
    const every = nodes[0]!.mysqld.number('innodb_flush_log_at_timeout') ?? 1000;
    context.report({
      origin: first.written.origin,
      message: `No member flushes its redo log at commit: a failure that hits all of them at once loses about ${duration(every)} of acknowledged commits, and members may come back with different ends. Set innodb_flush_log_at_trx_commit=1 on some.`,
      fixes: () =>
        settings.slice(0, 1).flatMap(setting => (setting === undefined ? [] : [setTo(setting.written, '1')])),
    });
  },
});
