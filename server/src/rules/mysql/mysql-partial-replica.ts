import { isBinlogReplication, mysqlNodes } from '../lib/cluster/mysql.js';
import { replicated } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mysql-partial-replica',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['mysql', 'mariadb'],
  summary: 'A filter keeps a part of the data from a replica: it cannot stand in for its source.',
  gains: 'A small replica for one purpose.',
  costs:
    'After a failover to it everything that was filtered is gone. With statements or MIXED a filter by database goes by USE, not by the table: `UPDATE other.t` passes or vanishes unexpectedly. A filter of the binary log leaves nothing to restore from.',
  fineWhen: 'The replica is never promoted, and others hold everything.',
  advice: 'Filter by table patterns, use ROW, and keep at least one replica without filters.',
  sources: [
    {
      title: 'MySQL: how servers evaluate replication filtering rules',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-rules.html',
    },
    { title: 'MariaDB: replication filters', url: 'https://mariadb.com/kb/en/replication-filters/' },
  ],
  bad: [
    replicated(['log_bin=binlog'], ['super_read_only=1', 'replicate_do_db=shop'], 'replicate_do_db'),
    replicated(['log_bin=binlog', 'binlog_do_db=shop'], ['read_only=1'], 'binary log', { system: 'mariadb' }),
  ],
  good: [replicated(['log_bin=binlog'], ['super_read_only=1'])],
  check(cluster, context) {
    if (!isBinlogReplication(cluster) || cluster.members.length < 2) return;
    for (const { mysqld, name, member } of mysqlNodes(cluster)) {
      const out = mysqld.written.find(
        ({ key, raw }) => /^binlog_(?:do|ignore)_db$/.test(key) && telling(raw),
      );
      if (out !== undefined && cluster.links.some(({ from }) => from === member.id)) {
        context.report({
          origin: out.origin,
          message: `${out.key} keeps changes out of the binary log of ${name}: no replica gets them and no backup can be rolled forward over them. Log everything, and filter at the replica that needs less.`,
        });
      }
      const filter = mysqld.written.find(
        ({ key, raw }) => /^replicate_(?:wild_)?(?:do|ignore)_/.test(key) && telling(raw),
      );
      if (filter === undefined || !cluster.links.some(({ to }) => to === member.id)) continue;
      const byDatabase = /_db$/.test(filter.key);
      context.report({
        origin: filter.origin,
        message: `${filter.key} makes ${name} a part of its source: what is left out is lost in a failover to it${byDatabase ? '. With statements the filter goes by USE, not by the table that is changed' : ''}. Keep a replica without filters.`,
      });
    }
  },
});

/** A filter that leaves out data of users, not the server's own databases alone. */
function telling(raw: unknown): boolean {
  return (
    typeof raw === 'string' &&
    raw !== '' &&
    !raw
      .split(',')
      .every(name => /^`?(?:mysql|sys|test|information_schema|performance_schema)\b/i.test(name.trim()))
  );
}
