import type { Table } from '../../schema/model.js';
import type { WorkloadQuery } from '../../workload/model.js';
import { display } from '../lib/naming.js';
import { isProctime, queryText, type TimeWindow, watermarkOf, windowsOf } from '../lib/streaming/flink.js';
import { columnOf } from '../lib/tables.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'missing-watermark',
  subject: 'streaming',
  since: '0.2.0',
  on: 'query',
  severity: 'warning',
  engines: ['flink'],
  summary: 'A window goes by a column that has no watermark.',
  gains: 'None: the query is refused.',
  costs:
    'Windows go by a time attribute: a column with a WATERMARK, or PROCTIME(). Any other column, though it is a timestamp, is refused when the job is submitted, for nothing says when a window is over.',
  fineWhen: 'The query runs as a batch job, where all rows are there.',
  advice: 'Declare `WATERMARK FOR column AS column - INTERVAL ...` in the table, as late as rows may come.',
  sources: [
    {
      title: 'Flink: time attributes',
      url: 'https://nightlies.apache.org/flink/flink-docs-release-2.1/docs/dev/table/concepts/time_attributes/',
    },
    {
      title: 'Flink: windowing table-valued functions',
      url: 'https://nightlies.apache.org/flink/flink-docs-release-2.1/docs/dev/table/sql/queries/window-tvf/',
    },
  ],
  bad: [
    {
      dialect: 'flink',
      sql: "CREATE TABLE orders (id BIGINT, price DOUBLE, ts TIMESTAMP(3)) WITH ('connector' = 'kafka', 'format' = 'json');\nSELECT window_start, SUM(price) FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '10' MINUTES)) GROUP BY window_start, window_end;",
      says: 'orders.ts',
    },
    {
      dialect: 'flink',
      sql: "CREATE TABLE orders (id BIGINT, price DOUBLE, ts TIMESTAMP(3)) WITH ('connector' = 'kafka', 'format' = 'json');\nSELECT TUMBLE_START(ts, INTERVAL '1' HOUR), SUM(price) FROM orders GROUP BY TUMBLE(ts, INTERVAL '1' HOUR);",
    },
  ],
  good: [
    {
      dialect: 'flink',
      sql: "CREATE TABLE orders (id BIGINT, price DOUBLE, ts TIMESTAMP(3), p AS PROCTIME(), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector' = 'kafka', 'format' = 'json');\nSELECT window_start, SUM(price) FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '10' MINUTES)) GROUP BY window_start, window_end;\nSELECT window_start, SUM(price) FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(p), INTERVAL '10' MINUTES)) GROUP BY window_start, window_end;",
    },
  ],
  check(query, context) {
    const text = queryText(query);
    const said = new Set<string>();
    for (const window of windowsOf(text)) {
      const table = tableOf(window, query, context);
      if (!table || table.columnsIncomplete || !columnOf(table, window.column)) continue;
      // Scripts of one folder often define the same name each in its own way.
      if (table.nameOrigin.unit.uri !== query.unit.uri) continue;
      if (watermarkOf(table)?.column === window.column || isProctime(table, window.column)) continue;
      const name = `${display(table, context.catalog)}.${window.column}`;
      if (said.has(name)) continue;
      said.add(name);
      const { start } = query.origin.span;
      context.report({
        origin: { unit: query.unit, span: { start: start + window.start, end: start + window.end } },
        message: `The window goes by ${name}, which has no watermark, so the query is refused: nothing says when a window is over. Declare WATERMARK FOR ${window.column} in the table.`,
        related: [{ origin: table.nameOrigin, message: 'The table without a watermark.' }],
      });
    }
  },
});

/** The table that a window is cut from; undefined for views, and where several come into question. */
function tableOf(window: TimeWindow, query: WorkloadQuery, context: RuleContext): Table | undefined {
  const sources = query.shape.blocks.flatMap(block => block.sources.filter(source => source.table));
  const named = sources.filter(source =>
    window.table === undefined
      ? true
      : source.table!.parts.map(part => part.value).join('.') === window.table,
  );
  if (named.length === 0 || (window.table === undefined && named.length > 1)) return undefined;
  const relation = context.workload.relationOf(query, named[0]!);
  return relation && 'columnsIncomplete' in relation ? relation : undefined;
}
