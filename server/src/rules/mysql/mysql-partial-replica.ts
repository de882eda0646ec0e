import type { Cluster } from '../../cluster/model.js';
import type { Written } from '../../cluster/settings.js';
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
    replicated(['log_bin=binlog'], ['super_read_only=1', 'replicate_ignore_db=logs'], 'replicate_ignore_db'),
    replicated(
      ['log_bin=binlog', 'binlog_do_db=shop,orders'],
      ['super_read_only=1', 'replicate_do_db=shop'],
      'replicate_do_db',
    ),
    replicated(['log_bin=binlog', 'binlog_ignore_db=logs'], ['read_only=1'], 'binary log', {
      system: 'mariadb',
    }),
  ],
  good: [
    replicated(['log_bin=binlog'], ['super_read_only=1']),
    // All that there is, as far as anything says.
    replicated(['log_bin=binlog', 'binlog_do_db=shop'], ['super_read_only=1', 'replicate_do_db=shop']),
  ],
  check(cluster, context) {
    if (!isBinlogReplication(cluster) || cluster.members.length < 2) return;
    const spoken = databasesOf(cluster);
    for (const { mysqld, name, member } of mysqlNodes(cluster)) {
      // A list of what is kept leaves something out where there is something else.
      const leavesOut = (key: string, raw: unknown) => {
        if (!telling(raw) || !/_do_db$/.test(key)) return telling(raw);
        const own = databases(mysqld.written.filter(each => each.key === key));
        return spoken.some(each => !own.includes(each));
      };
      const out = mysqld.written.find(
        ({ key, raw }) => /^binlog_(?:do|ignore)_db$/.test(key) && leavesOut(key, raw),
      );
      if (out !== undefined && cluster.links.some(({ from }) => from === member.id)) {
        context.report({
          origin: out.origin,
          message: `${out.key} keeps changes out of the binary log of ${name}: no replica gets them and no backup can be rolled forward over them. Log everything, and filter at the replica that needs less.`,
        });
      }
      const filter = mysqld.written.find(
        ({ key, raw }) => /^replicate_(?:wild_)?(?:do|ignore)_/.test(key) && leavesOut(key, raw),
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

/** Databases that any filter of a cluster names. */
function databasesOf(cluster: Cluster): readonly string[] {
  return mysqlNodes(cluster).flatMap(({ mysqld: { written } }) => databases(written));
}

function databases(written: readonly Written[]): readonly string[] {
  return written.flatMap(({ key, raw }) =>
    /^(?:binlog|replicate)_(?:do|ignore)_db$/.test(key) && telling(raw)
      ? String(raw)
          .split(',')
          .map(each => each.trim().replaceAll('`', '').toLowerCase())
      : [],
  );
}

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
