import { partText, pathName } from '../lib/access.js';
import { isMysqlLike } from '../lib/engines.js';
import { display, listed } from '../lib/naming.js';
import { removeFix } from '../lib/redundant.js';
import { isInnodb, isOwnTable } from '../lib/tables.js';
import { supersets } from '../lib/workload/supersets.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'index-duplicates-primary-key',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['postgres', 'cockroach', 'mysql', 'mariadb', 'sqlite', 'tsql'],
  summary: 'An index begins with the whole primary key.',
  gains: 'A query that reads nothing but the columns of the index need not visit the table.',
  costs:
    'A value of the primary key finds one row, so the columns behind it narrow nothing down; every insert writes the index, and so does each update of one of its columns.',
  fineWhen: 'The index covers a query that runs so often that saving one visit to the table counts.',
  advice: 'Drop it, or put the other columns first if a query searches by them.',
  sources: [
    {
      title: 'PostgreSQL: multicolumn indexes',
      url: 'https://www.postgresql.org/docs/current/indexes-multicolumn.html',
    },
    {
      title: 'MySQL: clustered and secondary indexes',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/innodb-index-types.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE INDEX users_id_email ON users (id, email);',
      says: 'email',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (\n  id int NOT NULL,\n  email varchar(80),\n  PRIMARY KEY (id),\n  KEY id_email (id, email)\n);',
      says: 'id_email',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\nCREATE INDEX a ON users (id, email);',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, email nvarchar(80));\nCREATE INDEX a ON users (id, email);',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id INT8 PRIMARY KEY, email STRING);\nCREATE INDEX a ON users (id, email);',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE INDEX a ON users (email, id);\nCREATE INDEX b ON users (id) INCLUDE (email);\nCREATE INDEX c ON users (id, email) WHERE email IS NOT NULL;',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, org bigint NOT NULL, UNIQUE (id, org));\nCREATE TABLE posts (id bigint PRIMARY KEY, u bigint, org bigint, FOREIGN KEY (u, org) REFERENCES users (id, org));',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE follows (a int NOT NULL, b int NOT NULL, at date, PRIMARY KEY (a, b), KEY by_b (b, a), KEY by_at (a, at));',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\nCREATE INDEX a ON users (email, id);',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, email nvarchar(80));\nCREATE INDEX a ON users (email, id);',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id INT8 PRIMARY KEY, email STRING);\nCREATE INDEX a ON users (email);',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table) || !table.primaryKey || (isMysqlLike(table.dialect) && !isInnodb(table))) return;
    for (const { path, key, behind } of supersets(table, context.catalog)) {
      if (key.kind !== 'primary key') continue;
      const name = pathName(path);
      const text = `${name.charAt(0).toUpperCase()}${name.slice(1)} of ${display(table, context.catalog)} begins with the primary key (${key.parts.map(partText).join(', ')})`;
      context.report({
        origin: path.origin!,
        message: path.unique
          ? `${text}, so it can refuse nothing that the primary key lets in. It serves a foreign key to these columns, of which there is none here. Drop it.`
          : `${text}: that finds one row already, and ${listed(behind)} behind it ${behind.length > 1 ? 'narrow' : 'narrows'} nothing down. Drop it, unless queries read these columns alone.`,
        // Who refers to these columns may stand in another project; what sorts by them is not known.
        severity: path.unique || path.kind === 'unique constraint' ? 'hint' : 'info',
        related: key.origin ? [{ origin: key.origin, message: 'The primary key.' }] : [],
        fixes: () => removeFix(path, table, context, false),
      });
    }
  },
});
