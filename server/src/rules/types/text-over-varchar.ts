import { reportColumns, writtenColumns } from '../lib/columns.js';
import { replace } from '../lib/edits.js';
import { POSTGRES_LIKE } from '../lib/engines.js';
import { display, listed } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'text-over-varchar',
  subject: 'types',
  since: '0.1.0',
  on: 'table',
  severity: 'off',
  engines: POSTGRES_LIKE,
  summary: 'A column is a varchar with a length, where text would be stored alike.',
  gains: 'The limit is checked on every write, and programs can read it from the catalog.',
  costs:
    'Storage and speed are those of text. A longer limit is a change of the schema under an exclusive lock, though a short one; a shorter limit rewrites the table.',
  fineWhen: 'The length is part of what the value is, or another system enforces the same limit.',
  advice: 'Use text, with a CHECK on the length where one matters: it can be added without a long lock.',
  sources: [
    {
      title: 'PostgreSQL: character types',
      url: 'https://www.postgresql.org/docs/current/datatype-character.html',
    },
    {
      title: 'PostgreSQL wiki: varchar(n)',
      url: 'https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_varchar.28n.29_by_default',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50), city character varying(80)[]);',
      says: 'name and city',
    },
  ],
  good: [
    { dialect: 'postgres', sql: 'CREATE TABLE users (id bigint PRIMARY KEY, name text, city varchar);' },
  ],
  check(table, context) {
    const found = writtenColumns(table).filter(
      column => column.type?.base === 'character varying' && column.type.args.length > 0,
    );
    if (found.length === 0) return;
    const names = listed(found.map(column => column.name));
    reportColumns(found, context, {
      message: `${names} of ${display(table, context.catalog)} ${found.length > 1 ? 'are' : 'is'} limited by the type, which a change of the schema has to lift. Text is stored alike; a CHECK can limit it.`,
      title: 'Use text',
      edit: column =>
        column.typeOrigin && replace(column.typeOrigin, `text${'[]'.repeat(column.type!.dimensions)}`),
    });
  },
});
