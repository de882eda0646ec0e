import { kindOf } from '../../classify/index.js';
import { DIALECTS } from '../../sql/dialect.js';
import { display } from '../lib/naming.js';
import { columnLike } from '../lib/tables.js';
import { asDimension, placeOf, STAR_SCHEMA } from '../lib/warehouse/roles.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'datetime-as-dimension-key',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: DIALECTS,
  summary: 'The key of a date dimension has a time of day.',
  gains: 'Facts join on the time stamp that they already have.',
  costs:
    'A fact at 14:03 finds no row of its day unless every time is cut to midnight first, and a row per minute makes 525,600 rows a year where 365 would do.',
  fineWhen: 'The dimension is of hours and every fact is cut to the hour when it is loaded.',
  advice:
    'Key the date dimension by a date or a number such as 20240131, and keep the time of day in a column or a dimension of its own.',
  sources: [STAR_SCHEMA],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_date (date_key timestamp PRIMARY KEY, year smallint, quarter smallint, month smallint, day_name text);',
      says: 'date_key',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE dbo.DimDate (DateKey datetime NOT NULL PRIMARY KEY, CalendarYear smallint, CalendarQuarter tinyint, MonthNumber tinyint, DayName nvarchar(10));',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_date (date_key int PRIMARY KEY, full_date date NOT NULL UNIQUE, year smallint, quarter smallint, month smallint);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_date (day date PRIMARY KEY, year smallint, quarter smallint, month smallint);',
    },
  ],
  check(table, context) {
    const judged = asDimension(table, context);
    if (judged?.found.variant !== 'date' || judged.reading.subject.some(word => /hour|time/.test(word)))
      return;
    const [key, ...more] = table.primaryKey?.columns ?? [];
    const column = key !== undefined && more.length === 0 ? columnLike(table, key) : undefined;
    if (!column || kindOf(column.type) !== 'timestamp') return;
    context.report({
      origin: placeOf(table, column.name),
      message: `The key ${column.name} of ${display(table, context.catalog)} has a time of day: facts join only where both are cut to midnight. Use a date or a number such as 20240131.`,
    });
  },
});
