import { reportColumns, writtenColumns } from '../lib/columns.js';
import { MYSQL_LIKE, POSTGRES_FAMILY } from '../lib/engines.js';
import { display, listed, wordsOf } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { typeClass } from '../lib/types.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'date-as-text',
  subject: 'types',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  // SQLite has no type of its own for dates.
  engines: [...POSTGRES_FAMILY, ...MYSQL_LIKE, 'tsql', 'redshift', 'snowflake', 'bigquery'],
  summary: 'A column that is named like a date or a time is text.',
  gains: 'Whatever a source sends can be loaded as it came, also half a date or a wrong one.',
  costs:
    'Formats mix, the 31st of February gets in, and order and ranges are right only if every value is written year first. Differences and months need a conversion in each query, which an index on the column does not serve; partitions by time are not possible.',
  fineWhen:
    'The table is a landing place for raw data that is converted further on, or dates are incomplete by nature.',
  advice: 'Use date, or a timestamp with time zone for moments.',
  sources: [
    {
      title: 'PostgreSQL: date/time types',
      url: 'https://www.postgresql.org/docs/current/datatype-datetime.html',
    },
    {
      title: 'MySQL: date and time data types',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/date-and-time-types.html',
    },
    {
      title: 'SQL Server: date and time types',
      url: 'https://learn.microsoft.com/en-us/sql/t-sql/data-types/date-and-time-types',
    },
    {
      title: 'Redshift: use date/time types for date columns',
      url: 'https://docs.aws.amazon.com/redshift/latest/dg/c_best-practices-timestamp-date-columns.html',
    },
    {
      title: 'Snowflake: date/time data types for columns',
      url: 'https://docs.snowflake.com/en/user-guide/table-considerations',
    },
    {
      title: 'BigQuery: data types',
      url: 'https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, birth_date varchar(10), created_at text);',
      says: 'birth_date and created_at',
    },
    { dialect: 'mysql', sql: 'CREATE TABLE users (id int PRIMARY KEY, birth_date varchar(20));' },
    { dialect: 'tsql', sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, BirthDate nvarchar(20));' },
    { dialect: 'cockroach', sql: 'CREATE TABLE users (id INT8 PRIMARY KEY, updated_at STRING);' },
    { dialect: 'redshift', sql: 'CREATE TABLE users (id bigint, signup_date varchar(20));' },
    { dialect: 'snowflake', sql: 'CREATE TABLE users (id NUMBER, signup_date VARCHAR);' },
    { dialect: 'bigquery', sql: 'CREATE TABLE shop.users (id INT64, signup_date STRING);' },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, birth_date date, date_format text, updated_by text, candidate text);',
    },
    { dialect: 'mysql', sql: 'CREATE TABLE users (id int PRIMARY KEY, birth_date date);' },
    { dialect: 'tsql', sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, BirthDate date);' },
    { dialect: 'cockroach', sql: 'CREATE TABLE users (id INT8 PRIMARY KEY, updated_at TIMESTAMPTZ);' },
    { dialect: 'redshift', sql: 'CREATE TABLE users (id bigint, signup_date date);' },
    { dialect: 'snowflake', sql: 'CREATE TABLE users (id NUMBER, signup_date DATE);' },
    { dialect: 'bigquery', sql: 'CREATE TABLE shop.users (id INT64, signup_date DATE);' },
  ],
  check(table, context) {
    if (!isOwnTable(table) || isRaw(table.name) || isRaw(table.schema)) return;
    const found = writtenColumns(table).filter(column => {
      if (!column.type || column.generated || !isDate(column.name)) return false;
      const type = typeClass(column.type, table.dialect, context.catalog);
      return type.kind === 'text' && !type.array && (type.length === undefined || type.length >= 6);
    });
    if (found.length === 0) return;
    const names = listed(found.map(column => column.name));
    reportColumns(found, context, {
      message: `${names} of ${display(table, context.catalog)} ${found.length > 1 ? 'seem' : 'seems'} to hold dates as text: wrong dates get in, formats mix, and order and ranges are those of letters. Use a date or timestamp type.`,
    });
  },
});

/** Tables that take data as it comes. */
function isRaw(name: string): boolean {
  return wordsOf(name).some(word =>
    /^(raw|staging|stage|stg|landing|import|imports|tmp|temp|ext|external)$/.test(word),
  );
}

function isDate(name: string): boolean {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  if (/^(date|datetime|timestamp)$/.test(last)) return !words.some(word => NO_DATE.has(word));
  return last === 'at' && words.length > 1 && /[^e]ed$|^(sent|paid|begun|seen|read)$/.test(words.at(-2)!);
}

const NO_DATE = new Set([
  'format',
  'string',
  'text',
  'name',
  'label',
  'desc',
  'description',
  'up',
  'original',
  'raw',
]);
