import { classifySchemas, readTable } from '../../classify/index.js';
import { DIALECTS } from '../../sql/dialect.js';
import { display } from '../lib/naming.js';
import { placeOf, STAR_SCHEMA } from '../lib/warehouse/roles.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'no-date-dimension',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'catalog',
  severity: 'hint',
  engines: DIALECTS,
  summary: 'Facts and dimensions, and no table of dates.',
  gains: 'One table less to fill, and facts that carry plain dates.',
  costs:
    'Weeks, fiscal periods and holidays are worked out anew in each query, each time a little differently, and days without facts are missing from reports.',
  fineWhen:
    'Reports need no more than what the date functions of the engine give, or the tool in front brings a calendar.',
  advice:
    'Add a table with one row per day, its parts and whatever the business says of days; join facts to it.',
  sources: [STAR_SCHEMA],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_customer (customer_key int PRIMARY KEY, customer_id text NOT NULL, name text);\nCREATE TABLE dim_product (product_key int PRIMARY KEY, sku text NOT NULL, name text);\nCREATE TABLE fact_sales (receipt_no text PRIMARY KEY, sold_on date NOT NULL, customer_key int NOT NULL REFERENCES dim_customer, product_key int NOT NULL REFERENCES dim_product, amount numeric(12,2) NOT NULL);',
      says: 'sold_on',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_date (date_key int PRIMARY KEY, full_date date NOT NULL, year smallint, month smallint, day_name text);\nCREATE TABLE dim_customer (customer_key int PRIMARY KEY, customer_id text NOT NULL, name text);\nCREATE TABLE dim_product (product_key int PRIMARY KEY, sku text NOT NULL, name text);\nCREATE TABLE fact_sales (receipt_no text PRIMARY KEY, date_key int NOT NULL REFERENCES dim_date, customer_key int NOT NULL REFERENCES dim_customer, product_key int NOT NULL REFERENCES dim_product, amount numeric(12,2) NOT NULL);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE customers (id int PRIMARY KEY, name text);\nCREATE TABLE orders (id int PRIMARY KEY, customer_id int REFERENCES customers, ordered_on date, amount numeric(12,2));',
    },
  ],
  check(catalog, context) {
    const { schemas, tables } = classifySchemas(catalog, context);
    if (!schemas.some(schema => schema.kind === 'OLAP' && schema.dimensions.length >= 2)) return;
    for (const found of tables.values()) if (found.variant === 'date') return;
    for (const [table, found] of tables) {
      if (found.role !== 'fact' || found.confidence < 0.7 || found.edges.length === 0) continue;
      const reading = readTable(table);
      // A key of a date that leads to no table here leads to one elsewhere.
      if (reading.columns.some(column => column.stem?.some(word => /^(date|day|calendar|dt)$/.test(word))))
        return;
      const dated = reading.columns.find(column => column.part === 'time');
      if (!dated) continue;
      context.report({
        origin: placeOf(table, dated.column.name),
        message: `Fact ${display(table, catalog)} keeps ${dated.column.name} as a plain date, and no table of dates is here: weeks, fiscal periods and holidays are worked out in each query. Consider a date dimension.`,
      });
      return;
    }
  },
});
