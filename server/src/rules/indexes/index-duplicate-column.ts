import { accessPaths, partText, pathName } from '../lib/access.js';
import { removeElement } from '../lib/edits.js';
import { ENFORCING } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { defineRule, type Severity } from '../rule.js';

export default defineRule({
  id: 'index-duplicate-column',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'warning',
  engines: ENFORCING.filter(engine => engine !== 'yugabyte'),
  summary: 'An index names a column twice.',
  gains: 'None: the second entry repeats the first.',
  costs:
    'The index is wider than it needs to be, and most often another column was meant. MySQL, SQL Server and CockroachDB refuse the statement.',
  fineWhen: 'The two use different operator classes or collations, which this rule leaves alone.',
  advice: 'Take the second one out, or name the column that was meant.',
  sources: [
    {
      title: 'PostgreSQL: CREATE INDEX',
      url: 'https://www.postgresql.org/docs/current/sql-createindex.html',
    },
    {
      title: 'MySQL: error 1060, ER_DUP_FIELDNAME',
      url: 'https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html',
    },
    {
      title: 'SQL Server: error 1909, duplicate column names in an index',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/errors-events/database-engine-events-and-errors',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE posts (id bigint PRIMARY KEY, author bigint);\nCREATE INDEX i ON posts (author, author);',
      says: 'author',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE posts (\n  id int PRIMARY KEY,\n  author int,\n  KEY i (author, author)\n);',
      says: 'refuses',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE posts (id INTEGER PRIMARY KEY, author INT);\nCREATE INDEX i ON posts (author, author);',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE posts (id int NOT NULL PRIMARY KEY, author int);\nCREATE INDEX i ON posts (author, author);',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE posts (id INT8 PRIMARY KEY, author INT8);\nCREATE INDEX i ON posts (author, author);',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE posts (id bigint PRIMARY KEY, author bigint, name text);\nCREATE INDEX i ON posts (author, id);\nCREATE INDEX j ON posts (name, name text_pattern_ops);',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE posts (id int PRIMARY KEY, author int, KEY i (author, id));',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE posts (id INTEGER PRIMARY KEY, author TEXT);\nCREATE INDEX i ON posts (author, author COLLATE NOCASE);',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE posts (id int NOT NULL PRIMARY KEY, author int);\nCREATE INDEX i ON posts (author, id);',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE posts (id INT8 PRIMARY KEY, author INT8);\nCREATE INDEX i ON posts (author, id);',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    for (const path of accessPaths(table)) {
      if (path.parts.length < 2 || path.inherited || !path.origin) continue;
      const twice = path.parts.find(
        (part, i) =>
          part.column &&
          path.parts.some(
            (other, j) =>
              j < i &&
              other.column?.value.toLowerCase() === part.column!.value.toLowerCase() &&
              other.opclass === part.opclass &&
              other.collation === part.collation,
          ),
      );
      if (!twice) continue;
      const refused =
        REFUSING.has(context.dialect) || (path.kind !== 'index' && context.dialect === 'postgres');
      const severity: Severity = refused ? 'error' : 'warning';
      const name = pathName(path);
      const origin = { unit: path.origin.unit, span: twice.span };
      context.report({
        origin,
        severity,
        message: `${name.charAt(0).toUpperCase()}${name.slice(1)} of ${display(table, context.catalog)} names ${partText(twice)} twice${refused ? ', which the engine refuses' : ': the second one adds only width'}. Remove it, or name the column that was meant.`,
        fixes: () => {
          const edits = removeElement(origin);
          return edits ? [{ title: `Remove the second ${partText(twice)}`, edits, safe: false }] : [];
        },
      });
    }
  },
});

const REFUSING = new Set(['mysql', 'mariadb', 'tsql', 'cockroach']);
