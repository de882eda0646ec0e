import { naturalKeyOf, readTable, surrogateKeyOf, versioningOf } from '../../classify/index.js';
import { DIALECTS } from '../../sql/dialect.js';
import { display } from '../lib/naming.js';
import { asFact, DIMENSION_TABLES, placeOf, STAR_SCHEMA } from '../lib/warehouse/roles.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'natural-key-in-fact',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: DIALECTS,
  summary:
    "A fact names its dimension's row by the key of the source, beside which the dimension has a key of its own.",
  gains: 'Facts load without looking a key up, and always join the versions as they are now.',
  costs:
    'In a dimension that keeps versions the key of the source stands on several rows: a join on it alone repeats the fact once per version. Reused or changed numbers of the source mix things up.',
  fineWhen: 'Every join adds the period of validity or the current flag.',
  advice: "Keep the dimension's own key in the fact; keep the source's beside it if it is asked for.",
  sources: [DIMENSION_TABLES, STAR_SCHEMA],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_date (date_key int PRIMARY KEY, full_date date NOT NULL, year smallint, month smallint, day_name text);\nCREATE TABLE dim_customer (customer_key bigint PRIMARY KEY, customer_id bigint NOT NULL, city text, valid_from date NOT NULL, valid_to date, UNIQUE (customer_id, valid_from));\nCREATE TABLE fact_sales (receipt_no text PRIMARY KEY, date_key int NOT NULL REFERENCES dim_date, customer_id bigint NOT NULL, amount numeric(12,2) NOT NULL);',
      says: 'once per version',
    },
    {
      dialect: 'snowflake',
      sql: 'CREATE TABLE dim_product (product_key number PRIMARY KEY, product_id number NOT NULL, name varchar, valid_from date, valid_to date, is_current boolean);\nCREATE TABLE fact_sales (date_key number, product_id number, quantity number, amount number(12,2));',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_customer (customer_key bigint PRIMARY KEY, customer_id bigint NOT NULL, city text, valid_from date NOT NULL, valid_to date, UNIQUE (customer_id, valid_from));\nCREATE TABLE fact_sales (receipt_no text PRIMARY KEY, customer_key bigint NOT NULL REFERENCES dim_customer, customer_id bigint NOT NULL, amount numeric(12,2) NOT NULL);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_store (store_code text PRIMARY KEY, name text, region text);\nCREATE TABLE fact_sales (receipt_no text PRIMARY KEY, store_code text NOT NULL REFERENCES dim_store, amount numeric(12,2) NOT NULL);',
    },
  ],
  check(table, context) {
    const judged = asFact(table, context);
    if (!judged) return;
    const { columns } = judged.reading;
    for (const column of columns) {
      if (!column.stem || column.surrogate || column.part !== 'reference') continue;
      const target = dimensionNamed(column.stem, name => context.catalog.tablesNamed(name));
      if (!target) continue;
      const reading = readTable(target);
      const surrogate = surrogateKeyOf(reading);
      if (surrogate === undefined || !versioningOf(reading)) continue;
      if (!naturalKeyOf(reading).some(name => name.toLowerCase() === column.column.name.toLowerCase()))
        continue;
      if (columns.some(other => other.column.name.toLowerCase() === surrogate.toLowerCase())) continue;
      context.report({
        origin: placeOf(table, column.column.name),
        message: `Fact ${display(table, context.catalog)} names its row in ${display(target, context.catalog)} by ${column.column.name}, which stands there once per version: a join on it alone repeats the fact. Keep ${surrogate} in the fact.`,
      });
      return;
    }
  },
});

function dimensionNamed<T>(stem: readonly string[], find: (name: string) => readonly T[]): T | undefined {
  const name = stem.join('_');
  for (const candidate of [`dim_${name}`, `dim${stem.join('')}`, `${name}_dim`, name, `${name}s`]) {
    const found = find(candidate)[0];
    if (found) return found;
  }
  return undefined;
}
