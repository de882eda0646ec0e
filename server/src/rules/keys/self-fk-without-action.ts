import { ENFORCING } from '../lib/engines.js';
import { portable } from '../lib/examples.js';
import { display, tuple } from '../lib/naming.js';
import { isIgnored, isInnodb, isOwnTable } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'self-fk-without-action',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'off',
  engines: ENFORCING,
  summary: 'A table refers to itself, and nothing says what happens to children when a parent goes.',
  gains: 'No branch of a tree is deleted by accident.',
  costs:
    'A row with children cannot be deleted: a tree has to be taken down from its leaves, level by level, in an order that the program works out.',
  fineWhen: 'Rows with children are not to be deleted, or the program moves the children first.',
  advice:
    'Say ON DELETE CASCADE, SET NULL or RESTRICT, so that readers see what is meant. SQL Server refuses actions here: delete by a recursive query.',
  sources: [
    {
      title: 'PostgreSQL: referential actions',
      url: 'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK',
    },
    {
      title: 'MySQL: referential actions',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html#foreign-key-referential-actions',
    },
    { title: 'SQLite: foreign key actions', url: 'https://www.sqlite.org/foreignkeys.html#fk_actions' },
    {
      title: 'SQL Server: cascading referential integrity',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/tables/primary-and-foreign-key-constraints#cascading-referential-integrity',
    },
    {
      title: 'CockroachDB: foreign key actions',
      url: 'https://www.cockroachlabs.com/docs/stable/foreign-key',
    },
  ],
  bad: portable(
    'CREATE TABLE parts (id int NOT NULL PRIMARY KEY, whole int, CONSTRAINT parts_whole FOREIGN KEY (whole) REFERENCES parts (id));',
    'whole',
  ),
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE parts (id int PRIMARY KEY, whole int REFERENCES parts (id) ON DELETE CASCADE, spare int REFERENCES parts ON DELETE RESTRICT);',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE parts (id int PRIMARY KEY, whole int, FOREIGN KEY (whole) REFERENCES parts (id) ON DELETE SET NULL);',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE parts (id INTEGER PRIMARY KEY, whole INT REFERENCES parts (id) ON DELETE CASCADE);',
    },
    { dialect: 'tsql', sql: 'CREATE TABLE parts (id int NOT NULL PRIMARY KEY, whole int);' },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE parts (id INT8 PRIMARY KEY, whole INT8 REFERENCES parts ON DELETE CASCADE);',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table) || !isInnodb(table)) return;
    for (const key of table.foreignKeys) {
      const origin = key.origins[0];
      if (!origin || key.inherited || key.refTable !== table.key || key.onDelete !== 'no action') continue;
      if (isIgnored(table, key, context)) continue;
      context.report({
        origin,
        message: `${display(table, context.catalog)} refers to itself by ${tuple(key.columns)} without ON DELETE: a row with children cannot be deleted, so trees go leaf by leaf. Say what is meant.`,
      });
    }
  },
});
