import { textOf } from '../lib/edits.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'vacuum-full-or-cluster',
  subject: 'migrations',
  since: '0.2.0',
  on: 'statement',
  role: 'migration',
  severity: 'info',
  engines: ['postgres'],
  summary: 'A migration rewrites a whole table with VACUUM FULL or CLUSTER.',
  gains: 'The smallest file, and with CLUSTER rows in the order of an index.',
  costs:
    'Nobody can read or write the table until it is written anew, which needs as much space again; VACUUM FULL cannot run inside a transaction.',
  fineWhen: 'In a maintenance window, after most rows were deleted.',
  advice: 'Plain VACUUM makes the space usable again; pg_repack and pg_squeeze rewrite without locking out.',
  sources: [
    { title: 'PostgreSQL: VACUUM', url: 'https://www.postgresql.org/docs/current/sql-vacuum.html' },
    { title: 'PostgreSQL: CLUSTER', url: 'https://www.postgresql.org/docs/current/sql-cluster.html' },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);',
        'migrations/002_shrink.sql': 'VACUUM FULL users;',
      },
      says: 'VACUUM FULL',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);',
        'migrations/002_vacuum.sql': 'VACUUM (ANALYZE) users;',
      },
    },
  ],
  check({ reading, role, unit }, context) {
    const { statement, span } = reading;
    if (role !== 'migration' || statement.kind !== 'other') return;
    if (statement.verb !== 'VACUUM' && statement.verb !== 'CLUSTER') return;
    const origin = { unit, span };
    if (statement.verb === 'VACUUM' && !/^vacuum\s*(\([^)]*)?\bfull\b/i.test(textOf(origin))) return;
    const what = statement.verb === 'VACUUM' ? 'VACUUM FULL' : 'CLUSTER';
    context.report({
      origin,
      message: `${what} writes the table anew while nobody can read or write it. Run it in a maintenance window, or use pg_repack.`,
    });
  },
});
