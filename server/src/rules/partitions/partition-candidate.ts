import type { Column, Table } from '../../schema/model.js';
import { DAY, formatBytes, formatCount, formatDuration } from '../../workload/figures.js';
import type { TableUse } from '../../workload/model.js';
import { accessPaths, plainColumns } from '../lib/access.js';
import { ingestOf, sizeOf } from '../lib/capacity/ingest.js';
import { ingestNumbers, planFor, planText } from '../lib/capacity/partition-plan.js';
import { isMysqlLike } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { holdsTime } from '../lib/partition-keys.js';
import { isDistributed, isHypertable } from '../lib/spread.js';
import { isOwnTable } from '../lib/tables.js';
import { lastingUses, searches } from '../lib/workload/uses.js';
import { defineRule, type RuleContext, type TradeOff } from '../rule.js';

export default defineRule({
  id: 'partition-candidate',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['postgres', 'yugabyte', 'mysql', 'mariadb'],
  summary: 'A table known to be large, whose rows expire or are searched by time, is not partitioned.',
  gains: 'One table: any unique key, foreign keys both ways, no partitions to make and drop.',
  costs:
    'Old rows go by DELETE and leave their room to be cleaned up; every index grows with all of history; maintenance (vacuum, analyze, rebuilding an index) is of the whole.',
  fineWhen:
    'The table fits in memory, nothing is ever dropped, and queries find their rows by a selective index.',
  advice:
    'Partition by the time that queries test and by which rows expire, in steps of which about ten are kept. Unique keys have to hold that time.',
  sources: [
    {
      title: 'PostgreSQL: when partitioning is worthwhile',
      url: 'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-OVERVIEW',
    },
    {
      title: 'MySQL: overview of partitioning',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/partitioning-overview.html',
    },
  ],
  options: {
    rows: {
      description: 'Rows, now or kept by growth and retention, from which a table counts as large.',
      default: 100_000_000,
      type: 'number',
    },
  },
  bad: [
    {
      dialect: 'postgres',
      sql: '-- faultline: growth=2M/day retention=1y\nCREATE TABLE events (id bigint PRIMARY KEY, at timestamptz NOT NULL, user_id bigint NOT NULL);',
      says: '730,000,000',
    },
    {
      dialect: 'mysql',
      sql: '-- faultline: rows=300M\nCREATE TABLE events (id bigint PRIMARY KEY, made datetime NOT NULL, user_id int);\nSELECT * FROM events WHERE made >= ? AND made < ?;',
      says: 'made',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: '-- faultline: rows=2M retention=1y\nCREATE TABLE events (id bigint PRIMARY KEY, at timestamptz NOT NULL);',
    },
    {
      dialect: 'postgres',
      sql: '-- faultline: growth=2M/day retention=1y\nCREATE TABLE events (id bigint, at timestamptz NOT NULL) PARTITION BY RANGE (at);',
    },
    {
      dialect: 'mysql',
      sql: '-- faultline: rows=300M\nCREATE TABLE events (id bigint PRIMARY KEY, made datetime NOT NULL, user_id int);\nSELECT * FROM events WHERE user_id = ?;',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table) || table.partitioning || table.inherits.length > 0) return;
    const times = table.columns.filter(column => holdsTime(column) && !column.nullable);
    if (times.length === 0 || isHypertable(table) || isDistributed(table)) return;
    const facts = context.workload.factsOf(table);
    const ingest = ingestOf(table, context);
    const kept = facts.retentionSeconds;
    const coming = kept && ingest ? ingest.rowsPerDay * (kept.value / DAY) : 0;
    const rows = Math.max(facts.rows?.value ?? 0, coming);
    if (rows < Number(context.options.rows)) return;
    const uses = searches(lastingUses(table, context));
    const time = chosenTime(times, uses) ?? (kept && times.length === 1 ? times[0] : undefined);
    if (!time) return;
    const name = display(table, context.catalog);
    const asked = uses.filter(use => use.ranges.some(test => test.column === time.name));
    const why = [
      ...(kept ? [`keeps rows for ${formatDuration(kept.value)}`] : []),
      ...(asked.length > 0
        ? [
            asked.length === 1
              ? `is searched by ${time.name}`
              : `is searched by ${time.name} in ${asked.length} queries`,
          ]
        : []),
    ].join(' and ');
    const plan = planFor(table, context);
    context.report({
      origin: table.nameOrigin,
      message: `${name} ${coming > (facts.rows?.value ?? 0) ? 'will hold' : 'holds'} ${formatCount(rows)} rows and ${why}, but is not partitioned. Partition it by RANGE (${time.name})${plan ? `: ${planText(plan)}` : ''}.`,
      related: asked
        .slice(0, 5)
        .map(({ query }) => ({ origin: query.origin, message: `Tests ${time.name}.` })),
      tradeOff: () => weigh(table, time, rows, context),
    });
  },
});

/** The time that most queries give a span for. */
function chosenTime(times: readonly Column[], uses: readonly TableUse[]): Column | undefined {
  let best: { column: Column; count: number } | undefined;
  for (const column of times) {
    const count = uses.filter(use => use.ranges.some(test => test.column === column.name)).length;
    if (count > (best?.count ?? 0)) best = { column, count };
  }
  return best?.column;
}

function weigh(table: Table, time: Column, rows: number, context: RuleContext): TradeOff {
  const facts = context.workload.factsOf(table);
  const ingest = ingestOf(table, context);
  const whole = sizeOf(table, rows, context);
  const plan = planFor(table, context);
  const narrow = accessPaths(table).filter(
    path => path.unique && !(plainColumns(path) ?? []).includes(time.name),
  );
  const referenced = context.catalog.referencing(table.key);
  return {
    gains: [
      ...(whole
        ? [
            `As one table it is ${formatBytes(whole.table)} of rows and ${formatBytes(whole.indexes)} of indexes.`,
          ]
        : []),
      ...(plan ? [`Cut by time: ${planText(plan)}.`] : []),
      'Old rows go by dropping a partition, at once.',
    ],
    costs: [
      ...narrow.map(
        path =>
          `(${(plainColumns(path) ?? []).join(', ')}) can no longer be unique by itself: ${time.name} joins it.`,
      ),
      ...(referenced.length > 0
        ? [
            isMysqlLike(table.dialect)
              ? `${referenced.length} foreign keys to it have to go: MySQL has none to partitioned tables.`
              : `${referenced.length} foreign keys to it have to hold ${time.name} too.`,
          ]
        : []),
      `Queries that do not test ${time.name} search every partition.`,
    ],
    advice: [
      'Create the partitioned table beside the old one, attach the old one as its first partition behind a validated CHECK, and make partitions ahead of time.',
    ],
    numbers: [
      ...(facts.rows
        ? [{ label: 'rows', value: formatCount(facts.rows.value), from: facts.rows.source }]
        : []),
      ...(ingest ? ingestNumbers(ingest, facts.retentionSeconds) : []),
    ],
  };
}
