import type { ForeignKey, Table } from '../../schema/model.js';
import { isMysqlLike } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { isIgnored, isInnodb } from '../lib/tables.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'partitioned-foreign-key',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'error',
  engines: ['mysql', 'mariadb', 'postgres'],
  summary: 'A foreign key from or to a partitioned table where the engine has none.',
  gains: 'Nothing: the engine refuses it.',
  costs:
    'Partitioned InnoDB tables can neither have foreign keys nor be referenced. PostgreSQL takes foreign keys on partitioned tables from version 11 on, and to them from version 12 on.',
  fineWhen: 'Never on these engines and versions.',
  advice:
    'Drop the foreign key and check it elsewhere, or leave the table unpartitioned. On PostgreSQL, upgrade.',
  sources: [
    {
      title: 'MySQL: foreign keys are not supported for partitioned InnoDB tables',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/partitioning-limitations.html',
    },
    {
      title: 'MariaDB: partitioning limitations',
      url: 'https://mariadb.com/kb/en/partitioning-limitations/',
    },
    {
      title: 'PostgreSQL 12: foreign keys can reference partitioned tables',
      url: 'https://www.postgresql.org/docs/12/release-12.html',
    },
    {
      title: 'PostgreSQL 11: foreign keys on partitioned tables',
      url: 'https://www.postgresql.org/docs/11/release-11.html',
    },
  ],
  bad: [
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE visits (user_id int NOT NULL, day date NOT NULL, FOREIGN KEY (user_id) REFERENCES users (id)) PARTITION BY RANGE (YEAR(day)) (PARTITION a VALUES LESS THAN (2025));',
      says: 'visits',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 4;\nCREATE TABLE visits (user_id int NOT NULL, FOREIGN KEY (user_id) REFERENCES users (id));',
      says: 'users',
    },
    {
      dialect: 'postgres',
      engineVersion: 11,
      sql: 'CREATE TABLE users (id int PRIMARY KEY) PARTITION BY HASH (id);\nCREATE TABLE visits (user_id int NOT NULL REFERENCES users (id));',
      says: 'PostgreSQL 12',
    },
  ],
  good: [
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE visits (user_id int NOT NULL, FOREIGN KEY (user_id) REFERENCES users (id));',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id int PRIMARY KEY) PARTITION BY HASH (id);\nCREATE TABLE visits (user_id int NOT NULL REFERENCES users (id));',
    },
  ],
  check(table, context) {
    for (const key of table.foreignKeys) {
      const origin = key.origins[0];
      if (key.inherited || !origin || isIgnored(table, key, context)) continue;
      const refusal = isMysqlLike(context.dialect)
        ? ofMysql(table, key, context)
        : ofPostgres(table, key, context);
      if (!refusal) continue;
      context.report({ origin, message: refusal });
    }
  },
});

function ofMysql(table: Table, key: ForeignKey, context: RuleContext): string | undefined {
  if (!isInnodb(table)) return undefined;
  const target = context.catalog.table(key.refTable);
  const split = table.partitioning ? table : target?.partitioning && isInnodb(target) ? target : undefined;
  return (
    split &&
    `${display(split, context.catalog)} is partitioned, and a partitioned InnoDB table can neither have a foreign key nor be referenced by one: the engine refuses it. Drop the foreign key or the partitioning.`
  );
}

function ofPostgres(table: Table, key: ForeignKey, context: RuleContext): string | undefined {
  const version = context.engineVersion;
  if (version === undefined || version >= 12) return undefined;
  const target = context.catalog.table(key.refTable);
  if (target?.partitioning) {
    return `${display(target, context.catalog)} is partitioned, and only PostgreSQL 12 and later let a foreign key reference a partitioned table: version ${version} refuses it.`;
  }
  return table.partitioning && version < 11
    ? `${display(table, context.catalog)} is partitioned, and only PostgreSQL 11 and later let a partitioned table have a foreign key: version ${version} refuses it.`
    : undefined;
}
