import { tablesOf } from '../lib/cluster/crossing.js';
import { clusterExample } from '../lib/cluster/example.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

const files = (format: string, schema: string) => ({
  'db/mysql-source/my.cnf': `[mysqld]\nserver_id=1\nlog_bin=on\n${format}`,
  'db/mysql-replica/my.cnf': '[mysqld]\nserver_id=2\nlog_bin=on\nread_only=1\n',
  'schema.sql': `-- dialect: mysql\n${schema}`,
});

export default defineRule({
  id: 'random-default-in-statement-log',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql'],
  summary:
    'A column defaults to UUID() or RAND(), and statements are replicated: each server makes its own value.',
  gains: 'The statement log is short.',
  costs:
    'With binlog_format = STATEMENT a replica executes the INSERT again, and UUID() gives another value there. The copies differ from the first row on, without an error, and foreign keys to such values break.',
  fineWhen: 'The program always gives the value, so that the default is never taken.',
  advice: 'Set binlog_format to ROW (or MIXED, which logs such statements as rows).',
  sources: [
    {
      title: 'MySQL: safe and unsafe statements in binary logging',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-rbr-safe-unsafe.html',
    },
  ],
  bad: [
    clusterExample(
      'mysql',
      files('binlog_format=STATEMENT\n', 'CREATE TABLE t (id varchar(36) DEFAULT (uuid()) PRIMARY KEY);\n'),
      'STATEMENT',
    ),
  ],
  good: [
    clusterExample(
      'mysql',
      files('binlog_format=ROW\n', 'CREATE TABLE t (id varchar(36) DEFAULT (uuid()) PRIMARY KEY);\n'),
    ),
    clusterExample(
      'mysql',
      files('binlog_format=STATEMENT\n', 'CREATE TABLE t (id int PRIMARY KEY, at datetime DEFAULT now());\n'),
    ),
  ],
  check(cluster, context) {
    const format = (each: typeof cluster) =>
      each.members
        .map(({ settings }) => (settings.mysql ?? settings.mariadb)?.given('binlog_format'))
        .find(given => String(given?.effective).toUpperCase() === 'STATEMENT');
    const given = format(cluster);
    for (const { table, catalog } of tablesOf(cluster, context, each => format(each) !== undefined)) {
      for (const column of table.columns) {
        const random = column.default?.functions.find(name => RANDOM.test(name));
        if (random === undefined || given === undefined) continue;
        context.report({
          origin: column.nameOrigin,
          message: `${display(table, catalog)}.${column.name} defaults to ${random.toUpperCase()}(), and binlog_format is STATEMENT: every replica executes the insert again and makes another value. Set binlog_format = ROW.`,
          related: [{ origin: given.written.origin, message: 'Statements are logged.' }],
        });
      }
    }
  },
});

const RANDOM = /^(?:uuid|uuid_short|rand|random_bytes|sysdate|user|connection_id|sys_guid)$/i;
