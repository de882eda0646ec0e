import { formatDuration } from '../../workload/figures.js';
import { statementAfter } from '../lib/edits.js';
import { display, sqlTable } from '../lib/naming.js';
import { hypertableOf } from '../lib/timescale.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'compression-without-policy',
  subject: 'timeseries',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['postgres'],
  summary: 'A hypertable is set up for compression, but no policy compresses its chunks.',
  gains: 'Somebody decides by hand when chunks are compressed.',
  costs: 'Without a policy nothing is ever compressed: the table keeps its full size.',
  fineWhen: 'A job of your own calls compress_chunk or convert_to_columnstore.',
  advice:
    "`CALL add_columnstore_policy('t', after => INTERVAL '7 days')` (since 2.18; before it, `SELECT add_compression_policy('t', INTERVAL '7 days')`), with an age at which rows no longer change.",
  sources: [
    {
      title: 'Timescale: add_columnstore_policy',
      url: 'https://www.tigerdata.com/docs/api/latest/hypercore/add_columnstore_policy',
    },
    {
      title: 'Timescale: add_compression_policy',
      url: 'https://www.tigerdata.com/docs/api/latest/compression/add_compression_policy',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, device_id int NOT NULL);\nSELECT create_hypertable('readings', 'at');\nALTER TABLE readings SET (timescaledb.compress, timescaledb.compress_segmentby = 'device_id');",
      says: 'no policy',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, device_id int NOT NULL);\nSELECT create_hypertable('readings', 'at');\nALTER TABLE readings SET (timescaledb.compress, timescaledb.compress_segmentby = 'device_id');\nSELECT add_compression_policy('readings', INTERVAL '7 days');",
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, device_id int NOT NULL);\nSELECT create_hypertable('readings', 'at');\nALTER TABLE readings SET (timescaledb.enable_columnstore, timescaledb.segmentby = 'device_id');\nCALL add_columnstore_policy('readings', after => INTERVAL '7 days');",
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, device_id int NOT NULL) WITH (tsdb.hypertable, tsdb.segmentby = 'device_id');",
    },
  ],
  check(table, context) {
    const hypertable = hypertableOf(table);
    const store = hypertable?.columnstore;
    if (!store || store.byDefault || hypertable.compressAfter) return;
    const { origin } = store;
    context.report({
      origin,
      message: `${display(table, context.catalog)} is set up for compression, but no policy in these files compresses its chunks. Call add_columnstore_policy (2.18; before it add_compression_policy) with the age at which rows no longer change.`,
      fixes: () => {
        const age = formatDuration(Math.max(hypertable.chunkSeconds ?? 0, 7 * 86_400));
        const name = sqlTable(table, context.catalog).replaceAll("'", "''");
        const edit = statementAfter(
          origin.unit,
          `CALL add_columnstore_policy('${name}', after => INTERVAL '${age}')`,
        );
        return edit && hypertable.chunkSeconds !== undefined
          ? [{ title: `Compress chunks after ${age}`, edits: [edit], safe: false }]
          : [];
      },
    });
  },
});
