import { reportColumns, writtenColumns } from '../lib/columns.js';
import { replaceIn } from '../lib/edits.js';
import { POSTGRES_FAMILY } from '../lib/engines.js';
import { display, listed } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'time-with-time-zone',
  subject: 'types',
  since: '0.1.0',
  on: 'table',
  severity: 'info',
  engines: POSTGRES_FAMILY,
  summary: 'A column holds a time of day with an offset but without a date.',
  gains: 'It is the type of the SQL standard, and it keeps the offset as it was written.',
  costs:
    'Without a date no zone has a certain offset: an offset taken in winter is wrong in summer, and there is no way to tell. A value takes twelve bytes.',
  fineWhen: 'The offset is that of a device which never changes it.',
  advice:
    'Use time for a time of day, with the name of the zone beside it where it matters, or timestamptz for a moment.',
  sources: [
    {
      title: 'PostgreSQL: date/time types',
      url: 'https://www.postgresql.org/docs/current/datatype-datetime.html',
    },
    {
      title: 'PostgreSQL wiki: timetz',
      url: 'https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_timetz',
    },
    { title: 'CockroachDB: TIME', url: 'https://www.cockroachlabs.com/docs/stable/time' },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE shops (id bigint PRIMARY KEY, opens timetz NOT NULL, closes time(0) with time zone);',
      says: 'opens and closes',
    },
    { dialect: 'cockroach', sql: 'CREATE TABLE shops (id INT8 PRIMARY KEY, opens TIMETZ);' },
  ],
  good: [
    { dialect: 'postgres', sql: 'CREATE TABLE shops (id bigint PRIMARY KEY, opens time, zone text);' },
    { dialect: 'cockroach', sql: 'CREATE TABLE shops (id INT8 PRIMARY KEY, opens TIME);' },
  ],
  check(table, context) {
    const found = writtenColumns(table).filter(column => ZONED.has(column.type?.base ?? ''));
    if (found.length === 0) return;
    const names = listed(found.map(column => column.name));
    reportColumns(found, context, {
      message: `${names} of ${display(table, context.catalog)} ${found.length > 1 ? 'keep' : 'keeps'} an offset without a date, which is wrong for half of the year wherever clocks change. Use time, or timestamptz for a moment.`,
      title: 'Use time',
      edit: column =>
        column.typeOrigin &&
        (replaceIn(column.typeOrigin, /\s+with\s+time\s+zone\b/i, '') ??
          replaceIn(column.typeOrigin, /\btimetz\b/i, 'time')),
    });
  },
});

const ZONED = new Set(['time with time zone', 'timetz']);
