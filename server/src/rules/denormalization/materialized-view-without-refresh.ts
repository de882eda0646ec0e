import type { View } from '../../schema/model.js';
import {
  groupKey,
  isPlainMaterialized,
  uniqueIndexes,
  viewDocumented,
  viewName,
} from '../lib/denorm/matviews.js';
import { viewShape } from '../lib/denorm/view-shape.js';
import { statementAfter } from '../lib/edits.js';
import { isPostgresFamily, POSTGRES_FAMILY } from '../lib/engines.js';
import { display, newName, sqlName, sqlNames } from '../lib/naming.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'materialized-view-without-refresh',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'view',
  severity: 'hint',
  engines: POSTGRES_FAMILY,
  summary: 'Nothing in the project refreshes a materialized view.',
  gains:
    'Readers get a result that was worked out before. Of the cases for denormalizing, this is the one that the engine keeps by itself, once it is told when.',
  costs:
    'PostgreSQL and CockroachDB fill it once and never again by themselves: from then on it shows the data of that day.',
  fineWhen:
    'Something outside of these files refreshes it (cron, Airflow, the application), or it is filled once on purpose.',
  advice:
    'Refresh it where its tables are loaded, or on a schedule (`cron.schedule`), at least as often as readers ask for; concurrently if they may not wait.',
  sources: [
    {
      title: 'PostgreSQL: materialized views',
      url: 'https://www.postgresql.org/docs/current/rules-materializedviews.html',
    },
    {
      title: 'PostgreSQL: REFRESH MATERIALIZED VIEW',
      url: 'https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html',
    },
    { title: 'pg_cron', url: 'https://github.com/citusdata/pg_cron' },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint);\nCREATE MATERIALIZED VIEW order_counts AS SELECT customer_id, count(*) AS orders FROM orders GROUP BY customer_id;',
      says: 'order_counts',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint);\nCREATE MATERIALIZED VIEW order_counts AS SELECT customer_id, count(*) AS orders FROM orders GROUP BY customer_id WITH NO DATA;',
      says: 'reading it fails until the first REFRESH',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE orders (id INT8 PRIMARY KEY, customer_id INT8);\nCREATE MATERIALIZED VIEW order_counts AS SELECT customer_id, count(*) AS orders FROM orders GROUP BY customer_id;',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE MATERIALIZED VIEW numbers AS SELECT n FROM generate_series(1, 100) AS n;',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint);\nCREATE MATERIALIZED VIEW order_counts AS SELECT customer_id, count(*) AS orders FROM orders GROUP BY customer_id;\nCREATE FUNCTION refresh_reports() RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n  REFRESH MATERIALIZED VIEW order_counts;\nEND\n$$;',
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint);\nCREATE MATERIALIZED VIEW order_counts AS SELECT customer_id, count(*) AS orders FROM orders GROUP BY customer_id;\nCOMMENT ON MATERIALIZED VIEW order_counts IS 'Refreshed by the nightly job.';",
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE orders (id INT8 PRIMARY KEY, customer_id INT8);\nCREATE MATERIALIZED VIEW order_counts AS SELECT customer_id, count(*) AS orders FROM orders GROUP BY customer_id;\nREFRESH MATERIALIZED VIEW order_counts;',
    },
  ],
  check(view, context) {
    if (!isPlainMaterialized(view) || viewDocumented(view)) return;
    const empty = isUnfilled(view);
    // What reads no table does not grow old.
    if (!empty && view.reads.length === 0) return;
    if (context.workload.refreshesOf(view).length > 0) return;
    const facts = context.workload.factsOf(view);
    const fresh = facts.freshnessSeconds;
    context.report({
      origin: view.nameOrigin,
      ...(fresh ? { severity: 'warning' as const } : {}),
      message: empty
        ? `Nothing here refreshes ${display(view, context.catalog)}: made WITH NO DATA, it is empty, and reading it fails until the first REFRESH. Refresh it once its tables are loaded, then on a schedule.`
        : `Nothing here refreshes ${display(view, context.catalog)}: it keeps the data of the moment when it was made${fresh ? `, although readers want it no older than ${fresh.value} s` : ''}. Refresh it where its tables are loaded, or on a schedule.`,
      fixes: () => fixes(view, context),
    });
  },
});

/** Made WITH NO DATA, the view cannot be read before it is refreshed. */
function isUnfilled(view: View): boolean {
  return NO_DATA.test(view.origins[0]?.unit.piece.text ?? '');
}

const NO_DATA = /\bWITH\s+NO\s+DATA[\s;]*$/i;

/** A function for whatever schedules; with a unique index that lets readers go on meanwhile, where one can be told. */
function fixes(view: View, context: RuleContext): Fix[] {
  const place = view.origins[0]?.unit;
  if (!place || !isPostgresFamily(view.dialect) || view.dialect === 'cockroach') return [];
  const name = viewName(view, context.catalog);
  const has = uniqueIndexes(view).length > 0;
  const key = has ? undefined : groupKey(view, viewShape(view, context.workload, context.catalog));
  const index = key
    ? `CREATE UNIQUE INDEX ${sqlName(newName(view.name, ...key, 'key'), view.dialect)} ON ${name} (${sqlNames(key, view.dialect)});\n\n`
    : '';
  const refresh = `CREATE FUNCTION ${viewName(view, context.catalog, newName('refresh', view.name))}() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  REFRESH MATERIALIZED VIEW ${has || key ? 'CONCURRENTLY ' : ''}${name};
END
$$`;
  const edit = statementAfter(place, index + refresh);
  const title = key
    ? 'Add a unique index and a function that refreshes it'
    : 'Add a function that refreshes it';
  return edit ? [{ title, edits: [edit], safe: false }] : [];
}
