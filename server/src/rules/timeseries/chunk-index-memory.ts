import type { Table } from '../../schema/model.js';
import { DAY, formatBytes, formatCount, formatDuration } from '../../workload/figures.js';
import { accessPaths } from '../lib/access.js';
import { type Ingest, ingestOf, type Size, sizeOf } from '../lib/capacity/ingest.js';
import { display } from '../lib/naming.js';
import { type Hypertable, hypertableOf } from '../lib/timescale.js';
import { defineRule, type TradeOff } from '../rule.js';

const GB = 1024 ** 3;

export default defineRule({
  id: 'chunk-index-memory',
  subject: 'timeseries',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['postgres'],
  summary: 'The indexes of the chunk being written outgrow a quarter of memory, by the rate that is known.',
  gains: 'Fewer chunks to plan for, and larger ones that compress well.',
  costs:
    'Each row enters every index of the newest chunk. While these fit in memory that is cheap; once they do not, pages are read and written back again and again, and the rate of inserts breaks down.',
  fineWhen: 'Rows come in the order of all indexes, so that only their newest pages are touched.',
  advice:
    'Say how much memory there is in `faultline.yaml`; without it, only indexes that would need more than 64 GB are found. Shorten the interval with `set_chunk_time_interval` (it holds for new chunks), or drop indexes that no query uses.',
  sources: [
    {
      title: 'Timescale: indexes of the chunks being written within 25 % of memory',
      url: 'https://www.tigerdata.com/docs/learn/hypertables/sizing-hypertable-chunks',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "-- faultline: writes=20k/s\nCREATE TABLE readings (at timestamptz NOT NULL, device_id bigint NOT NULL, value float8, PRIMARY KEY (device_id, at));\nSELECT create_hypertable('readings', by_range('at', INTERVAL '7 days'));",
      says: '25 %',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "-- faultline: writes=20k/s\nCREATE TABLE readings (at timestamptz NOT NULL, device_id bigint NOT NULL, value float8, PRIMARY KEY (device_id, at));\nSELECT create_hypertable('readings', by_range('at', INTERVAL '1 hour'));",
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, device_id bigint NOT NULL, PRIMARY KEY (device_id, at));\nSELECT create_hypertable('readings', 'at');",
    },
  ],
  check(table, context) {
    const hypertable = hypertableOf(table);
    if (hypertable?.chunkSeconds === undefined) return;
    const ingest = ingestOf(table, context);
    if (!ingest) return;
    const rows = ingest.rowsPerDay * (hypertable.chunkSeconds / DAY);
    const size = sizeOf(table, rows, context, timeIndex(table, hypertable));
    const known = context.workload.environment().memoryBytes;
    const memory = known?.value ?? 64 * GB;
    if (!size || size.indexes <= memory / 4) return;
    const fits = (hypertable.chunkSeconds * memory) / 4 / size.indexes;
    context.report({
      origin: hypertable.chunk?.origin ?? hypertable.origin,
      severity: known ? 'warning' : 'info',
      message: `A chunk of ${display(table, context.catalog)} takes ${formatCount(rows)} rows in ${formatDuration(hypertable.chunkSeconds)}, and its indexes about ${formatBytes(size.indexes)}: more than 25 % of ${known ? `${formatBytes(memory)} of memory (${known.source})` : 'a memory of even 64 GB'}. Make chunks of ${roundedDown(fits)}.`,
      tradeOff: () => weigh(hypertable, ingest, rows, size, memory, known?.source),
    });
  },
});

/** Timescale makes an index on the time by itself, where none begins with it. */
function timeIndex(table: Table, { time }: Hypertable): string[][] {
  const has = accessPaths(table).some(path => path.parts[0]?.column?.value === time.name);
  return has ? [] : [[time.name]];
}

function roundedDown(seconds: number): string {
  for (const step of [30 * DAY, 7 * DAY, DAY, DAY / 2, DAY / 4, 3600, 1800, 600, 60])
    if (seconds >= step) return formatDuration(step);
  return formatDuration(seconds);
}

function weigh(
  hypertable: Hypertable,
  ingest: Ingest,
  rows: number,
  size: Size,
  memory: number,
  from: string | undefined,
): TradeOff {
  const seconds = hypertable.chunkSeconds!;
  return {
    gains: [`One chunk for ${formatDuration(seconds)}: ${formatCount((365 * DAY) / seconds)} a year.`],
    costs: [
      `Indexes of the newest chunk grow to ${formatBytes(size.indexes)}, its rows to ${formatBytes(size.table)}.`,
      ...(size.assumed.length > 0 ? [`Widths of ${size.assumed.join(', ')} are assumed.`] : []),
    ],
    breakEven: `A quarter of ${formatBytes(memory)} holds the indexes of ${formatDuration((seconds * memory) / 4 / size.indexes)}.`,
    advice: ['Shorten the chunk interval to that, or leave indexes out.'],
    numbers: [
      { label: 'rows a day', value: formatCount(ingest.rowsPerDay), from: ingest.from },
      {
        label: 'chunk interval',
        value: formatDuration(seconds),
        from: hypertable.chunk?.text ?? "Timescale's default",
      },
      { label: 'rows a chunk', value: formatCount(rows), from: 'computed' },
      ...(from ? [{ label: 'memory', value: formatBytes(memory), from }] : []),
      { label: 'indexes a chunk', value: formatBytes(size.indexes), from: 'computed from column widths' },
    ],
  };
}
