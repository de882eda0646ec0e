import type { Table } from '../../schema/model.js';
import type { WorkloadQuery } from '../../workload/model.js';
import { display } from '../lib/naming.js';
import { connectorOf, groupsByWindow, isAppendOnly, isChangelog } from '../lib/streaming/flink.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'updates-into-append-only',
  subject: 'streaming',
  since: '0.2.0',
  on: 'query',
  severity: 'warning',
  engines: ['flink'],
  summary: 'Results that change are written into a sink that takes new rows alone.',
  gains: 'None: the job is refused.',
  costs:
    'A grouping without a window, and a source of changes, take back rows that they gave out before. A topic in a plain format cannot say so, and a table over JDBC without a primary key cannot be told which row changes: the planner refuses the INSERT.',
  fineWhen: 'The job runs in batch mode, where only final results are written.',
  advice:
    'Write into `upsert-kafka` with a primary key, or in a format of changes such as `debezium-json`; or group by a window, whose result is final.',
  sources: [
    {
      title: 'Flink: JDBC connector, key handling',
      url: 'https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/table/jdbc/',
    },
    {
      title: 'Flink: dynamic tables, update and append queries',
      url: 'https://nightlies.apache.org/flink/flink-docs-release-2.1/docs/dev/table/concepts/dynamic_tables/',
    },
    {
      title: 'Flink: upsert-kafka',
      url: 'https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/table/upsert-kafka/',
    },
  ],
  bad: [
    {
      dialect: 'flink',
      sql: "CREATE TABLE clicks (page STRING) WITH ('connector' = 'kafka', 'format' = 'json');\nCREATE TABLE totals (page STRING, n BIGINT) WITH ('connector' = 'jdbc', 'table-name' = 'totals');\nINSERT INTO totals SELECT page, COUNT(*) FROM clicks GROUP BY page;",
      says: 'primary key',
    },
    {
      dialect: 'flink',
      sql: "CREATE TABLE orders (id BIGINT, status STRING) WITH ('connector' = 'kafka', 'format' = 'json');\nCREATE TABLE totals (status STRING, total BIGINT) WITH ('connector' = 'kafka', 'format' = 'json');\nINSERT INTO totals SELECT status, COUNT(*) FROM orders GROUP BY status;",
      says: 'totals',
    },
    {
      dialect: 'flink',
      sql: "CREATE TABLE orders (id BIGINT, status STRING, PRIMARY KEY (id) NOT ENFORCED) WITH ('connector' = 'mysql-cdc');\nCREATE TABLE copies (id BIGINT, status STRING) WITH ('connector' = 'kafka', 'format' = 'json');\nINSERT INTO copies SELECT id, status FROM orders;",
      says: 'orders',
    },
  ],
  good: [
    {
      dialect: 'flink',
      sql: "CREATE TABLE clicks (page STRING) WITH ('connector' = 'kafka', 'format' = 'json');\nCREATE TABLE totals (page STRING, n BIGINT, PRIMARY KEY (page) NOT ENFORCED) WITH ('connector' = 'jdbc', 'table-name' = 'totals');\nINSERT INTO totals SELECT page, COUNT(*) FROM clicks GROUP BY page;",
    },
    {
      dialect: 'flink',
      sql: "CREATE TABLE clicks (page STRING) WITH ('connector' = 'kafka', 'format' = 'json');\nCREATE TABLE copies (page STRING) WITH ('connector' = 'jdbc', 'table-name' = 'copies');\nINSERT INTO copies SELECT page FROM clicks;",
    },
    {
      dialect: 'flink',
      sql: "CREATE TABLE orders (id BIGINT, status STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'kafka', 'format' = 'json');\nCREATE TABLE totals (status STRING, total BIGINT, PRIMARY KEY (status) NOT ENFORCED) WITH ('connector' = 'upsert-kafka', 'key.format' = 'json', 'value.format' = 'json');\nCREATE TABLE hourly (status STRING, total BIGINT) WITH ('connector' = 'kafka', 'format' = 'json');\nINSERT INTO totals SELECT status, COUNT(*) FROM orders GROUP BY status;\nINSERT INTO hourly SELECT status, COUNT(*) FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY status, window_start, window_end;\nINSERT INTO hourly SELECT status, id FROM orders;",
    },
  ],
  check(query, context) {
    const { shape } = query;
    if (shape.verb !== 'insert' || !shape.target || !shape.complete) return;
    const sink = tableOf(query, shape.target, context);
    if (!sink) return;
    const jdbc = connectorOf(sink) === 'jdbc' && !sink.primaryKey;
    if (!jdbc && !isAppendOnly(sink)) return;
    const [block] = shape.blocks;
    if (!block) return;
    const why = reason(query, block, context);
    if (why === undefined) return;
    context.report({
      origin: query.origin,
      message: jdbc
        ? `${why}, and ${display(sink, context.catalog)} (jdbc) declares no primary key by which a row could be changed: the job is refused. Declare PRIMARY KEY (...) NOT ENFORCED, as the table in the database has it.`
        : `${why}, and ${display(sink, context.catalog)} (${connectorOf(sink)}) takes new rows alone: the job is refused. Write to upsert-kafka with a primary key, or in a format of changes.`,
    });
  },
});

function reason(
  query: WorkloadQuery,
  block: WorkloadQuery['shape']['blocks'][number],
  context: RuleContext,
): string | undefined {
  if (block.groupBy.length > 0) {
    if (groupsByWindow(block)) return undefined;
    return 'A grouping without a window changes its rows later';
  }
  const aggregates = block.select.some(
    ({ value }) =>
      value.kind === 'call' && !value.over && /^(?:count|sum|avg|min|max)$/.test(value.name ?? ''),
  );
  if (aggregates) return 'A total of all rows changes later';
  if (block.sources.length !== 1 || block.sources[0]!.block !== undefined) return undefined;
  const source = tableOf(query, block.sources[0]!, context);
  return source && isChangelog(source)
    ? `${display(source, context.catalog)} gives changes and deletions`
    : undefined;
}

function tableOf(
  query: WorkloadQuery,
  source: Parameters<RuleContext['workload']['relationOf']>[1],
  context: RuleContext,
): Table | undefined {
  const relation = context.workload.relationOf(query, source);
  return relation && 'columnsIncomplete' in relation ? relation : undefined;
}
