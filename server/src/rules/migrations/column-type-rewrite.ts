import type { TypeName } from '../../sql/ast/index.js';
import { gravity, lateActions, rowsText, typeBefore } from '../lib/migration.js';
import { display } from '../lib/naming.js';
import { columnOf } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'column-type-rewrite',
  subject: 'migrations',
  since: '0.2.0',
  on: 'statement',
  role: 'migration',
  severity: 'info',
  engines: ['postgres'],
  summary: 'A migration changes the type of a column in a way that rewrites the table.',
  gains: 'The column has its new type at once, in one statement.',
  costs:
    'The table and its indexes are written anew under an ACCESS EXCLUSIVE lock, with as much space again, and the planner has no statistics of the column until the next ANALYZE.',
  fineWhen: 'The table is small, or the application is stopped while migrations run.',
  advice:
    'Add a column of the new type, keep it in step with a trigger, fill it in batches, then swap the names. Changes that keep the stored form (a longer varchar, varchar to text) cost nothing.',
  sources: [
    {
      title: 'PostgreSQL: ALTER TABLE, notes on changing types',
      url: 'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
    },
    {
      title: 'PostgreSQL 9.2: what no longer rewrites',
      url: 'https://www.postgresql.org/docs/release/9.2.0/',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id integer PRIMARY KEY, age text);',
        'migrations/002_big.sql': 'ALTER TABLE users ALTER COLUMN id TYPE bigint;',
      },
      says: 'integer to bigint',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql':
          'CREATE TABLE users (id bigint PRIMARY KEY, name varchar(20), code varchar(5), price numeric(8,2));',
        'migrations/002_longer.sql':
          'ALTER TABLE users ALTER COLUMN name TYPE varchar(200);\nALTER TABLE users ALTER COLUMN code TYPE text;\nALTER TABLE users ALTER COLUMN price TYPE numeric(12,2);',
      },
    },
  ],
  check(subject, context) {
    for (const { action, table, name, origin } of lateActions(subject, context)) {
      if (action.kind !== 'set type') continue;
      const column = table && columnOf(table, action.column.value);
      const before = table && column && typeBefore(table, column, { unit: subject.unit, span: action.span });
      // What it was is not known: nothing is said.
      if (!before || keepsForm(before, action.type)) continue;
      const shown = table ? display(table, context.catalog) : name;
      context.report({
        origin,
        severity: gravity(table, context, 'info'),
        message: `Changing ${action.column.value} from ${before.text} to ${action.type.text} rewrites ${shown}${rowsText(table, context)} while nobody can use it. Add a new column, fill it in batches, then swap the names.`,
      });
    }
  },
});

/** Conversions for which PostgreSQL leaves the rows as they are: binary coercible, and no narrower. */
function keepsForm(from: TypeName, to: TypeName): boolean {
  if (from.dimensions !== to.dimensions) return false;
  if (from.text === to.text) return true;
  const numbers = (type: TypeName) => type.args.map(Number);
  const [a, scale = 0] = numbers(from);
  const [b, newScale = 0] = numbers(to);
  const noNarrower = b === undefined || (a !== undefined && b >= a);
  if (TEXTS.has(from.base) && TEXTS.has(to.base)) return noNarrower;
  if (from.base !== to.base) return from.base === 'cidr' && to.base === 'inet';
  switch (to.base) {
    case 'numeric':
      return b === undefined || (a !== undefined && scale === newScale && b >= a);
    case 'bit varying':
    case 'timestamp without time zone':
    case 'timestamp with time zone':
    case 'time without time zone':
    case 'time with time zone':
    case 'interval':
      return noNarrower;
    default:
      return false;
  }
}

const TEXTS = new Set(['character varying', 'text']);
