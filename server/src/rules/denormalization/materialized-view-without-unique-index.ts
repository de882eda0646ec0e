import type { View } from '../../schema/model.js';
import { groupKey, isPlainMaterialized, uniqueIndexes, viewName } from '../lib/denorm/matviews.js';
import { viewShape } from '../lib/denorm/view-shape.js';
import { statementAfter } from '../lib/edits.js';
import { POSTGRES_LIKE } from '../lib/engines.js';
import { display, newName, sqlName, sqlNames, tuple } from '../lib/naming.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'materialized-view-without-unique-index',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'view',
  severity: 'hint',
  engines: POSTGRES_LIKE,
  summary: 'A materialized view without a unique index cannot be refreshed while it is read.',
  gains: 'The refresh writes no index, and is faster for it.',
  costs:
    'REFRESH MATERIALIZED VIEW locks out every reader until it is done. Refreshing concurrently, which does not, is refused without a unique index on plain columns over all rows.',
  fineWhen: 'The refresh takes moments, or nobody reads meanwhile.',
  advice: 'Create a unique index on the columns that tell the rows apart, and refresh concurrently.',
  sources: [
    {
      title: 'PostgreSQL: REFRESH MATERIALIZED VIEW',
      url: 'https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html',
    },
    {
      title: 'PostgreSQL: concurrent refresh checks for a unique index',
      url: 'https://postgresql.org/message-id/E1aVMlX-0000Or-B1%40gemulon.postgresql.org',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint);\nCREATE MATERIALIZED VIEW order_counts AS SELECT customer_id, count(*) AS orders FROM orders GROUP BY customer_id;\nREFRESH MATERIALIZED VIEW order_counts;',
      says: '(customer_id)',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint);\nCREATE MATERIALIZED VIEW order_counts AS SELECT customer_id, count(*) AS orders FROM orders GROUP BY customer_id;\nREFRESH MATERIALIZED VIEW CONCURRENTLY order_counts;',
      says: 'refused',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint);\nCREATE MATERIALIZED VIEW order_counts AS SELECT customer_id, count(*) AS orders FROM orders GROUP BY customer_id;\nCREATE UNIQUE INDEX ON order_counts (customer_id);\nREFRESH MATERIALIZED VIEW CONCURRENTLY order_counts;',
    },
  ],
  check(view, context) {
    if (!isPlainMaterialized(view) || uniqueIndexes(view).length > 0) return;
    // What nothing refreshes is another rule's matter.
    const refreshes = context.workload.refreshesOf(view);
    if (refreshes.length === 0) return;
    const asked = refreshes.find(({ concurrently }) => concurrently);
    const key = groupKey(view, viewShape(view, context.workload, context.catalog));
    const add = key
      ? `a unique index on ${tuple(key)}`
      : 'a unique index on the columns that tell its rows apart';
    const name = display(view, context.catalog);
    context.report({
      origin: view.nameOrigin,
      ...(asked ? { severity: 'error' as const } : {}),
      message: asked
        ? `REFRESH MATERIALIZED VIEW CONCURRENTLY ${name} is refused: it has no unique index on plain columns over all rows. Add ${add}.`
        : `${name} has no unique index, so each refresh locks out its readers until it is done. Add ${add}, and refresh concurrently.`,
      ...(asked ? { related: [{ origin: asked.origin, message: 'Refreshed concurrently here.' }] } : {}),
      fixes: () => fixes(view, key, context),
    });
  },
});

function fixes(view: View, key: readonly string[] | undefined, context: RuleContext): Fix[] {
  const place = view.origins[0]?.unit;
  if (!place || !key) return [];
  const index = sqlName(newName(view.name, ...key, 'key'), view.dialect);
  const edit = statementAfter(
    place,
    `CREATE UNIQUE INDEX ${index} ON ${viewName(view, context.catalog)} (${sqlNames(key, view.dialect)})`,
  );
  return edit ? [{ title: `Add a unique index on ${tuple(key)}`, edits: [edit], safe: false }] : [];
}
