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
    'The source finds a thousand rows to delete in one scan; the replica looks for each of them by its contents, which is a scan (or a hash of a batch) of the whole table. One statement of seconds keeps a replica behind for hours, and a failover waits for it.',
  fineWhen: 'Rows of it are only added.',
  advice: 'Add a primary key; `sql_generate_invisible_primary_key` does so for new tables.',
  sources: [
    {
      title: 'MySQL: usage of row-based logging, tables without a key',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-rbr-usage.html',
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
        message: `${display(table, catalog)} has no key and ${formatShort(rows)} rows: for each row that a statement changes, a replica reads all of them, and falls behind for as long as that takes. Add a primary key.`,
        related: [{ origin: cluster.origin, message: 'The cluster that replicates it.' }],
      });
    }
  },
});
