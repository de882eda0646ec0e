import type { Column } from '../../schema/model.js';
import { exprOrigin, typePlace, writtenColumns } from '../lib/columns.js';
import { replace } from '../lib/edits.js';
import { MYSQL_LIKE } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { defineRule, type Fix } from '../rule.js';

export default defineRule({
  id: 'zero-date',
  subject: 'types',
  since: '0.1.0',
  on: 'table',
  severity: 'warning',
  engines: MYSQL_LIKE,
  summary: "A column defaults to '0000-00-00', which is no date.",
  gains: 'A NOT NULL column has a value for "not known" that takes no NULL bit.',
  costs:
    'MySQL 5.7 and newer refuse the statement under their default sql_mode (NO_ZERO_DATE with strict mode). Where the mode is off, drivers turn the value into NULL, into another date or into an error, and other databases do not take it over.',
  fineWhen: 'Never in new tables; old ones need a sql_mode without NO_ZERO_DATE until they are converted.',
  advice: 'Allow NULL for "not known", or default to CURRENT_TIMESTAMP.',
  sources: [
    {
      title: 'MySQL: NO_ZERO_DATE',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/sql-mode.html#sqlmode_no_zero_date',
    },
    { title: 'MariaDB: SQL_MODE', url: 'https://mariadb.com/kb/en/sql-mode/' },
  ],
  bad: [
    {
      dialect: 'mysql',
      sql: "CREATE TABLE users (id int PRIMARY KEY, seen_at datetime NOT NULL DEFAULT '0000-00-00 00:00:00');",
      says: 'refuses',
    },
    {
      dialect: 'mysql',
      sql: "CREATE TABLE users (id int PRIMARY KEY, born date DEFAULT '0000-00-00');",
    },
    {
      dialect: 'mariadb',
      sql: "CREATE TABLE users (id int PRIMARY KEY, seen_at timestamp NOT NULL DEFAULT '0000-00-00 00:00:00');",
      says: 'no date',
    },
  ],
  good: [
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY, seen_at datetime NOT NULL DEFAULT CURRENT_TIMESTAMP, born date DEFAULT NULL);',
    },
  ],
  check(table, context) {
    for (const column of writtenColumns(table)) {
      const base = column.type?.base;
      if (base === undefined || !DATES.has(base) || !isZero(column)) continue;
      const mysql = context.dialect === 'mysql' && (context.engineVersion ?? 8) > 5;
      context.report({
        origin: exprOrigin(column, column.default!) ?? typePlace(column),
        severity: mysql ? 'warning' : 'info',
        message: `${display(table, context.catalog)}.${column.name} defaults to ${column.default!.text}, which is no date: ${mysql ? 'MySQL refuses it under its default sql_mode' : 'drivers turn it into NULL, another date or an error'}. ${column.nullable ? 'Default to NULL' : 'Allow NULL, or default to a real date'}.`,
        fixes: () => fixes(column),
      });
    }
  },
});

function isZero(column: Column): boolean {
  const value = column.default?.form === 'literal' ? column.default.value : undefined;
  return typeof value === 'string' && /^0000-00-00( 00:00(:00(\.0+)?)?)?$/.test(value);
}

function fixes(column: Column): readonly Fix[] {
  const place = exprOrigin(column, column.default!);
  if (!place) return [];
  // A timestamp may be NOT NULL without saying so.
  if (column.nullable && column.type!.base !== 'timestamp') {
    return [{ title: 'Default to NULL', edits: [replace(place, 'NULL')], safe: false }];
  }
  if (column.type!.base === 'date') return [];
  const digits = column.type!.args[0];
  const now = digits === undefined ? 'CURRENT_TIMESTAMP' : `CURRENT_TIMESTAMP(${digits})`;
  return [{ title: 'Default to the current time', edits: [replace(place, now)], safe: false }];
}

const DATES = new Set(['date', 'datetime', 'timestamp']);
