import type { Table } from '../../schema/model.js';
import { type AccessPath, accessPaths, isOrdered, pathName } from '../lib/access.js';
import { ENFORCING } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { columnLike, isOwnTable } from '../lib/tables.js';
import { typeClass } from '../lib/types.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'timestamp-not-last-in-index',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: ENFORCING,
  summary: 'In an index, other columns stand behind a point in time.',
  gains:
    'Queries that ask for one exact moment, or sort by time and then by the columns behind it, are served.',
  costs:
    'Times are mostly searched by range, and behind the first range an index narrows nothing down: it reads every entry of the period, whatever the columns behind hold.',
  fineWhen:
    'Pages are read in the order of time and then key, or the columns behind are there to cover a query.',
  advice: 'Put the columns that are compared by = first and the time last.',
  sources: [
    {
      title: 'PostgreSQL: multicolumn indexes',
      url: 'https://www.postgresql.org/docs/current/indexes-multicolumn.html',
    },
    {
      title: 'MySQL: range access of multiple-part indexes',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/range-optimization.html',
    },
    { title: 'SQLite: WHERE clause and indexes', url: 'https://www.sqlite.org/optoverview.html' },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE posts (id bigint PRIMARY KEY, author bigint, at timestamptz);\nCREATE INDEX posts_at_author ON posts (at, author);',
      says: 'author',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE posts (\n  id int PRIMARY KEY,\n  author int,\n  at datetime,\n  KEY i (at, author)\n);',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE posts (id INTEGER PRIMARY KEY, author INT, at DATETIME);\nCREATE INDEX i ON posts (at, author);',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE posts (id int NOT NULL PRIMARY KEY, author int, at datetime2);\nCREATE INDEX i ON posts (at, author);',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE posts (id INT8 PRIMARY KEY, author INT8, at TIMESTAMPTZ);\nCREATE INDEX i ON posts (at, author);',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE posts (id bigint PRIMARY KEY, author bigint, at timestamptz, until timestamptz);\nCREATE INDEX a ON posts (author, at);\nCREATE INDEX b ON posts (at, id);\nCREATE INDEX c ON posts (at, until);\nCREATE UNIQUE INDEX d ON posts (at, author);',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE posts (id int PRIMARY KEY, author int, at datetime, KEY i (author, at));',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE posts (id INTEGER PRIMARY KEY, author INT, at DATETIME);\nCREATE INDEX i ON posts (author, at);',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE posts (id int NOT NULL PRIMARY KEY, author int, at datetime2);\nCREATE INDEX i ON posts (author, at);',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE posts (id INT8 PRIMARY KEY, author INT8, at TIMESTAMPTZ);\nCREATE INDEX i ON posts (author, at);',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table) || table.indexes.length === 0) return;
    for (const path of accessPaths(table)) {
      if (path.kind !== 'index' || path.unique || path.inherited || !path.origin || !isOrdered(path))
        continue;
      if (path.parts.length < 2 || path.clustered) continue;
      const at = path.parts.findIndex(part => isMoment(table, part.column?.value, context));
      const behind = path.parts.slice(at + 1);
      if (at < 0 || behind.length === 0 || behind.some(part => !part.column)) continue;
      const names = behind.map(part => part.column!.value);
      if (names.every(name => isTieBreaker(table, name, path, context))) continue;
      // Queries say it better than names do.
      if (context.workload.usesOf(table).some(use => use.access !== 'insert')) return;
      const time = path.parts[at]!.column!.value;
      const name = pathName(path);
      context.report({
        origin: path.origin,
        message: `${name.charAt(0).toUpperCase()}${name.slice(1)} of ${display(table, context.catalog)} has ${names.join(', ')} behind ${time}, which seems to be searched by range: then the index reads every entry of the period. Put ${time} last.`,
      });
    }
  },
});

function isMoment(table: Table, name: string | undefined, context: RuleContext): boolean {
  // The mark of soft deletion is asked for IS NULL, which works like an equality.
  if (name === undefined || SOFT_DELETE.test(name)) return false;
  const type = columnLike(table, name)?.type;
  if (!type) return false;
  const kind = typeClass(type, table.dialect, context.catalog).kind;
  return kind === 'timestamp' || kind === 'timestamptz';
}

const SOFT_DELETE = /^(deleted|archived|removed|discarded)/i;

/** A column of the primary key makes the order definite; a second time is a range too. */
function isTieBreaker(table: Table, name: string, path: AccessPath, context: RuleContext): boolean {
  return (
    table.primaryKey?.columns.some(column => column.toLowerCase() === name.toLowerCase()) === true ||
    isMoment(table, name, context) ||
    path.include.includes(name)
  );
}
