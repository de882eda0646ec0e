import { display } from '../lib/naming.js';
import { hypertableOf } from '../lib/timescale.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'orderby-not-time-first',
  subject: 'timeseries',
  since: '0.2.0',
  on: 'table',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'Compressed chunks are rolled up, but time is not first in orderby.',
  gains: 'Rows that resemble one another lie together and compress better.',
  costs:
    'Rolling a chunk up into the one before it means appending, as long as time comes first; else both are decompressed and compressed again. Timescale warns of it.',
  fineWhen: 'Chunks are rolled up rarely and there is time for it.',
  advice: 'Put the time column first in orderby, or do not set `compress_chunk_time_interval`.',
  sources: [
    {
      title: 'Timescale: checks of the compression settings',
      url: 'https://github.com/timescale/timescaledb/blob/main/tsl/src/compression/create.c',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, device_id int NOT NULL, kind int);\nSELECT create_hypertable('readings', by_range('at', INTERVAL '1 hour'));\nALTER TABLE readings SET (timescaledb.compress, timescaledb.compress_segmentby = 'device_id', timescaledb.compress_orderby = 'kind, at DESC', timescaledb.compress_chunk_time_interval = '1 day');",
      says: 'kind',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, device_id int NOT NULL, kind int);\nSELECT create_hypertable('readings', by_range('at', INTERVAL '1 hour'));\nALTER TABLE readings SET (timescaledb.compress, timescaledb.compress_segmentby = 'device_id', timescaledb.compress_orderby = 'at DESC', timescaledb.compress_chunk_time_interval = '1 day');",
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, kind int);\nSELECT create_hypertable('readings', 'at');\nALTER TABLE readings SET (timescaledb.compress, timescaledb.compress_orderby = 'kind, at DESC');",
    },
  ],
  check(table, context) {
    const hypertable = hypertableOf(table);
    const first = hypertable?.columnstore?.orderBy?.[0];
    if (!hypertable?.columnstore?.rollup || first === undefined || first === hypertable.time.name) return;
    context.report({
      origin: hypertable.columnstore.origin,
      message: `Chunks of ${display(table, context.catalog)} are rolled up when they are compressed, but orderby begins with ${first}: each roll-up has to decompress what is there. Put ${hypertable.time.name} first.`,
    });
  },
});
