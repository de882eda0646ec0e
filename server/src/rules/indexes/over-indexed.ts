import type { Table } from '../../schema/model.js';
import { formatBytes, formatCount, formatRate, indexBytes } from '../../workload/capacity.js';
import type { TableFacts } from '../../workload/model.js';
import { type AccessPath, accessPaths, isOrdered, pathName, plainColumns } from '../lib/access.js';
import { ENFORCING } from '../lib/engines.js';
import { display, listed } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { isOverIndexed } from '../lib/workload/over-indexed.js';
import { lastingUses } from '../lib/workload/uses.js';
import { defineRule, type RuleContext, type TradeOff } from '../rule.js';

function example(rate: string, id: string, number: string, indexes: number): string {
  const columns = ['a', 'b', 'c', 'd', 'e'];
  const made = columns.slice(0, indexes).map(name => `CREATE INDEX t_${name} ON t (${name});`);
  return `-- faultline: writes=${rate}\nCREATE TABLE t (id ${id} PRIMARY KEY, ${columns.map(name => `${name} ${number}`).join(', ')});\n${made.join('\n')}`;
}

export default defineRule({
  id: 'over-indexed',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ENFORCING,
  summary: 'A table with a known high rate of writes has several indexes.',
  gains: 'Each of the searches that an index serves reads what it needs and no more.',
  costs:
    'Each row written is one entry more in each index, at a random place as a rule: that many pages have to be in memory and are written back and logged.',
  fineWhen: 'Each index serves queries that are worth it; the figures tell.',
  advice:
    'Drop what no query uses, merge what begins alike, make partial what serves a few rows, use BRIN for time.',
  sources: [
    {
      title: 'PostgreSQL: heap-only tuples need updates that touch no indexed column',
      url: 'https://www.postgresql.org/docs/current/storage-hot.html',
    },
    {
      title: 'MySQL: optimization and indexes',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/optimization-indexes.html',
    },
    {
      title: 'SQL Server: index design guide',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/sql-server-index-design-guide',
    },
    { title: 'CockroachDB: indexes slow writes', url: 'https://www.cockroachlabs.com/docs/stable/indexes' },
    { title: 'SQLite: CREATE INDEX', url: 'https://www.sqlite.org/lang_createindex.html' },
  ],
  bad: [
    { dialect: 'postgres', sql: example('2k/s', 'bigint', 'int', 4), says: '10,000/s' },
    { dialect: 'mysql', sql: example('2k/s', 'int', 'int', 4) },
    { dialect: 'sqlite', sql: example('2k/s', 'INTEGER', 'INT', 4) },
    { dialect: 'tsql', sql: example('2k/s', 'int', 'int', 4) },
    { dialect: 'cockroach', sql: example('2k/s', 'INT8', 'INT8', 4) },
  ],
  good: [
    { dialect: 'postgres', sql: example('20/s', 'bigint', 'int', 4) },
    { dialect: 'mysql', sql: example('2k/s', 'int', 'int', 1) },
    { dialect: 'sqlite', sql: example('2k/s', 'INTEGER', 'INT', 1) },
    { dialect: 'tsql', sql: example('2k/s', 'int', 'int', 1) },
    { dialect: 'cockroach', sql: example('2k/s', 'INT8', 'INT8', 1) },
  ],
  check(table, context) {
    if (!isOwnTable(table) || table.indexes.length === 0) return;
    const paths = accessPaths(table);
    if (paths.length < 4) return;
    const facts = context.workload.factsOf(table);
    if (!isOverIndexed(facts, paths)) return;
    const writes = facts.writesPerSecond!.value;
    const reads = facts.readsPerSecond?.value;
    context.report({
      origin: table.nameOrigin,
      severity: reads !== undefined && reads < writes ? 'warning' : 'info',
      message: `${formatRate(writes)} of writes to ${display(table, context.catalog)} make ${formatRate(writes * paths.length)} of entries in its ${paths.length} indexes, keys included${reads === undefined ? '' : `, for ${formatRate(reads)} of reads`}. Drop those that no query uses, and merge those that begin alike.`,
      tradeOff: () => tradeOff(table, paths, facts, context),
    });
  },
});

function tradeOff(
  table: Table,
  paths: readonly AccessPath[],
  facts: TableFacts,
  context: RuleContext,
): TradeOff {
  const writes = facts.writesPerSecond!;
  const numbers = [
    { label: 'writes', value: formatRate(writes.value), from: writes.source },
    { label: 'indexes', value: formatCount(paths.length), from: 'schema' },
  ];
  const costs = [`${formatRate(writes.value * paths.length)} of index entries are written.`];
  const { rows, readsPerSecond: reads } = facts;
  if (reads) numbers.push({ label: 'reads', value: formatRate(reads.value), from: reads.source });
  if (rows) {
    numbers.push({ label: 'rows', value: formatCount(rows.value), from: rows.source });
    const sizes = paths.map(path => {
      const columns = isOrdered(path) && !path.where ? plainColumns(path) : undefined;
      return columns && indexBytes(table, columns, rows.value, facts, context.catalog);
    });
    const known = sizes.filter(size => size !== undefined);
    if (known.length === paths.length) {
      const total = known.reduce((sum, size) => sum + size, 0);
      costs.push(`They take about ${formatBytes(total)}.`);
      numbers.push({
        label: 'indexes in bytes',
        value: formatBytes(total),
        from: 'rows × estimated entries',
      });
    }
  }
  const searched = new Set(
    lastingUses(table, context).flatMap(use => [
      ...[...use.equals, ...use.ranges, ...use.others, ...use.wrapped].map(test => test.column),
      ...use.joins.map(join => join.column),
      ...use.orderBy.map(item => item.column),
    ]),
  );
  const idle = paths.filter(
    path => !path.unique && path.parts[0]?.column && !searched.has(path.parts[0].column.value),
  );
  const gains = [
    `${paths.length - idle.length} of ${paths.length} keep keys unique or begin with columns that queries of the project search by.`,
  ];
  return {
    gains,
    costs,
    ...(reads && reads.value > 0
      ? { breakEven: `There are ${formatCount(writes.value / reads.value)} writes for each read.` }
      : {}),
    advice:
      idle.length > 0
        ? [
            `No query of the project searches by the first column of ${listed(idle.slice(0, 5).map(pathName))}.`,
          ]
        : ['Ask the statistics of the engine which ones are used least.'],
    numbers,
  };
}
