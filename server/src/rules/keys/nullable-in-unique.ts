import type { Catalog, Table } from '../../schema/model.js';
import { type AccessPath, accessPaths, normal, pathName, plainColumns } from '../lib/access.js';
import { replaceIn } from '../lib/edits.js';
import { ENFORCING } from '../lib/engines.js';
import { display, tuple } from '../lib/naming.js';
import { columnLike, isOwnTable } from '../lib/tables.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'nullable-in-unique',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: ENFORCING,
  summary: 'A unique key holds a nullable column, and NULLs do not compare as one expects.',
  gains: 'Optional values need no placeholder.',
  costs:
    'A NULL equals nothing, so rows that agree in all other columns may be stored twice. A key that ends with a nullable deleted_at never compares two live rows at all. SQL Server is the other way round: it lets in a single NULL.',
  fineWhen: 'Rows with NULL are meant to be outside of the key.',
  advice:
    'Make the columns NOT NULL, use NULLS NOT DISTINCT (PostgreSQL 15), or a partial unique index for the rows that count.',
  sources: [
    {
      title: 'PostgreSQL: unique constraints and NULL',
      url: 'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-UNIQUE-CONSTRAINTS',
    },
    {
      title: 'MySQL: unique indexes and NULL',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/create-index.html',
    },
    { title: 'SQLite: NULLs are distinct in a UNIQUE column', url: 'https://www.sqlite.org/nulls.html' },
    {
      title: 'SQL Server: unique constraints allow one NULL',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/tables/unique-constraints-and-check-constraints',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE members (id bigint PRIMARY KEY, org bigint NOT NULL, team bigint, UNIQUE (org, team));',
      says: 'team',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE members (id bigint PRIMARY KEY, org bigint, team bigint, seat int NOT NULL, UNIQUE (org, team, seat));',
      says: 'when org or team is NULL',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, deleted_at timestamptz);\nCREATE UNIQUE INDEX users_email ON users (email, deleted_at);',
      says: 'deleted_at',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE members (id int PRIMARY KEY, org int NOT NULL, team int, UNIQUE KEY (org, team));',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE members (id INTEGER PRIMARY KEY, org INT NOT NULL, team INT, UNIQUE (org, team));',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, email nvarchar(80) NULL UNIQUE);',
      says: 'one row',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE members (id INT8 PRIMARY KEY, org INT8 NOT NULL, team INT8, UNIQUE (org, team));',
    },
  ],
  good: [
    { dialect: 'postgres', sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE);' },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE members (id bigint PRIMARY KEY, org bigint NOT NULL, team bigint, UNIQUE NULLS NOT DISTINCT (org, team));',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE members (id bigint PRIMARY KEY, org bigint NOT NULL, team bigint, UNIQUE (org, team));\nCREATE UNIQUE INDEX ON members (org) WHERE team IS NULL;',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, email nvarchar(80) NULL);\nCREATE UNIQUE INDEX ux ON users (email) WHERE email IS NOT NULL;',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE members (id int PRIMARY KEY, org int NOT NULL, team int NOT NULL, UNIQUE KEY (org, team));',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    for (const path of accessPaths(table)) {
      if (
        !path.unique ||
        path.kind === 'primary key' ||
        path.inherited ||
        path.nullsNotDistinct ||
        !path.origin
      )
        continue;
      const columns = plainColumns(path);
      if (!columns) continue;
      // Whether a computed column can be NULL depends on its expression.
      const nullable = columns.filter(name => {
        const column = columnLike(table, name);
        return column?.nullable && !column.generated;
      });
      if (nullable.length === 0) continue;
      if (context.dialect === 'tsql') reportTsql(table, path, nullable, context);
      else if (columns.length > 1) reportOthers(table, path, columns, nullable, context);
    }
  },
});

function reportTsql(table: Table, path: AccessPath, nullable: readonly string[], context: RuleContext): void {
  if (path.parts.length > 1 || path.where) return;
  context.report({
    origin: path.origin!,
    message: `SQL Server counts NULLs as equal, so only one row of ${display(table, context.catalog)} may leave ${nullable[0]} NULL. If several may, use a unique index with WHERE ${nullable[0]} IS NOT NULL.`,
  });
}

function reportOthers(
  table: Table,
  path: AccessPath,
  columns: readonly string[],
  nullable: readonly string[],
  context: RuleContext,
): void {
  if (path.where && nullable.some(name => path.where!.columns.includes(name))) return;
  const deletion = nullable.find(name => /^(deleted|removed|archived)(_?at|_?on|_?date)$/i.test(name));
  const open = nullable.filter(name => !isCovered(table, path, name));
  if (open.length === 0) return;
  const rest = columns.filter(name => name !== deletion);
  const name = `${pathName(path)} of ${display(table, context.catalog)}`;
  context.report({
    origin: path.origin!,
    message: deletion
      ? `${capital(name)} never compares two rows whose ${deletion} is NULL, so live rows may repeat ${tuple(rest)}. ${partialAdvice(rest, deletion, context.catalog)}`
      : `${capital(name)} lets in equal rows when ${either(open)} is NULL. ${advice(open.length, context)}`,
    ...(deletion ? { severity: 'warning' as const } : {}),
    fixes: deletion ? [] : fixes(path, context),
  });
}

/** Another unique index takes care of the rows in which this column is NULL. */
function isCovered(table: Table, path: AccessPath, name: string): boolean {
  return accessPaths(table).some(
    other =>
      other !== path &&
      other.unique &&
      other.where &&
      normal(other.where.text).includes(`${name.toLowerCase()} is null`),
  );
}

function partialAdvice(columns: readonly string[], deletion: string, catalog: Catalog): string {
  return catalog.family === 'postgres' || catalog.family === 'sqlite'
    ? `Use a unique index on ${tuple(columns)} WHERE ${deletion} IS NULL.`
    : `Give ${deletion} a NOT NULL value that stands for live rows.`;
}

function advice(columns: number, context: RuleContext): string {
  return hasNotDistinct(context)
    ? 'If they should be refused, use NULLS NOT DISTINCT or NOT NULL.'
    : `If they should be refused, make ${columns > 1 ? 'them' : 'it'} NOT NULL.`;
}

/** `a`, `a or b`, `a, b or c`: a single NULL makes rows differ. */
function either(names: readonly string[]): string {
  return names.join(', ').replace(/, (?=[^,]*$)/, ' or ');
}

function hasNotDistinct(context: RuleContext): boolean {
  return context.dialect === 'postgres' && (context.engineVersion ?? 15) >= 15;
}

function fixes(path: AccessPath, context: RuleContext): Fix[] {
  if (!hasNotDistinct(context) || path.kind !== 'unique constraint') return [];
  const edit = replaceIn(path.origin!, /\bunique\b(?!\s+index)/i, 'UNIQUE NULLS NOT DISTINCT');
  return edit ? [{ title: 'Treat NULLs as equal (NULLS NOT DISTINCT)', edits: [edit], safe: false }] : [];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
