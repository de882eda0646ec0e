import type { Table } from '../../schema/model.js';
import { type AccessPath, accessPaths, isOrdered, pathName } from '../lib/access.js';
import { ENFORCING, isPostgresFamily } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { removeFix } from '../lib/redundant.js';
import { columnLike, isOwnTable } from '../lib/tables.js';
import { fewValues } from '../lib/workload/few-values.js';
import { isKnownSmall } from '../lib/workload/size.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'low-cardinality-index',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: ENFORCING,
  summary: 'An index holds nothing but a column of a few different values.',
  gains:
    'Rows with a rare value are found fast, and the rows of one value can be counted in the index alone.',
  costs:
    'A common value fits so many rows that reading the whole table is cheaper, so the planner passes the index by, while every insert and each change of the value write it.',
  fineWhen: 'One value is rare and the queries ask for that one; then a partial index is smaller still.',
  advice:
    'Index the rare rows alone (`WHERE done = false`, where the engine has partial indexes), or put the column in front of what the queries sort or search by.',
  sources: [
    {
      title: 'PostgreSQL: partial indexes leave out common values',
      url: 'https://www.postgresql.org/docs/current/indexes-partial.html',
    },
    {
      title: 'MySQL: when the optimizer prefers a table scan',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/table-scan-avoidance.html',
    },
    { title: 'SQLite: the query planner and ANALYZE', url: 'https://www.sqlite.org/optoverview.html' },
    {
      title: 'SQL Server: index design guide',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/sql-server-index-design-guide',
    },
    {
      title: 'CockroachDB: index best practices',
      url: 'https://www.cockroachlabs.com/docs/stable/schema-design-indexes',
    },
  ],
  options: {
    maxValues: {
      type: 'number',
      default: 4,
      description: 'How many different values count as few.',
    },
  },
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, admin boolean NOT NULL);\nCREATE INDEX users_admin ON users (admin);',
      says: 'boolean',
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE jobs (id bigint PRIMARY KEY, state text NOT NULL CHECK (state IN ('new', 'run', 'done')));\nCREATE INDEX jobs_state ON jobs (state);",
      says: '3 values',
    },
    {
      dialect: 'mysql',
      sql: "CREATE TABLE users (\n  id int PRIMARY KEY,\n  sex enum('f', 'm', 'x'),\n  KEY by_sex (sex)\n);",
      says: '3 labels',
    },
    {
      dialect: 'sqlite',
      sql: "CREATE TABLE jobs (id INTEGER PRIMARY KEY, state TEXT CHECK (state IN ('new', 'done')));\nCREATE INDEX jobs_state ON jobs (state);",
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, admin bit NOT NULL);\nCREATE INDEX users_admin ON users (admin);',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id INT8 PRIMARY KEY, admin BOOL NOT NULL);\nCREATE INDEX users_admin ON users (admin);',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TYPE mood AS ENUM ('a', 'b', 'c', 'd', 'e');\nCREATE TABLE users (id bigint PRIMARY KEY, admin boolean NOT NULL, seen date, mood mood);\nCREATE INDEX a ON users (admin) WHERE admin;\nCREATE INDEX b ON users (admin, seen);\nCREATE INDEX c ON users (mood);\nCREATE UNIQUE INDEX d ON users (admin);",
    },
    {
      dialect: 'mysql',
      sql: "CREATE TABLE users (id int PRIMARY KEY, sex enum('f', 'm'), age tinyint, KEY a (sex, age), KEY b (age));",
    },
    {
      dialect: 'sqlite',
      sql: "CREATE TABLE jobs (id INTEGER PRIMARY KEY, state TEXT CHECK (state IN ('new', 'done')), at TEXT CHECK (at > '2000'));\nCREATE INDEX a ON jobs (state, at);\nCREATE INDEX b ON jobs (at);",
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, admin bit NOT NULL);\nCREATE INDEX users_admin ON users (id) WHERE admin = 1;',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id INT8 PRIMARY KEY, admin BOOL NOT NULL, seen DATE);\nCREATE INDEX users_admin ON users (admin, seen);',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table) || table.indexes.length === 0) return;
    for (const path of accessPaths(table)) {
      if (!isCandidate(path, table)) continue;
      const column = columnLike(table, path.parts[0]!.column!.value);
      if (!column) continue;
      const facts = context.workload.factsOf(table);
      if (isKnownSmall(facts)) return;
      const few = fewValues(table, column, facts, context.catalog, Number(context.options.maxValues));
      if (!few) continue;
      const top = facts.columns.get(column.name)?.topShare;
      // Where one value takes nearly all rows the others are rare, and an index finds those.
      const skewed = top !== undefined && top.value > 0.9;
      const name = pathName(path);
      context.report({
        origin: path.origin!,
        severity: facts.rows && top && !skewed ? 'info' : 'hint',
        message: `${name.charAt(0).toUpperCase()}${name.slice(1)} of ${display(table, context.catalog)} holds ${column.name} alone, which ${few.because}: for a common value reading the table is cheaper. ${hasPartial(context.dialect) ? 'Index only the rows with the rare value (WHERE), or put a more telling column beside it.' : 'Put a more telling column beside it, or drop it.'}`,
        fixes: () => removeFix(path, table, context, false),
      });
    }
  },
});

function isCandidate(path: AccessPath, table: Table): boolean {
  if (path.kind !== 'index' || path.unique || path.where || path.inherited || !path.origin) return false;
  if (!isOrdered(path) || path.parts.length !== 1 || path.include.length > 0 || path.clustered) return false;
  const name = path.parts[0]!.column?.value;
  // A foreign key has its index for the sake of the referenced rows.
  return name !== undefined && !table.foreignKeys.some(key => key.columns.includes(name));
}

function hasPartial(dialect: string): boolean {
  return isPostgresFamily(dialect as 'postgres') || dialect === 'sqlite' || dialect === 'tsql';
}
