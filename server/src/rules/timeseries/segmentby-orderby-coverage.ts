import { accessPaths, pathName, plainColumns } from '../lib/access.js';
import { display, listed } from '../lib/naming.js';
import { hypertableOf } from '../lib/timescale.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'segmentby-orderby-coverage',
  subject: 'timeseries',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['postgres'],
  summary: 'A column of a unique key is neither in segmentby nor in orderby of a compressed hypertable.',
  gains: 'Segments and their order follow the queries alone.',
  costs:
    'To see that an inserted row is new, batches of compressed rows are decompressed, and nothing about that column tells which: Timescale warns when compression is switched on. Inserts and upserts of old rows get slow.',
  fineWhen: 'Nothing is inserted into chunks that are compressed already.',
  advice: 'Add the column to orderby, or to segmentby where it has few values in a chunk.',
  sources: [
    {
      title: 'Timescale: checks of the compression settings',
      url: 'https://github.com/timescale/timescaledb/blob/main/tsl/src/compression/create.c',
    },
    {
      title: 'Timescale: ALTER TABLE for the columnstore',
      url: 'https://www.tigerdata.com/docs/api/latest/hypercore/alter_table/',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, device_id int NOT NULL, sensor int NOT NULL, PRIMARY KEY (device_id, sensor, at));\nSELECT create_hypertable('readings', 'at');\nALTER TABLE readings SET (timescaledb.compress, timescaledb.compress_segmentby = 'device_id', timescaledb.compress_orderby = 'at DESC');",
      says: 'sensor',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, device_id int NOT NULL, sensor int NOT NULL, PRIMARY KEY (device_id, sensor, at));\nSELECT create_hypertable('readings', 'at');\nALTER TABLE readings SET (timescaledb.compress, timescaledb.compress_segmentby = 'device_id', timescaledb.compress_orderby = 'sensor, at DESC');",
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, device_id int NOT NULL, PRIMARY KEY (device_id, at)) WITH (tsdb.hypertable, tsdb.segmentby = 'device_id', tsdb.orderby = 'at DESC');",
    },
  ],
  check(table, context) {
    const store = hypertableOf(table)?.columnstore;
    if (!store?.segmentBy || !store.orderBy) return;
    const covered = new Set([...store.segmentBy, ...store.orderBy]);
    for (const path of accessPaths(table)) {
      if (!path.unique || path.kind === 'index') continue;
      const left = (plainColumns(path) ?? []).filter(column => !covered.has(column));
      if (left.length === 0) continue;
      context.report({
        origin: store.origin,
        message: `${listed(left)} of ${pathName(path)} of ${display(table, context.catalog)} ${left.length > 1 ? 'are' : 'is'} neither in segmentby nor in orderby: an insert into compressed chunks has to decompress to find duplicates. Add ${left.length > 1 ? 'them' : 'it'} to orderby.`,
        related: path.origin ? [{ origin: path.origin, message: 'The key.' }] : [],
      });
      return;
    }
  },
});
