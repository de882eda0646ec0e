import { lastName } from '../../sql/ast/index.js';
import { inTransaction, lateActions } from '../lib/migration.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'wide-lock-window',
  subject: 'migrations',
  since: '0.2.0',
  on: 'statement',
  role: 'migration',
  severity: 'off',
  engines: ['postgres'],
  summary: 'One transaction takes exclusive locks on several tables.',
  gains: 'All tables change at the same moment.',
  costs:
    'The first lock is kept while the next one is waited for, and two transactions that take them in another order block each other for good: PostgreSQL ends one of them.',
  fineWhen: 'A lock_timeout is set and the migration is tried again.',
  advice: 'Change one table per transaction.',
  sources: [
    {
      title: 'PostgreSQL: deadlocks',
      url: 'https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_start.sql':
          'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE posts (id bigint PRIMARY KEY);',
        'migrations/002_both.sql':
          'BEGIN;\nALTER TABLE users ADD COLUMN a text;\nALTER TABLE posts ADD COLUMN b text;\nCOMMIT;',
      },
      says: 'posts',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_start.sql':
          'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE posts (id bigint PRIMARY KEY);',
        'migrations/002_one.sql':
          'BEGIN;\nALTER TABLE users ADD COLUMN a text;\nALTER TABLE users ADD COLUMN c text;\nCOMMIT;',
      },
    },
  ],
  check(subject, context) {
    const [action] = lateActions(subject, context);
    if (!action || !inTransaction(subject)) return;
    const locked = new Set<string>();
    for (const { reading } of subject.before()) {
      const { statement } = reading;
      if (statement.kind === 'other' && /^(BEGIN|START|COMMIT|END|ROLLBACK)$/.test(statement.verb))
        locked.clear();
      if (statement.kind === 'alter table' && subject.madeEarlier(statement.name))
        locked.add(lastName(statement.name).value);
    }
    // Told at the second table, once.
    if (locked.size !== 1 || locked.has(action.name)) return;
    context.report({
      origin: { unit: subject.unit, span: subject.reading.span },
      message: `The transaction already holds an exclusive lock on ${[...locked].join()} while it waits for one on ${action.name}: others wait for both, or the two block each other. Change one table per transaction.`,
    });
  },
});
