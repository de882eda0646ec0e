import { DIALECTS } from '../../sql/dialect.js';
import { display, listed } from '../lib/naming.js';
import { asFact, FACT_TABLES, STAR_SCHEMA } from '../lib/warehouse/roles.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'fact-without-dimension-keys',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: DIALECTS,
  summary: 'A fact table describes its rows in its own columns and has no key of a dimension.',
  gains: 'No join at all, which column stores reward; loading needs no look-up of keys.',
  costs:
    'Each description is written on each row, a correction rewrites history, and what two facts share cannot be compared by a common dimension.',
  fineWhen: 'It is one wide table on a column store that nothing else has to be compared with.',
  advice:
    'Move what describes the rows into dimensions and keep their keys, or leave it wide and say so in a comment.',
  sources: [STAR_SCHEMA, FACT_TABLES],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE fact_sales (receipt_no text PRIMARY KEY, sold_on date, customer_name text, product_name text, quantity int, amount numeric(12,2));',
      says: 'customer_name',
    },
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE fact_visits (visit_no bigint, visited date, country varchar(60), browser varchar(60), visits int, duration int);',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_customer (customer_key int PRIMARY KEY, customer_id text, name text);\nCREATE TABLE fact_sales (receipt_no text PRIMARY KEY, sold_on date, customer_key int REFERENCES dim_customer, quantity int, amount numeric(12,2));',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE sales (receipt_no text PRIMARY KEY, sold_on date, customer_name text, product_name text, quantity int, amount numeric(12,2));',
    },
  ],
  check(table, context) {
    const judged = asFact(table, context);
    if (!judged || judged.found.edges.length > 0 || judged.reading.references > 0) return;
    if (judged.reading.measures === 0) return;
    const texts = judged.reading.columns.filter(
      column => column.part === 'attribute' && column.kind === 'text',
    );
    if (texts.length < 2) return;
    const names = texts.slice(0, 3).map(column => column.column.name);
    context.report({
      origin: table.nameOrigin,
      message: `Fact ${display(table, context.catalog)} has no key of a dimension: ${listed(names)} are written on each row, and a correction rewrites them all. Consider dimensions for them.`,
    });
  },
});
