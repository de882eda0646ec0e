import type { Table } from '../../schema/model.js';
import { ENFORCING } from '../lib/engines.js';
import { portable } from '../lib/examples.js';
import { display, listed } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'missing-audit-columns',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'off',
  engines: ENFORCING,
  summary: 'A table lacks columns that say when a row was made and changed.',
  gains: 'Rows are narrower, and no trigger or program has to keep the columns right.',
  costs:
    'Nobody can tell when a row came or changed: neither in the search for an error nor for loading only what is new.',
  fineWhen: 'The table only links others, or a log of changes is kept elsewhere.',
  advice: 'Add the columns, with a default that fills them.',
  sources: [
    { title: 'PostgreSQL: default values', url: 'https://www.postgresql.org/docs/current/ddl-default.html' },
    {
      title: 'MySQL: automatic initialization and updating for TIMESTAMP and DATETIME',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/timestamp-initialization.html',
    },
  ],
  options: {
    columns: {
      description: 'Names of columns that each table should have; letter case and underscores do not count.',
      default: ['created_at', 'updated_at'],
      type: 'string[]',
    },
  },
  bad: portable(
    'CREATE TABLE notes (id int NOT NULL PRIMARY KEY, body varchar(80), created_at date);',
    'updated_at',
  ),
  good: portable(
    'CREATE TABLE notes (id int NOT NULL PRIMARY KEY, body varchar(80), created_at date, UpdatedAt date);',
  ),
  check(table, context) {
    if (!isOwnTable(table) || table.columnsIncomplete || table.columns.length === 0 || isLink(table)) return;
    const own = new Set(table.columns.map(column => plain(column.name)));
    const missing = (context.options.columns as readonly string[]).filter(name => !own.has(plain(name)));
    if (missing.length === 0) return;
    context.report({
      origin: table.nameOrigin,
      message: `${display(table, context.catalog)} has no column ${listed(missing)}. Add ${missing.length > 1 ? 'them' : 'it'}, with a default that fills ${missing.length > 1 ? 'them' : 'it'}.`,
    });
  },
});

/** All columns refer to other tables. */
function isLink(table: Table): boolean {
  const referring = new Set(table.foreignKeys.flatMap(key => key.columns));
  return table.columns.every(column => referring.has(column.name));
}

function plain(name: string): string {
  return name.replace(/[_\s]/g, '').toLowerCase();
}
