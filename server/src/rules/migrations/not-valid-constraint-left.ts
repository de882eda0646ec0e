import type { Table } from '../../schema/model.js';
import { lastName } from '../../sql/ast/index.js';
import type { Origin } from '../../sql/reading.js';
import { statementAfter } from '../lib/edits.js';
import { display, sqlName, sqlTable } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'not-valid-constraint-left',
  subject: 'migrations',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: ['postgres'],
  summary: 'A constraint was added NOT VALID and is validated nowhere.',
  gains: 'Rows from before are left as they are.',
  costs:
    'Old rows may break it for ever, the planner does not rely on it, and an UPDATE of such a row fails for something that nobody touched.',
  fineWhen: 'The old rows are known to break it, and are kept on purpose.',
  advice: 'Mend the old rows and VALIDATE CONSTRAINT: it takes a lock that lets reads and writes through.',
  sources: [
    {
      title: 'PostgreSQL: VALIDATE CONSTRAINT',
      url: 'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-VALIDATE-CONSTRAINT',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE items (id bigint PRIMARY KEY, price numeric);\nALTER TABLE items ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID;',
      says: 'price_positive',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE items (id bigint PRIMARY KEY, price numeric, CONSTRAINT price_positive CHECK (price > 0) NOT VALID);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE items (id bigint PRIMARY KEY, price numeric);\nALTER TABLE items ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID;\nALTER TABLE items VALIDATE CONSTRAINT price_positive;',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    const keys = table.foreignKeys.filter(key => !key.inherited && key.enforced);
    for (const constraint of [...table.checks, ...keys]) {
      const origin = constraint.origins[0];
      const { name } = constraint;
      if (!constraint.notValid || !origin) continue;
      // In CREATE TABLE it is valid at once: there are no rows yet.
      if (origin.unit.readings.some(({ statement }) => statement.kind === 'create table')) continue;
      // A child's or partition's check is its parent's: told there.
      if (table.inherits.length > 0 && !isOwn(table, origin)) continue;
      context.report({
        origin,
        message: `${name ?? 'This constraint'} of ${display(table, context.catalog)} is NOT VALID and validated nowhere: old rows may break it, and the planner does not rely on it. VALIDATE CONSTRAINT once they are mended.`,
        fixes: () => {
          if (name === undefined) return [];
          const edit = statementAfter(
            origin.unit,
            `ALTER TABLE ${sqlTable(table, context.catalog)} VALIDATE CONSTRAINT ${sqlName(name, table.dialect)}`,
          );
          return edit ? [{ title: 'Validate it', edits: [edit], safe: false }] : [];
        },
      });
    }
  },
});

function isOwn(table: Table, { unit }: Origin): boolean {
  return unit.readings.some(
    ({ statement }) =>
      (statement.kind === 'create table' || statement.kind === 'alter table') &&
      lastName(statement.name).value === table.name,
  );
}
