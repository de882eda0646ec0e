import type { Table } from '../../schema/model.js';
import type { Expr } from '../../sql/ast/index.js';
import type { Origin } from '../../sql/reading.js';
import { normal } from '../lib/access.js';
import { display, listed } from '../lib/naming.js';
import { columnLike, isOwnTable } from '../lib/tables.js';
import { defineRule, type Edit } from '../rule.js';

export default defineRule({
  id: 'needless-partial-predicate',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['postgres', 'yugabyte', 'cockroach', 'sqlite', 'tsql'],
  summary: 'A partial index leaves out NULLs of a column that has none.',
  gains: 'None: every row is in the index anyway.',
  costs:
    'The planner uses a partial index only where the query implies its predicate, so a query that does not test the column may pass it by. A unique one is no target for a foreign key.',
  fineWhen: 'NOT NULL is about to be dropped.',
  advice: 'Drop the predicate.',
  sources: [
    {
      title: 'PostgreSQL: partial indexes',
      url: 'https://www.postgresql.org/docs/current/indexes-partial.html',
    },
    { title: 'SQLite: partial indexes', url: 'https://www.sqlite.org/partialindex.html' },
    {
      title: 'SQL Server: filtered indexes',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/indexes/create-filtered-indexes',
    },
    {
      title: 'CockroachDB: partial indexes',
      url: 'https://www.cockroachlabs.com/docs/stable/partial-indexes',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);\nCREATE INDEX users_email ON users (email) WHERE (email IS NOT NULL);',
      says: 'email',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);\nCREATE INDEX users_email ON users (email) WHERE email IS NOT NULL;',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, email nvarchar(80) NOT NULL);\nCREATE UNIQUE INDEX users_email ON users (email) WHERE email IS NOT NULL;',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id INT8 PRIMARY KEY, email STRING NOT NULL);\nCREATE INDEX users_email ON users (email) WHERE email IS NOT NULL;',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE users (id bigint PRIMARY KEY, email text, live boolean NOT NULL);\nCREATE INDEX a ON users (email) WHERE email IS NOT NULL;\nCREATE INDEX b ON users (email) WHERE live IS NOT NULL AND email > 'm';",
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\nCREATE INDEX users_email ON users (email) WHERE email IS NOT NULL;',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, email nvarchar(80) NULL);\nCREATE UNIQUE INDEX users_email ON users (email) WHERE email IS NOT NULL;',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id INT8 PRIMARY KEY, email STRING);\nCREATE INDEX users_email ON users (email) WHERE email IS NOT NULL;',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    for (const index of table.indexes) {
      const origin = index.origins[0];
      if (!index.where || !origin || index.inherited) continue;
      const columns = testedForNull(index.where, table);
      if (!columns) continue;
      context.report({
        origin: { unit: origin.unit, span: index.where.span },
        message: `${listed(columns)} of ${display(table, context.catalog)} ${columns.length > 1 ? 'are' : 'is'} NOT NULL, so this predicate leaves no row out; it only keeps queries that do not repeat it away from the index. Drop it.`,
        fixes: () => {
          const edit = withoutWhere(origin, index.where!);
          const safe = context.roleOf(origin) === 'schema' && index.origins.length === 1;
          return edit ? [{ title: 'Drop the predicate', edits: [edit], safe }] : [];
        },
      });
    }
  },
});

/** The columns where every test of the predicate is IS NOT NULL on a column without NULLs. */
function testedForNull(where: Expr, table: Table): string[] | undefined {
  const columns: string[] = [];
  for (const test of normal(where.text).split(' and ')) {
    const match = TEST.exec(test);
    const column = match && columnLike(table, match[1] ?? match[2]!);
    if (!column || column.nullable) return undefined;
    columns.push(column.name);
  }
  return columns;
}

const TEST = /^\(*\s*(?:["`[]([^"`\]]+)["`\]]|(\w+))\s*\)* is not null\s*\)*$/;

/** From WHERE to the end of the statement, where nothing follows the predicate. */
function withoutWhere(origin: Origin, where: Expr): Edit | undefined {
  const text = origin.unit.piece.text;
  const before = /\s*\bwhere\b[\s(]*$/i.exec(text.slice(origin.span.start, where.span.start));
  if (!before || !/^[\s)]*$/.test(text.slice(where.span.end, origin.span.end))) return undefined;
  const start = origin.span.start + before.index;
  return { origin: { unit: origin.unit, span: { start, end: origin.span.end } }, newText: '' };
}
