import { insertAt, statementAfter } from '../lib/edits.js';
import { gravity, lateActions, rowsText } from '../lib/migration.js';
import { display, sqlName, sqlTable } from '../lib/naming.js';
import { defineRule, type Edit } from '../rule.js';

export default defineRule({
  id: 'constraint-without-not-valid',
  subject: 'migrations',
  since: '0.2.0',
  on: 'statement',
  role: 'migration',
  severity: 'info',
  engines: ['postgres'],
  summary:
    'A migration adds a foreign key or a check to a table with rows, and checks them all under a lock.',
  gains: 'One statement, and the constraint is known to hold at once.',
  costs:
    'ADD CONSTRAINT reads the whole table while it holds its lock: ACCESS EXCLUSIVE for a check, SHARE ROW EXCLUSIVE on both tables for a foreign key, so writes wait until it is done.',
  fineWhen: 'The table is small, or nobody writes while migrations run.',
  advice:
    'Add it NOT VALID, which checks new rows only, and VALIDATE CONSTRAINT in a later transaction: that takes a lock which lets writes through.',
  sources: [
    {
      title: 'PostgreSQL: ADD table_constraint [ NOT VALID ]',
      url: 'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT',
    },
    {
      title: 'PostgreSQL: VALIDATE CONSTRAINT',
      url: 'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-VALIDATE-CONSTRAINT',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql':
          'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint);',
        'migrations/002_fk.sql':
          'ALTER TABLE posts ADD CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id);',
      },
      says: 'NOT VALID',
    },
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_items.sql': 'CREATE TABLE items (id bigint PRIMARY KEY, price numeric);',
        'migrations/002_check.sql': 'ALTER TABLE items ADD CONSTRAINT price_positive CHECK (price > 0);',
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
          'ALTER TABLE items ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID;\nALTER TABLE items VALIDATE CONSTRAINT price_positive;',
      },
    },
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_items.sql':
          'CREATE TABLE items (id bigint PRIMARY KEY, price numeric);\nALTER TABLE items ADD CHECK (price > 0);',
      },
    },
  ],
  check(subject, context) {
    for (const { action, table, name, origin, statement } of lateActions(subject, context)) {
      if (action.kind !== 'add constraint') continue;
      const { constraint } = action;
      if (constraint.kind !== 'foreign key' && constraint.kind !== 'check') continue;
      if (constraint.notValid || constraint.enforced === false) continue;
      // PostgreSQL before 18 cannot add a foreign key to a partitioned table NOT VALID.
      if (constraint.kind === 'foreign key' && table?.partitioning && (context.engineVersion ?? 18) < 18)
        continue;
      const what = constraint.name ? `${constraint.name.value} on ` : '';
      const kind = constraint.kind === 'check' ? 'check' : 'foreign key';
      const named = constraint.name;
      const shown = table ? display(table, context.catalog) : name;
      context.report({
        origin,
        severity: gravity(table, context, 'info'),
        message: `Adding the ${kind} ${what}${shown}${rowsText(table, context)} reads all its rows while ${kind === 'check' ? 'nobody can read or write it' : 'writes wait'}. Add it NOT VALID, and VALIDATE CONSTRAINT in a later transaction.`,
        fixes: () => {
          if (!named || !table || statement.actions.length > 1) return [];
          const validate = statementAfter(
            subject.unit,
            `ALTER TABLE ${sqlTable(table, context.catalog)} VALIDATE CONSTRAINT ${sqlName(named.value, table.dialect)}`,
          );
          const edits: Edit[] = [insertAt(subject.unit, constraint.span.end, ' NOT VALID')];
          return validate && subject.unit.readings.length === 1
            ? [{ title: 'Add it NOT VALID, then validate it', edits: [...edits, validate], safe: false }]
            : [];
        },
      });
    }
  },
});
