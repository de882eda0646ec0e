import { isAtLeast } from '../../cluster/version.js';
import { clusterExample } from '../lib/cluster/example.js';
import { mysqlNodes, setTo, writesBinlog } from '../lib/cluster/mysql.js';
import { groupExample } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'group-requirements',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['group-replication'],
  summary: 'A setting that Group Replication refuses: the member does not start in the group.',
  gains: 'None.',
  costs: 'START GROUP_REPLICATION fails with an error.',
  fineWhen: 'Never.',
  advice:
    'gtid_mode and enforce_gtid_consistency ON, binlog_format ROW, log_bin and log_replica_updates on; before 8.0.21 binlog_checksum NONE.',
  sources: [
    {
      title: 'MySQL: requirements of Group Replication',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-requirements.html',
    },
  ],
  bad: [
    clusterExample(
      'group-replication',
      {
        'db/my.cnf':
          '# MySQL 8.0.36\n[mysqld]\nserver_id=1\ngtid_mode=OFF\ngroup_replication_group_name=6f1f2b3c-3d5e-4f60-8a1b-2c3d4e5f6071\n',
      },
      'gtid_mode',
    ),
    groupExample(1, ['binlog_format=MIXED'], 'binlog_format'),
  ],
  good: [groupExample(3, ['binlog_format=ROW'])],
  check(cluster, context) {
    if (cluster.system !== 'group-replication') return;
    for (const node of mysqlNodes(cluster)) {
      const { mysqld, version } = node;
      const wanted: readonly (readonly [string, unknown, string])[] = [
        ['gtid_mode', 'ON', 'ON'],
        ['enforce_gtid_consistency', 'ON', 'ON'],
        ['binlog_format', 'ROW', 'ROW'],
        ['log_replica_updates', true, 'ON'],
        ...(version !== undefined && !isAtLeast(version, '8.0.21')
          ? ([['binlog_checksum', 'NONE', 'NONE']] as const)
          : []),
      ];
      for (const [name, value, text] of wanted) {
        const setting = mysqld.given(name);
        if (setting?.value === undefined || setting.value === value) continue;
        context.report({
          origin: setting.written.origin,
          message: `Group Replication refuses ${setting.written.key}=${String(setting.written.raw)}: the member does not start in the group. Set ${text}.`,
          fixes: [setTo(setting.written, text, true)],
        });
      }
      const log = mysqld.given('log_bin');
      if (log !== undefined && writesBinlog(node) === false) {
        context.report({
          origin: log.written.origin,
          message:
            'Group Replication needs the binary log: the member does not start in the group without it. Take this line out.',
        });
      }
    }
  },
});
