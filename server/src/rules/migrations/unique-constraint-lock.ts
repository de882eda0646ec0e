import { gravity, lateActions, rowsText } from '../lib/migration.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'unique-constraint-lock',
  subject: 'migrations',
  since: '0.2.0',
  on: 'statement',
  role: 'migration',
  severity: 'info',
  engines: ['postgres'],
  summary:
    'A migration adds a unique constraint or primary key and builds its index under an exclusive lock.',
  gains: 'One statement, inside the transaction of the migration.',
  costs:
    'The index is built while nobody can read or write the table; and if rows repeat, the migration fails after all that work.',
  fineWhen: 'The table is small.',
  advice:
    'CREATE UNIQUE INDEX CONCURRENTLY first, outside of a transaction, then ADD CONSTRAINT ... USING INDEX, which takes a moment.',
  sources: [
    {
      title: 'PostgreSQL: ADD table_constraint_using_index',
      url: 'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, email text);',
        'migrations/002_email.sql': 'ALTER TABLE users ADD CONSTRAINT users_email UNIQUE (email);',
      },
      says: 'USING INDEX',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, email text);',
        'migrations/002_email.sql': 'CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email);',
        'migrations/003_email.sql':
          'ALTER TABLE users ADD CONSTRAINT users_email UNIQUE USING INDEX users_email;',
      },
    },
  ],
  check(subject, context) {
    for (const { action, table, name, origin } of lateActions(subject, context)) {
      if (action.kind !== 'add constraint') continue;
      const { constraint } = action;
      if ((constraint.kind !== 'unique' && constraint.kind !== 'primary key') || constraint.usingIndex)
        continue;
      // A partitioned table takes no index that was built before.
      if (table?.partitioning || constraint.withoutOverlaps) continue;
      const shown = table ? display(table, context.catalog) : name;
      context.report({
        origin,
        severity: gravity(table, context, 'info'),
        message: `This builds an index on ${shown}${rowsText(table, context)} while nobody can read or write it. Build it with CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT ... USING INDEX.`,
      });
    }
  },
});
