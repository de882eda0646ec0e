import { isBinlogReplication, isOn, mysqlNodes, setTo, variable } from '../lib/cluster/mysql.js';
import { replicated } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mysql-semisync-after-commit',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql', 'mariadb'],
  summary: 'Others read a row before any replica has it, and it may be lost.',
  gains: 'Locks of the transaction are given back before the round trip.',
  costs:
    'AFTER_COMMIT commits first and waits then: meanwhile other sessions read the row. When the source is lost before a replica has it, they have seen what never was.',
  fineWhen: 'Readers act on nothing that may vanish.',
  advice: 'Set the wait point to AFTER_SYNC. It is the default of MySQL; MariaDB’s is AFTER_COMMIT.',
  sources: [
    {
      title: 'MySQL: rpl_semi_sync_source_wait_point',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-options-source.html#sysvar_rpl_semi_sync_source_wait_point',
    },
    {
      title: 'MariaDB: rpl_semi_sync_master_wait_point',
      url: 'https://mariadb.com/kb/en/semisynchronous-replication/#rpl_semi_sync_master_wait_point',
    },
  ],
  bad: [
    replicated(
      ['log_bin=binlog', 'rpl_semi_sync_source_enabled=1', 'rpl_semi_sync_source_wait_point=AFTER_COMMIT'],
      ['rpl_semi_sync_replica_enabled=1'],
      'AFTER_COMMIT',
    ),
    replicated(
      ['log_bin=binlog', 'rpl_semi_sync_master_enabled=1'],
      ['rpl_semi_sync_slave_enabled=1'],
      'MariaDB',
      { system: 'mariadb' },
    ),
  ],
  good: [
    replicated(['log_bin=binlog', 'rpl_semi_sync_source_enabled=1'], ['rpl_semi_sync_replica_enabled=1']),
    replicated(
      ['log_bin=binlog', 'rpl_semi_sync_master_enabled=1', 'rpl_semi_sync_master_wait_point=AFTER_SYNC'],
      ['rpl_semi_sync_slave_enabled=1'],
      undefined,
      { system: 'mariadb' },
    ),
  ],
  check(cluster, context) {
    if (!isBinlogReplication(cluster)) return;
    for (const node of mysqlNodes(cluster)) {
      const enabled = variable(node, 'rpl_semi_sync_source_enabled');
      if (isOn(node, 'rpl_semi_sync_source_enabled') !== true || enabled?.written === undefined) continue;
      if (cluster.members.length > 1 && node.member.leader === false) continue;
      const point = variable(node, 'rpl_semi_sync_source_wait_point');
      if (point?.effective !== 'AFTER_COMMIT') continue;
      const at = point.written;
      context.report({
        origin: at?.origin ?? enabled.written.origin,
        ...(at === undefined ? { severity: 'info' as const } : {}),
        message: `${at === undefined ? 'MariaDB waits after the commit unless told otherwise (AFTER_COMMIT)' : 'AFTER_COMMIT waits after the commit'}: others read a row before any replica has it, and it vanishes when ${node.name} is lost then. AFTER_SYNC shows it once a replica has it.`,
        ...(at === undefined ? {} : { fixes: [setTo(at, 'AFTER_SYNC')] }),
      });
    }
  },
});
