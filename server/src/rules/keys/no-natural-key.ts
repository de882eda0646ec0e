import type { Column } from '../../schema/model.js';
import type { Dialect } from '../../sql/dialect.js';
import { accessPaths } from '../lib/access.js';
import { ENFORCING } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { columnLike, isOwnTable } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'no-natural-key',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'off',
  engines: ENFORCING,
  summary: 'Only a made-up number tells rows apart: nothing keeps the same thing from being entered twice.',
  gains: 'Nothing is refused, and each insert has an index less to look into.',
  costs:
    'Two rows may describe the same thing, differing in their number alone. Duplicates come in by retried requests and by people, and taking them apart later is work.',
  fineWhen: 'Rows are events, of which equal ones may happen.',
  advice: 'Declare UNIQUE what identifies the thing outside of the database.',
  sources: [
    {
      title: 'PostgreSQL: unique constraints',
      url: 'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-UNIQUE-CONSTRAINTS',
    },
    {
      title: 'SQL Server: unique constraints',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/tables/unique-constraints-and-check-constraints',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigserial PRIMARY KEY, email text NOT NULL);',
      says: 'users',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int AUTO_INCREMENT PRIMARY KEY, email varchar(80) NOT NULL);',
    },
    { dialect: 'sqlite', sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);' },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int IDENTITY(1,1) NOT NULL PRIMARY KEY, email nvarchar(80) NOT NULL);',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id UUID PRIMARY KEY DEFAULT gen_random_uuid(), email STRING NOT NULL);',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigserial PRIMARY KEY, email text NOT NULL UNIQUE);',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int AUTO_INCREMENT PRIMARY KEY, email varchar(80) NOT NULL UNIQUE);',
    },
    { dialect: 'sqlite', sql: 'CREATE TABLE kinds (kind TEXT PRIMARY KEY NOT NULL, label TEXT);' },
    { dialect: 'tsql', sql: 'CREATE TABLE links (a int NOT NULL, b int NOT NULL, PRIMARY KEY (a, b));' },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id UUID PRIMARY KEY DEFAULT gen_random_uuid(), email STRING UNIQUE);',
    },
  ],
  check(table, context) {
    const key = table.primaryKey;
    if (
      !isOwnTable(table) ||
      key?.columns.length !== 1 ||
      table.columns.length < 2 ||
      table.columnsIncomplete
    )
      return;
    const column = columnLike(table, key.columns[0]!);
    if (!column || !isMadeUp(column, table.dialect)) return;
    if (
      table.exclusions.length > 0 ||
      accessPaths(table).some(path => path.unique && path.kind !== 'primary key')
    )
      return;
    context.report({
      origin: key.origins[0] ?? table.nameOrigin,
      message: `Only ${column.name}, which the database makes up, tells rows of ${display(table, context.catalog)} apart: the same thing can be entered twice. Declare UNIQUE what identifies it outside.`,
    });
  },
});

function isMadeUp(column: Column, dialect: Dialect): boolean {
  if (column.identity || column.serial || (column.default && column.default.functions.length > 0))
    return true;
  // SQLite fills this one by itself.
  return dialect === 'sqlite' && column.type?.base === 'integer';
}
