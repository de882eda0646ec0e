import { display, tuple } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'fk-crosses-schema',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'off',
  engines: ['postgres', 'yugabyte', 'cockroach', 'mysql', 'mariadb', 'tsql'],
  summary: 'A foreign key refers to a table of another schema.',
  gains: 'References stay certain across the parts of a database.',
  costs:
    'The schemas can no longer be dumped, restored, moved or handed to another team one by one, and who writes here needs rights on the other table.',
  fineWhen: 'Schemas only sort the names of one application.',
  advice:
    'Keep what belongs together in one schema; between parts that shall be separable, keep the identifier without a foreign key.',
  sources: [
    { title: 'PostgreSQL: schemas', url: 'https://www.postgresql.org/docs/current/ddl-schemas.html' },
    {
      title: 'PostgreSQL: pg_dump --schema dumps no objects outside of it',
      url: 'https://www.postgresql.org/docs/current/app-pgdump.html',
    },
    {
      title: 'MySQL: FOREIGN KEY constraints need the REFERENCES privilege',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html',
    },
    {
      title: 'SQL Server: foreign key constraints',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/tables/primary-and-foreign-key-constraints',
    },
    { title: 'CockroachDB: schemas', url: 'https://www.cockroachlabs.com/docs/stable/schema-design-schema' },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE SCHEMA IF NOT EXISTS crm;\nCREATE TABLE crm.users (id bigint PRIMARY KEY);\nCREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES crm.users (id));',
      says: 'crm.users',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE crm.users (id int PRIMARY KEY);\nCREATE TABLE shop.posts (id int PRIMARY KEY, user_id int, FOREIGN KEY (user_id) REFERENCES crm.users (id));',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE crm.users (id int NOT NULL PRIMARY KEY);\nCREATE TABLE dbo.posts (id int NOT NULL PRIMARY KEY, user_id int REFERENCES crm.users (id));',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE crm.users (id INT8 PRIMARY KEY);\nCREATE TABLE posts (id INT8 PRIMARY KEY, user_id INT8 REFERENCES crm.users (id));',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE public.posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY);\nCREATE TABLE dbo.posts (id int NOT NULL PRIMARY KEY, user_id int REFERENCES users (id));',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    for (const key of table.foreignKeys) {
      const origin = key.origins[0];
      if (!origin || key.inherited || key.refSchema === table.schema) continue;
      if (!context.catalog.table(key.refTable)) continue;
      context.report({
        origin,
        message: `${tuple(key.columns)} of ${display(table, context.catalog)} refers to ${display({ schema: key.refSchema, name: key.refName }, context.catalog)} in another schema: the two can no longer be restored or moved one by one.`,
      });
    }
  },
});
