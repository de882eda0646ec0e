import type { Column, Table } from '../../schema/model.js';
import { type AccessPath, accessPaths, pathName, plainColumns } from '../lib/access.js';
import { textOf } from '../lib/edits.js';
import { display, tuple } from '../lib/naming.js';
import { columnLike, isOwnTable } from '../lib/tables.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'soft-delete-unique',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: ['postgres', 'yugabyte', 'cockroach', 'sqlite', 'tsql', 'mysql', 'mariadb'],
  summary: 'A unique key counts rows that are only marked as deleted.',
  gains: 'A name once used is never used again, and a row can always be brought back.',
  costs:
    'Who deletes a row and makes it again meets the deleted one: the insert fails on a row that no screen shows. Programs work around it by renaming what they delete.',
  fineWhen: 'Values are to stay taken for ever: invoice numbers, identifiers given out to others.',
  advice:
    'Make the key unique among the rows that count: a partial index with WHERE deleted_at IS NULL; in MySQL a unique index over an expression that is NULL for deleted rows.',
  sources: [
    {
      title: 'PostgreSQL: partial unique indexes',
      url: 'https://www.postgresql.org/docs/current/indexes-partial.html',
    },
    { title: 'SQLite: unique partial indexes', url: 'https://www.sqlite.org/partialindex.html' },
    {
      title: 'SQL Server: filtered indexes',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/indexes/create-filtered-indexes',
    },
    {
      title: 'CockroachDB: partial indexes',
      url: 'https://www.cockroachlabs.com/docs/stable/partial-indexes',
    },
    {
      title: 'MySQL: functional key parts',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/create-index.html#create-index-functional-key-parts',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE, deleted_at timestamptz);',
      says: 'deleted_at',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, is_deleted boolean NOT NULL DEFAULT false);\nCREATE UNIQUE INDEX users_email ON users (email);',
      says: 'is_deleted',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL, deleted_at TEXT);\nCREATE UNIQUE INDEX users_email ON users (email);',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY, email varchar(200) NOT NULL, deleted_at datetime NULL, UNIQUE KEY (email));',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, email nvarchar(200) NOT NULL UNIQUE, deleted_at datetime2 NULL);',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id INT8 PRIMARY KEY, email STRING NOT NULL UNIQUE, deleted_at TIMESTAMPTZ);',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE accounts (workspace text NOT NULL, email text PRIMARY KEY, deleted boolean NOT NULL DEFAULT false);\nCREATE UNIQUE INDEX accounts_workspace_email ON accounts (workspace, email);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, token uuid UNIQUE, deleted_at timestamptz);\nCREATE UNIQUE INDEX users_email ON users (email) WHERE deleted_at IS NULL;',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL, deleted_at TEXT);\nCREATE UNIQUE INDEX users_email ON users (email) WHERE deleted_at IS NULL;',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY, email varchar(200) NOT NULL, deleted_at datetime NULL, UNIQUE KEY (email, deleted_at));',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, email nvarchar(200) NOT NULL, deleted_at datetime2 NULL);\nCREATE UNIQUE INDEX users_email ON users (email) WHERE deleted_at IS NULL;',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id INT8 PRIMARY KEY, email STRING NOT NULL, deleted_at TIMESTAMPTZ);\nCREATE UNIQUE INDEX users_email ON users (email) WHERE deleted_at IS NULL;',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    const mark = table.columns.find(isMark);
    if (!mark) return;
    for (const path of accessPaths(table)) {
      if (!path.unique || path.kind === 'primary key' || path.where || path.inherited || !path.origin)
        continue;
      const columns = plainColumns(path);
      if (!columns?.length || !columns.some(name => isNamed(table, name))) continue;
      if (columns.some(name => name === mark.name || isMark(columnLike(table, name)))) continue;
      if (isHeldAnyway(table, columns)) continue;
      // What others refer to has to stay unique over all rows.
      if (isReferenced(table, columns, context)) continue;
      context.report({
        origin: path.origin,
        message: `${capital(pathName(path))} of ${display(table, context.catalog)} also counts rows marked by ${mark.name}, so ${tuple(columns)} of a deleted row cannot be used again. ${advice(mark, columns, context)}`,
        fixes: () => fixes(path, mark, context),
      });
    }
  },
});

/** `deleted_at`, `is_deleted`: columns whose names say that a row is gone. */
function isMark(column: Column | undefined): boolean {
  return column !== undefined && (isMoment(column) || /^(is_?)?(soft_?)?deleted$/i.test(column.name));
}

function isMoment(column: Column): boolean {
  return column.nullable && /^(soft_?)?deleted_?(at|on|time|date|timestamp)$/i.test(column.name);
}

/** People choose it again: names, addresses, slugs. Tokens and numbers that machines give out do not come back. */
function isNamed(table: Table, name: string): boolean {
  return CHOSEN.test(columnLike(table, name)?.name ?? '');
}

/** The primary key, or a unique key of fewer of the columns, keeps the values of a deleted row taken by itself. */
function isHeldAnyway(table: Table, columns: readonly string[]): boolean {
  return accessPaths(table).some(other => {
    if (!other.unique || other.where) return false;
    const held = plainColumns(other);
    if (!held?.length || !held.every(name => columns.includes(name))) return false;
    return other.kind === 'primary key' || held.length < columns.length;
  });
}

function isReferenced(table: Table, columns: readonly string[], context: RuleContext): boolean {
  return context.catalog
    .referencing(table.key)
    .some(({ foreignKey }) => foreignKey.refColumns.join() === columns.join());
}

function advice(mark: Column, columns: readonly string[], context: RuleContext): string {
  switch (context.dialect) {
    case 'mysql':
    case 'mariadb':
      return `If it should be free again, let the key also hold a column that is the same for all live rows and differs for each deleted one.`;
    default:
      return isMoment(mark)
        ? `If it should be free again, use a unique index on ${tuple(columns)} WHERE ${mark.name} IS NULL.`
        : `If it should be free again, use a unique index on ${tuple(columns)} for the rows that are not ${mark.name}.`;
  }
}

/** Not safe: ON CONFLICT clauses have to name the predicate then. */
function fixes(path: AccessPath, mark: Column, context: RuleContext): readonly Fix[] {
  if (
    path.kind !== 'index' ||
    !isMoment(mark) ||
    context.dialect === 'mysql' ||
    context.dialect === 'mariadb'
  )
    return [];
  const origin = path.origin!;
  const text = textOf(origin);
  if (
    !/^create\s+unique\s+index\b/i.test(text) ||
    !/\)\s*$/.test(text) ||
    /\)\s*(with|tablespace)\b/i.test(text)
  )
    return [];
  const end = origin.span.start + text.trimEnd().length;
  const edit = {
    origin: { unit: origin.unit, span: { start: end, end } },
    newText: ` WHERE ${mark.name} IS NULL`,
  };
  return [{ title: `Count only rows that are not deleted`, edits: [edit], safe: false }];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const CHOSEN =
  /^(.*_)?(e?mail|email_?address|user_?name|login|name|title|slug|handle|nick_?name|phone|phone_?number|domain|host_?name|path|alias)$/i;
