import type { Statement } from '../../sql/ast/index.js';
import { textOf } from '../lib/edits.js';
import { inTransaction } from '../lib/migration.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'concurrent-in-transaction',
  subject: 'migrations',
  since: '0.2.0',
  on: 'statement',
  role: 'migration',
  severity: 'error',
  engines: ['postgres'],
  summary: 'CONCURRENTLY stands inside a transaction, where PostgreSQL refuses it.',
  gains: 'Nothing: the statement never runs.',
  costs: 'PostgreSQL stops with "cannot run inside a transaction block", and the migration is rolled back.',
  fineWhen: 'Never.',
  advice: 'Put the statement into a migration of its own that runs without a transaction.',
  sources: [
    {
      title: 'PostgreSQL: building indexes concurrently',
      url: 'https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
    },
    { title: 'PostgreSQL: DROP INDEX', url: 'https://www.postgresql.org/docs/current/sql-dropindex.html' },
    {
      title: 'PostgreSQL: DETACH PARTITION',
      url: 'https://www.postgresql.org/docs/current/sql-altertable.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, email text);',
        'migrations/002_email.sql':
          'BEGIN;\nCREATE INDEX CONCURRENTLY users_email ON users (email);\nCOMMIT;',
      },
      says: 'transaction',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, email text);',
        'migrations/002_email.sql':
          'BEGIN;\nALTER TABLE users ADD COLUMN name text;\nCOMMIT;\nCREATE INDEX CONCURRENTLY users_email ON users (email);',
      },
    },
  ],
  check(subject, context) {
    const { reading, role, unit } = subject;
    const { statement, span } = reading;
    if (role !== 'migration' || !isConcurrent(statement)) return;
    if (!inTransaction(subject)) return;
    const origin = { unit, span };
    const word = /\bconcurrently\b/i.exec(textOf(origin));
    const at = word
      ? { start: span.start + word.index, end: span.start + word.index + word[0].length }
      : span;
    context.report({
      origin: { unit, span: at },
      message:
        'PostgreSQL refuses CONCURRENTLY inside the transaction that BEGIN has opened. Move the statement into a migration that runs without a transaction.',
    });
  },
});

function isConcurrent(statement: Statement): boolean {
  if (statement.kind === 'create index') return statement.concurrently;
  if (statement.kind === 'drop') return statement.object === 'index' && statement.concurrently;
  return (
    statement.kind === 'alter table' &&
    statement.actions.some(action => action.kind === 'detach partition' && action.concurrently)
  );
}
