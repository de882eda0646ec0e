import { display, tuple } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'unenforced-key',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  // True of every key there: something to know once.
  severity: 'off',
  engines: ['redshift', 'snowflake', 'bigquery', 'spark'],
  summary: 'A key is declared, which the engine does not enforce.',
  gains: 'Planners leave out joins and sorts that the key makes needless, and tools draw the relation.',
  costs:
    'Nothing keeps duplicates out; Redshift and BigQuery trust the key when they plan, so that a query over duplicates may give a wrong result.',
  fineWhen: 'The load makes rows unique and a test says so after each run.',
  advice:
    'Make rows unique in the load (MERGE, or QUALIFY row_number() = 1) and test it; or do not declare the key.',
  sources: [
    {
      title: 'Amazon Redshift: defining constraints',
      url: 'https://docs.aws.amazon.com/redshift/latest/dg/t_Defining_constraints.html',
    },
    {
      title: 'Snowflake: constraints',
      url: 'https://docs.snowflake.com/en/sql-reference/constraints-overview',
    },
    {
      title: 'BigQuery: primary and foreign keys',
      url: 'https://cloud.google.com/bigquery/docs/primary-foreign-keys',
    },
    { title: 'Databricks: constraints', url: 'https://docs.databricks.com/en/tables/constraints.html' },
  ],
  bad: [
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, amount numeric(12,2));',
      says: '(id)',
    },
    { dialect: 'snowflake', sql: 'CREATE TABLE orders (id number PRIMARY KEY, amount number(12,2));' },
    {
      dialect: 'bigquery',
      sql: 'CREATE TABLE d.orders (id INT64, amount NUMERIC, PRIMARY KEY (id) NOT ENFORCED);',
    },
    {
      dialect: 'spark',
      sql: 'CREATE TABLE orders (id BIGINT NOT NULL, amount DECIMAL(12,2), CONSTRAINT pk PRIMARY KEY (id)) USING delta;',
    },
  ],
  good: [
    { dialect: 'redshift', sql: 'CREATE TABLE orders (id bigint, amount numeric(12,2));' },
    { dialect: 'snowflake', sql: 'CREATE TABLE orders (id number, amount number(12,2));' },
    { dialect: 'snowflake', sql: 'CREATE HYBRID TABLE orders (id number PRIMARY KEY, amount number(12,2));' },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    // Hybrid tables of Snowflake enforce theirs.
    const { unit, span } = table.nameOrigin;
    if (HYBRID.test(unit.piece.text.slice(0, span.start))) return;
    const key = table.primaryKey ?? table.uniques[0];
    const origin = key?.origins[0];
    if (!key || !origin || key.columns.length === 0) return;
    context.report({
      origin,
      message: `${tuple(key.columns)} of ${display(table, context.catalog)} is declared unique, but nothing keeps duplicates out here: the load has to, and a test should say so.`,
    });
  },
});

const HYBRID = /\bhybrid\s+table\b/i;
