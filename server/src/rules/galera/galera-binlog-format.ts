import { clusterExample } from '../lib/cluster/example.js';
import { mysqlNodes, setTo } from '../lib/cluster/mysql.js';
import { galeraNode } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-binlog-format',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['galera'],
  summary: 'Galera works with binlog_format=ROW alone: the server refuses to start.',
  gains: 'None.',
  costs:
    'Certification compares rows. With a provider loaded, a server of another format stops at its start.',
  fineWhen: 'Never.',
  advice: 'Write `binlog_format=ROW`.',
  sources: [
    {
      title: 'MariaDB: checks at the start in wsrep_check_opts.cc',
      url: 'https://github.com/MariaDB/server/blob/10.11/sql/wsrep_check_opts.cc',
    },
    {
      title: 'MariaDB: configuring Galera',
      url: 'https://mariadb.com/kb/en/configuring-mariadb-galera-cluster/',
    },
  ],
  bad: [
    clusterExample(
      'galera',
      { 'db/my.cnf': galeraNode(1, 3).replace('binlog_format=ROW', 'binlog_format=MIXED') },
      'MIXED',
    ),
  ],
  good: [clusterExample('galera', { 'db/my.cnf': galeraNode(1, 3) })],
  check(cluster, context) {
    if (cluster.system !== 'galera') return;
    for (const { mysqld, galera } of mysqlNodes(cluster)) {
      const format = mysqld.given('binlog_format');
      if (format === undefined || format.value === undefined || format.value === 'ROW') continue;
      const provider = galera?.text('wsrep_provider')?.toLowerCase();
      if (provider === undefined || provider === 'none' || galera?.flag('wsrep_on') === false) continue;
      context.report({
        origin: format.written.origin,
        message: `binlog_format=${String(format.value)}: with Galera’s provider loaded the server refuses to start, as only ROW is supported. Set ROW.`,
        fixes: [setTo(format.written, 'ROW', true)],
      });
    }
  },
});
