import type { Column } from '../../schema/model.js';
import { reportColumns, writtenColumns } from '../lib/columns.js';
import { replaceIn, textOf } from '../lib/edits.js';
import { moneyOf } from '../lib/money.js';
import { display, listed, wordsOf } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'decimal-without-scale',
  subject: 'types',
  since: '0.1.0',
  on: 'table',
  severity: 'warning',
  // PostgreSQL's numeric without arguments keeps every digit.
  engines: ['mysql', 'mariadb', 'tsql', 'redshift', 'snowflake', 'spark', 'flink'],
  summary: 'An amount or a measure is a decimal without decimal places.',
  gains: 'Whole numbers of many digits, without the limits of an integer.',
  costs:
    'Without a scale decimal keeps none of the places behind the point: 9.99 is stored as 10. No error tells of it.',
  fineWhen: 'Amounts are whole by nature: yen, cents, pieces.',
  advice: 'Say how many places are kept: decimal(19,4).',
  sources: [
    {
      title: 'MySQL: fixed-point types',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/fixed-point-types.html',
    },
    { title: 'MariaDB: DECIMAL', url: 'https://mariadb.com/kb/en/decimal/' },
    {
      title: 'SQL Server: decimal and numeric',
      url: 'https://learn.microsoft.com/en-us/sql/t-sql/data-types/decimal-and-numeric-transact-sql',
    },
    {
      title: 'Redshift: numeric types',
      url: 'https://docs.aws.amazon.com/redshift/latest/dg/r_Numeric_types201.html',
    },
    {
      title: 'Snowflake: numeric data types',
      url: 'https://docs.snowflake.com/en/sql-reference/data-types-numeric',
    },
    {
      title: 'Databricks: DECIMAL type',
      url: 'https://docs.databricks.com/en/sql/language-manual/data-types/decimal-type.html',
    },
    {
      title: 'Flink: data types',
      url: 'https://nightlies.apache.org/flink/flink-docs-stable/docs/dev/table/types/',
    },
  ],
  bad: [
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE items (id int PRIMARY KEY, price decimal NOT NULL);',
      says: '9.99',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE items (id int NOT NULL PRIMARY KEY, price decimal(18) NOT NULL, tax_rate numeric);',
      says: 'price and tax_rate',
    },
    { dialect: 'redshift', sql: 'CREATE TABLE items (id bigint, price decimal);' },
    { dialect: 'snowflake', sql: 'CREATE TABLE items (id NUMBER, price NUMBER);', says: 'PRICE' },
    { dialect: 'spark', sql: 'CREATE TABLE items (id BIGINT, price DECIMAL) USING delta;' },
    {
      dialect: 'flink',
      sql: "CREATE TABLE items (id BIGINT, price DECIMAL) WITH ('connector' = 'kafka', 'topic' = 'items', 'format' = 'json');",
    },
  ],
  good: [
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE items (id int PRIMARY KEY, price decimal(19,4) NOT NULL, pieces decimal);',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE items (id int NOT NULL PRIMARY KEY, price decimal(19,4), price_in_cents decimal(18,0));',
    },
    { dialect: 'redshift', sql: 'CREATE TABLE items (id bigint, price decimal(12,2));' },
    { dialect: 'snowflake', sql: 'CREATE TABLE items (id NUMBER, price NUMBER(12,2), price_id NUMBER);' },
    { dialect: 'spark', sql: 'CREATE TABLE items (id BIGINT, price DECIMAL(12,2)) USING delta;' },
    {
      dialect: 'flink',
      sql: "CREATE TABLE items (id BIGINT, price DECIMAL(12,2)) WITH ('connector' = 'kafka', 'topic' = 'items', 'format' = 'json');",
    },
  ],
  check(table, context) {
    const found = writtenColumns(table).filter(column => isBare(column) && isFraction(column.name));
    if (found.length === 0) return;
    const names = listed(found.map(column => column.name));
    reportColumns(found, context, {
      message: `${names} of ${display(table, context.catalog)} ${found.length > 1 ? 'keep' : 'keeps'} no decimal places, as no scale is given: 9.99 is stored as 10. Use decimal(19,4).`,
      title: 'Keep four decimal places',
      edit: column =>
        column.typeOrigin &&
        replaceIn(
          column.typeOrigin,
          /\b(decimal|numeric|number|dec)\b\]?(\s*\([^)]*\))?/i,
          context.dialect === 'snowflake' ? 'NUMBER(19,4)' : 'decimal(19,4)',
        ),
    });
  },
});

/** No scale is written; one of zero is a decision. */
function isBare(column: Column): boolean {
  const type = column.type;
  if (!type || !column.typeOrigin || !DECIMAL.has(type.base) || type.dimensions > 0) return false;
  return !textOf(column.typeOrigin).includes(',') && (type.args[1] ?? '0') === '0';
}

function isFraction(name: string): boolean {
  const words = wordsOf(name);
  if (words.some(word => WHOLE.has(word))) return false;
  return moneyOf(name) === 'sure' || words.some(word => FRACTION.has(word));
}

const DECIMAL = new Set(['decimal', 'numeric', 'number', 'dec', 'fixed']);
const FRACTION = new Set('price rate ratio percent percentage pct latitude longitude lat lng lon'.split(' '));
/** Identifiers, counts and amounts of the smallest unit. */
const WHOLE = new Set(
  'id ids key sk code no num number count cnt cents cent pence type status date year month day version sequence seq qty quantity rank'.split(
    ' ',
  ),
);
