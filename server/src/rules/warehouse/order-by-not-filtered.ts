import type { Table } from '../../schema/model.js';
import type { TableUse } from '../../workload/model.js';
import { display, listed } from '../lib/naming.js';
import { optionOf } from '../lib/warehouse/columns.js';
import { compareQueries } from '../lib/warehouse/order.js';
import { lastingUses } from '../lib/workload/uses.js';
import { defineRule, type TradeOff } from '../rule.js';

export default defineRule({
  id: 'order-by-not-filtered',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'info',
  engines: ['clickhouse'],
  summary: 'The queries of a table filter by columns that are not in its ORDER BY.',
  gains:
    'The order serves something else: compression, merging of rows that replace each other, or other queries.',
  costs:
    'The sparse index follows ORDER BY alone: a filter by other columns reads every granule of every part.',
  fineWhen: 'The queries run rarely, or the table is small.',
  advice:
    'Put the columns that queries filter by into ORDER BY (a new table or a projection, as it cannot be changed in place), or add a data skipping index where values stand close together.',
  sources: [
    {
      title: 'ClickHouse: choosing a primary key',
      url: 'https://clickhouse.com/docs/concepts/best-practices/choosing-a-primary-key',
    },
  ],
  bad: [
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE hits (at DateTime, page UInt32, visitor UInt64, n UInt32) ENGINE = MergeTree ORDER BY (page, at);\nSELECT sum(n) FROM hits WHERE visitor = 42;',
      says: 'visitor',
    },
  ],
  good: [
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE hits (at DateTime, page UInt32, visitor UInt64, n UInt32) ENGINE = MergeTree ORDER BY (visitor, at);\nSELECT sum(n) FROM hits WHERE visitor = 42;',
    },
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE hits (at DateTime, page UInt32, visitor UInt64, n UInt32) ENGINE = MergeTree PARTITION BY toYYYYMM(at) ORDER BY page;\nSELECT sum(n) FROM hits WHERE toDate(at) = today() AND visitor = 42;',
    },
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE hits (at DateTime, page UInt32, visitor UInt64, n UInt32, INDEX v visitor TYPE bloom_filter GRANULARITY 4) ENGINE = MergeTree ORDER BY (page, at);\nSELECT sum(n) FROM hits WHERE visitor = 42;',
    },
  ],
  check(table, context) {
    if (!/mergetree/i.test(optionOf(table, 'engine')?.value ?? '')) return;
    const served = servedColumns(table);
    if (served.size === 0) return;
    const reads = lastingUses(table, context)
      .filter(use => use.access === 'read' && !use.uncertain)
      .sort((a, b) => compareQueries(a.query, b.query));
    const filtering = reads.filter(use => testsOf(use).length > 0);
    const unserved = filtering.filter(use => testsOf(use).every(column => !served.has(column)));
    const first = unserved[0];
    if (!first) return;
    const columns = [...new Set(unserved.flatMap(testsOf))];
    context.report({
      origin: table.nameOrigin,
      severity: unserved.length === filtering.length ? 'info' : 'hint',
      message: `${unserved.length} of ${filtering.length} ${filtering.length === 1 ? 'query that filters' : 'queries that filter'} ${display(table, context.catalog)} ${unserved.length === 1 ? 'tests' : 'test'} ${listed(columns.slice(0, 4))}, which ${columns.length === 1 ? 'is' : 'are'} not in its ORDER BY: every part is read in full. Order by what is tested, or add a projection.`,
      related: unserved
        .slice(0, 4)
        .map(use => ({ origin: use.query.origin, message: 'Reads every part in full.' })),
      tradeOff: () => tradeOff(unserved, filtering, columns),
    });
  },
});

/** Columns by which something is left out: of the order, of the partition key, of skipping indexes. */
function servedColumns(table: Table): ReadonlySet<string> {
  const parts = [
    ...(optionOf(table, 'order by')?.parts ?? []),
    ...(optionOf(table, 'primary key')?.parts ?? []),
    ...(table.partitioning?.parts ?? []),
    ...table.indexes.flatMap(index => index.parts),
  ];
  return new Set(parts.flatMap(part => part.column?.value ?? part.expr?.columns ?? []));
}

function testsOf(use: TableUse): readonly string[] {
  return [...use.equals, ...use.ranges, ...use.wrapped].map(test => test.column);
}

function tradeOff(
  unserved: readonly TableUse[],
  filtering: readonly TableUse[],
  columns: readonly string[],
): TradeOff {
  return {
    gains: [
      `The other ${filtering.length - unserved.length} filtering queries keep the order that serves them.`,
    ],
    costs: [`${unserved.length} of ${filtering.length} filtering queries read every part in full.`],
    breakEven:
      'A projection stores the rows a second time in another order: it pays where those queries run more often than the added writes cost.',
    advice: [`Order by ${listed(columns)} in a projection, or in the table if most queries filter so.`],
    numbers: [
      { label: 'filtering queries', value: String(filtering.length), from: 'the files of this project' },
    ],
  };
}
