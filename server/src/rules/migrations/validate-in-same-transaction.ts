import { lastName } from '../../sql/ast/index.js';
import type { Origin } from '../../sql/reading.js';
import { inTransaction } from '../lib/migration.js';
import { defineRule, type StatementSubject } from '../rule.js';

export default defineRule({
  id: 'validate-in-same-transaction',
  subject: 'migrations',
  since: '0.2.0',
  on: 'statement',
  role: 'migration',
  severity: 'info',
  engines: ['postgres'],
  summary: 'A constraint is added NOT VALID and validated in the same transaction.',
  gains: 'One migration does both.',
  costs:
    'The strong lock of ADD CONSTRAINT is kept until COMMIT, so the validation reads the whole table under it: nothing is won by NOT VALID.',
  fineWhen: 'The table is small.',
  advice: 'Commit after ADD CONSTRAINT ... NOT VALID, and validate in a transaction of its own.',
  sources: [
    {
      title: 'PostgreSQL: VALIDATE CONSTRAINT',
      url: 'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-VALIDATE-CONSTRAINT',
    },
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
        'migrations/001_items.sql': 'CREATE TABLE items (id bigint PRIMARY KEY, price numeric);',
        'migrations/002_check.sql':
          'BEGIN;\nALTER TABLE items ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID;\nALTER TABLE items VALIDATE CONSTRAINT price_positive;\nCOMMIT;',
      },
      says: 'price_positive',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_items.sql': 'CREATE TABLE items (id bigint PRIMARY KEY, price numeric);',
        'migrations/002_check.sql':
          'BEGIN;\nALTER TABLE items ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID;\nCOMMIT;\nALTER TABLE items VALIDATE CONSTRAINT price_positive;',
      },
    },
  ],
  check(subject, context) {
    const { statement } = subject.reading;
    if (subject.role !== 'migration' || statement.kind !== 'alter table') return;
    for (const action of statement.actions) {
      if (action.kind !== 'validate constraint' || !inTransaction(subject)) continue;
      const added = addedHere(subject, lastName(statement.name).value, action.name.value);
      if (!added) continue;
      context.report({
        origin: { unit: subject.unit, span: action.span },
        message: `${action.name.value} is validated in the transaction that added it, so its strong lock lasts while the whole table is read. COMMIT before VALIDATE CONSTRAINT.`,
        related: [{ origin: added, message: 'Added here, with a lock that lasts until COMMIT.' }],
      });
    }
  },
});

/** Where the constraint was added since the transaction began. */
function addedHere(subject: StatementSubject, table: string, name: string) {
  let found: Origin | undefined;
  for (const { unit, reading } of subject.before()) {
    const { statement } = reading;
    if (statement.kind === 'other' && /^(COMMIT|END|ROLLBACK)$/.test(statement.verb)) found = undefined;
    if (statement.kind !== 'alter table' || lastName(statement.name).value !== table) continue;
    for (const action of statement.actions) {
      if (action.kind === 'add constraint' && action.constraint.name?.value === name)
        found = { unit, span: action.span };
    }
  }
  return found;
}
