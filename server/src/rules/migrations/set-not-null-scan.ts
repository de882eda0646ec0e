import type { Table } from '../../schema/model.js';
import { gravity, lateActions, rowsText } from '../lib/migration.js';
import { display } from '../lib/naming.js';
import { defineRule, type StatementSubject } from '../rule.js';

export default defineRule({
  id: 'set-not-null-scan',
  subject: 'migrations',
  since: '0.2.0',
  on: 'statement',
  role: 'migration',
  severity: 'info',
  engines: ['postgres'],
  summary: 'SET NOT NULL on a table with rows reads all of them under an exclusive lock.',
  gains: 'One statement.',
  costs:
    'The table is read from end to end while nobody can read or write it, and the migration fails at the first NULL.',
  fineWhen: 'The table is small.',
  advice:
    'Add CHECK (column IS NOT NULL) NOT VALID, validate it in a later transaction, then SET NOT NULL: since PostgreSQL 12 a valid check spares the scan. PostgreSQL 18 also takes ADD NOT NULL ... NOT VALID.',
  sources: [
    {
      title: 'PostgreSQL: SET NOT NULL and valid checks',
      url: 'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, email text);',
        'migrations/002_required.sql': 'ALTER TABLE users ALTER COLUMN email SET NOT NULL;',
      },
      says: 'email',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, email text);',
        'migrations/002_check.sql':
          'ALTER TABLE users ADD CONSTRAINT email_there CHECK (email IS NOT NULL) NOT VALID;',
        'migrations/003_validate.sql': 'ALTER TABLE users VALIDATE CONSTRAINT email_there;',
        'migrations/004_required.sql':
          'ALTER TABLE users ALTER COLUMN email SET NOT NULL;\nALTER TABLE users DROP CONSTRAINT email_there;',
      },
    },
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql':
          'CREATE TABLE users (id bigint PRIMARY KEY, email text);\nALTER TABLE users ALTER COLUMN email SET NOT NULL;',
      },
    },
  ],
  check(subject, context) {
    for (const { action, table, name, origin } of lateActions(subject, context)) {
      if (action.kind !== 'set not null') continue;
      const column = action.column.value;
      if (isAddedHere(subject, name, column)) continue;
      const shown = table ? display(table, context.catalog) : name;
      if ((context.engineVersion ?? 18) >= 12 && (checked(table, column) || droppedAfter(table, column)))
        continue;
      context.report({
        origin,
        severity: gravity(table, context, 'info'),
        message: `SET NOT NULL reads all of ${shown}${rowsText(table, context)} while nobody can use it, and fails at the first NULL in ${column}. Add CHECK (${column} IS NOT NULL) NOT VALID, validate it, then set it.`,
      });
    }
  },
});

/** A column that the same migration has just added is judged by how it was added. */
function isAddedHere(subject: StatementSubject, table: string, column: string): boolean {
  const statements = [...subject.before().map(each => each.reading.statement), subject.reading.statement];
  return statements.some(
    statement =>
      statement.kind === 'alter table' &&
      statement.name.parts[statement.name.parts.length - 1]?.value === table &&
      statement.actions.some(action => action.kind === 'add column' && action.column.name.value === column),
  );
}

function checked(table: Table | undefined, column: string): boolean {
  return (table?.checks ?? []).some(check => !check.notValid && provesNotNull(check.expr.text, column));
}

/** The check may be gone by the end: it has done its work. A statement that names it tells. */
function droppedAfter(table: Table | undefined, column: string): boolean {
  if (!table) return false;
  return table.origins.some(({ unit }) =>
    unit.readings.some(
      ({ statement }) =>
        statement.kind === 'alter table' &&
        statement.actions.some(
          action =>
            action.kind === 'add constraint' &&
            action.constraint.kind === 'check' &&
            provesNotNull(action.constraint.expr.text, column),
        ),
    ),
  );
}

function provesNotNull(check: string, column: string): boolean {
  const plain = check.replace(/["()]/g, '').replace(/\s+/g, ' ').trim().toLowerCase();
  return plain === `${column.toLowerCase()} is not null`;
}
