import type { ColumnReading } from '../../classify/index.js';
import { DIALECTS } from '../../sql/dialect.js';
import { display, listed } from '../lib/naming.js';
import { asDimension, DIMENSION_TABLES, placeOf, STAR_SCHEMA } from '../lib/warehouse/roles.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'measure-in-dimension',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: DIALECTS,
  summary: 'A dimension carries sums that belong to facts.',
  gains: 'A total is read without touching the facts.',
  costs:
    'It is right for one moment and one grain only: joined to facts it is repeated on each row and summed too often, and in a versioned dimension each change makes a new version.',
  fineWhen: 'It is meant as an attribute to filter or band by, such as a spending class, and nobody sums it.',
  advice: 'Keep the sum in a fact or an aggregate at its own grain, or store a band of it.',
  sources: [STAR_SCHEMA, DIMENSION_TABLES],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_customer (customer_key int PRIMARY KEY, customer_id text NOT NULL, name text, lifetime_revenue numeric(14,2), total_orders int);',
      says: 'lifetime_revenue and total_orders',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE dbo.DimStore (StoreKey int NOT NULL PRIMARY KEY, StoreName nvarchar(80), SalesAmount money NULL);',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_customer (customer_key int PRIMARY KEY, customer_id text NOT NULL, name text, spending_band text, number_of_children int, annual_income numeric(12,2));',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_product (product_key int PRIMARY KEY, sku text NOT NULL, name text, list_price numeric(12,2), weight numeric(8,3));',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE customers (id int PRIMARY KEY, name text, total_orders int);',
    },
  ],
  check(table, context) {
    const judged = asDimension(table, context);
    if (!judged || judged.found.variant === 'date') return;
    const sums = judged.reading.columns.filter(isSum);
    const first = sums[0];
    if (!first) return;
    const names = sums.map(column => column.column.name);
    const versioned = judged.found.variant === 'scd2' ? ' and each change makes a new version' : '';
    context.report({
      origin: placeOf(table, first.column.name),
      message: `Dimension ${display(table, context.catalog)} carries ${listed(names)}, which ${names.length > 1 ? 'seem to be sums' : 'seems to be a sum'} of facts: joined to facts it is counted on each row${versioned}. Consider keeping ${names.length > 1 ? 'them' : 'it'} in a fact or an aggregate.`,
    });
  },
});

/** What other rows add up to. What describes the thing itself (its income, its price) is an attribute. */
function isSum({ part, measure, words }: ColumnReading): boolean {
  if (part !== 'measure' || measure?.additivity !== 'additive') return false;
  if (words.some(word => DESCRIBING.has(word))) return false;
  if (words.some(word => FLOWS.has(word))) return true;
  return words.some(word => SUMMED.has(word)) && words.some(word => MONEY.has(word));
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const DESCRIBING = set(
  'annual yearly year income list price cost cars children target quota limit estimate band per share min max',
);
const FLOWS = set('revenue turnover sales orders purchases spend spent');
const SUMMED = set('total lifetime sum ytd cumulative');
const MONEY = set('amount amt value quantity qty profit discount visits clicks');
