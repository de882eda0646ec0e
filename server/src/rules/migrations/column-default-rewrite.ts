import type { ColumnDef } from '../../sql/ast/index.js';
import { gravity, lateActions, rowsText } from '../lib/migration.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'column-default-rewrite',
  subject: 'migrations',
  since: '0.2.0',
  on: 'statement',
  role: 'migration',
  severity: 'info',
  engines: ['postgres'],
  summary:
    'A migration adds a column whose value has to be worked out for each row, so the whole table is rewritten.',
  gains: 'Every row gets its own value at once.',
  costs:
    'A volatile default, a serial or identity column and a stored generated column rewrite the table and all its indexes under an ACCESS EXCLUSIVE lock, and need as much space again. Before PostgreSQL 11 any default did.',
  fineWhen: 'The table is small, or the application is stopped while migrations run.',
  advice:
    'Add the column without the default, set the default for new rows, fill the old ones in batches. A constant default costs nothing since PostgreSQL 11; a virtual generated column (PostgreSQL 18) neither.',
  sources: [
    {
      title: 'PostgreSQL: ALTER TABLE, notes on ADD COLUMN',
      url: 'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);',
        'migrations/002_token.sql': 'ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();',
      },
      says: 'token',
    },
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, email text);',
        'migrations/002_lower.sql':
          'ALTER TABLE users ADD COLUMN lowered text GENERATED ALWAYS AS (lower(email)) STORED;',
      },
      says: 'stored generated',
    },
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);',
        'migrations/002_number.sql': 'ALTER TABLE users ADD COLUMN number bigserial;',
      },
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);',
        'migrations/002_at.sql':
          "ALTER TABLE users ADD COLUMN at timestamptz DEFAULT now();\nALTER TABLE users ADD COLUMN state text NOT NULL DEFAULT 'new';\nALTER TABLE users ADD COLUMN token uuid;\nALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();",
      },
    },
  ],
  check(subject, context) {
    for (const { action, table, name, origin } of lateActions(subject, context)) {
      if (action.kind !== 'add column') continue;
      const why = rewrites(action.column, context.engineVersion ?? 18);
      if (!why) continue;
      const shown = table ? display(table, context.catalog) : name;
      context.report({
        origin,
        severity: gravity(table, context, 'info'),
        message: `${action.column.name.value} is ${why}, so adding it rewrites ${shown}${rowsText(table, context)} while nobody can use it. Add it without, set the default for new rows, and fill the old ones in batches.`,
      });
    }
  },
});

function rewrites(column: ColumnDef, version: number): string | undefined {
  if (column.serial) return 'a serial column';
  if (column.identity) return 'an identity column';
  if (column.generated) return column.generated.stored ? 'a stored generated column' : undefined;
  const expr = column.default;
  if (!expr) return undefined;
  if (version < 11 && expr.value !== null)
    return 'a column with a default, which PostgreSQL before 11 writes into each row';
  return expr.functions.some(name => VOLATILE.has(name))
    ? `filled by ${expr.text}, anew for each row`
    : undefined;
}

/** Functions of PostgreSQL and of the extensions it ships with that are volatile (pg_proc.provolatile = 'v'). */
const VOLATILE: ReadonlySet<string> = new Set([
  'random',
  'random_normal',
  'gen_random_uuid',
  'uuidv4',
  'uuidv7',
  'gen_random_bytes',
  'uuid_generate_v1',
  'uuid_generate_v1mc',
  'uuid_generate_v4',
  'clock_timestamp',
  'timeofday',
  'nextval',
  'setval',
  'currval',
  'lastval',
]);
