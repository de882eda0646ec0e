import { ENFORCING } from '../lib/engines.js';
import { display, listed } from '../lib/naming.js';
import { asFact, FACT_TABLES, placeOf } from '../lib/warehouse/roles.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'nullable-dimension-key-in-fact',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  // Elsewhere columns are nullable because nobody writes otherwise.
  engines: ENFORCING,
  summary: 'A fact may have no row in a dimension.',
  gains: 'Facts load before, or without, what they refer to.',
  costs:
    'An inner join to the dimension drops those facts, so that totals differ by which dimensions a report shows.',
  fineWhen: 'Every query joins it with LEFT JOIN, or the date has not come yet in an accumulating snapshot.',
  advice:
    'Give the dimension a row for "unknown" (and one for "not yet"), point at it, and make the key NOT NULL.',
  sources: [
    FACT_TABLES,
    {
      title: 'Kimball Group: default values for nulls',
      url: 'https://www.kimballgroup.com/2010/10/design-tip-128-selecting-default-values-for-nulls/',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_customer (customer_key int PRIMARY KEY, customer_id text, name text);\nCREATE TABLE dim_product (product_key int PRIMARY KEY, sku text, name text);\nCREATE TABLE fact_sales (receipt_no text PRIMARY KEY, product_key int NOT NULL REFERENCES dim_product, customer_key int REFERENCES dim_customer, amount numeric(12,2) NOT NULL);',
      says: 'customer_key',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE dim_customer (customer_key INT8 PRIMARY KEY, customer_id STRING, name STRING);\nCREATE TABLE dim_product (product_key INT8 PRIMARY KEY, sku STRING, name STRING);\nCREATE TABLE fact_sales (receipt_no STRING PRIMARY KEY, product_key INT8 NOT NULL REFERENCES dim_product (product_key), customer_key INT8 REFERENCES dim_customer (customer_key), amount DECIMAL(12,2) NOT NULL);',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE dim_customer (customer_key int PRIMARY KEY, customer_id varchar(20), name varchar(80));\nCREATE TABLE dim_product (product_key int PRIMARY KEY, sku varchar(20), name varchar(80));\nCREATE TABLE fact_sales (receipt_no varchar(20) PRIMARY KEY, product_key int NOT NULL, customer_key int, amount decimal(12,2) NOT NULL);',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE dim_customer (customer_key INTEGER PRIMARY KEY, customer_id TEXT, name TEXT);\nCREATE TABLE dim_product (product_key INTEGER PRIMARY KEY, sku TEXT, name TEXT);\nCREATE TABLE fact_sales (receipt_no TEXT PRIMARY KEY, product_key INTEGER NOT NULL REFERENCES dim_product, customer_key INTEGER REFERENCES dim_customer, amount NUMERIC NOT NULL);',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE DimCustomer (CustomerKey int NOT NULL PRIMARY KEY, CustomerName nvarchar(80));\nCREATE TABLE DimProduct (ProductKey int NOT NULL PRIMARY KEY, ProductName nvarchar(80));\nCREATE TABLE FactSales (ReceiptNo nvarchar(20) NOT NULL PRIMARY KEY, ProductKey int NOT NULL, CustomerKey int NULL, Amount money NOT NULL);',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_customer (customer_key int PRIMARY KEY, customer_id text, name text);\nCREATE TABLE dim_product (product_key int PRIMARY KEY, sku text, name text);\nCREATE TABLE fact_sales (receipt_no text PRIMARY KEY, product_key int NOT NULL REFERENCES dim_product, customer_key int NOT NULL REFERENCES dim_customer, amount numeric(12,2) NOT NULL);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE customers (id int PRIMARY KEY, name text);\nCREATE TABLE orders (id int PRIMARY KEY, shop_id int NOT NULL, customer_id int REFERENCES customers, amount numeric(12,2));',
    },
  ],
  check(table, context) {
    const judged = asFact(table, context);
    if (!judged || judged.found.variant === 'accumulating snapshot') return;
    const keys = judged.found.edges.filter(edge => edge.toRole === 'dimension' && edge.columns.length === 1);
    const nullable = (name: string) => table.columns.find(column => column.name === name)?.nullable === true;
    const open = keys.filter(edge => nullable(edge.columns[0]!));
    const primary = new Set(table.primaryKey?.columns);
    // Where no key is NOT NULL, nobody thought of it.
    const closed = keys.some(edge => !nullable(edge.columns[0]!) && !primary.has(edge.columns[0]!));
    const first = open[0];
    if (!first || !closed) return;
    const names = shortList([...new Set(open.map(edge => edge.columns[0]!))]);
    context.report({
      origin: placeOf(table, first.columns[0]!),
      message: `${names} of fact ${display(table, context.catalog)} may be NULL: an inner join to ${shortList([...new Set(open.map(edge => edge.toName))])} drops those facts from totals. Consider a row for "unknown" there, and NOT NULL here.`,
    });
  },
});

function shortList(names: readonly string[]): string {
  return names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : listed(names);
}
