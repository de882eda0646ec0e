import { textLimit } from '../../classify/index.js';
import { DIALECTS, type Dialect } from '../../sql/dialect.js';
import { display, listed } from '../lib/naming.js';
import { asFact, FACT_TABLES, placeOf, STAR_SCHEMA } from '../lib/warehouse/roles.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'text-in-fact',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  // Column stores that compress repeated texts away make the plain table the usual choice.
  engines: DIALECTS,
  summary: 'A fact table holds texts that describe its rows.',
  gains: 'No join is needed to read them.',
  costs:
    'The facts are the largest table: each text widens every row and every scan of a row store, and spelling differs from row to row where a dimension would hold it once.',
  fineWhen:
    'The text is a number of a document, has a value of its own on each row, or the engine stores columns and compresses them.',
  advice: 'Move them into a dimension (a junk dimension for several short ones) and keep its key.',
  sources: [STAR_SCHEMA, FACT_TABLES],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_product (product_key int PRIMARY KEY, sku text NOT NULL, name text);\nCREATE TABLE fact_returns (return_no text PRIMARY KEY, product_key int NOT NULL REFERENCES dim_product, reason text, condition_description text, amount numeric(12,2) NOT NULL);',
      says: 'reason and condition_description',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_product (product_key int PRIMARY KEY, sku text NOT NULL, name text);\nCREATE TABLE dim_reason (reason_key int PRIMARY KEY, reason text);\nCREATE TABLE fact_returns (return_no text PRIMARY KEY, product_key int NOT NULL REFERENCES dim_product, reason_key int REFERENCES dim_reason, amount numeric(12,2) NOT NULL);',
    },
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE fact_visits (visit_date Date, page_key UInt32, visitor_key UInt32, country LowCardinality(String), referrer String, views UInt32) ENGINE = MergeTree ORDER BY (visit_date, page_key);',
    },
  ],
  check(table, context) {
    if (COLUMNAR.has(table.dialect)) return;
    const judged = asFact(table, context);
    // Without any dimension, that is what has to be said.
    if (!judged || judged.found.edges.length === 0 || judged.reading.measures === 0) return;
    const keys = new Set(judged.found.grain?.columns);
    const texts = judged.reading.columns.filter(
      ({ part, kind, column, words }) =>
        part === 'attribute' &&
        kind === 'text' &&
        !keys.has(column.name) &&
        (textLimit(column.type) ?? 255) > 10 &&
        !words.some(word =>
          /^(code|hash|guid|uuid|tracking|number|currency|date|day|on|at|time)$/.test(word),
        ),
    );
    const long = texts.some(({ column }) => (textLimit(column.type) ?? 255) > 60);
    const first = texts[0];
    if (!first || (texts.length < 2 && !long)) return;
    const names = texts.map(column => column.column.name);
    context.report({
      origin: placeOf(table, first.column.name),
      message: `Fact ${display(table, context.catalog)} holds ${listed(names.slice(0, 4))} as text on each row: they widen the largest table. Consider a dimension for ${names.length > 1 ? 'them' : 'it'}.`,
    });
  },
});

const COLUMNAR: ReadonlySet<Dialect> = new Set(['clickhouse', 'bigquery', 'snowflake', 'redshift', 'spark']);
