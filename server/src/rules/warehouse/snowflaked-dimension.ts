import { type Edge, lean, lookupsOf, readTable } from '../../classify/index.js';
import type { Table } from '../../schema/model.js';
import { DIALECTS } from '../../sql/dialect.js';
import { formatRate } from '../../workload/capacity.js';
import type { WorkloadQuery } from '../../workload/model.js';
import { display, listed } from '../lib/naming.js';
import { inReadingOrder } from '../lib/warehouse/order.js';
import { asDimension, DIMENSION_TABLES, placeOf, STAR_SCHEMA } from '../lib/warehouse/roles.js';
import { defineRule, type RuleContext, type TradeOff } from '../rule.js';

export default defineRule({
  id: 'snowflaked-dimension',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: DIALECTS,
  summary: 'A dimension is cut into tables of its own, which facts reach only through it.',
  gains: 'A name of a category is kept once, changes in one place, and takes less space.',
  costs:
    'Each question by category joins one table more per level, and tools show several tables for one thing.',
  fineWhen:
    'The outer table is large or changes on its own, several dimensions share it, or facts of a coarser grain point at it.',
  advice: 'Copy the columns that people group by into the dimension; keep the outer table as its source.',
  sources: [STAR_SCHEMA, DIMENSION_TABLES],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_category (category_key int PRIMARY KEY, category_name text NOT NULL);\nCREATE TABLE dim_product (product_key int PRIMARY KEY, sku text NOT NULL, name text, category_key int NOT NULL REFERENCES dim_category);\nCREATE TABLE fact_sales (sale_no text PRIMARY KEY, product_key int NOT NULL REFERENCES dim_product, amount numeric(12,2) NOT NULL);',
      says: 'dim_category',
    },
    {
      dialect: 'snowflake',
      sql: 'CREATE TABLE dim_brand (brand_key number PRIMARY KEY, brand_name varchar);\nCREATE TABLE dim_product (product_key number PRIMARY KEY, product_name varchar, brand_key number NOT NULL);',
      says: 'DIM_BRAND',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_product (product_key int PRIMARY KEY, sku text NOT NULL, name text, category_name text);\nCREATE TABLE fact_sales (sale_no text PRIMARY KEY, product_key int NOT NULL REFERENCES dim_product, amount numeric(12,2) NOT NULL);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_region (region_key int PRIMARY KEY, region_name text);\nCREATE TABLE dim_store (store_key int PRIMARY KEY, name text, city text, region_key int REFERENCES dim_region);\nCREATE TABLE fact_targets (store_key int REFERENCES dim_store, region_key int REFERENCES dim_region, amount numeric(12,2), PRIMARY KEY (store_key, region_key));',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE categories (id int PRIMARY KEY, name text);\nCREATE TABLE products (id int PRIMARY KEY, name text, category_id int REFERENCES categories);',
    },
  ],
  check(table, context) {
    const judged = asDimension(table, context);
    if (!judged || judged.found.variant === 'date') return;
    const parents = context.catalog
      .referencing(table.key)
      .map(item => lean(readTable(item.table, lookupsOf(context))).role);
    // An outer level itself: the dimension next to the facts tells of the whole chain.
    if (parents.length > 0 && !parents.includes('fact')) return;
    const outer = judged.found.edges.filter(edge => {
      if (edge.toRole !== 'dimension' || edge.toVariant === 'date' || edge.to === table.key) return false;
      // Without foreign keys nobody knows what else points there: small tables of names are hardly shared.
      const target = context.catalog.table(edge.to);
      if (!edge.declared && (target?.columns.length ?? 0) > SMALL) return false;
      const others = context.catalog.referencing(edge.to).filter(item => item.table !== table);
      return others.length === 0;
    });
    const first = outer[0];
    if (!first) return;
    const names = listed([...new Set(outer.map(edge => edge.toName))]);
    const joining = queriesJoining(table, outer, context);
    const related = joining.slice(0, 3).map(query => ({ origin: query.origin, message: 'Joins both.' }));
    context.report({
      origin: placeOf(table, first.columns[0]!),
      related,
      tradeOff: () => tradeOff(names, joining),
      message: `Dimension ${display(table, context.catalog)} seems to keep part of itself in ${names}: each query that groups by it joins ${outer.length > 1 ? `${outer.length} more tables` : 'one more table'}. Consider copying its columns into the dimension.`,
    });
  },
});

/** Columns of a table that holds a level of a hierarchy and nothing more. */
const SMALL = 6;

/** Queries of the project that walk from the dimension to its outer tables. */
function queriesJoining(
  table: Table,
  outer: readonly Edge[],
  context: RuleContext,
): readonly WorkloadQuery[] {
  const found = new Set<WorkloadQuery>();
  for (const { to } of outer) {
    const target = context.catalog.table(to);
    if (!target) continue;
    for (const use of context.workload.usesOf(target)) {
      if (use.joins.some(({ other }) => other.relation === table.key)) found.add(use.query);
    }
  }
  return inReadingOrder(found);
}

function tradeOff(names: string, joining: readonly WorkloadQuery[]): TradeOff {
  const rates = joining.flatMap(({ rate }) => (rate ? [rate] : []));
  const perSecond = rates.reduce((sum, rate) => sum + rate.value, 0);
  return {
    gains: [`What ${names} says is kept once and changes in one place.`],
    costs: [
      joining.length > 0
        ? `${joining.length} ${joining.length === 1 ? 'query' : 'queries'} of this project ${joining.length === 1 ? 'joins' : 'join'} it only to name things.`
        : 'Each query that groups by it joins one table more; none stands in this project.',
    ],
    breakEven:
      'Copying pays where the joins run more often than names change: a change then rewrites every row of the dimension that carries it.',
    advice: ['Copy the columns that people group by, and refresh them when the dimension is loaded.'],
    numbers: [
      { label: 'queries that join both', value: String(joining.length), from: 'the files of this project' },
      ...(rates.length > 0
        ? [{ label: 'joins saved', value: formatRate(perSecond), from: rates[0]!.source }]
        : []),
    ],
  };
}
