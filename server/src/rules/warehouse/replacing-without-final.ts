import type { QueryBlock, Value } from '../../sql/ast/shape.js';
import { insertAt } from '../lib/edits.js';
import { display } from '../lib/naming.js';
import { optionOf } from '../lib/warehouse/columns.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'replacing-without-final',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'query',
  severity: 'info',
  engines: ['clickhouse'],
  summary: 'A query adds up a ReplacingMergeTree without FINAL.',
  gains: 'No merging while reading, which FINAL does for every part it touches.',
  costs:
    'Rows that were replaced are still there until parts are merged, at a time nobody knows: sums and counts take them as well.',
  fineWhen: 'Rows are never replaced in practice, the setting final is on, or an estimate is enough.',
  advice: 'Write FINAL, or take the last state per key with argMax(value, version) and GROUP BY.',
  sources: [
    {
      title: 'ClickHouse: ReplacingMergeTree',
      url: 'https://clickhouse.com/docs/engines/table-engines/mergetree-family/replacingmergetree',
    },
    {
      title: 'ClickHouse: FINAL',
      url: 'https://clickhouse.com/docs/sql-reference/statements/select/from#final-modifier',
    },
  ],
  bad: [
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE orders (id UInt64, customer UInt64, amount Decimal(12, 2), version UInt64) ENGINE = ReplacingMergeTree(version) ORDER BY id;\nSELECT customer, sum(amount) FROM orders GROUP BY customer;',
      says: 'FINAL',
    },
  ],
  good: [
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE orders (id UInt64, customer UInt64, amount Decimal(12, 2), version UInt64) ENGINE = ReplacingMergeTree(version) ORDER BY id;\nSELECT customer, sum(amount) FROM orders FINAL GROUP BY customer;',
    },
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE orders (id UInt64, customer UInt64, amount Decimal(12, 2), version UInt64) ENGINE = ReplacingMergeTree(version) ORDER BY id;\nSELECT id, argMax(amount, version) FROM orders GROUP BY id;',
    },
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE hits (at DateTime, n UInt64) ENGINE = MergeTree ORDER BY at;\nSELECT sum(n) FROM hits;',
    },
  ],
  check(query, context) {
    if (query.shape.verb !== 'select') return;
    const text = query.unit.piece.text;
    for (const block of query.shape.blocks) {
      if (!block.select.some(item => adds(item.value)) || isSafe(block)) continue;
      for (const source of block.sources) {
        const table = source.table && context.workload.relationOf(query, source);
        if (!table || !('columns' in table) || !('options' in table)) continue;
        const engine = optionOf(table as Parameters<typeof optionOf>[0], 'engine')?.value ?? '';
        if (!/^(replicated|shared)?replacingmergetree/i.test(engine)) continue;
        if (
          /\bfinal\b/i.test(text.slice(source.span.start, source.span.end + 40)) ||
          /\bfinal\s*=\s*1\b/i.test(text)
        )
          continue;
        context.report({
          origin: { unit: query.unit, span: source.span },
          message: `${display(table, context.catalog)} is a ReplacingMergeTree: without FINAL this query also adds up rows that were replaced and not yet merged away. Add FINAL, or take argMax per key first.`,
          fixes: () => [
            {
              title: 'Add FINAL',
              edits: [insertAt(query.unit, source.span.end, ' FINAL')],
              safe: false,
            },
          ],
        });
        return;
      }
    }
  },
});

function adds(value: Value): boolean {
  if (value.kind === 'subquery') return false;
  if (
    value.kind === 'call' &&
    /^(sum|count|avg)(if)?$/i.test(value.name ?? '') &&
    !value.distinct &&
    !value.over
  )
    return true;
  return (value.args ?? []).some(adds);
}

/** Takes the last state itself, or looks at what is never replaced. */
function isSafe(block: QueryBlock): boolean {
  const seen = (value: Value): boolean =>
    /^(argmax|any_?last)/i.test(value.name ?? '') || (value.args ?? []).some(seen);
  return block.select.some(item => seen(item.value));
}
