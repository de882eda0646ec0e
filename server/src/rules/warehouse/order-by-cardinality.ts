import { readTable } from '../../classify/index.js';
import { singular } from '../../text/words.js';
import { display } from '../lib/naming.js';
import { optionOf } from '../lib/warehouse/columns.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'order-by-cardinality',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'info',
  engines: ['clickhouse'],
  summary: 'The ORDER BY of a table begins with a column that is unique.',
  gains: 'Looking one row up by that column reads a single granule.',
  costs:
    'The index is sparse, one mark per granule: behind a unique column no other column of the key can skip anything, and neighbouring rows have nothing in common to compress.',
  fineWhen:
    'Rows are only ever looked up by that column, as when ReplacingMergeTree keeps the last row of each.',
  advice:
    'Begin with the columns of few values that queries filter by, then the time, and put the unique column last.',
  sources: [
    {
      title: 'ClickHouse: choosing a primary key',
      url: 'https://clickhouse.com/docs/concepts/best-practices/choosing-a-primary-key',
    },
  ],
  bad: [
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE events (event_id UUID, tenant UInt32, kind LowCardinality(String), at DateTime) ENGINE = MergeTree ORDER BY (event_id, tenant, at);',
      says: 'event_id',
    },
  ],
  good: [
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE events (event_id UUID, tenant UInt32, kind LowCardinality(String), at DateTime) ENGINE = MergeTree ORDER BY (tenant, kind, at, event_id);',
    },
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE users (id UInt64, name String, version UInt64) ENGINE = ReplacingMergeTree(version) ORDER BY id;',
    },
  ],
  check(table, context) {
    const parts = optionOf(table, 'order by')?.parts;
    const first = parts?.[0]?.column?.value;
    if (!parts || parts.length < 2 || first === undefined) return;
    const reading = readTable(table);
    const column = reading.columns.find(item => item.column.name === first);
    if (!column) return;
    const { words, stem, kind } = column;
    const subject = new Set(reading.subject.map(singular));
    const own =
      words.join(' ') === 'id' ||
      (stem !== undefined && stem.length > 0 && stem.every(word => subject.has(singular(word))));
    if (!own && !(kind === 'uuid' && words.length === 1)) return;
    // A thing and its versions or events: the key tells them apart by what follows.
    if (
      /^(replacing|collapsing|versionedcollapsing|summing|aggregating)/i.test(
        optionOf(table, 'engine')?.value.replace(/^(replicated|shared)/i, '') ?? '',
      )
    )
      return;
    context.report({
      origin: column.column.nameOrigin,
      message: `ORDER BY of ${display(table, context.catalog)} begins with ${first}, which seems to be unique: the columns behind it cannot skip anything, and rows compress badly. Put columns of few values first.`,
    });
  },
});
