import type { Table } from '../../schema/model.js';
import { DAY, formatCount, formatDuration } from '../../workload/figures.js';
import { ingestOf } from '../lib/capacity/ingest.js';
import { display } from '../lib/naming.js';
import { type Hypertable, hypertableOf } from '../lib/timescale.js';
import { defineRule, type RuleContext, type TradeOff } from '../rule.js';

export default defineRule({
  id: 'chunk-interval-too-small',
  subject: 'timeseries',
  since: '0.2.0',
  on: 'table',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'The chunks of a hypertable cover so little time that there are too many of them.',
  gains: 'Old rows go in fine steps, and the chunk being written is small.',
  costs:
    'Every chunk is a table with indexes of its own. Planning looks at each that is not left out, and small chunks compress badly. A number given for a time column counts microseconds: 86400 is not a day.',
  fineWhen: 'Rows are dropped within hours.',
  advice:
    "Give an interval: `INTERVAL '1 day'`. Timescale's default is 7 days; aim at chunks whose indexes fit in a quarter of memory and no smaller than need be.",
  sources: [
    {
      title: 'Timescale: size hypertable chunks',
      url: 'https://www.tigerdata.com/docs/learn/hypertables/sizing-hypertable-chunks',
    },
    {
      title: 'Timescale: create_hypertable, intervals as microseconds',
      url: 'https://www.tigerdata.com/docs/api/latest/hypertable/create_hypertable_old',
    },
  ],
  options: {
    maxChunks: {
      description: 'Chunks over the time that rows are kept that are still no finding.',
      default: 2000,
      type: 'number',
    },
  },
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, value float8);\nSELECT create_hypertable('readings', 'at', chunk_time_interval => 86400);",
      says: 'microseconds',
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, value float8);\nSELECT create_hypertable('readings', by_range('at', INTERVAL '1 minute'));\nSELECT add_retention_policy('readings', INTERVAL '30 days');",
      says: '43,200',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, value float8);\nSELECT create_hypertable('readings', 'at', chunk_time_interval => 86400000000);",
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, value float8);\nSELECT create_hypertable('readings', by_range('at', INTERVAL '1 hour'));\nSELECT add_retention_policy('readings', INTERVAL '2 days');",
    },
  ],
  check(table, context) {
    const hypertable = hypertableOf(table);
    const chunk = hypertable?.chunk;
    if (chunk?.seconds === undefined || chunk.seconds <= 0) return;
    const name = display(table, context.catalog);
    if (chunk.seconds < 1) {
      context.report({
        origin: chunk.origin,
        message: `Chunks of ${name} cover ${formatDuration(chunk.seconds)}: a number for a time column counts microseconds. Write an interval, such as INTERVAL '1 day'.`,
      });
      return;
    }
    const kept = hypertable!.dropAfter?.seconds ?? context.workload.factsOf(table).retentionSeconds?.value;
    const chunks = kept === undefined ? 0 : kept / chunk.seconds;
    if (chunks <= Number(context.options.maxChunks)) return;
    context.report({
      origin: chunk.origin,
      severity: 'info',
      message: `Chunks of ${name} cover ${formatDuration(chunk.seconds)} and rows are kept ${formatDuration(kept!)}: ${formatCount(chunks)} chunks, each a table with its indexes that planning has to look at. Make chunks longer.`,
      tradeOff: () => weigh(table, hypertable!, kept!, context),
    });
  },
});

function weigh(table: Table, hypertable: Hypertable, kept: number, context: RuleContext): TradeOff {
  const seconds = hypertable.chunkSeconds!;
  const ingest = ingestOf(table, context);
  const longer = Math.max(seconds, kept / 500);
  return {
    gains: [`Rows are dropped in steps of ${formatDuration(seconds)}.`],
    costs: [
      `${formatCount(kept / seconds)} chunks at a time.`,
      ...(ingest ? [`About ${formatCount(ingest.rowsPerDay * (seconds / DAY))} rows in each.`] : []),
    ],
    breakEven: `Chunks of ${formatDuration(longer)} would be ${formatCount(kept / longer)}.`,
    advice: ['Lengthen chunks until the indexes of the newest take a quarter of memory.'],
    numbers: [
      { label: 'chunk interval', value: formatDuration(seconds), from: hypertable.chunk!.text },
      {
        label: 'rows kept',
        value: formatDuration(kept),
        from: hypertable.dropAfter ? 'retention policy' : 'facts',
      },
      ...(ingest ? [{ label: 'rows a day', value: formatCount(ingest.rowsPerDay), from: ingest.from }] : []),
    ],
  };
}
