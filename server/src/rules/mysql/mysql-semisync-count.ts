import { clusterExample } from '../lib/cluster/example.js';
import { duration, isBinlogReplication, isOn, mysqlNodes, setTo, variable } from '../lib/cluster/mysql.js';
import { replicated } from '../lib/cluster/mysql-example.js';
import { sentence } from '../lib/cluster/names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mysql-semisync-count',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql', 'mariadb'],
  summary:
    'More acknowledgements are waited for than there are replicas, or the server cannot wait for several.',
  gains: 'None while the replicas are missing.',
  costs:
    'Commits wait for the whole timeout, and replication is then asynchronous: fewer copies than with a count that can be met. MariaDB waits for one replica and has no such variable.',
  fineWhen: 'Further replicas exist that these files do not show.',
  advice: 'Wait for fewer replicas than there are, so that one may be away.',
  sources: [
    {
      title: 'MySQL: rpl_semi_sync_source_wait_for_replica_count',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-options-source.html#sysvar_rpl_semi_sync_source_wait_for_replica_count',
    },
    {
      title: 'MariaDB: semisynchronous replication',
      url: 'https://mariadb.com/kb/en/semisynchronous-replication/',
    },
  ],
  bad: [
    replicated(
      ['log_bin=binlog', 'rpl_semi_sync_source_enabled=1', 'rpl_semi_sync_source_wait_for_replica_count=2'],
      ['rpl_semi_sync_replica_enabled=1'],
      '2 replicas',
    ),
    clusterExample(
      'mariadb',
      {
        'db/my.cnf':
          '# MariaDB 10.11.6\n[mysqld]\nserver_id=1\nrpl_semi_sync_master_enabled=1\nrpl_semi_sync_master_wait_for_slave_count=2\n',
      },
      'waits for one replica',
    ),
  ],
  good: [
    replicated(
      ['log_bin=binlog', 'rpl_semi_sync_source_enabled=1', 'rpl_semi_sync_source_wait_for_replica_count=1'],
      ['rpl_semi_sync_replica_enabled=1'],
    ),
  ],
  check(cluster, context) {
    if (!isBinlogReplication(cluster)) return;
    for (const node of mysqlNodes(cluster)) {
      if (node.flavour === 'mariadb') {
        const unknown = node.mysqld.raw('rpl_semi_sync_master_wait_for_slave_count');
        if (unknown === undefined) continue;
        context.report({
          origin: unknown.keyOrigin,
          message:
            'MariaDB waits for one replica and has no rpl_semi_sync_master_wait_for_slave_count: it is refused, or passed over with a warning. Take it out; more acknowledged copies need Galera or MySQL.',
        });
        continue;
      }
      const count = variable(node, 'rpl_semi_sync_source_wait_for_replica_count');
      if (isOn(node, 'rpl_semi_sync_source_enabled') !== true || cluster.open) continue;
      const replicas = cluster.links.filter(({ from }) => from === node.member.id).length;
      const wanted = count?.effective;
      if (count?.written === undefined || typeof wanted !== 'number' || replicas === 0 || wanted <= replicas)
        continue;
      const timeout = variable(node, 'rpl_semi_sync_source_timeout')?.effective;
      context.report({
        origin: count.written.origin,
        message: `${sentence(node.name)} waits for ${wanted} replicas and ${replicas} follow${replicas === 1 ? 's' : ''} it: a commit waits ${typeof timeout === 'number' ? duration(timeout) : 'for the timeout'}, then replication is asynchronous, with no acknowledged copy at all. Wait for fewer than there are.`,
        fixes: [setTo(count.written, String(Math.max(1, replicas - 1)))],
      });
    }
  },
});
