import type { Table, View } from '../../schema/model.js';
import { keyOf } from '../../schema/names.js';
import { formatCount, formatDuration, formatRate } from '../../workload/figures.js';
import { numbers } from '../lib/denorm/copy-weight.js';
import { groupKey, viewName } from '../lib/denorm/matviews.js';
import { viewShape } from '../lib/denorm/view-shape.js';
import { statementAfter } from '../lib/edits.js';
import { POSTGRES_LIKE } from '../lib/engines.js';
import { display, newName, sqlName, sqlNames } from '../lib/naming.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

const SQL = (reads: string) =>
  `-- faultline: rows=40M\nCREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL, amount numeric NOT NULL);\n-- faultline: reads=${reads} freshness=1h\nCREATE VIEW revenue AS SELECT customer_id, sum(amount) AS amount FROM orders GROUP BY customer_id;`;

export default defineRule({
  id: 'materialized-view-candidate',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'view',
  severity: 'hint',
  engines: POSTGRES_LIKE,
  summary: 'A view groups a big table anew with each read, and the figures speak for storing its result.',
  gains: 'A plain view always shows what the tables hold now, takes no space and needs no refresh.',
  costs: 'Each read of the whole view works through all rows of its tables.',
  fineWhen: 'Readers need the state of this moment, or always ask for few groups, whose rows an index finds.',
  advice:
    'Store the result in a materialized view with a unique index, refresh it concurrently as often as readers need, and let them read that.',
  sources: [
    {
      title: 'PostgreSQL: materialized views',
      url: 'https://www.postgresql.org/docs/current/rules-materializedviews.html',
    },
    {
      title: 'PostgreSQL: REFRESH MATERIALIZED VIEW',
      url: 'https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html',
    },
  ],
  options: {
    rows: {
      type: 'number',
      default: 1_000_000,
      description: 'Rows of the biggest table from which on it counts as big.',
    },
  },
  bad: [{ dialect: 'postgres', sql: SQL('20/min'), says: '40,000,000 rows' }],
  good: [
    { dialect: 'postgres', sql: SQL('1/day') },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL);\nCREATE VIEW counts AS SELECT customer_id, count(*) AS n FROM orders GROUP BY customer_id;',
    },
  ],
  check(view, context) {
    if (view.materialized) return;
    const facts = context.workload.factsOf(view);
    const reads = facts.readsPerSecond?.value;
    const fresh = facts.freshnessSeconds?.value;
    // A refresh each minute is what most can bear; fewer reads than that are cheaper as they are.
    if (reads === undefined || reads < 1 / 60 || (fresh !== undefined && fresh < 60)) return;
    const big = biggest(view, context);
    if (!big || big.rows < Number(context.options.rows)) return;
    const key = groupKey(view, viewShape(view, context.workload, context.catalog));
    if (!key || storedBy(view, context)) return;
    const every = fresh ?? 3600;
    context.report({
      origin: view.nameOrigin,
      message: `${display(view, context.catalog)} groups ${formatCount(big.rows)} rows of ${display(big.table, context.catalog)} anew with each read, ${formatRate(reads)}. Readers may see data ${fresh === undefined ? 'of an age nobody has given' : `that is ${formatDuration(fresh)} old`}: a materialized view, refreshed at intervals, answers without reading the table.`,
      related: [{ origin: big.table.nameOrigin, message: 'The rows that are read each time.' }],
      fixes: () => fixes(view, key, context),
      tradeOff: () => ({
        gains: [
          `Up to ${formatCount(big.rows * reads)} rows a second need not be read (${formatCount(big.rows)} rows, ${formatRate(reads)}).`,
        ],
        costs: [
          `One refresh reads all ${formatCount(big.rows)} rows and writes one row per group${fresh === undefined ? '' : `; every ${formatDuration(every)} that is ${formatCount(big.rows / every)} rows a second`}.`,
          'Between refreshes, readers see the state of the last one.',
        ],
        breakEven: `It pays where the view is read more often than it is refreshed.`,
        advice: ['Refresh concurrently, with a unique index on the columns that it groups by.'],
        numbers: [
          ...numbers(display(big.table, context.catalog), context.workload.factsOf(big.table), ['rows']),
          ...numbers(display(view, context.catalog), facts, ['readsPerSecond']),
          ...(facts.freshnessSeconds
            ? [
                {
                  label: 'age that readers accept',
                  value: formatDuration(fresh!),
                  from: facts.freshnessSeconds.source,
                },
              ]
            : []),
        ],
      }),
    });
  },
});

function biggest(view: View, { catalog, workload }: RuleContext): { table: Table; rows: number } | undefined {
  let found: { table: Table; rows: number } | undefined;
  for (const key of view.reads) {
    const table = catalog.table(key);
    const rows = table && workload.factsOf(table).rows?.value;
    if (table && rows !== undefined && rows > (found?.rows ?? 0)) found = { table, rows };
  }
  return found;
}

/** A materialized view that reads this one. */
function storedBy(view: View, { catalog, workload }: RuleContext): boolean {
  return workload.usesOf(view).some(({ query }) => {
    const holder = query.from === 'view' ? query.holder : undefined;
    return (
      holder !== undefined && catalog.view(keyOf(catalog.family, view.schema, holder))?.materialized === true
    );
  });
}

function fixes(view: View, key: readonly string[], context: RuleContext): Fix[] {
  const place = view.origins[0]?.unit;
  const stored = newName(view.name, 'stored');
  const name = (other?: string) => viewName(view, context.catalog, other);
  const edit =
    place &&
    statementAfter(
      place,
      `CREATE MATERIALIZED VIEW ${name(stored)} AS SELECT * FROM ${name()};

CREATE UNIQUE INDEX ${sqlName(newName(stored, ...key, 'key'), view.dialect)} ON ${name(stored)} (${sqlNames(key, view.dialect)});

CREATE FUNCTION ${name(newName('refresh', stored))}() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  REFRESH MATERIALIZED VIEW CONCURRENTLY ${name(stored)};
END
$$`,
    );
  return edit
    ? [{ title: `Store it in ${stored}, with a unique index and a refresh`, edits: [edit], safe: false }]
    : [];
}
