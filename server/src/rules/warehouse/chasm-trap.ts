import type { QueryBlock } from '../../sql/ast/shape.js';
import { DIALECTS } from '../../sql/dialect.js';
import type { WorkloadQuery } from '../../workload/model.js';
import { display } from '../lib/naming.js';
import {
  fansOut,
  heldBy,
  isGroupedByRow,
  isUniqueBy,
  type Joined,
  type JoinGraph,
  joinGraph,
  quoted,
} from '../lib/warehouse/joins.js';
import { defineRule, type RuleContext } from '../rule.js';

const STAR =
  'CREATE TABLE dim_product (product_key int PRIMARY KEY, sku text NOT NULL, name text);\nCREATE TABLE fact_sales (sale_no text PRIMARY KEY, product_key int NOT NULL REFERENCES dim_product (product_key), amount numeric(12,2) NOT NULL);\nCREATE TABLE fact_returns (return_no text PRIMARY KEY, product_key int NOT NULL REFERENCES dim_product (product_key), amount numeric(12,2) NOT NULL);\n';

export default defineRule({
  id: 'chasm-trap',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'query',
  severity: 'warning',
  engines: DIALECTS,
  summary: 'A query adds up rows of two tables that meet only in a third.',
  gains: 'One query instead of one per table.',
  costs:
    'Each row of the one meets each row of the other that has the same parent: three sales and two returns make six rows, and both sums are too large.',
  fineWhen: 'Each parent has at most one row in one of them.',
  advice:
    'Sum each in a subquery grouped by the key of the parent, and join the results. COUNT(DISTINCT key) helps counts alone.',
  sources: [
    {
      title: 'SAP: fan traps and chasm traps',
      url: 'https://learning.sap.com/learning-journeys/creating-sap-businessobjects-universes-using-the-information-design-tool/defining-sql-traps_cf0149ed-420e-4c31-8b52-3ed618cad812',
    },
    {
      title: 'Looker: symmetric aggregates and fan-outs',
      url: 'https://cloud.google.com/looker/docs/reference/param-explore-symmetric-aggregates',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: `${STAR}SELECT p.name, sum(s.amount), sum(r.amount) FROM dim_product p JOIN fact_sales s ON s.product_key = p.product_key LEFT JOIN fact_returns r ON r.product_key = p.product_key GROUP BY p.name;`,
      says: 'fact_returns',
    },
    {
      dialect: 'postgres',
      sql: `${STAR}SELECT s.product_key, count(r.return_no) FROM fact_sales s JOIN fact_returns r ON r.product_key = s.product_key GROUP BY s.product_key;`,
      says: 'fact_sales',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: `${STAR}SELECT p.name, s.amount, r.amount FROM dim_product p JOIN (SELECT product_key, sum(amount) AS amount FROM fact_sales GROUP BY product_key) s ON s.product_key = p.product_key LEFT JOIN (SELECT product_key, sum(amount) AS amount FROM fact_returns GROUP BY product_key) r ON r.product_key = p.product_key;`,
    },
    {
      dialect: 'postgres',
      sql: `${STAR}SELECT p.name, sum(s.amount) FROM dim_product p JOIN fact_sales s ON s.product_key = p.product_key GROUP BY p.name;`,
    },
    {
      dialect: 'postgres',
      sql: `${STAR}SELECT p.name, count(DISTINCT s.sale_no), count(DISTINCT r.return_no) FROM dim_product p JOIN fact_sales s ON s.product_key = p.product_key JOIN fact_returns r ON r.product_key = p.product_key GROUP BY p.name;`,
    },
  ],
  check(query, context) {
    for (const block of query.shape.blocks) checkBlock(query, block, context);
  },
});

function checkBlock(query: WorkloadQuery, block: QueryBlock, context: RuleContext): void {
  const graph = joinGraph(query, block, context.workload);
  if (!graph) return;
  for (const aggregate of graph.aggregates) {
    const found = graph.sources.find(
      other => meetInThird(aggregate.of, other, graph) && !isGroupedByRow(other, graph),
    );
    if (!found) continue;
    const own = display(aggregate.of.table, context.catalog);
    const name = display(found.table, context.catalog);
    const certain = found.fixed.size === 0 && aggregate.of.fixed.size === 0 && !graph.groups.has(found);
    context.report({
      origin: { unit: query.unit, span: aggregate.value.span },
      severity: certain ? 'warning' : 'info',
      message: `${quoted(aggregate.value)} takes each row of ${own} once per row of ${name} with the same key, since the two meet only through it. Sum each in a subquery of its own and join the results.`,
    });
    return;
  }
}

/** Both have many rows per row of a third table, or per value of a column that is a key of neither. */
function meetInThird(one: Joined, other: Joined, graph: JoinGraph): boolean {
  if (one === other) return false;
  const direct = one.equal.get(other);
  if (direct) {
    if (direct.some(([own, theirs]) => isLink(one, own, other, theirs))) return false;
    return (
      !isUniqueBy(one.table, heldBy(one, one.equal.keys())) &&
      !isUniqueBy(other.table, heldBy(other, other.equal.keys())) &&
      direct.every(([own, theirs]) => shareTarget(one, own, other, theirs))
    );
  }
  return graph.sources.some(
    parent =>
      parent !== one &&
      parent !== other &&
      fansOut(parent, one) &&
      fansOut(parent, other) &&
      !linked(one, other, parent),
  );
}

/** A foreign key between the two: then one is the other's parent, whatever is declared unique. */
function isLink(one: Joined, own: string, other: Joined, theirs: string): boolean {
  const points = (from: Joined, column: string, to: Joined) =>
    from.table.foreignKeys.some(key => key.refTable === to.table.key && key.columns.includes(column));
  return points(one, own, other) || points(other, theirs, one);
}

/** Both columns refer to the same table. */
function shareTarget(one: Joined, own: string, other: Joined, theirs: string): boolean {
  const target = (joined: Joined, column: string) =>
    joined.table.foreignKeys.find(key => key.columns.includes(column))?.refTable;
  const wanted = target(one, own);
  return wanted !== undefined && target(other, theirs) === wanted;
}

/** Held together by another way than the parent. */
function linked(one: Joined, other: Joined, parent: Joined): boolean {
  const seen = new Set<Joined>([one, parent]);
  const queue = [one];
  for (let next = queue.pop(); next; next = queue.pop()) {
    for (const neighbour of next.equal.keys()) {
      if (neighbour === other) return true;
      if (!seen.has(neighbour)) queue.push(neighbour);
      seen.add(neighbour);
    }
  }
  return false;
}
