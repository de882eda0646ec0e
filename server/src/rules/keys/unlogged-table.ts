import { replaceIn } from '../lib/edits.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'unlogged-table',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'info',
  engines: ['postgres'],
  summary: 'A table is UNLOGGED: it is emptied after a crash and not replicated.',
  gains: 'Writes skip the write-ahead log and are much quicker.',
  costs:
    'After a crash or an unclean shutdown the table is empty. Standbys do not have its rows, so it is empty after a failover as well, and a base backup does not bring them back.',
  fineWhen: 'What it holds can be made again: caches, sessions, imports on their way.',
  advice: 'Use an ordinary table for anything that nothing else can restore.',
  sources: [
    {
      title: 'PostgreSQL: CREATE TABLE, UNLOGGED',
      url: 'https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-UNLOGGED',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE UNLOGGED TABLE carts (id bigint PRIMARY KEY, customer bigint);',
      says: 'crash',
    },
  ],
  good: [{ dialect: 'postgres', sql: 'CREATE TABLE carts (id bigint PRIMARY KEY, customer bigint);' }],
  check(table, context) {
    // In this schema the word is not needed: such tables are temporary.
    if (!table.unlogged || table.temporary || table.partitionOf || table.schema === 'pg_temp') return;
    const made = table.origins[0];
    context.report({
      origin: table.nameOrigin,
      message: `${display(table, context.catalog)} is UNLOGGED: after a crash it is empty, and standbys do not have its rows. Fine for what can be made again; otherwise leave UNLOGGED out.`,
      fixes: () => {
        const edit = made && replaceIn(made, /\bunlogged\s+/i, '');
        return edit ? [{ title: 'Make it an ordinary table', edits: [edit], safe: false }] : [];
      },
    });
  },
});
