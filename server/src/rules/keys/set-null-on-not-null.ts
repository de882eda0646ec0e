import type { ForeignKey, Table } from '../../schema/model.js';
import { replaceIn, textOf } from '../lib/edits.js';
import { ENFORCING, isMysqlLike } from '../lib/engines.js';
import { display, listed, tuple } from '../lib/naming.js';
import { columnLike, isIgnored, isInnodb } from '../lib/tables.js';
import { defineRule, type Fix } from '../rule.js';

export default defineRule({
  id: 'set-null-on-not-null',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'error',
  engines: ENFORCING,
  summary: 'A foreign key is to be set to NULL, but its column is NOT NULL.',
  gains: 'Nothing: it acts as a prohibition to delete, with a message that does not say so.',
  costs:
    'MySQL, MariaDB, SQL Server and CockroachDB refuse the foreign key. PostgreSQL and SQLite take it, and every DELETE of a row that is referred to fails with a violated NOT NULL.',
  fineWhen: 'Never: say RESTRICT where deleting is to be refused.',
  advice: 'Let the column be NULL, or use ON DELETE RESTRICT or CASCADE.',
  sources: [
    {
      title: 'PostgreSQL: referential actions and other constraints of the column',
      url: 'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK',
    },
    {
      title: 'MySQL: referential actions',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html#foreign-key-referential-actions',
    },
    { title: 'MariaDB: foreign keys', url: 'https://mariadb.com/kb/en/foreign-keys/' },
    {
      title: 'SQLite: ON DELETE and ON UPDATE actions',
      url: 'https://www.sqlite.org/foreignkeys.html#fk_actions',
    },
    {
      title: 'SQL Server: cascading referential integrity',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/tables/primary-and-foreign-key-constraints#cascading-referential-integrity',
    },
    {
      title: 'CockroachDB: the check in alter_table_add_constraint.go',
      url: 'https://github.com/cockroachdb/cockroach/blob/master/pkg/sql/schemachanger/scbuild/internal/scbuildstmt/alter_table_add_constraint.go',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users (id) ON DELETE SET NULL);',
      says: 'DELETE',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE orgs (id bigint PRIMARY KEY);\nCREATE TABLE teams (org bigint, n int, PRIMARY KEY (org, n));\nCREATE TABLE members (id bigint PRIMARY KEY, org bigint NOT NULL, n int);\nALTER TABLE members ADD CONSTRAINT members_team FOREIGN KEY (org, n) REFERENCES teams (org, n) ON DELETE SET NULL;',
      says: 'org',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY);\nCREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT NOT NULL REFERENCES users (id) ON DELETE SET NULL);',
      says: 'DELETE',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE posts (id int PRIMARY KEY, user_id int NOT NULL, FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL);',
      says: 'refuses',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY);\nCREATE TABLE posts (id int NOT NULL PRIMARY KEY, user_id int NOT NULL REFERENCES users (id) ON DELETE SET NULL);',
      says: 'refuses',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id INT8 PRIMARY KEY);\nCREATE TABLE posts (id INT8 PRIMARY KEY, user_id INT8 NOT NULL REFERENCES users (id) ON DELETE SET NULL);',
      says: 'refuses',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id) ON DELETE SET NULL, editor bigint NOT NULL REFERENCES users (id) ON DELETE RESTRICT);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE teams (org bigint, n int, PRIMARY KEY (org, n));\nCREATE TABLE members (id bigint PRIMARY KEY, org bigint NOT NULL, n int, FOREIGN KEY (org, n) REFERENCES teams (org, n) ON DELETE SET NULL (n));',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY);\nCREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id) ON DELETE SET NULL);',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE posts (id int PRIMARY KEY, user_id int NULL, FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL);',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY);\nCREATE TABLE posts (id int NOT NULL PRIMARY KEY, user_id int NULL REFERENCES users (id) ON DELETE SET NULL);',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id INT8 PRIMARY KEY);\nCREATE TABLE posts (id INT8 PRIMARY KEY, user_id INT8 REFERENCES users (id) ON DELETE SET NULL);',
    },
  ],
  check(table, context) {
    if (!isInnodb(table)) return;
    for (const key of table.foreignKeys) {
      const origin = key.origins[0];
      const [event, verb] =
        key.onDelete === 'set null' ? ['DELETE', 'DELETE'] : ['UPDATE', 'change of the key'];
      if (!origin || key.inherited || !key.enforced) continue;
      if (key.onDelete !== 'set null' && key.onUpdate !== 'set null') continue;
      // PostgreSQL can name the columns that are cleared.
      if (isIgnored(table, key, context) || /\bset\s+null\s*\(/i.test(textOf(origin))) continue;
      const fixed = key.columns.filter(name => columnLike(table, name)?.nullable === false);
      if (fixed.length === 0) continue;
      const refused =
        isMysqlLike(context.dialect) || context.dialect === 'tsql' || context.dialect === 'cockroach';
      const target = display({ schema: key.refSchema, name: key.refName }, context.catalog);
      const what = `${listed(fixed)} of ${display(table, context.catalog)} ${fixed.length > 1 ? 'are' : 'is'} NOT NULL, but ON ${event} SET NULL is to clear ${tuple(key.columns)}`;
      context.report({
        origin,
        ...(refused ? {} : { severity: 'warning' as const }),
        message: refused
          ? `${what}: the engine refuses this foreign key. Let ${listed(fixed)} be NULL, or choose another action.`
          : `${what}: every ${verb} in ${target} that meets such rows fails. Let ${listed(fixed)} be NULL, or use RESTRICT or CASCADE.`,
        fixes: () => fixes(table, key, event!),
      });
    }
  },
});

/** Not safe: what is meant may be the other thing. */
function fixes(table: Table, key: ForeignKey, event: string): readonly Fix[] {
  if (key.onDelete === 'set null' && key.onUpdate === 'set null') return [];
  const action = table.dialect === 'tsql' ? 'NO ACTION' : 'RESTRICT';
  const pattern = event === 'DELETE' ? DELETE : UPDATE;
  const edit = replaceIn(key.origins[0]!, pattern, `ON ${event} ${action}`);
  return edit ? [{ title: `Refuse it: ON ${event} ${action}`, edits: [edit], safe: false }] : [];
}

const DELETE = /\bon\s+delete\s+set\s+null\b/i;
const UPDATE = /\bon\s+update\s+set\s+null\b/i;
