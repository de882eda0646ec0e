import { isBinlogReplication, isOn, mysqlNodes, setTo, variable } from '../lib/cluster/mysql.js';
import { replicated } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mysql-semisync-gives-up',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql', 'mariadb'],
  summary: 'Replication becomes asynchronous at once when replicas go away, before the timeout.',
  gains: 'Writes never wait for replicas that are known to be gone.',
  costs:
    'A restart or a cut of the replicas is enough: from that moment on commits are acknowledged on the source alone, however long the timeout is.',
  fineWhen: 'Semi-synchronous replication is a wish, not a promise.',
  advice: 'Leave it on; it then waits out the timeout.',
  sources: [
    {
      title: 'MySQL: rpl_semi_sync_source_wait_no_replica',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-options-source.html#sysvar_rpl_semi_sync_source_wait_no_replica',
    },
    {
      title: 'MariaDB: rpl_semi_sync_master_wait_no_slave',
      url: 'https://mariadb.com/kb/en/semisynchronous-replication/#rpl_semi_sync_master_wait_no_slave',
    },
  ],
  bad: [
    replicated(
      ['log_bin=binlog', 'rpl_semi_sync_source_enabled=1', 'rpl_semi_sync_source_wait_no_replica=OFF'],
      ['rpl_semi_sync_replica_enabled=1'],
      'at once',
    ),
    replicated(
      ['log_bin=binlog', 'rpl_semi_sync_master_enabled=1', 'rpl_semi_sync_master_wait_no_slave=0'],
      ['rpl_semi_sync_slave_enabled=1'],
      'at once',
      { system: 'mariadb' },
    ),
  ],
  good: [
    replicated(
      ['log_bin=binlog', 'rpl_semi_sync_source_enabled=1', 'rpl_semi_sync_source_wait_no_replica=ON'],
      ['rpl_semi_sync_replica_enabled=1'],
    ),
  ],
  check(cluster, context) {
    if (!isBinlogReplication(cluster)) return;
    for (const node of mysqlNodes(cluster)) {
      if (isOn(node, 'rpl_semi_sync_source_enabled') !== true) continue;
      const waits = variable(node, 'rpl_semi_sync_source_wait_no_replica');
      if (waits?.written === undefined || waits.effective !== false) continue;
      context.report({
        origin: waits.written.origin,
        message: `As soon as fewer replicas are connected than are waited for, ${node.name} replicates asynchronously at once: the timeout does not count. A restart of the replica is enough to acknowledge commits on one copy.`,
        fixes: [setTo(waits.written, 'ON')],
      });
    }
  },
});
