import { inTransaction } from '../lib/migration.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'nested-transaction',
  subject: 'migrations',
  since: '0.2.0',
  on: 'statement',
  role: 'migration',
  severity: 'warning',
  engines: ['postgres', 'mysql', 'mariadb'],
  summary: 'BEGIN stands inside a transaction that is open already.',
  gains: 'Nothing: there are no transactions within transactions.',
  costs:
    'PostgreSQL only warns and goes on in the first transaction, so the next COMMIT ends that one; MySQL commits what was done before without being asked.',
  fineWhen: 'Never; SAVEPOINT is what nests.',
  advice: 'COMMIT before BEGIN, or use SAVEPOINT.',
  sources: [
    { title: 'PostgreSQL: BEGIN', url: 'https://www.postgresql.org/docs/current/sql-begin.html' },
    {
      title: 'MySQL: statements that cause an implicit commit',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/implicit-commit.html',
    },
  ],
  bad: (['postgres', 'mysql'] as const).map(dialect => ({
    dialect,
    sql: '',
    files: {
      'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);',
      'migrations/002_more.sql':
        'START TRANSACTION;\nUPDATE users SET id = 1 WHERE id = 2;\nSTART TRANSACTION;\nUPDATE users SET id = 3 WHERE id = 4;\nCOMMIT;',
    },
    says: 'already open',
  })),
  good: (['postgres', 'mysql'] as const).map(dialect => ({
    dialect,
    sql: '',
    files: {
      'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);',
      'migrations/002_more.sql':
        'START TRANSACTION;\nUPDATE users SET id = 1 WHERE id = 2;\nCOMMIT;\nSTART TRANSACTION;\nUPDATE users SET id = 3 WHERE id = 4;\nCOMMIT;',
    },
  })),
  check(subject, context) {
    const { statement, span } = subject.reading;
    if (subject.role !== 'migration' || statement.kind !== 'other') return;
    if (statement.verb !== 'BEGIN' && statement.verb !== 'START') return;
    if (!inTransaction(subject)) return;
    context.report({
      origin: { unit: subject.unit, span },
      message: `A transaction is already open: ${context.dialect === 'postgres' ? 'this starts none, and the next COMMIT ends the first' : 'this commits it without being asked'}. COMMIT first, or use SAVEPOINT.`,
    });
  },
});
