import { DIALECTS, type Dialect } from '../../sql/dialect.js';
import { ENFORCING } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { asFact, FACT_TABLES } from '../lib/warehouse/roles.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'fact-without-grain',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: DIALECTS,
  summary: 'No key says what one row of a fact table stands for.',
  gains: 'Loading is not held up by a check, and late or repeated rows never fail.',
  costs:
    'A batch that is loaded twice doubles every sum, and nothing says which rows are the doubles. A number given to each row on arrival does not help.',
  fineWhen: 'The pipeline makes rows unique before it loads them, and a comment says by which columns.',
  advice:
    'Declare the columns that identify a row as a key. Redshift, Snowflake, BigQuery and Spark take it as information only: they trust it when they plan, so declare what the load guarantees.',
  sources: [
    FACT_TABLES,
    {
      title: 'Amazon Redshift: constraints are informational',
      url: 'https://docs.aws.amazon.com/redshift/latest/dg/t_Defining_constraints.html',
    },
  ],
  bad: [
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE dim_store (store_key int, store_id int, name varchar(80));\nCREATE TABLE fact_sales (date_key int, store_key int, receipt_no varchar(20), quantity int, amount numeric(14,2));',
      says: 'fact_sales',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_store (store_key int PRIMARY KEY, store_id int, name text);\nCREATE TABLE fact_sales (sale_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, sold_on date, store_key int NOT NULL REFERENCES dim_store, amount numeric(14,2));',
      says: 'sale_id',
    },
  ],
  good: [
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE dim_store (store_key int, store_id int, name varchar(80));\nCREATE TABLE fact_sales (date_key int, store_key int, receipt_no varchar(20), quantity int, amount numeric(14,2), PRIMARY KEY (receipt_no));',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_store (store_key int PRIMARY KEY, store_id int, name text);\nCREATE TABLE fact_sales (sale_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, receipt_no text NOT NULL UNIQUE, store_key int NOT NULL REFERENCES dim_store, amount numeric(14,2));',
    },
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE fact_visits (date_key UInt32, page_key UInt32, visitor_key UInt32, views UInt32) ENGINE = MergeTree ORDER BY (date_key, page_key);',
    },
  ],
  check(table, context) {
    if (KEYLESS.has(table.dialect)) return;
    const judged = asFact(table, context);
    if (!judged || judged.found.grain || judged.found.edges.length + judged.reading.references === 0) return;
    const numbered = table.primaryKey ?? table.uniques[0];
    // Engines that enforce keys have a rule for tables without any.
    if (!numbered && ENFORCING.includes(table.dialect)) return;
    const name = display(table, context.catalog);
    const unenforced =
      numbered || ENFORCING.includes(table.dialect) ? '' : ' (information for the planner here)';
    context.report({
      origin: table.nameOrigin,
      message: numbered
        ? `The only key of fact ${name}, (${numbered.columns.join(', ')}), numbers rows as they come: a batch that is loaded twice doubles the sums. Declare the columns that say what a row stands for as unique.`
        : `No key says what a row of fact ${name} stands for: a batch that is loaded twice doubles the sums. Declare the columns that identify a row as a key${unenforced}.`,
    });
  },
});

/** No uniqueness, enforced or declared. */
const KEYLESS: ReadonlySet<Dialect> = new Set(['clickhouse', 'flink', 'cql']);
