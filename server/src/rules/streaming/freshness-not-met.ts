import type { Table, View } from '../../schema/model.js';
import type { Expr, QName, TableOption } from '../../sql/ast/index.js';
import type { Origin } from '../../sql/reading.js';
import { formatDuration } from '../../workload/figures.js';
import { argument, stringOf } from '../lib/calls.js';
import { longestGap } from '../lib/cron.js';
import { intervalSeconds } from '../lib/durations.js';
import { display } from '../lib/naming.js';
import { watermarkOf, windowsOf } from '../lib/streaming/flink.js';
import { relationNamed } from '../lib/streaming/relation.js';
import { defineRule, type RuleContext, type StatementSubject } from '../rule.js';

export default defineRule({
  id: 'freshness-not-met',
  subject: 'streaming',
  since: '0.2.0',
  on: 'statement',
  severity: 'warning',
  engines: ['postgres', 'snowflake', 'bigquery', 'clickhouse', 'flink'],
  summary: 'A schedule or window makes data older than the freshness that is asked of it.',
  gains: 'Runs that are seldom cost less: each works through more rows at once.',
  costs:
    'Just before a run the data is as old as the time between two runs, plus what the run takes. A window gives its result when it is over and the watermark has passed; windows that overlap give one per step.',
  fineWhen: 'The freshness is meant for another reader, or the newest rows are added when they are read.',
  advice:
    'Run it as often as is asked, let the query add the newest rows itself, or turn to a stream where the freshness is seconds.',
  sources: [
    { title: 'pg_cron: cron.schedule', url: 'https://github.com/citusdata/pg_cron' },
    {
      title: 'Snowflake: TARGET_LAG of dynamic tables',
      url: 'https://docs.snowflake.com/en/user-guide/dynamic-tables-target-lag',
    },
    {
      title: 'Snowflake: SCHEDULE of CREATE TASK',
      url: 'https://docs.snowflake.com/en/sql-reference/sql/create-task',
    },
    {
      title: 'BigQuery: refresh_interval_minutes of materialized views',
      url: 'https://cloud.google.com/bigquery/docs/materialized-views-manage',
    },
    {
      title: 'ClickHouse: refreshable materialized views',
      url: 'https://clickhouse.com/docs/materialized-view/refreshable-materialized-view',
    },
    {
      title: 'Flink: watermarks and windows',
      url: 'https://nightlies.apache.org/flink/flink-docs-stable/docs/concepts/time/',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);\n-- faultline: freshness=5m\nCREATE MATERIALIZED VIEW totals AS SELECT sum(total) AS total FROM orders;\nSELECT cron.schedule('totals', '*/15 * * * *', 'REFRESH MATERIALIZED VIEW totals');",
      says: '15 minutes',
    },
    {
      dialect: 'snowflake',
      sql: "CREATE TABLE orders (id NUMBER, total NUMBER);\n-- faultline: freshness=5m\nCREATE DYNAMIC TABLE totals TARGET_LAG = '20 minutes' WAREHOUSE = w AS SELECT id, total FROM orders;",
      says: '20 minutes',
    },
    {
      dialect: 'snowflake',
      sql: "-- faultline: freshness=1h\nCREATE TABLE totals (id NUMBER, total NUMBER);\nCREATE TASK fill WAREHOUSE = w SCHEDULE = 'USING CRON 0 3 * * * UTC' AS INSERT INTO totals SELECT 1, 2;",
      says: '1 day',
    },
    {
      dialect: 'bigquery',
      sql: '-- faultline: freshness=5m\nCREATE MATERIALIZED VIEW d.totals OPTIONS (enable_refresh = true, refresh_interval_minutes = 60, max_staleness = INTERVAL "4" HOUR) AS SELECT id FROM d.orders;',
      says: '4 hours',
    },
    {
      dialect: 'clickhouse',
      sql: '-- faultline: freshness=10m\nCREATE TABLE totals (id UInt64) ENGINE = MergeTree ORDER BY id;\nCREATE MATERIALIZED VIEW totals_mv REFRESH EVERY 1 HOUR TO totals AS SELECT id FROM orders;',
      says: '1 hour',
    },
    {
      dialect: 'flink',
      sql: "CREATE TABLE orders (id BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' MINUTE) WITH ('connector' = 'kafka', 'format' = 'json');\n-- faultline: freshness=10m\nCREATE TABLE totals (total BIGINT) WITH ('connector' = 'kafka', 'format' = 'json');\nINSERT INTO totals SELECT COUNT(*) FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY window_start, window_end;",
      says: '1.1 hours',
    },
    {
      dialect: 'flink',
      sql: "CREATE TABLE orders (id BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'kafka', 'format' = 'json');\n-- faultline: freshness=10m\nCREATE TABLE totals (total BIGINT) WITH ('connector' = 'kafka', 'format' = 'json');\nINSERT INTO totals SELECT COUNT(*) FROM TABLE(HOP(TABLE orders, DESCRIPTOR(ts), INTERVAL '30' MINUTES, INTERVAL '1' HOUR)) GROUP BY window_start, window_end;",
      says: '30 minutes',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);\n-- faultline: freshness=15m\nCREATE MATERIALIZED VIEW totals AS SELECT sum(total) AS total FROM orders;\nSELECT cron.schedule('totals', '*/15 * * * *', 'REFRESH MATERIALIZED VIEW totals');",
    },
    {
      dialect: 'snowflake',
      sql: "CREATE TABLE orders (id NUMBER, total NUMBER);\nCREATE DYNAMIC TABLE totals TARGET_LAG = '20 minutes' WAREHOUSE = w AS SELECT id, total FROM orders;",
    },
    {
      dialect: 'bigquery',
      sql: '-- faultline: freshness=5m\nCREATE MATERIALIZED VIEW d.totals OPTIONS (enable_refresh = true, refresh_interval_minutes = 60) AS SELECT id FROM d.orders;',
    },
    {
      dialect: 'clickhouse',
      sql: '-- faultline: freshness=10m\nCREATE TABLE totals (id UInt64) ENGINE = MergeTree ORDER BY id;\nCREATE MATERIALIZED VIEW totals_mv REFRESH EVERY 1 MINUTE TO totals AS SELECT id FROM orders;',
    },
    {
      dialect: 'flink',
      sql: "CREATE TABLE orders (id BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector' = 'kafka', 'format' = 'json');\n-- faultline: freshness=10m\nCREATE TABLE totals (total BIGINT) WITH ('connector' = 'kafka', 'format' = 'json');\nINSERT INTO totals SELECT COUNT(*) FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '5' MINUTES)) GROUP BY window_start, window_end;",
    },
    {
      dialect: 'flink',
      sql: "CREATE TABLE orders (id BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'kafka', 'format' = 'json');\n-- faultline: freshness=10m\nCREATE TABLE totals (total BIGINT) WITH ('connector' = 'kafka', 'format' = 'json');\nINSERT INTO totals SELECT COUNT(*) FROM TABLE(CUMULATE(TABLE orders, DESCRIPTOR(ts), INTERVAL '5' MINUTES, INTERVAL '1' HOUR)) GROUP BY window_start, window_end;",
    },
  ],
  check(subject, context) {
    const lag = lagOf(subject, context);
    const relation = lag && relationNamed(lag.target, subject.unit, context);
    if (!lag || !relation) return;
    const asked = context.workload.factsOf(relation).freshnessSeconds;
    if (!asked || lag.seconds <= asked.value) return;
    const name = display(relation, context.catalog);
    const actual = formatDuration(lag.seconds);
    const wanted = formatDuration(asked.value);
    context.report({
      origin: lag.origin,
      message: `${name} is asked to be no older than ${wanted}, but ${lag.why} lets it become ${actual} old. ${asked.value < 60 ? 'For so little use a stream, or read the newest rows directly.' : `Run it every ${wanted} or more often.`}`,
      related: asked.origin ? [{ origin: asked.origin, message: `Asked for: ${wanted}.` }] : [],
      tradeOff: () => ({
        gains: [`Each run works through ${actual} of rows at once.`],
        costs: [`Before a run ${name} is up to ${actual} behind, plus the time of the run itself.`],
        breakEven: `${Math.ceil(lag.seconds / asked.value).toLocaleString('en-US')} times as many runs meet ${wanted}: worth it while a run of ${wanted} of rows costs less than that share of one now.`,
        advice: ['Run more often, let the reader add the newest rows, or process them as they come.'],
        numbers: [
          { label: 'freshness asked', value: wanted, from: asked.source },
          { label: 'age before a run', value: actual, from: lag.why },
        ],
      }),
    });
  },
});

interface Lag {
  readonly target: QName | string;
  readonly seconds: number;
  /** What makes it so. */
  readonly why: string;
  readonly origin: Origin;
}

function lagOf(subject: StatementSubject, context: RuleContext): Lag | undefined {
  const { statement } = subject.reading;
  switch (statement.kind) {
    case 'query':
      if (statement.verb === 'select')
        return statement.calls.length > 0 ? cronCall(subject, statement.calls) : undefined;
      return context.dialect === 'flink' && statement.verb === 'insert'
        ? flinkInsert(subject, context)
        : undefined;
    case 'create table':
      return statement.flavour === 'dynamic'
        ? optionLag(subject, statement.name, statement.options, 'target_lag')
        : undefined;
    case 'create view':
      if (!statement.materialized) return undefined;
      return context.dialect === 'clickhouse'
        ? refreshable(subject, statement.target ?? statement.name)
        : optionLag(subject, statement.name, statement.options, 'max_staleness');
    case 'other':
      return context.dialect === 'snowflake' && statement.verb === 'CREATE' ? task(subject) : undefined;
    default:
      return undefined;
  }
}

/** pg_cron: a call of cron.schedule with a REFRESH in its command. */
function cronCall(
  { unit, reading }: StatementSubject,
  calls: readonly { readonly name: string; readonly args: readonly Expr[]; readonly span: Origin['span'] }[],
): Lag | undefined {
  for (const { name, args, span } of calls) {
    if (name !== 'schedule' && name !== 'cron.schedule' && name !== 'schedule_in_database') continue;
    const named = args.length >= 3;
    const schedule = stringOf(argument(args, named ? 1 : 0, 'schedule'));
    const command = stringOf(argument(args, named ? 2 : 1, 'command'));
    const seconds = schedule === undefined ? undefined : longestGap(schedule);
    const target = /^\s*refresh\s+materialized\s+view\s+(?:concurrently\s+)?([\w."]+)/i.exec(
      command ?? '',
    )?.[1];
    if (seconds === undefined || target === undefined) continue;
    return {
      target,
      seconds,
      why: `the schedule \`${schedule}\``,
      origin: { unit, span: span ?? reading.span },
    };
  }
  return undefined;
}

function optionLag(
  { unit, reading }: StatementSubject,
  name: QName,
  options: readonly TableOption[],
  wanted: string,
): Lag | undefined {
  const option = options.find(each => each.name === wanted);
  const text = option?.value
    .replace(/["']/g, '')
    .replace(/^interval\s+/i, '')
    .toLowerCase();
  const seconds = text === undefined ? undefined : intervalSeconds(text);
  if (!option || !seconds) return undefined;
  const inside = unit.piece.text.slice(option.span.start, option.span.end).toLowerCase().includes(wanted);
  return {
    target: name,
    seconds,
    why: wanted.toUpperCase(),
    origin: { unit, span: inside ? option.span : reading.span },
  };
}

/** ClickHouse: `REFRESH EVERY 1 HOUR`, `REFRESH AFTER 10 MINUTE`. */
function refreshable({ unit, reading }: StatementSubject, target: QName): Lag | undefined {
  const text = unit.piece.text.slice(reading.span.start, reading.span.end);
  const found = /\brefresh\s+(?:every|after)\s+(\d+\s+[a-z]+(?:\s+\d+\s+[a-z]+)*)/i.exec(text);
  const seconds = found ? intervalSeconds(found[1]!) : undefined;
  if (!found || !seconds) return undefined;
  const start = reading.span.start + found.index;
  return { target, seconds, why: found[0], origin: { unit, span: { start, end: start + found[0].length } } };
}

/** Snowflake: `CREATE TASK ... SCHEDULE = '60 MINUTES' AS INSERT INTO t ...`. */
function task({ unit, reading }: StatementSubject): Lag | undefined {
  const text = unit.piece.text.slice(reading.span.start, reading.span.end);
  if (!/^\s*create\s+(?:or\s+(?:replace|alter)\s+)?task\b/i.test(text)) return undefined;
  const found = /\bschedule\s*=\s*'([^']+)'/i.exec(text);
  const target = /\b(?:insert\s+(?:overwrite\s+)?into|merge\s+into)\s+([\w.$"]+)/i.exec(text)?.[1];
  if (!found || target === undefined) return undefined;
  const cron = /^using\s+cron\s+(\S+(?:\s+\S+){4})/i.exec(found[1]!);
  const seconds = cron ? longestGap(cron[1]!) : intervalSeconds(found[1]!.toLowerCase());
  if (!seconds) return undefined;
  const start = reading.span.start + found.index;
  return {
    target,
    seconds,
    why: `the schedule \`${cron?.[1] ?? found[1]}\``,
    origin: { unit, span: { start, end: start + found[0].length } },
  };
}

/** A window's result comes when it is over and the watermark has passed its end. */
function flinkInsert({ unit, reading }: StatementSubject, context: RuleContext): Lag | undefined {
  const { statement, span } = reading;
  if (statement.kind !== 'query') return undefined;
  const text = unit.piece.text.slice(span.start, span.end);
  const [window] = windowsOf(text);
  const target = statement.tables.find(table => table.access === 'write')?.name;
  const source = statement.tables.find(table => table.access === 'read')?.name;
  if (!window?.seconds || !target || window.kind === 'session') return undefined;
  const read: Table | View | undefined = source && relationNamed(source, unit, context);
  const delay = read && 'columnsIncomplete' in read ? (watermarkOf(read)?.delaySeconds ?? 0) : 0;
  const why = `a window ${window.kind === 'tumble' ? 'of' : 'with a result every'} ${formatDuration(window.seconds)}${delay > 0 ? ` and a watermark ${formatDuration(delay)} behind` : ''}`;
  const start = span.start + window.start;
  return {
    target,
    seconds: window.seconds + delay,
    why,
    origin: { unit, span: { start, end: span.start + window.end } },
  };
}
