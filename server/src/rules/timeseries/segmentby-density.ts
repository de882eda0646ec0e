import type { Table } from '../../schema/model.js';
import { DAY, formatCount, formatDuration } from '../../workload/figures.js';
import { accessPaths, plainColumns } from '../lib/access.js';
import { ingestOf } from '../lib/capacity/ingest.js';
import { display, listed } from '../lib/naming.js';
import { type Columnstore, type Hypertable, hypertableOf } from '../lib/timescale.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'segmentby-density',
  subject: 'timeseries',
  since: '0.2.0',
  on: 'table',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'A columnstore is segmented by columns with too few rows for each value in a chunk.',
  gains: 'A query for one value reads only its own segments.',
  costs:
    'Rows are compressed in batches of up to 1,000 that share their segmentby values. With few rows for each value batches stay nearly empty: little is saved, or the compressed chunk is larger than before.',
  fineWhen: 'Chunks are longer than the figures say.',
  advice:
    'Segment by a coarser column, with more than 100 rows for each value in a chunk, and put the fine one first in orderby; or make chunks longer.',
  sources: [
    {
      title: 'Timescale: guide for hypertables, row density of segmentby',
      url: 'https://github.com/timescale/pg-aiguide/blob/main/skills/setup-timescaledb-hypertables/SKILL.md',
    },
    {
      title: 'Timescale: ALTER TABLE for the columnstore',
      url: 'https://www.tigerdata.com/docs/api/latest/hypercore/alter_table/',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (id bigint GENERATED ALWAYS AS IDENTITY, at timestamptz NOT NULL, PRIMARY KEY (id, at));\nSELECT create_hypertable('readings', 'at');\nALTER TABLE readings SET (timescaledb.compress, timescaledb.compress_segmentby = 'id');",
      says: 'a row of its own',
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (device_id int NOT NULL, at timestamptz NOT NULL) WITH (tsdb.hypertable, tsdb.segmentby = 'at');",
      says: 'at',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (device_id int NOT NULL, at timestamptz NOT NULL) WITH (tsdb.hypertable, tsdb.segmentby = 'device_id', tsdb.orderby = 'at DESC');",
    },
  ],
  check(table, context) {
    const hypertable = hypertableOf(table);
    const store = hypertable?.columnstore;
    if (!hypertable || !store?.segmentBy?.length) return;
    const name = display(table, context.catalog);
    const unique = store.segmentBy.find(column => isUnique(table, hypertable, column));
    if (unique !== undefined) {
      context.report({
        origin: store.origin,
        message: `The columnstore of ${name} is segmented by ${unique}, whose every value is a row of its own: batches hold one row each, and nothing is saved. Segment by what many rows share, such as a device.`,
      });
      return;
    }
    byFigures(table, hypertable, store, context);
  },
});

function byFigures(table: Table, hypertable: Hypertable, store: Columnstore, context: RuleContext): void {
  const facts = context.workload.factsOf(table);
  const ingest = ingestOf(table, context);
  if (!ingest || hypertable.chunkSeconds === undefined) return;
  const counts = store.segmentBy!.map(column => facts.columns.get(column)?.distinct);
  if (counts.some(count => count === undefined)) return;
  const values = Math.max(...counts.map(count => count!.value));
  const rows = ingest.rowsPerDay * (hypertable.chunkSeconds / DAY);
  const each = rows / values;
  if (each >= 100) return;
  context.report({
    origin: store.origin,
    severity: each < 10 ? 'warning' : 'info',
    message: `A chunk of ${display(table, context.catalog)} has ${formatCount(rows)} rows for ${formatCount(values)} values of ${listed(store.segmentBy!)}: about ${formatCount(each)} rows in a batch that could hold 1,000. Segment by something coarser, or make chunks longer.`,
    tradeOff: () => ({
      gains: [`A query for one ${listed(store.segmentBy!)} reads only its batches.`],
      costs: [`${formatCount(each)} rows a batch compress little.`],
      breakEven: `100 rows a batch need chunks of ${formatDuration((hypertable.chunkSeconds! * 100) / each)}.`,
      advice: ['Put the column first in orderby instead of segmentby.'],
      numbers: [
        { label: 'rows a day', value: formatCount(ingest.rowsPerDay), from: ingest.from },
        { label: 'rows a chunk', value: formatCount(rows), from: 'computed' },
        { label: 'distinct values', value: formatCount(values), from: counts[0]!.source },
      ],
    }),
  });
}

function isUnique(table: Table, { time }: Hypertable, name: string): boolean {
  if (name === time.name) return true;
  const column = table.columns.find(item => item.name === name);
  if (column?.identity !== undefined || column?.serial) return true;
  return accessPaths(table).some(path => path.unique && !path.where && plainColumns(path)?.join() === name);
}
