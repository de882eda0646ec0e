import type { QueryBlock } from '../../sql/ast/shape.js';
import type { WorkloadQuery } from '../../workload/model.js';
import { countText } from '../lib/cql/text.js';
import { display, listed, wordsOf } from '../lib/naming.js';
import { groupsByWindow, isUnbounded, queryText } from '../lib/streaming/flink.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'unbounded-aggregate',
  subject: 'streaming',
  since: '0.2.0',
  on: 'query',
  severity: 'hint',
  engines: ['flink'],
  summary: 'A stream is grouped without a window: each group is kept for ever.',
  gains: 'The running total of all time, correct at every moment.',
  costs:
    'Each key that ever came keeps its total in the state. Keys that never come again, such as orders or sessions, pile up; DISTINCT keeps every value.',
  fineWhen: 'The keys are few and stay the same, or `table.exec.state.ttl` is set.',
  advice:
    'Group by a window, or set `table.exec.state.ttl`: a key that comes again later then begins at zero.',
  sources: [
    {
      title: 'Flink: group aggregation keeps state for each key',
      url: 'https://nightlies.apache.org/flink/flink-docs-release-2.1/docs/dev/table/sql/queries/group-agg/',
    },
    {
      title: 'Flink: table.exec.state.ttl',
      url: 'https://nightlies.apache.org/flink/flink-docs-stable/docs/dev/table/config/#table-exec-state-ttl',
    },
  ],
  bad: [
    {
      dialect: 'flink',
      sql: "CREATE TABLE clicks (session_id STRING, url STRING) WITH ('connector' = 'kafka', 'format' = 'json');\nSELECT session_id, COUNT(*) FROM clicks GROUP BY session_id;",
      says: 'session_id',
    },
  ],
  good: [
    {
      dialect: 'flink',
      sql: "CREATE TABLE clicks (session_id STRING, country STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'kafka', 'format' = 'json');\nSELECT country, COUNT(*) FROM clicks GROUP BY country;\nSELECT session_id, window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY session_id, window_start, window_end;",
    },
  ],
  check(query, context) {
    for (const block of query.shape.blocks) {
      if (block.groupBy.length === 0 || groupsByWindow(block)) continue;
      const found = keysOf(block, query, context);
      if (!found || /state_ttl/i.test(queryText(query))) continue;
      const { table, keys, many } = found;
      context.report({
        origin: { unit: query.unit, span: block.groupBy[0]!.span },
        severity: many !== undefined && many >= 10_000_000 ? 'warning' : many !== undefined ? 'info' : 'hint',
        message: `Each ${listed(keys)} of ${table} that ever came keeps its group in the state${many === undefined ? '' : `, ${countText(many)} of them`}, unless table.exec.state.ttl is set. Group by a window as well, or set it.`,
      });
      return;
    }
  },
});

/** Grouping columns that seem to have ever new values, by known figures or by their names. */
function keysOf(
  block: QueryBlock,
  query: WorkloadQuery,
  context: RuleContext,
): { table: string; keys: string[]; many: number | undefined } | undefined {
  const keys: string[] = [];
  let name = '';
  let many: number | undefined;
  for (const value of block.groupBy) {
    const column = value.column && context.workload.columnOf(query, block, value.column);
    if (!column || !isUnbounded(column.table)) continue;
    const distinct = context.workload.factsOf(column.table).columns.get(column.column)?.distinct?.value;
    const last = wordsOf(column.column).at(-1);
    if (distinct === undefined ? !PASSING.test(column.column) || last === undefined : distinct < 1_000_000)
      continue;
    if (distinct !== undefined) many = Math.max(many ?? 0, distinct);
    keys.push(column.column);
    name = display(column.table, context.catalog);
  }
  return keys.length > 0 ? { table: name, keys, many } : undefined;
}

/** Keys of what passes: an order or a session ends, a country does not. */
const PASSING =
  /(?:^|_)(?:order|session|request|transaction|event|message|trace|click|visit|uu|correlation|payment)_?id$/i;
