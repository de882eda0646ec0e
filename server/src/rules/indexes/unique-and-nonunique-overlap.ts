import { partText, pathName } from '../lib/access.js';
import { ENFORCING } from '../lib/engines.js';
import { display, listed } from '../lib/naming.js';
import { removeFix } from '../lib/redundant.js';
import { isOwnTable } from '../lib/tables.js';
import { supersets } from '../lib/workload/supersets.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'unique-and-nonunique-overlap',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ENFORCING.filter(engine => engine !== 'yugabyte'),
  summary: 'An index begins with all columns of a unique key.',
  gains: 'A query that reads nothing but the columns of the index need not visit the table.',
  costs:
    'The unique key finds at most one row, so the columns behind it narrow nothing down; every write keeps both indexes.',
  fineWhen: 'The longer index covers a query that runs very often, or is about to replace the unique one.',
  advice: 'Drop the longer one; where it is to cover, give the unique index an INCLUDE instead.',
  sources: [
    {
      title: 'PostgreSQL: index-only scans and covering indexes',
      url: 'https://www.postgresql.org/docs/current/indexes-index-only-scans.html',
    },
    {
      title: 'MySQL: multiple-column indexes',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/multiple-column-indexes.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE, name text);\nCREATE INDEX users_email_name ON users (email, name);',
      says: 'name',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE, name text, UNIQUE (email, name));',
      says: 'refuse',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (\n  id int NOT NULL,\n  email varchar(80) NOT NULL,\n  name varchar(80),\n  PRIMARY KEY (id),\n  UNIQUE KEY a (email),\n  KEY b (email, name)\n);',
      says: 'b',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT);\nCREATE INDEX b ON users (email, name);',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, email nvarchar(80) NOT NULL UNIQUE, name nvarchar(80));\nCREATE INDEX b ON users (email, name);',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id INT8 PRIMARY KEY, email STRING NOT NULL UNIQUE, name STRING);\nCREATE INDEX b ON users (email, name);',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE, name text);\nCREATE INDEX users_email_name ON users (email, name);\nCREATE INDEX users_name ON users (name, email);',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, email varchar(80) NOT NULL, name varchar(80), UNIQUE KEY a (email), KEY b (name, email));',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT);\nCREATE INDEX b ON users (name, email);',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, email nvarchar(80) NOT NULL UNIQUE, name nvarchar(80));\nCREATE INDEX b ON users (name);',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id INT8 PRIMARY KEY, email STRING NOT NULL UNIQUE, name STRING);\nCREATE INDEX b ON users (name);',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table) || (table.uniques.length === 0 && table.indexes.length < 2)) return;
    for (const { path, key, behind } of supersets(table, context.catalog)) {
      if (key.kind === 'primary key') continue;
      const name = pathName(path);
      const of = `(${key.parts.map(partText).join(', ')}), which ${pathName(key)} makes unique`;
      const text = `${name.charAt(0).toUpperCase()}${name.slice(1)} of ${display(table, context.catalog)} begins with ${of}`;
      context.report({
        origin: path.origin!,
        message: path.unique
          ? `${text}: it can refuse nothing more. Drop it, unless a foreign key refers to all its columns.`
          : `${text}: ${listed(behind)} behind ${behind.length > 1 ? 'narrow' : 'narrows'} nothing down. Drop it, unless queries read these columns alone.`,
        severity: path.unique ? 'hint' : 'info',
        related: key.origin ? [{ origin: key.origin, message: 'The unique key.' }] : [],
        fixes: () => removeFix(path, table, context, false),
      });
    }
  },
});
