import { isAtLeast } from '../../cluster/version.js';
import { clusterExample } from '../lib/cluster/example.js';
import { isBinlogReplication, isReplica, mysqlNodes, setTo } from '../lib/cluster/mysql.js';
import { replicated } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mysql-relay-log-crash',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql', 'mariadb'],
  summary:
    'After a crash of the replica its position and its data may differ: events are applied twice or left out.',
  gains: 'A position in a file can be read without the server.',
  costs:
    'The file is flushed every now and then, not with the transaction: after a crash of the machine it is older than the data. Without relay_log_recovery a relay log that was cut off stops the applier.',
  fineWhen: 'A replica that is built anew after each crash.',
  advice: 'Keep positions in tables (the only way since MySQL 8.3), and set `relay_log_recovery=ON`.',
  sources: [
    {
      title: 'MySQL: unexpected halt of a replica',
      url: 'https://dev.mysql.com/doc/refman/8.0/en/replication-solutions-unexpected-replica-halt.html',
    },
    {
      title: 'MariaDB: relay_log_recovery',
      url: 'https://mariadb.com/kb/en/replication-and-binary-log-system-variables/#relay_log_recovery',
    },
  ],
  bad: [
    replicated(['log_bin=binlog'], ['super_read_only=1', 'relay_log_info_repository=FILE'], 'FILE', {
      version: '8.0.20',
    }),
    replicated(['log_bin=binlog'], ['read_only=1', 'relay_log_recovery=OFF'], 'relay_log_recovery', {
      system: 'mariadb',
    }),
  ],
  good: [
    replicated(
      ['log_bin=binlog'],
      ['super_read_only=1', 'relay_log_info_repository=TABLE', 'relay_log_recovery=ON'],
      undefined,
      {
        version: '8.0.20',
      },
    ),
    clusterExample('mysql', { 'my.cnf': '[mysqld]\nserver_id=1\nrelay_log_recovery=0\n' }),
  ],
  check(cluster, context) {
    if (!isBinlogReplication(cluster)) return;
    for (const node of mysqlNodes(cluster)) {
      if (!isReplica(cluster, node)) continue;
      const { mysqld, version } = node;
      const place = mysqld.given('relay_log_info_repository');
      const recovery = mysqld.given('relay_log_recovery');
      if (place?.value === 'FILE' && (version === undefined || !isAtLeast(version, '8.3.0'))) {
        context.report({
          origin: place.written.origin,
          message: `relay_log_info_repository=FILE: the position of ${node.name} is not written with the transaction, so after a crash of the machine events are applied twice or it stops. Use TABLE.`,
          fixes: [setTo(place.written, 'TABLE')],
        });
      } else if (recovery?.value === false) {
        context.report({
          origin: recovery.written.origin,
          message: `relay_log_recovery is off on ${node.name}: after a crash it goes on with a relay log that may be cut off, and stops there. On, it fetches again from the source what it had not applied.`,
          fixes: [setTo(recovery.written, 'ON')],
        });
      }
    }
  },
});
