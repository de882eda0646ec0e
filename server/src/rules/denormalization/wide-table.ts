import { isDocumented } from '../lib/denorm/documented.js';
import { onEveryEngine } from '../lib/denorm/examples.js';
import { isAnalytical } from '../lib/denorm/words.js';
import { ENFORCING } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { defineRule } from '../rule.js';

const WIDE = `CREATE TABLE machines (id integer NOT NULL PRIMARY KEY, ${Array.from({ length: 90 }, (_, i) => `a${'abcdefghijklmnopqrst'[i % 20]!}${i + 10}x integer`).join(', ')});`;

export default defineRule({
  id: 'wide-table',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: ENFORCING,
  summary: 'A table that rows are written to one by one has very many columns.',
  gains: 'One row holds all there is to know; no joins.',
  costs:
    'Row stores read and write whole rows: each update copies or logs the row with all its columns, fewer rows fit on a page, and the cache holds fewer of them. Many columns in one table often are several things with keys of their own.',
  fineWhen: 'The table is read as a whole, is written by loads, or the engine stores it by columns.',
  advice:
    'Put groups of columns that are read and written together, or that most rows leave empty, into tables that share the key.',
  sources: [
    {
      title: 'PostgreSQL: how rows lie on pages',
      url: 'https://www.postgresql.org/docs/current/storage-page-layout.html',
    },
    {
      title: 'MySQL: limits on column count and row size',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/column-count-limit.html',
    },
  ],
  options: {
    maxColumns: {
      type: 'number',
      default: 80,
      description: 'Columns from which on a table counts as wide, less one.',
    },
  },
  bad: onEveryEngine(WIDE, '91 columns'),
  good: onEveryEngine('CREATE TABLE machines (id integer NOT NULL PRIMARY KEY, name varchar(50));'),
  check(table, context) {
    const most = Number(context.options.maxColumns);
    const count = table.columns.length;
    if (count <= most || !isOwnTable(table) || isAnalytical(table)) return;
    if (isDocumented(table, table.columns[0]!)) return;
    context.report({
      origin: table.nameOrigin,
      message: `${display(table, context.catalog)} has ${count} columns: a row store reads and writes all of them with each row. Put those that are used apart, or mostly empty, into a table with the same key.`,
    });
  },
});
