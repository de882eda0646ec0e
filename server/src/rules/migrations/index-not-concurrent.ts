import { lastName } from '../../sql/ast/index.js';
import { insertAt, textOf } from '../lib/edits.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'index-not-concurrent',
  subject: 'migrations',
  since: '0.1.0',
  on: 'statement',
  role: 'migration',
  severity: 'info',
  // CockroachDB and YugabyteDB build indexes online by default.
  engines: ['postgres'],
  summary: 'A migration builds an index, without CONCURRENTLY, on a table that an earlier migration made.',
  gains:
    'One pass over the table instead of two, inside the transaction of the migration, and no invalid index if it fails.',
  costs:
    'CREATE INDEX locks out every write to the table until it is done: seconds to hours, by the size of the table.',
  fineWhen: 'The table is small, or the application is stopped while migrations run.',
  advice: 'Use CREATE INDEX CONCURRENTLY, in a migration of its own that runs outside of a transaction.',
  sources: [
    {
      title: 'PostgreSQL: building indexes concurrently',
      url: 'https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, email text);',
        'migrations/002_email.sql': 'CREATE INDEX users_email ON users (email);',
      },
      says: 'users',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql':
          'CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE INDEX ON users (email);',
        'migrations/002_email.sql': 'CREATE INDEX CONCURRENTLY users_email ON users (lower(email));',
        'migrations/003_posts.sql':
          'CREATE TABLE posts (id bigint PRIMARY KEY);\nCREATE INDEX ON posts (id);',
      },
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE INDEX users_email ON users (email);',
    },
  ],
  check({ unit, reading, role, madeEarlier }, context) {
    const { statement, span } = reading;
    if (role !== 'migration' || statement.kind !== 'create index' || statement.concurrently || statement.only)
      return;
    if (!madeEarlier(statement.table)) return;
    const name = lastName(statement.table).value;
    // A partitioned table's index cannot be built concurrently; its partitions' can, one by one.
    if (context.catalog.tablesNamed(name).some(table => table.partitioning)) return;
    const origin = { unit, span };
    const keyword = /^create\s+(unique\s+)?index\b/i.exec(textOf(origin));
    context.report({
      origin,
      message: `This index locks out writes to ${name}, which an earlier migration made, until it is built. Use CREATE INDEX CONCURRENTLY, outside of a transaction.`,
      fixes: keyword
        ? [
            {
              title: 'Build it CONCURRENTLY (not inside a transaction)',
              edits: [insertAt(unit, span.start + keyword[0].length, ' CONCURRENTLY')],
              safe: false,
            },
          ]
        : [],
    });
  },
});
