import { clusterExample } from '../lib/cluster/example.js';
import {
  isBinlogReplication,
  isOn,
  isReplica,
  knowsDefaults,
  mysqlNodes,
  setTo,
  variable,
} from '../lib/cluster/mysql.js';
import { replicated } from '../lib/cluster/mysql-example.js';
import { sentence } from '../lib/cluster/names.js';
import { isExplained } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

const middle = (line: string) => ({
  'a/my.cnf': '# MySQL 8.0.36\n[mysqld]\nserver_id=1\nreport_host=a\n',
  'b/my.cnf': `# MySQL 8.0.36\n[mysqld]\nserver_id=2\nreport_host=b\n${line}\n`,
  'b/b.sql': "-- dialect: mysql\nCHANGE REPLICATION SOURCE TO SOURCE_HOST='a', SOURCE_SSL=1;\n",
  'c/my.cnf': '# MySQL 8.0.36\n[mysqld]\nserver_id=3\nreport_host=c\nlog_replica_updates=ON\n',
  'c/c.sql': "-- dialect: mysql\nCHANGE REPLICATION SOURCE TO SOURCE_HOST='b', SOURCE_SSL=1;\n",
});

export default defineRule({
  id: 'mysql-replica-updates',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql', 'mariadb'],
  summary:
    'A replica does not log what it applies: those that follow it miss it, and after its promotion so do all.',
  gains: 'Half of the writes of a replica’s logs.',
  costs:
    'Its own replicas get what clients write to it, and nothing of what came from its source. After a failover to it the others cannot continue from it, as it has no log of what was before.',
  fineWhen: 'A replica for reports alone, which is never promoted and that nobody follows.',
  advice: 'Switch `log_replica_updates` (MariaDB: `log_slave_updates`) on, which MySQL does since 8.0.',
  sources: [
    {
      title: 'MySQL: log_replica_updates',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-options-binary-log.html#sysvar_log_replica_updates',
    },
    {
      title: 'MariaDB: log_slave_updates',
      url: 'https://mariadb.com/kb/en/replication-and-binary-log-system-variables/#log_slave_updates',
    },
  ],
  bad: [
    clusterExample('mysql', middle('log_replica_updates=OFF'), 'c follows it'),
    replicated(['log_bin'], ['log_bin', 'log_slave_updates=0'], 'promoted', { system: 'mariadb' }),
  ],
  good: [
    clusterExample('mysql', middle('log_replica_updates=ON')),
    replicated(['log_bin'], ['log_bin', 'log_slave_updates'], undefined, { system: 'mariadb' }),
  ],
  check(cluster, context) {
    if (!isBinlogReplication(cluster)) return;
    for (const node of mysqlNodes(cluster)) {
      const id = node.member.id;
      const source = cluster.links.find(({ to, kind }) => to === id && kind !== 'peer');
      if (!isReplica(cluster, node) || isOn(node, 'log_replica_updates') !== false) continue;
      const follower = cluster.links.find(({ from, to }) => from === id && to !== source?.from);
      const written = variable(node, 'log_replica_updates')?.written;
      if (follower !== undefined) {
        if (written === undefined && !knowsDefaults(node)) continue;
        context.report({
          origin: written?.origin ?? node.member.origin,
          severity: 'error',
          message: `${sentence(node.name)} does not log what it applies, and ${follower.to} follows it: ${follower.to} misses everything that came from ${source?.from ?? 'its source'}, without an error. Switch ${node.flavour === 'mariadb' ? 'log_slave_updates' : 'log_replica_updates'} on.`,
          ...(written === undefined ? {} : { fixes: [setTo(written, 'ON')] }),
        });
      } else if (written !== undefined && !isExplained(written.origin, REASON)) {
        const replicas = new Set(cluster.links.map(({ to }) => to)).size;
        context.report({
          origin: written.origin,
          ...(replicas < 2 ? { severity: 'info' as const } : {}),
          message: `${sentence(node.name)} does not log what it applies: after it was promoted, others find nothing of the time before in its binary log and have to be built anew. Switch it on.`,
          fixes: [setTo(written, 'ON')],
        });
      }
    }
  },
});

/** What a comment speaks of that has switched it off knowingly. */
const REASON =
  /\b(?:disable|no|not|never|without|off|skip|avoid)\b|\bn[o']t\b|禁用|关闭|不(?:需要|记录|写)|отключ/i;
