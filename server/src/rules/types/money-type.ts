import { reportColumns, writtenColumns } from '../lib/columns.js';
import { replaceIn } from '../lib/edits.js';
import { display, listed } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'money-type',
  subject: 'types',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: ['postgres', 'yugabyte', 'tsql'],
  summary: 'A column has the type money, which ties amounts to a locale or cuts them in calculations.',
  gains: 'Eight bytes whatever the amount, fast additions and a currency sign in what is printed.',
  costs:
    'PostgreSQL: the currency and the number of decimal places are those of the setting lc_monetary, for reading and for printing, so a dump restored under another setting may change or fail; no column says which currency an amount is in. SQL Server: four decimal places are kept at each step of a calculation and the rest is cut off, so divisions and shares lose money.',
  fineWhen: 'There is one currency, the locale never changes, and amounts are only added up.',
  advice: 'Use numeric (decimal) with a precision and a scale, and keep the currency in a column beside it.',
  sources: [
    {
      title: 'PostgreSQL: monetary types',
      url: 'https://www.postgresql.org/docs/current/datatype-money.html',
    },
    {
      title: 'SQL Server: money and smallmoney',
      url: 'https://learn.microsoft.com/en-us/sql/t-sql/data-types/money-and-smallmoney-transact-sql',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, net money NOT NULL DEFAULT 0, gross money);',
      says: 'lc_monetary',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE orders (id int NOT NULL PRIMARY KEY, net money NOT NULL, fee smallmoney);',
      says: 'net and fee',
    },
  ],
  good: [
    { dialect: 'postgres', sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, net numeric(19,4) NOT NULL);' },
    { dialect: 'postgres', sql: 'CREATE TABLE all_types (date date, money money, point point);' },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE orders (id int NOT NULL PRIMARY KEY, net decimal(19,4) NOT NULL);',
    },
  ],
  check(table, context) {
    // A column called by its type stands in a table that tries all types.
    const found = writtenColumns(table).filter(
      ({ name, type }) => type && MONEY.has(type.base) && name.toLowerCase() !== type.base,
    );
    if (found.length === 0) return;
    const tsql = context.dialect === 'tsql';
    const exact = tsql ? 'decimal(19,4)' : 'numeric(19,4)';
    const subject = `${listed(found.map(column => column.name))} of ${display(table, context.catalog)}`;
    const plural = found.length > 1;
    reportColumns(found, context, {
      message: tsql
        ? `${subject} ${plural ? 'are' : 'is'} of type money, which cuts each step of a calculation to four decimal places. Use ${exact}.`
        : `${subject} ${plural ? 'have' : 'has'} the type money, whose currency and decimal places follow the setting lc_monetary. Use ${exact} and a column for the currency.`,
      ...(tsql ? {} : { severity: 'info' as const }),
      title: `Use ${exact}`,
      edit: column =>
        column.typeOrigin && replaceIn(column.typeOrigin, /\b(small)?money\b|\[(small)?money\]/i, exact),
    });
  },
});

const MONEY = new Set(['money', 'smallmoney']);
