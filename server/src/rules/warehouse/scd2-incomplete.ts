import type { ColumnReading } from '../../classify/index.js';
import type { Table } from '../../schema/model.js';
import { DIALECTS } from '../../sql/dialect.js';
import { display } from '../lib/naming.js';
import { asDimension, DIMENSION_TABLES, placeOf } from '../lib/warehouse/roles.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'scd2-incomplete',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'info',
  engines: DIALECTS,
  summary: 'A dimension that keeps versions lacks a column that its queries need.',
  gains: 'Fewer columns to keep in step when a version is closed.',
  costs:
    'Without a beginning nobody can say which version a late fact belongs to; without an end or a current flag the latest version is found by a window function in every query; without the key of the source versions of one thing cannot be told from different things.',
  fineWhen: 'Facts only ever join by the surrogate key that was current when they were loaded.',
  advice:
    'Keep the key of the source, the beginning and the end of validity, and a flag for the current version.',
  sources: [DIMENSION_TABLES],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_customer (customer_key int PRIMARY KEY, customer_id text NOT NULL, city text, is_current boolean NOT NULL);',
      says: 'begins',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_customer (customer_key int PRIMARY KEY, customer_id text NOT NULL, city text, valid_from date NOT NULL);',
      says: 'ends',
    },
    {
      dialect: 'snowflake',
      sql: 'CREATE TABLE dim_product (product_key number PRIMARY KEY, brand varchar, colour varchar, valid_from date, valid_to date, is_current boolean);',
      says: 'source',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_customer (customer_key int PRIMARY KEY, customer_id text NOT NULL, city text, valid_from date NOT NULL, valid_to date, is_current boolean NOT NULL, UNIQUE (customer_id, valid_from));',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE dbo.DimEmployee (EmployeeKey int NOT NULL PRIMARY KEY, EmployeeAlternateKey nvarchar(20) NOT NULL, Title nvarchar(50), StartDate date NULL, EndDate date NULL, CurrentFlag bit NOT NULL);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE prices (id int PRIMARY KEY, product_id int, price numeric(12,2), valid_from date NOT NULL);',
    },
  ],
  check(table, context) {
    const judged = asDimension(table, context);
    const versions = judged?.found.versioning;
    if (!judged || !versions || judged.found.variant !== 'scd2') return;
    const { from, to, current, version, natural } = versions;
    const name = display(table, context.catalog);
    const report = (column: string, message: string) =>
      context.report({ origin: placeOf(table, column), message });
    if (from === undefined && current !== undefined && to === undefined)
      report(
        current,
        `Dimension ${name} keeps versions (${current}), but no column says when one begins: late facts cannot find theirs. Add the beginning and end of validity.`,
      );
    else if (from === undefined && to !== undefined)
      report(
        to,
        `Dimension ${name} says when a version ends (${to}), but not when it begins: facts cannot find theirs. Add the beginning of validity.`,
      );
    else if (from !== undefined && to === undefined && current === undefined && version === undefined)
      report(
        from,
        `Dimension ${name} says when a version begins (${from}), but not when it ends: each query works out the latest by a window function. Add the end of validity or a flag for the current version.`,
      );
    else if (
      natural.length === 0 &&
      from !== undefined &&
      !judged.reading.columns.some(column => mayBeKey(column, table)) &&
      table.primaryKey?.columns.length === 1
    )
      report(
        from,
        `Dimension ${name} keeps versions, but seems to have no key of the source beside ${table.primaryKey.columns[0]}: versions of one thing cannot be told from different things. Add it.`,
      );
  },
});

/** Anything that might name the thing in its source, whatever it is called. */
function mayBeKey({ column, words }: ColumnReading, table: Table): boolean {
  if (table.primaryKey?.columns.includes(column.name)) return false;
  return words.some(word =>
    /^(identifiers?|ids?|code|number|no|num|nr|keys?|sku|email|name|title|label|uuid)$/.test(word),
  );
}
