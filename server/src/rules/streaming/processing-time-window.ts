import { display } from '../lib/naming.js';
import { isProctime, queryText, watermarkOf, windowsOf } from '../lib/streaming/flink.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'processing-time-window',
  subject: 'streaming',
  since: '0.2.0',
  on: 'query',
  severity: 'hint',
  engines: ['flink'],
  summary: 'A window goes by the time of processing.',
  gains: 'Results come at once: nothing waits for late rows, and no watermark is needed.',
  costs:
    'Which window a row falls into depends on when it happens to be read. After a failure, a backlog or a replay the same rows give other results: an hour of backlog becomes one large window of now.',
  fineWhen: 'The rate of what is processed is the question, or there is no time in the rows.',
  advice: 'Go by the time at which it happened, with a watermark.',
  sources: [
    {
      title: 'Flink: event time and processing time',
      url: 'https://nightlies.apache.org/flink/flink-docs-stable/docs/concepts/time/',
    },
  ],
  bad: [
    {
      dialect: 'flink',
      sql: "CREATE TABLE orders (id BIGINT, price DOUBLE, p AS PROCTIME()) WITH ('connector' = 'kafka', 'format' = 'json');\nSELECT window_start, SUM(price) FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(p), INTERVAL '10' MINUTES)) GROUP BY window_start, window_end;",
      says: 'orders.p',
    },
  ],
  good: [
    {
      dialect: 'flink',
      sql: "CREATE TABLE orders (id BIGINT, price DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector' = 'kafka', 'format' = 'json');\nSELECT window_start, SUM(price) FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '10' MINUTES)) GROUP BY window_start, window_end;",
    },
  ],
  check(query, context) {
    for (const window of windowsOf(queryText(query))) {
      for (const block of query.shape.blocks) {
        for (const source of block.sources) {
          const table = source.table && context.workload.relationOf(query, source);
          if (!table || !('columnsIncomplete' in table) || !isProctime(table, window.column)) continue;
          const { start } = query.origin.span;
          const event = watermarkOf(table)?.column;
          context.report({
            origin: { unit: query.unit, span: { start: start + window.start, end: start + window.end } },
            message: `The window goes by ${display(table, context.catalog)}.${window.column}, the time of processing: after a failure or a replay the same rows give other results. Go by ${event === undefined ? 'a column with a watermark' : `${event}, which has a watermark`}.`,
          });
          return;
        }
      }
    }
  },
});
