import { DIALECTS } from '../../sql/dialect.js';
import { display, listed } from '../lib/naming.js';
import { asFact, FACT_TABLES, placeOf } from '../lib/warehouse/roles.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mixed-grain',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'info',
  engines: DIALECTS,
  summary: 'Rows of a fact table stand for different things, or carry a sum of several rows.',
  gains: 'One table answers questions of both levels.',
  costs:
    'A plain SUM is wrong: a total of the whole order is counted once per line, or totals are added to what they sum up.',
  fineWhen: 'Every query knows of it and takes one level only.',
  advice: 'Keep one table per grain, or spread the upper sum over its lines by a rule that is written down.',
  sources: [
    FACT_TABLES,
    {
      title: 'Kimball Group: grain',
      url: 'https://www.kimballgroup.com/data-warehouse-business-intelligence-resources/kimball-techniques/dimensional-modeling-techniques/grain/',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_product (product_key int PRIMARY KEY, sku text NOT NULL, name text);\nCREATE TABLE fact_order_lines (order_no text NOT NULL, line_no int NOT NULL, product_key int NOT NULL REFERENCES dim_product, quantity int NOT NULL, line_amount numeric(12,2) NOT NULL, order_total numeric(12,2) NOT NULL, PRIMARY KEY (order_no, line_no));',
      says: 'order_total',
    },
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE dim_store (store_key int, store_id int, name varchar(80));\nCREATE TABLE fact_sales (date_key int, store_key int, row_type varchar(10), amount numeric(14,2));',
      says: 'row_type',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_product (product_key int PRIMARY KEY, sku text NOT NULL, name text);\nCREATE TABLE fact_order_lines (order_no text NOT NULL, line_no int NOT NULL, product_key int NOT NULL REFERENCES dim_product, quantity int NOT NULL, line_total numeric(12,2) NOT NULL, PRIMARY KEY (order_no, line_no));',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_product (product_key int PRIMARY KEY, sku text NOT NULL, name text);\nCREATE TABLE fact_orders (order_no text PRIMARY KEY, product_key int NOT NULL REFERENCES dim_product, order_total numeric(12,2) NOT NULL);',
    },
  ],
  check(table, context) {
    const judged = asFact(table, context);
    if (!judged) return;
    const { columns, subject } = judged.reading;
    const name = display(table, context.catalog);
    const level = columns.find(({ words, part }) => part !== 'measure' && LEVEL.test(words.join(' ')));
    if (level) {
      context.report({
        origin: placeOf(table, level.column.name),
        message: `Rows of fact ${name} seem to stand for different things, told apart by ${level.column.name}: a SUM over all of them counts twice. Consider one table per grain.`,
      });
      return;
    }
    const lines = columns.some(
      ({ words, part }) =>
        part === 'ordinal' && /^(\w+ )*(line|item|position)( no| number| num| nr)?$/.test(words.join(' ')),
    );
    const byName = subject.some(word => /^(lines?|items?|details?)$/.test(word));
    if (!lines && !byName) return;
    const headers = columns.filter(({ part, words }) => part === 'measure' && isOfHeader(words));
    const first = headers[0];
    if (!first) return;
    const list = listed(headers.map(column => column.column.name));
    context.report({
      origin: placeOf(table, first.column.name),
      message: `Fact ${name} has a row per line, but ${list} ${headers.length > 1 ? 'seem' : 'seems'} to be of the whole document: SUM counts it once per line. Keep it in a fact of its own grain, or spread it over the lines.`,
    });
  },
});

/** `order_total`, `invoice_amount`; not `order_quantity`, which a line has as well. */
function isOfHeader(words: readonly string[]): boolean {
  const text = words.join(' ');
  if (/\b(line|item|unit|product|detail)\b/.test(text)) return false;
  return /\b(order|invoice|receipt|header|document|basket|cart) (grand |net |gross |sub )?(total|subtotal)\b|\btotal (order|invoice|receipt|document|basket|cart) (amount|amt|value|total|price)\b/.test(
    text,
  );
}

const LEVEL =
  /^((row|record|grain|total|summary|aggregation|rollup) (type|level|kind|flag|ind)|is (sub )?total|grain|aggregation)$/;
