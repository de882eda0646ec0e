import type { Table } from '../../schema/model.js';
import { DAY, formatBytes, formatCount, formatDuration } from '../../workload/figures.js';
import type { ColumnTest, TableUse } from '../../workload/model.js';
import { ingestOf, sizeOf } from '../lib/capacity/ingest.js';
import { display } from '../lib/naming.js';
import { holdsTime, partitionKey } from '../lib/partition-keys.js';
import { columnOf } from '../lib/tables.js';
import { hypertableOf } from '../lib/timescale.js';
import { lastingUses } from '../lib/workload/uses.js';
import { defineRule, type RuleContext, type TradeOff } from '../rule.js';

export default defineRule({
  id: 'retention-by-delete',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['postgres', 'yugabyte', 'mysql', 'mariadb'],
  summary:
    'Old rows of a large or partitioned table are removed by DELETE, where a partition could be dropped.',
  gains:
    'No partitions to make and drop; exactly the rows that are old enough go, and triggers and foreign keys see each.',
  costs:
    'Each row is found, marked and logged one by one; its room comes back only after vacuum or purge, and the file does not shrink. Dropping a partition takes the same time whatever it holds.',
  fineWhen: 'Few rows go at a time, or other conditions than age decide.',
  advice:
    'Partition by that time and drop (or detach) whole partitions; on Timescale use `drop_chunks` or a retention policy.',
  sources: [
    {
      title: 'PostgreSQL: partition maintenance, dropping old data',
      url: 'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE',
    },
    {
      title: 'MySQL: management of RANGE partitions',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/partitioning-management-range-list.html',
    },
    {
      title: 'Timescale: about data retention',
      url: 'https://www.tigerdata.com/docs/build/data-management/data-retention',
    },
  ],
  options: {
    rows: {
      description:
        'Rows, or rows kept by growth and retention, from which an unpartitioned table counts as large.',
      default: 10_000_000,
      type: 'number',
    },
  },
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE events_23 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');\nDELETE FROM events WHERE at < now() - interval '90 days';",
      says: 'Drop or detach',
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, v float8);\nSELECT create_hypertable('readings', 'at');\nDELETE FROM readings WHERE at < now() - interval '90 days';",
      says: 'drop_chunks',
    },
    {
      dialect: 'mysql',
      sql: '-- faultline: rows=80M\nCREATE TABLE events (id bigint PRIMARY KEY, made datetime NOT NULL);\nDELETE FROM events WHERE made < ?;',
      says: '80,000,000',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE events (id bigint, at date NOT NULL);\nDELETE FROM events WHERE at < now() - interval '90 days';",
    },
    {
      dialect: 'mysql',
      sql: '-- faultline: rows=80M\nCREATE TABLE events (id bigint PRIMARY KEY, made datetime NOT NULL, user_id int);\nDELETE FROM events WHERE made < ? AND user_id = ?;',
    },
  ],
  check(table, context) {
    if (table.partitionOf || !mayBeLarge(table, context)) return;
    for (const use of lastingUses(table, context)) {
      if (use.access !== 'delete') continue;
      const test = ageTest(table, use);
      if (!test) continue;
      const advice = adviceFor(table, test.column, context);
      if (!advice) continue;
      context.report({
        origin: use.query.origin,
        message: `This DELETE removes old rows of ${display(table, context.catalog)} one by one${advice}`,
        related: [{ origin: table.nameOrigin, message: 'The table.' }],
        tradeOff: () => weigh(table, context),
      });
    }
  },
});

/** Looks at queries only where their DELETE could matter. */
function mayBeLarge(table: Table, context: RuleContext): boolean {
  if (table.partitioning || hypertableOf(table)) return true;
  const { rows, growthPerDay, writesPerSecond } = context.workload.factsOf(table);
  return rows !== undefined || growthPerDay !== undefined || writesPerSecond !== undefined;
}

/** A DELETE by age alone: an upper end for one time, and no other test. */
function ageTest(table: Table, use: TableUse): ColumnTest | undefined {
  if (use.uncertain || use.equals.length + use.joins.length + use.wrapped.length + use.others.length > 0)
    return undefined;
  const [test, ...more] = use.ranges;
  if (!test || more.length > 0 || !holdsTime(columnOf(table, test.column))) return undefined;
  const { condition } = test;
  if (condition.kind !== 'compare' || condition.negated) return undefined;
  const left = condition.left.kind === 'column';
  return (left ? /^<=?$/ : /^>=?$/).test(condition.operator) ? test : undefined;
}

function adviceFor(table: Table, column: string, context: RuleContext): string | undefined {
  const hypertable = hypertableOf(table);
  if (hypertable?.time.name === column)
    return ', though chunks could be dropped whole. Use drop_chunks or add_retention_policy.';
  if (table.partitioning) {
    const key = partitionKey(table);
    return table.partitioning.strategy === 'range' && key[0]?.column === column
      ? ', though it is partitioned by that time. Drop or detach the old partitions instead.'
      : undefined;
  }
  const facts = context.workload.factsOf(table);
  const ingest = ingestOf(table, context);
  const kept =
    facts.retentionSeconds && ingest ? ingest.rowsPerDay * (facts.retentionSeconds.value / DAY) : 0;
  const rows = Math.max(facts.rows?.value ?? 0, kept);
  return rows >= Number(context.options.rows)
    ? `, of ${formatCount(rows)} rows. Partition it by ${column} and drop whole partitions.`
    : undefined;
}

function weigh(table: Table, context: RuleContext): TradeOff {
  const facts = context.workload.factsOf(table);
  const ingest = ingestOf(table, context);
  const day = ingest && sizeOf(table, ingest.rowsPerDay, context);
  return {
    gains: ['Rows go as soon as they are old enough, and nothing has to be set up.'],
    costs: [
      ...(ingest
        ? [`About ${formatCount(ingest.rowsPerDay)} rows a day have to be deleted, as many as come in.`]
        : []),
      ...(day
        ? [
            `Each day leaves ${formatBytes(day.table + day.indexes)} of dead rows and index entries to clean up.`,
          ]
        : []),
    ],
    breakEven: 'Dropping a partition costs the same for a thousand rows and for a billion.',
    advice: ['Partition by time in steps of about a tenth of the time that rows are kept.'],
    numbers: [
      ...(facts.rows
        ? [{ label: 'rows', value: formatCount(facts.rows.value), from: facts.rows.source }]
        : []),
      ...(ingest ? [{ label: 'rows a day', value: formatCount(ingest.rowsPerDay), from: ingest.from }] : []),
      ...(facts.retentionSeconds
        ? [
            {
              label: 'kept',
              value: formatDuration(facts.retentionSeconds.value),
              from: facts.retentionSeconds.source,
            },
          ]
        : []),
    ],
  };
}
