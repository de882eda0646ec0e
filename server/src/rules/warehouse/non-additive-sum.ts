import {
  type Classification,
  classify,
  couldBeFact,
  isDimensional,
  lookupsOf,
  readTable,
} from '../../classify/index.js';
import type { Table } from '../../schema/model.js';
import type { Condition, QueryBlock, Value } from '../../sql/ast/shape.js';
import { DIALECTS } from '../../sql/dialect.js';
import type { WorkloadQuery } from '../../workload/model.js';
import { display } from '../lib/naming.js';
import { FACT_TABLES } from '../lib/warehouse/roles.js';
import { defineRule, type RuleContext } from '../rule.js';

const STOCK =
  'CREATE TABLE dim_date (date_key int PRIMARY KEY, full_date date NOT NULL, year smallint, month smallint, day_name text);\nCREATE TABLE dim_product (product_key int PRIMARY KEY, sku text NOT NULL, name text);\nCREATE TABLE fact_inventory_snapshot (date_key int REFERENCES dim_date (date_key), product_key int REFERENCES dim_product (product_key), quantity_on_hand int NOT NULL, fill_rate numeric(5,4), PRIMARY KEY (date_key, product_key));\n';

export default defineRule({
  id: 'non-additive-sum',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'query',
  severity: 'info',
  engines: DIALECTS,
  summary: 'A query sums a ratio, a price per unit, or a level over time.',
  gains: 'It is short, and it is right where each group holds one row.',
  costs:
    'The result means nothing: rates of 20 % and 30 % make 50 %, and a stock of 100 on each of 30 days makes 3,000.',
  fineWhen: 'The query leaves one row per group, or one date.',
  advice:
    'Sum numerator and denominator and divide; weigh prices by quantity; of levels take the last day, the average, or one date.',
  sources: [FACT_TABLES],
  bad: [
    {
      dialect: 'postgres',
      sql: `${STOCK}SELECT p.name, sum(f.quantity_on_hand) FROM fact_inventory_snapshot f JOIN dim_product p ON p.product_key = f.product_key GROUP BY p.name;`,
      says: 'over time',
    },
    {
      dialect: 'postgres',
      sql: `${STOCK}SELECT d.year, sum(f.fill_rate) FROM fact_inventory_snapshot f JOIN dim_date d ON d.date_key = f.date_key GROUP BY d.year;`,
      says: 'a ratio',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: `${STOCK}SELECT f.date_key, sum(f.quantity_on_hand), avg(f.fill_rate) FROM fact_inventory_snapshot f GROUP BY f.date_key;`,
    },
    {
      dialect: 'postgres',
      sql: `${STOCK}SELECT sum(f.quantity_on_hand) FROM fact_inventory_snapshot f JOIN dim_date d ON d.date_key = f.date_key WHERE d.full_date = DATE '2024-01-31';`,
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE votes (id int PRIMARY KEY, share numeric(5,4));\nSELECT sum(share) FROM votes;',
    },
  ],
  check(query, context) {
    for (const block of query.shape.blocks) {
      const sums = block.select.flatMap(item => sumsIn(item.value));
      for (const sum of sums) if (checkSum(sum, query, block, context)) break;
    }
  },
});

function checkSum(sum: Value, query: WorkloadQuery, block: QueryBlock, context: RuleContext): boolean {
  const ref = sum.args?.[0]?.column;
  const place = ref && context.workload.columnOf(query, block, ref);
  if (!place) return false;
  const lookups = lookupsOf(context);
  const reading = readTable(place.table, lookups);
  if (!couldBeFact(reading, lookups)) return false;
  const column = reading.columns.find(item => item.column.name === place.column);
  if (!column?.measure) return false;
  const found = classify(place.table, context);
  const measure = found.measures.find(item => item.column === place.column);
  if (found.role !== 'fact' || !isDimensional(found) || !measure || measure.additivity === 'additive')
    return false;
  const name = display(place.table, context.catalog);
  const origin = { unit: query.unit, span: sum.span };
  if (measure.additivity === 'non-additive') {
    context.report({
      origin,
      message: `${place.column} of fact ${name} seems to be ${measure.because}: its sum means nothing. ${instead(measure.because)}`,
    });
    return true;
  }
  if (measure.because === 'a number of a snapshot' || isAtOneTime(place.table, found, query, block, context))
    return false;
  context.report({
    origin,
    message: `${place.column} of fact ${name} seems to be a level at a point in time: this SUM adds it up over time as well. Group by the date, keep to one, or take the average per date.`,
  });
  return true;
}

function instead(because: string): string {
  if (because === 'a ratio') return 'Sum numerator and denominator and divide.';
  if (because === 'a price per unit') return 'Weigh it by the quantity.';
  return 'Take an average that is weighted by what it stands for.';
}

/** The date is grouped by, or held to one value, in the fact or in its date dimension. */
function isAtOneTime(
  table: Table,
  found: Classification,
  query: WorkloadQuery,
  block: QueryBlock,
  context: RuleContext,
): boolean {
  const dates = new Set(found.edges.flatMap(edge => (edge.toVariant === 'date' ? edge.columns : [])));
  for (const column of readTable(table).columns) {
    if (
      column.part === 'time' ||
      column.stem?.some(word => /^(date|day|month|period|week|snapshot|time)$/.test(word))
    )
      dates.add(column.column.name);
  }
  const isDate = (value: Value | undefined): boolean => {
    const place = value?.column && context.workload.columnOf(query, block, value.column);
    if (!place) return (value?.args ?? []).some(isDate);
    if (place.table === table) return dates.has(place.column);
    const other = readTable(place.table);
    if (!other.calendar) return false;
    const column = other.columns.find(item => item.column.name === place.column);
    return (
      column !== undefined &&
      (column.kind === 'date' || column.part === 'key' || column.words.includes('date'))
    );
  };
  const conditions = [...block.where, ...block.sources.flatMap(source => source.on)];
  // A source that could not be read (a derived table of last days) may hold it.
  if (block.sources.some(source => source.block !== undefined)) return true;
  return block.groupBy.some(isDate) || conditions.some(condition => holds(condition, isDate));
}

function holds(condition: Condition, isDate: (value: Value | undefined) => boolean): boolean {
  if (condition.kind === 'in') return isDate(condition.left);
  if (condition.kind === 'or')
    return condition.branches.some(branch => branch.some(part => holds(part, isDate)));
  if (condition.kind === 'truth') return true;
  if (condition.kind !== 'compare' || condition.operator !== '=') return false;
  const joins = condition.left.column && condition.right.column;
  return !joins && (isDate(condition.left) || isDate(condition.right));
}

function sumsIn(value: Value): Value[] {
  if (value.kind === 'subquery') return [];
  if (value.kind === 'call' && value.name === 'sum') return value.over ? [] : [value];
  return (value.args ?? []).flatMap(sumsIn);
}
