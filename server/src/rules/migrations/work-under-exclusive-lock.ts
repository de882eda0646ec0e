import { lastName, type Statement } from '../../sql/ast/index.js';
import { gravity, isSmall, tableOf } from '../lib/migration.js';
import { defineRule, type RuleContext, type StatementSubject } from '../rule.js';

export default defineRule({
  id: 'work-under-exclusive-lock',
  subject: 'migrations',
  since: '0.2.0',
  on: 'statement',
  role: 'migration',
  severity: 'info',
  engines: ['postgres'],
  summary: 'A transaction goes on working while it holds an exclusive lock on a table.',
  gains: 'All of it happens, or nothing does.',
  costs:
    'ALTER TABLE takes its lock for a moment, but the transaction keeps it: nobody reads or writes the table until the last statement is done.',
  fineWhen: 'What follows takes milliseconds, or the application is stopped while migrations run.',
  advice:
    'COMMIT after ALTER TABLE, and do the long work (UPDATE, CREATE INDEX, VALIDATE) in a transaction of its own.',
  sources: [
    {
      title: 'PostgreSQL: locks are held until the end of the transaction',
      url: 'https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, name text);',
        'migrations/002_lower.sql':
          'BEGIN;\nALTER TABLE users ADD COLUMN lowered text;\nUPDATE users SET lowered = lower(name);\nCOMMIT;',
      },
      says: 'users',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, name text);',
        'migrations/002_lower.sql':
          'BEGIN;\nALTER TABLE users ADD COLUMN lowered text;\nCOMMIT;\nUPDATE users SET lowered = lower(name);',
      },
    },
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, name text);',
        'migrations/002_new.sql':
          'BEGIN;\nCREATE TABLE notes (id bigint PRIMARY KEY);\nALTER TABLE notes ADD COLUMN body text;\nUPDATE notes SET body = name FROM users;\nCOMMIT;',
      },
    },
  ],
  check(subject, context) {
    const { reading, role, unit } = subject;
    if (role !== 'migration' || !takesLong(reading.statement)) return;
    const held = lockedBefore(subject, context);
    if (held === undefined) return;
    const table = held.table;
    context.report({
      origin: { unit, span: reading.span },
      severity: gravity(table, context, 'info'),
      message: `This runs while the transaction holds the exclusive lock on ${held.name} that ALTER TABLE took: nobody can read or write it until COMMIT. Commit first, and do the long work in a transaction of its own.`,
      related: [{ origin: held.origin, message: 'The lock is taken here.' }],
    });
  },
});

function takesLong(statement: Statement): boolean {
  if (statement.kind === 'create index') return !statement.concurrently;
  if (statement.kind !== 'query') return false;
  return statement.verb === 'update' || statement.verb === 'delete';
}

/** The first table with rows that this transaction has altered. */
function lockedBefore(subject: StatementSubject, context: RuleContext) {
  let open = false;
  let held:
    | {
        name: string;
        table: ReturnType<typeof tableOf>;
        origin: { unit: typeof subject.unit; span: typeof subject.reading.span };
      }
    | undefined;
  for (const { unit, reading } of subject.before()) {
    const { statement, span } = reading;
    if (statement.kind === 'other') {
      if (statement.verb === 'BEGIN' || statement.verb === 'START') open = true;
      else if (/^(COMMIT|END|ROLLBACK)$/.test(statement.verb)) {
        open = false;
        held = undefined;
      }
    }
    if (!open || held || statement.kind !== 'alter table' || statement.object !== 'table') continue;
    if (statement.actions.every(({ kind }) => kind === 'validate constraint')) continue;
    if (!subject.madeEarlier(statement.name)) continue;
    const table = tableOf(statement.name, context);
    if (table && isSmall(table, context)) continue;
    held = { name: lastName(statement.name).value, table, origin: { unit, span } };
  }
  return open ? held : undefined;
}
