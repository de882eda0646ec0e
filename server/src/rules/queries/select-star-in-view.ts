import type { Dialect } from '../../sql/dialect.js';
import { MYSQL_LIKE } from '../lib/engines.js';
import { defineRule } from '../rule.js';

const ENGINES: readonly Dialect[] = ['postgres', ...MYSQL_LIKE, 'tsql'];

export default defineRule({
  id: 'select-star-in-view',
  subject: 'queries',
  since: '0.2.0',
  on: 'query',
  severity: 'off',
  engines: ENGINES,
  summary: 'A view is defined with SELECT *.',
  gains: 'It is short, and shows all that the table has when the view is made.',
  costs:
    'The star is resolved once: columns that the table gets later are not in the view, and nothing says so. Reading through it takes columns that nobody needs, so that fewer indexes cover.',
  fineWhen: 'The view is made anew with each deployment.',
  advice: 'Name the columns.',
  sources: [
    { title: 'PostgreSQL: CREATE VIEW', url: 'https://www.postgresql.org/docs/current/sql-createview.html' },
    { title: 'MySQL: CREATE VIEW', url: 'https://dev.mysql.com/doc/refman/8.4/en/create-view.html' },
    {
      title: 'SQL Server: sp_refreshview',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/system-stored-procedures/sp-refreshview-transact-sql',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, name text);\nCREATE VIEW v AS SELECT * FROM users;',
      says: 'v',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY, name text);\nCREATE VIEW v AS SELECT * FROM users;',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY);\nGO\nCREATE VIEW v AS SELECT * FROM users;\n',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, name text);\nCREATE VIEW v AS SELECT id, count(*) FROM users GROUP BY id;',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY, name text);\nCREATE VIEW v AS SELECT id, name FROM users;',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY);\nGO\nCREATE VIEW v AS SELECT id FROM users;\n',
    },
  ],
  check(query, context) {
    if (query.from !== 'view') return;
    for (const { value } of query.shape.blocks[0]?.select ?? []) {
      if (value.kind !== 'star') continue;
      context.report({
        origin: { unit: query.unit, span: value.span },
        message: `The star of view ${query.holder ?? ''} is resolved when the view is made: columns added to the table later are not in it. Name the columns.`,
      });
      return;
    }
  },
});
