import type { QueryBlock } from '../../sql/ast/shape.js';
import { DIALECTS } from '../../sql/dialect.js';
import type { WorkloadQuery } from '../../workload/model.js';
import { display, listed } from '../lib/naming.js';
import {
  type Aggregate,
  fansOut,
  isGroupedByRow,
  type Joined,
  type JoinGraph,
  joinGraph,
  quoted,
} from '../lib/warehouse/joins.js';
import { defineRule, type RuleContext } from '../rule.js';

const ORDERS =
  'CREATE TABLE orders (id int PRIMARY KEY, customer_id int, freight numeric(12,2) NOT NULL);\nCREATE TABLE order_lines (order_id int NOT NULL REFERENCES orders (id), line_no int NOT NULL, quantity int NOT NULL, PRIMARY KEY (order_id, line_no));\n';

export default defineRule({
  id: 'fan-trap',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'query',
  severity: 'warning',
  engines: DIALECTS,
  summary: "A query sums a table's column after a join that repeats its rows.",
  gains: 'One query instead of two, or of a subquery.',
  costs:
    'Each row of the parent counts once per child: the sum is too large wherever there are two, and too small where an inner join finds none.',
  fineWhen:
    'A condition leaves at most one child per row, or weighting by the number of children is what is meant.',
  advice:
    'Sum the child in a subquery grouped by its key and join that, or sum the parent in a query of its own.',
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
      sql: `${ORDERS}SELECT o.customer_id, sum(o.freight), sum(l.quantity) FROM orders o JOIN order_lines l ON l.order_id = o.id GROUP BY o.customer_id;`,
      says: 'sum(o.freight)',
    },
    {
      dialect: 'mysql',
      sql: `${ORDERS.replace(' REFERENCES orders (id)', '').replace('PRIMARY KEY (order_id, line_no)', 'PRIMARY KEY (order_id, line_no), FOREIGN KEY (order_id) REFERENCES orders (id)')}SELECT o.customer_id, round(avg(o.freight), 2) FROM orders o, order_lines l WHERE l.order_id = o.id AND l.quantity > 1 GROUP BY o.customer_id;`,
      says: 'order_lines',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: `${ORDERS}SELECT o.customer_id, sum(o.freight), sum(l.quantity) FROM orders o JOIN (SELECT order_id, sum(quantity) AS quantity FROM order_lines GROUP BY order_id) l ON l.order_id = o.id GROUP BY o.customer_id;`,
    },
    {
      dialect: 'postgres',
      sql: `${ORDERS}SELECT o.customer_id, sum(l.quantity), min(o.freight) FROM orders o JOIN order_lines l ON l.order_id = o.id GROUP BY o.customer_id;`,
    },
    {
      dialect: 'postgres',
      sql: `${ORDERS}SELECT o.customer_id, sum(o.freight) FROM orders o JOIN order_lines l ON l.order_id = o.id AND l.line_no = 1 GROUP BY o.customer_id;`,
    },
    {
      dialect: 'postgres',
      sql: `${ORDERS}SELECT l.order_id, l.line_no, sum(o.freight) FROM orders o JOIN order_lines l ON l.order_id = o.id GROUP BY l.order_id, l.line_no;`,
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
    if (aggregate.name === 'count') continue;
    const child = graph.sources.find(source => repeats(source, aggregate, graph));
    if (!child) continue;
    const parent = display(aggregate.of.table, context.catalog);
    const name = display(child.table, context.catalog);
    const keys = child.table.foreignKeys.filter(key => key.refTable === aggregate.of.table.key);
    const also = graph.aggregates.filter(
      other => other !== aggregate && other.of === aggregate.of && other.name !== 'count',
    );
    const what = listed([aggregate, ...also].slice(0, 3).map(item => quoted(item.value)));
    context.report({
      origin: { unit: query.unit, span: aggregate.value.span },
      // A condition on the child may leave one row of it, and so may a group: then it is meant.
      severity: keys.length > 0 && child.fixed.size === 0 && !graph.groups.has(child) ? 'warning' : 'info',
      message: `${what} takes each row of ${parent} once per row of ${name} that it is joined with. Sum ${name} in a subquery grouped by its key, or ${parent} in a query of its own.`,
    });
    return;
  }
}

function repeats(child: Joined, aggregate: Aggregate, graph: JoinGraph): boolean {
  return child !== aggregate.of && fansOut(aggregate.of, child) && !isGroupedByRow(child, graph);
}
