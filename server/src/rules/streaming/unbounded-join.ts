import type { Table } from '../../schema/model.js';
import type { Condition, QueryBlock, Value } from '../../sql/ast/shape.js';
import type { WorkloadQuery } from '../../workload/model.js';
import { display, listed } from '../lib/naming.js';
import { isProctime, isUnbounded, queryText, watermarkOf } from '../lib/streaming/flink.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'unbounded-join',
  subject: 'streaming',
  since: '0.2.0',
  on: 'query',
  severity: 'warning',
  engines: ['flink'],
  summary: 'Two streams are joined without a bound in time: both are kept for ever.',
  gains: 'Rows match however far apart they come, and changes of either side are followed.',
  costs:
    'Each row of both streams may still find its match, so all are kept in the state: it grows until checkpoints take too long or the disk is full. `table.exec.state.ttl` is 0, for ever, by default.',
  fineWhen:
    '`table.exec.state.ttl` or a STATE_TTL hint is set, or the keys of both streams are few and their rows replaced.',
  advice:
    'Give both ends of a bound, `b.ts BETWEEN a.ts AND a.ts + INTERVAL ...`; use a temporal join for reference data, a window join for periods; or set a TTL, and accept that later rows find nothing.',
  sources: [
    {
      title: 'Flink: regular, interval and temporal joins',
      url: 'https://nightlies.apache.org/flink/flink-docs-release-2.1/docs/dev/table/sql/queries/joins/',
    },
    {
      title: 'Flink: state of streaming queries, idle state retention',
      url: 'https://nightlies.apache.org/flink/flink-docs-release-2.1/docs/dev/table/concepts/overview/#state-management',
    },
  ],
  bad: [
    {
      dialect: 'flink',
      sql: "CREATE TABLE orders (id BIGINT, ts TIMESTAMP(3)) WITH ('connector' = 'kafka', 'format' = 'json');\nCREATE TABLE payments (order_id BIGINT, ts TIMESTAMP(3)) WITH ('connector' = 'kafka', 'format' = 'json');\nSELECT o.id FROM orders o JOIN payments p ON o.id = p.order_id;",
      says: 'orders and payments',
    },
    {
      dialect: 'flink',
      sql: "CREATE TABLE orders (id BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'kafka', 'format' = 'json');\nCREATE TABLE payments (order_id BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'kafka', 'format' = 'json');\nSELECT o.id FROM orders o JOIN payments p ON o.id = p.order_id AND p.ts >= o.ts;",
      says: 'one side',
    },
    {
      dialect: 'flink',
      sql: "CREATE TABLE orders (id BIGINT, ts TIMESTAMP(3)) WITH ('connector' = 'kafka', 'format' = 'json');\nCREATE TABLE payments (order_id BIGINT, ts TIMESTAMP_LTZ(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'kafka', 'format' = 'json');\nSELECT o.id FROM orders o JOIN payments p ON o.id = p.order_id AND p.ts >= o.ts AND p.ts < o.ts + INTERVAL '1' HOUR;",
      says: 'not both time attributes',
    },
  ],
  good: [
    {
      dialect: 'flink',
      sql: "CREATE TABLE orders (id BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'kafka', 'format' = 'json');\nCREATE TABLE payments (order_id BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'kafka', 'format' = 'json');\nCREATE TABLE shops (id BIGINT, name STRING) WITH ('connector' = 'jdbc');\nSELECT o.id FROM orders o JOIN payments p ON o.id = p.order_id AND p.ts BETWEEN o.ts AND o.ts + INTERVAL '1' HOUR;\nSELECT o.id FROM orders o JOIN payments p ON o.id = p.order_id WHERE p.ts >= o.ts AND p.ts < o.ts + INTERVAL '1' HOUR;\nSELECT o.id FROM orders o JOIN shops s ON o.id = s.id;",
    },
  ],
  check(query, context) {
    const blocks = query.shape.blocks;
    if (blocks.every(block => block.sources.length < 2)) return;
    const text = queryText(query);
    // Temporal and window joins, and hints on state, are bounded by other means.
    if (/for\s+system_time\s+as\s+of|state_ttl|window_start|match_recognize|lateral/i.test(text)) return;
    for (const block of blocks) {
      const streams = streamsOf(block, query, context);
      if (streams.length < 2) continue;
      const bounds = boundsOf(block, streams, isTimeAttribute);
      if (bounds.low && bounds.high) continue;
      const plain = boundsOf(block, streams, isTime);
      const names = listed([...new Set(streams.map(({ table }) => display(table, context.catalog)))]);
      context.report({
        origin: { unit: query.unit, span: block.sources.at(-1)!.span },
        message:
          plain.low && plain.high
            ? `The join of ${names} is bounded by times that are not both time attributes: that is no interval join, and all rows of both are kept for ever. Declare a WATERMARK for the columns that lack it.`
            : plain.low || plain.high
              ? `The join of ${names} is bounded in time on one side alone: that is no interval join, and all rows of both are kept for ever. Give the other bound, too.`
              : `The join of ${names} has no bound in time: all rows of both are kept in the state for ever, unless table.exec.state.ttl is set. Bound it with an interval on both sides, or join FOR SYSTEM_TIME AS OF.`,
      });
      return;
    }
  },
});

interface Stream {
  readonly alias: string;
  readonly table: Table;
}

function streamsOf(block: QueryBlock, query: WorkloadQuery, context: RuleContext): Stream[] {
  return block.sources.flatMap(source => {
    if (!source.table) return [];
    const relation = context.workload.relationOf(query, source);
    if (!relation || !('columnsIncomplete' in relation) || !isUnbounded(relation)) return [];
    return [{ alias: source.alias, table: relation }];
  });
}

/** Whether a time of one stream is bounded from below and from above by a time of another. */
function boundsOf(
  block: QueryBlock,
  streams: readonly Stream[],
  isTime: (table: Table, column: string) => boolean,
): { low: boolean; high: boolean } {
  const result = { low: false, high: false };
  const timeIn = (value: Value): string | undefined => streamOf(value, streams, isTime);
  const walk = (conditions: readonly Condition[]): void => {
    for (const condition of conditions) {
      if (condition.negated) continue;
      if (condition.kind === 'between' && timeIn(condition.left)) {
        if (timeIn(condition.low)) result.low = true;
        if (timeIn(condition.high)) result.high = true;
      }
      if (condition.kind !== 'compare') continue;
      const left = timeIn(condition.left);
      const right = timeIn(condition.right);
      if (!left || !right || left === right) continue;
      if (condition.operator === '=') result.low = result.high = true;
      // Which of the two is the later one differs with the order in which they are named.
      const later = condition.operator.startsWith('>') ? left : right;
      if (!/^[<>]=?$/.test(condition.operator)) continue;
      if (later === streams[0]!.alias) result.low = true;
      else result.high = true;
    }
  };
  walk(block.where);
  for (const source of block.sources) walk(source.on);
  return result;
}

/** The stream whose time attribute stands in a value, alone or with an interval added. */
function streamOf(
  value: Value,
  streams: readonly Stream[],
  isTime: (table: Table, column: string) => boolean,
): string | undefined {
  const column = value.column ?? value.args?.find(arg => arg.column)?.column;
  if (!column) return undefined;
  return streams.find(
    ({ alias, table }) =>
      (column.qualifier === undefined || column.qualifier === alias) && isTime(table, column.name),
  )?.alias;
}

/** A time that the planner may know nothing of. */
function isTime(table: Table, column: string): boolean {
  const base = table.columns.find(each => each.name === column)?.type?.base;
  return base?.startsWith('timestamp') === true || isTimeAttribute(table, column);
}

function isTimeAttribute(table: Table, column: string): boolean {
  return watermarkOf(table)?.column === column || isProctime(table, column);
}
