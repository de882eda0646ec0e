import { textOf } from '../lib/edits.js';
import { lateActions } from '../lib/migration.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'missing-lock-timeout',
  subject: 'migrations',
  since: '0.2.0',
  on: 'statement',
  role: 'migration',
  severity: 'off',
  engines: ['postgres'],
  summary: 'A migration takes an exclusive lock without a lock_timeout.',
  gains: 'The migration waits as long as it must, and succeeds in the end.',
  costs:
    'While it waits behind one long query, every later query on the table waits behind it: an outage that lasts as long as that query.',
  fineWhen: 'The tool or role that runs migrations sets lock_timeout itself.',
  advice: "SET lock_timeout = '5s' at the top of the migration, and run it again when it fails.",
  sources: [
    {
      title: 'PostgreSQL: lock_timeout',
      url: 'https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT',
    },
    {
      title: 'PostgreSQL: explicit locking',
      url: 'https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);',
        'migrations/002_email.sql': 'ALTER TABLE users ADD COLUMN email text;',
      },
      says: 'lock_timeout',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);',
        'migrations/002_email.sql': "SET lock_timeout = '5s';\nALTER TABLE users ADD COLUMN email text;",
      },
    },
  ],
  check(subject, context) {
    const [first] = lateActions(subject, context);
    if (!first || first.statement.actions.every(({ kind }) => kind === 'validate constraint')) return;
    const earlier = subject.before();
    const guarded = earlier.some(
      ({ unit, reading }) =>
        reading.statement.kind === 'other' &&
        /\b(lock|statement)_timeout\b/i.test(textOf({ unit, span: reading.span })),
    );
    // Once per file is enough.
    const said = earlier.some(
      ({ reading: { statement } }) => statement.kind === 'alter table' && subject.madeEarlier(statement.name),
    );
    if (guarded || said) return;
    context.report({
      origin: { unit: subject.unit, span: subject.reading.span },
      message: `While this waits for its lock on ${first.name}, every later query on it waits too. SET lock_timeout first, and run the migration again when it fails.`,
    });
  },
});
