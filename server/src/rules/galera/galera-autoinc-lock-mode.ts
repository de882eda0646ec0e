import { clusterExample } from '../lib/cluster/example.js';
import { mysqlNodes, setTo } from '../lib/cluster/mysql.js';
import { galeraNode } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-autoinc-lock-mode',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['galera'],
  summary: 'AUTO_INCREMENT takes table locks, which appliers of other nodes run into.',
  gains: 'Numbers of one INSERT follow each other.',
  costs:
    'Locks of whole tables are not known to other nodes: applying meets deadlocks. With several applier threads the server refuses to start.',
  fineWhen: 'Never with Galera.',
  advice: 'Write `innodb_autoinc_lock_mode=2`.',
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
      { 'db/my.cnf': galeraNode(1, 3, 'wsrep_slave_threads=4').replace('lock_mode=2', 'lock_mode=1') },
      'refuses to start',
    ),
  ],
  good: [clusterExample('galera', { 'db/my.cnf': galeraNode(1, 3, 'wsrep_slave_threads=4') })],
  check(cluster, context) {
    if (cluster.system !== 'galera') return;
    for (const { mysqld, galera } of mysqlNodes(cluster)) {
      const mode = mysqld.given('innodb_autoinc_lock_mode');
      if (mode === undefined || typeof mode.value !== 'number' || mode.value === 2) continue;
      const threads = galera?.number('wsrep_slave_threads') ?? 1;
      context.report({
        origin: mode.written.origin,
        ...(threads > 1 ? { severity: 'error' as const } : {}),
        message:
          threads > 1
            ? `innodb_autoinc_lock_mode=${mode.value} with ${threads} applier threads: the server refuses to start, as applying in parallel needs 2. Set 2.`
            : `innodb_autoinc_lock_mode=${mode.value} locks tables for AUTO_INCREMENT, which other nodes know nothing of: applying their writes meets deadlocks. Galera needs 2.`,
        fixes: [setTo(mode.written, '2', true)],
      });
    }
  },
});
