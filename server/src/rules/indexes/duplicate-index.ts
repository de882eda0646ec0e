import type { Table } from '../../schema/model.js';
import type { Dialect } from '../../sql/dialect.js';
import { pathName } from '../lib/access.js';
import { ENFORCING, isPostgresFamily } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { duplicates, removeFix } from '../lib/redundant.js';
import { isOwnTable } from '../lib/tables.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'duplicate-index',
  subject: 'indexes',
  since: '0.1.0',
  on: 'table',
  severity: 'warning',
  engines: ENFORCING,
  summary: 'An index holds exactly what another index of the table holds.',
  gains: 'Next to nothing: queries use one of the two.',
  costs: 'Every insert and many updates write both, and both take disk, cache and backup.',
  fineWhen: 'One is being built to replace the other.',
  advice: 'Drop it. A primary key or unique constraint brings its own index.',
  sources: [
    {
      title: 'PostgreSQL: unique indexes are created automatically',
      url: 'https://www.postgresql.org/docs/current/indexes-unique.html',
    },
    {
      title: 'Percona Toolkit: pt-duplicate-key-checker',
      url: 'https://docs.percona.com/percona-toolkit/pt-duplicate-key-checker.html',
    },
    {
      title: 'SQLite: UNIQUE and PRIMARY KEY make an index',
      url: 'https://www.sqlite.org/lang_createtable.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE sites (id int CONSTRAINT sites_key PRIMARY KEY);\nCREATE INDEX sites_id ON sites (id);\nCLUSTER sites USING sites_id;',
      says: 'Drop it, and CLUSTER on the primary key',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE);\nCREATE INDEX users_email ON users (email);',
      says: 'users_email',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);\nALTER TABLE users ADD CONSTRAINT users_id UNIQUE (id);',
      says: 'primary key',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (\n  id int NOT NULL,\n  email varchar(80),\n  PRIMARY KEY (id),\n  KEY a (email),\n  KEY b (email)\n);',
      says: 'b',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\nCREATE INDEX a ON users (email);\nCREATE INDEX b ON users (email);',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, email nvarchar(80));\nCREATE INDEX a ON users (email);\nCREATE INDEX b ON users (email);',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id INT8 PRIMARY KEY, email STRING);\nCREATE INDEX a ON users (email);\nCREATE INDEX b ON users (email);',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text, live boolean);\nCREATE INDEX a ON users (email);\nCREATE INDEX b ON users (email) WHERE live;\nCREATE INDEX c ON users (lower(email));\nCREATE INDEX d ON users (email text_pattern_ops);\nCREATE INDEX e ON users (email DESC NULLS LAST);\nCREATE INDEX f ON users USING hash (email);',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY, email varchar(80), KEY a (email), KEY b (email(10)), FULLTEXT KEY c (email));',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, email nvarchar(80), name nvarchar(80));\nCREATE INDEX a ON users (email) INCLUDE (name);\nCREATE INDEX b ON users (name);',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    for (const { path, by } of duplicates(table)) {
      context.report({
        origin: path.origin!,
        message: `${capital(pathName(path))} of ${display(table, context.catalog)} holds the same as ${pathName(by)}: every write pays for both, and ${clusters(context.dialect) && by.kind === 'primary key' ? 'only scans of the key alone gain' : 'no query gains'}. ${isClustered(path.name, table, context) ? `Drop it, and CLUSTER on ${pathName(by)}` : 'Drop it'}.`,
        // A narrow copy of a clustered key can be worth it: counting reads less.
        ...(context.dialect === 'tsql' && by.kind === 'primary key' ? { severity: 'info' as const } : {}),
        related: by.origin ? [{ origin: by.origin, message: 'What it repeats.' }] : [],
        fixes: () => removeFix(path, table, context, true),
        tag: 'unnecessary',
      });
    }
  },
});

/** True where PostgreSQL's CLUSTER names the index. */
function isClustered(name: string | undefined, table: Table, { catalog }: RuleContext): boolean {
  if (name === undefined || table.dialect !== 'postgres') return false;
  return catalog
    .statementsOn(table.name)
    .some(({ statement }) => statement.kind === 'cluster' && statement.index === name);
}

/** Where the primary key's index is the table itself, a second one on the same columns is at least smaller. */
function clusters(dialect: Dialect): boolean {
  return !isPostgresFamily(dialect) || dialect === 'cockroach';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
