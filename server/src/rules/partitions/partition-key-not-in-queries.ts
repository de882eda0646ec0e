import type { Table } from '../../schema/model.js';
import type { Origin } from '../../sql/reading.js';
import type { TableUse } from '../../workload/model.js';
import { display, listed } from '../lib/naming.js';
import { partitionKey } from '../lib/partition-keys.js';
import { predictPruning } from '../lib/partition-pruning.js';
import { partitionsOf } from '../lib/partitions.js';
import { hypertableOf } from '../lib/timescale.js';
import { lastingUses, searches } from '../lib/workload/uses.js';
import { defineRule, type RuleContext, type TradeOff } from '../rule.js';

export default defineRule({
  id: 'partition-key-not-in-queries',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['postgres', 'yugabyte', 'mysql', 'mariadb', 'bigquery'],
  summary: 'Queries on a partitioned table do not test its partition key, so all partitions are read.',
  gains: 'Partitions still help where old rows are dropped, or where each is vacuumed and loaded alone.',
  costs:
    'Every such query plans for, locks and searches each partition: what was one look-up in an index becomes as many as there are partitions. BigQuery bills the whole table.',
  fineWhen: 'The table is partitioned for the sake of dropping old rows, and partitions are few.',
  advice:
    'Add a test of the partition key to the queries (a time span that is wide enough), or partition by what they do test.',
  sources: [
    {
      title: 'PostgreSQL: partition pruning',
      url: 'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITION-PRUNING',
    },
    {
      title: 'MySQL: partition pruning',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/partitioning-pruning.html',
    },
    {
      title: 'BigQuery: query partitioned tables',
      url: 'https://cloud.google.com/bigquery/docs/querying-partitioned-tables',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE events (id bigint, at date NOT NULL, user_id bigint) PARTITION BY RANGE (at);\nCREATE TABLE events_23 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');\nCREATE TABLE events_24 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');\nSELECT * FROM events WHERE user_id = 7;",
      says: 'at',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE events (id bigint NOT NULL, made date NOT NULL, user_id int) PARTITION BY RANGE (YEAR(made)) (PARTITION a VALUES LESS THAN (2024), PARTITION b VALUES LESS THAN (2025));\nSELECT * FROM events WHERE user_id = 7;',
      says: 'made',
    },
    {
      dialect: 'bigquery',
      sql: 'CREATE TABLE shop.events (id INT64, at TIMESTAMP, user_id INT64) PARTITION BY DATE(at);\nSELECT id FROM shop.events WHERE user_id = 7;',
      says: 'at',
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, device_id int NOT NULL, v float8);\nSELECT create_hypertable('readings', 'at');\nSELECT avg(v) FROM readings WHERE device_id = 7;",
      says: 'every chunk',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, device_id int NOT NULL, v float8);\nSELECT create_hypertable('readings', 'at');\nSELECT v FROM readings WHERE device_id = 7 ORDER BY at DESC LIMIT 1;",
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE events (id bigint, at date NOT NULL, user_id bigint) PARTITION BY RANGE (at);\nCREATE TABLE events_23 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');\nCREATE TABLE events_24 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');\nSELECT * FROM events WHERE user_id = 7 AND at >= '2024-06-01';\nSELECT count(*) FROM events;",
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE events (id bigint NOT NULL, made date NOT NULL, user_id int) PARTITION BY RANGE (YEAR(made)) (PARTITION a VALUES LESS THAN (2024), PARTITION b VALUES LESS THAN (2025));\nSELECT * FROM events WHERE user_id = 7 AND made = ?;',
    },
    {
      dialect: 'bigquery',
      sql: "CREATE TABLE shop.loads (id INT64, user_id INT64) PARTITION BY _PARTITIONDATE;\nSELECT id FROM shop.loads WHERE user_id = 7 AND _PARTITIONDATE = '2024-05-01';",
    },
    {
      dialect: 'bigquery',
      sql: "CREATE TABLE shop.events (id INT64, at TIMESTAMP, user_id INT64) PARTITION BY DATE(at);\nSELECT id FROM shop.events WHERE user_id = 7 AND DATE(at) = '2024-05-01';",
    },
  ],
  check(table, context) {
    const split = splitOf(table);
    if (!split) return;
    const tests = searches(lastingUses(table, context)).filter(isSearch);
    if (tests.length === 0) return;
    const open = tests.filter(use => !use.uncertain && readsAll(table, split, use, context));
    if (open.length === 0) return;
    const name = display(table, context.catalog);
    const count = partitionsOf(table, context.catalog).length;
    const says =
      open.length < tests.length
        ? `${open.length} of ${tests.length} queries that search ${name} ${open.length === 1 ? 'does' : 'do'} not test`
        : tests.length === 1
          ? `The query that searches ${name} does not test`
          : `None of the ${tests.length} queries that search ${name} tests`;
    const read = split.chunks
      ? 'chunks could be left out: every chunk is'
      : `partitions could be left out: ${count > 1 ? `all ${count} partitions are` : 'every partition is'}`;
    context.report({
      origin: split.origin,
      severity:
        isCleanUp(open) && open.length === tests.length
          ? 'hint'
          : open.length === tests.length && tests.length > 1 && !split.chunks
            ? 'warning'
            : 'info',
      message: `${says} its partition key ${listed(split.columns)} so that ${read} read. ${split.chunks ? 'Add a test of it where the time is known' : `Add a test of it, or partition by what ${open.length === 1 ? 'it does' : 'they do'} test`}.`,
      related: open
        .slice(0, 8)
        .map(({ query }) => ({ origin: query.origin, message: 'Reads every partition.' })),
      tradeOff: () => weigh(table, tests, open, context),
    });
  },
});

/** One DELETE, such as tests end with, says little of what the table is asked for. */
function isCleanUp(open: readonly TableUse[]): boolean {
  return open.length === 1 && open[0]!.access === 'delete';
}

interface Split {
  readonly columns: readonly string[];
  readonly origin: Origin;
  /** Chunks of a hypertable. */
  readonly chunks: boolean;
}

function splitOf(table: Table): Split | undefined {
  const hypertable = hypertableOf(table);
  if (hypertable) return { columns: [hypertable.time.name], origin: hypertable.origin, chunks: true };
  const key = table.partitioning && !table.partitionOf ? partitionKey(table) : [];
  // A pseudo column (`_PARTITIONTIME`) is no column that tests could be looked up by.
  if (key.length === 0 || key.some(part => !part.definition)) return undefined;
  return {
    columns: [...new Set(key.map(part => part.column))],
    origin: table.partitioning!.origins[0] ?? table.nameOrigin,
    chunks: false,
  };
}

/** A use that looks for some of the rows: one without a test, or with joins alone, reads the whole table anyway. */
function isSearch(use: TableUse): boolean {
  return use.equals.length + use.ranges.length + use.others.length + use.wrapped.length > 0;
}

function readsAll(table: Table, split: Split, use: TableUse, context: RuleContext): boolean {
  const named = (test: { readonly column: string }) => split.columns.includes(test.column);
  // A test inside a function is another rule's matter.
  if (use.wrapped.some(named)) return false;
  if (split.chunks) {
    // The newest rows by an index on (what is searched, time) are found chunk by chunk, the newest first.
    const newest = use.limit !== undefined && use.orderBy[0]?.column === split.columns[0];
    return !newest && ![...use.equals, ...use.ranges, ...use.others, ...use.joins].some(named);
  }
  if (table.dialect === 'bigquery')
    return ![...use.equals, ...use.ranges, ...use.others, ...use.joins].some(named);
  return predictPruning(table, use, context.catalog).none;
}

function weigh(
  table: Table,
  tests: readonly TableUse[],
  open: readonly TableUse[],
  context: RuleContext,
): TradeOff {
  const partitions = partitionsOf(table, context.catalog).length;
  const rates = open.map(({ query }) => query.rate).filter(rate => rate !== undefined);
  const perSecond = rates.reduce((sum, rate) => sum + rate.value, 0);
  return {
    gains: [
      `${tests.length - open.length} of ${tests.length} queries read only the partitions that they need.`,
    ],
    costs: [
      `${open.length} read all${partitions > 0 ? ` ${partitions}` : ''} partitions.`,
      ...(perSecond > 0 && partitions > 1
        ? [
            `That is ${Math.round(perSecond * partitions).toLocaleString('en-US')} look-ups a second in place of ${Math.round(perSecond).toLocaleString('en-US')}.`,
          ]
        : []),
    ],
    advice: ['Test the key where the time is known; else partition by the column that these queries test.'],
    numbers: [
      { label: 'queries', value: `${open.length} of ${tests.length}`, from: 'workspace' },
      { label: 'partitions', value: String(partitions), from: 'schema' },
      ...rates.slice(0, 3).map(rate => ({ label: 'rate', value: `${rate.value}/s`, from: rate.source })),
    ],
  };
}
