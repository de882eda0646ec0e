import type { Column } from '../../schema/model.js';
import { exprOrigin, typePlace, writtenColumns } from '../lib/columns.js';
import { replace } from '../lib/edits.js';
import { ENFORCING } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { typeClass } from '../lib/types.js';
import { defineRule, type Fix } from '../rule.js';

export default defineRule({
  id: 'null-string-default',
  subject: 'types',
  since: '0.1.0',
  on: 'table',
  severity: 'warning',
  engines: ENFORCING,
  summary: "A text column has the default 'NULL': four letters instead of no value.",
  gains: 'Nothing, unless those letters are meant.',
  costs:
    'Rows that leave the column out hold the word NULL. IS NULL does not find them, COALESCE does not replace it, counts count it, and people see it.',
  fineWhen: 'The column holds words of which NULL is one: types of values, names of keywords.',
  advice: 'Write DEFAULT NULL, or no default at all: that is the same.',
  sources: [
    {
      title: 'PostgreSQL: default values',
      url: 'https://www.postgresql.org/docs/current/ddl-default.html',
    },
    {
      title: 'MySQL: data type default values',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html',
    },
    {
      title: 'SQLite: the DEFAULT clause',
      url: 'https://www.sqlite.org/lang_createtable.html#the_default_clause',
    },
    {
      title: 'SQL Server: specify default values for columns',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/tables/specify-default-values-for-columns',
    },
    {
      title: 'CockroachDB: DEFAULT value constraint',
      url: 'https://www.cockroachlabs.com/docs/stable/default-value',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE users (id bigint PRIMARY KEY, nickname varchar(40) DEFAULT 'NULL'::character varying);",
      says: 'nickname',
    },
    {
      dialect: 'mysql',
      sql: "CREATE TABLE users (id int PRIMARY KEY, nickname varchar(40) DEFAULT 'NULL');",
    },
    { dialect: 'sqlite', sql: "CREATE TABLE users (id INTEGER PRIMARY KEY, nickname TEXT DEFAULT 'null');" },
    {
      dialect: 'tsql',
      sql: "CREATE TABLE users (id int NOT NULL PRIMARY KEY, nickname nvarchar(40) NULL DEFAULT (N'NULL'));",
    },
    {
      dialect: 'cockroach',
      sql: "CREATE TABLE users (id INT8 PRIMARY KEY, nickname STRING DEFAULT 'NULL');",
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE users (id bigint PRIMARY KEY, nickname text DEFAULT NULL, more jsonb DEFAULT 'null');",
    },
    { dialect: 'mysql', sql: 'CREATE TABLE users (id int PRIMARY KEY, nickname varchar(40) DEFAULT NULL);' },
    { dialect: 'sqlite', sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY, nickname TEXT DEFAULT NULL);' },
    { dialect: 'tsql', sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, nickname nvarchar(40) NULL);' },
    { dialect: 'cockroach', sql: 'CREATE TABLE users (id INT8 PRIMARY KEY, nickname STRING);' },
  ],
  check(table, context) {
    for (const column of writtenColumns(table)) {
      if (!column.type || !isWord(column)) continue;
      if (typeClass(column.type, table.dialect, context.catalog).kind !== 'text') continue;
      context.report({
        origin: exprOrigin(column, column.default!) ?? typePlace(column),
        message: `${display(table, context.catalog)}.${column.name} defaults to the four letters ${String(column.default!.value)}, which IS NULL does not find. Write DEFAULT NULL.`,
        fixes: () => fixes(column),
      });
    }
  },
});

function isWord(column: Column): boolean {
  const value = column.default?.form === 'literal' ? column.default.value : undefined;
  return typeof value === 'string' && value.toLowerCase() === 'null';
}

/** Not safe: programs may look for the word by now. */
function fixes(column: Column): readonly Fix[] {
  const place = exprOrigin(column, column.default!);
  if (!place || !column.nullable) return [];
  return [{ title: 'Write DEFAULT NULL', edits: [replace(place, 'NULL')], safe: false }];
}
