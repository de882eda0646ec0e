import { lateActions } from '../lib/migration.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'required-column-without-default',
  subject: 'migrations',
  since: '0.2.0',
  on: 'statement',
  role: 'migration',
  severity: 'warning',
  engines: ['postgres', 'sqlite', 'tsql', 'cockroach', 'yugabyte'],
  summary: 'A migration adds a NOT NULL column without a default to a table that may hold rows.',
  gains: 'Every row written from now on names a value.',
  costs: 'The rows that are there have none: the statement fails as soon as the table holds one.',
  fineWhen: 'The table is known to be empty wherever the migration runs.',
  advice: 'Add the column with a default, or nullable; fill it; then require it.',
  sources: [
    {
      title: 'PostgreSQL: adding a column',
      url: 'https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-ADDING-A-COLUMN',
    },
    {
      title: 'SQLite: ALTER TABLE ADD COLUMN',
      url: 'https://www.sqlite.org/lang_altertable.html#alter_table_add_column',
    },
    {
      title: 'SQL Server: ALTER TABLE, NULL | NOT NULL',
      url: 'https://learn.microsoft.com/en-us/sql/t-sql/statements/alter-table-transact-sql',
    },
    {
      title: 'CockroachDB: ADD COLUMN',
      url: 'https://www.cockroachlabs.com/docs/stable/alter-table#add-column',
    },
  ],
  bad: [
    ...(['postgres', 'cockroach'] as const).map(dialect => ({
      dialect,
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);',
        'migrations/002_email.sql': 'ALTER TABLE users ADD COLUMN email text NOT NULL;',
      },
      says: 'email',
    })),
    {
      dialect: 'sqlite',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id INTEGER PRIMARY KEY);',
        'migrations/002_email.sql': 'ALTER TABLE users ADD COLUMN email TEXT NOT NULL;',
      },
    },
    {
      dialect: 'tsql',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id int NOT NULL PRIMARY KEY);',
        'migrations/002_email.sql': 'ALTER TABLE users ADD email nvarchar(200) NOT NULL;',
      },
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);',
        'migrations/002_email.sql':
          "ALTER TABLE users ADD COLUMN email text NOT NULL DEFAULT '';\nALTER TABLE users ADD COLUMN name text;\nALTER TABLE users ADD COLUMN n int GENERATED ALWAYS AS IDENTITY;",
      },
    },
    {
      dialect: 'sqlite',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id INTEGER PRIMARY KEY);',
        'migrations/002_email.sql': "ALTER TABLE users ADD COLUMN email TEXT NOT NULL DEFAULT '';",
      },
    },
    {
      dialect: 'tsql',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id int NOT NULL PRIMARY KEY);',
        'migrations/002_email.sql': 'ALTER TABLE users ADD email nvarchar(200) NULL;',
      },
    },
    {
      dialect: 'cockroach',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id INT8 PRIMARY KEY);',
        'migrations/002_email.sql': 'ALTER TABLE users ADD COLUMN email STRING;',
      },
    },
  ],
  check(subject, context) {
    for (const { action, table, name, origin } of lateActions(subject, context)) {
      if (action.kind !== 'add column') continue;
      const { column } = action;
      if (column.nullable !== false || column.default || column.generated || column.identity || column.serial)
        continue;
      if (column.options.some(option => /default/i.test(option.name))) continue;
      if (/^(rowversion|timestamp)$/i.test(column.type?.base ?? '') && context.dialect === 'tsql') continue;
      const shown = table ? display(table, context.catalog) : name;
      context.report({
        origin,
        message: `Adding ${column.name.value} as NOT NULL without a default fails once ${shown} holds a row. Give it a default, or add it nullable, fill it, and require it then.`,
      });
    }
  },
});
