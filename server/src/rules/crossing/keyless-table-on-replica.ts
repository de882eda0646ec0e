import { formatShort } from '../../workload/figures.js';
import { hasRowIdentity, tablesOf } from '../lib/cluster/crossing.js';
import { clusterExample } from '../lib/cluster/example.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

/** Rows from which a scan for each change is felt. */
const MANY = 100_000;

const files = (rows: string, key = '') => ({
  'db/mysql-source/my.cnf': '[mysqld]\nserver_id=1\nlog_bin=on\nbinlog_format=ROW\n',
  'db/mysql-replica/my.cnf': '[mysqld]\nserver_id=2\nlog_bin=on\nread_only=1\n',
  'schema.sql': `-- dialect: mysql\n-- faultline: rows=${rows}\nCREATE TABLE visits (seen datetime NOT NULL, page varchar(200) NOT NULL${key});\n`,
});

export default defineRule({
  id: 'keyless-table-on-replica',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql'],
  summary: 'A large table without any key is replicated by rows: replicas read all of it for each change.',
  gains: 'Inserts have no index to keep.',
  costs:
    'The source finds a thousand rows to delete in one scan; the replica looks for them by their contents, with a scan of the whole table for each row, or since 8.0.18 for each batch of a few hundred. One statement of seconds keeps a replica behind for hours, and a failover waits for it.',
  fineWhen: 'Rows of it are only added.',
  advice: 'Add a primary key; `sql_generate_invisible_primary_key` does so for new tables.',
  sources: [
    {
      title: 'MySQL: replication and row searches',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-features-row-searches.html',
    },
    {
      title: 'MySQL: row-based replication without a primary key scans the table',
      url: 'https://bugs.mysql.com/bug.php?id=53375',
    },
  ],
  bad: [clusterExample('mysql', files('5M'), '5M')],
  good: [
    clusterExample('mysql', files('500')),
    clusterExample('mysql', files('5M', ', PRIMARY KEY (seen, page)')),
  ],
  check(cluster, context) {
    const replicated = ({ systems, members }: typeof cluster) =>
      (systems.has('mysql') || systems.has('mariadb')) &&
      !systems.has('galera') &&
      !systems.has('group-replication') &&
      members.filter(({ role }) => role === 'data').length > 1;
    for (const { table, facts, catalog } of tablesOf(cluster, context, replicated)) {
      const rows = facts.rows?.value;
      if (rows === undefined || rows < MANY || table.columnsIncomplete) continue;
      if (hasRowIdentity(table) || table.indexes.length > 0 || table.uniques.length > 0) continue;
      context.report({
        origin: table.nameOrigin,
        message: `${display(table, catalog)} has no key and ${formatShort(rows)} rows: to find the rows that a statement changed, a replica reads the whole table, for each of them before 8.0.18 and for each batch since, and falls behind meanwhile. Add a primary key.`,
        related: [{ origin: cluster.origin, message: 'The cluster that replicates it.' }],
      });
    }
  },
});
