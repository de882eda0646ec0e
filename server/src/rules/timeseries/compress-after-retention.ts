import { formatDuration } from '../../workload/figures.js';
import { display } from '../lib/naming.js';
import { hypertableOf } from '../lib/timescale.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'compress-after-retention',
  subject: 'timeseries',
  since: '0.2.0',
  on: 'table',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'Chunks are dropped before the age at which they would be compressed.',
  gains: 'None: one of the two policies has no effect.',
  costs: 'Nothing is ever compressed, and the table takes its full size for as long as it keeps rows.',
  fineWhen: 'One of the two policies is switched off for now.',
  advice: 'Compress earlier than rows are dropped, or take the compression policy away.',
  sources: [
    {
      title: 'Timescale: add_retention_policy',
      url: 'https://www.tigerdata.com/docs/api/latest/data-retention/add_retention_policy/',
    },
    {
      title: 'Timescale: add_columnstore_policy',
      url: 'https://www.tigerdata.com/docs/api/latest/hypercore/add_columnstore_policy',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, device_id int NOT NULL);\nSELECT create_hypertable('readings', 'at');\nALTER TABLE readings SET (timescaledb.compress);\nSELECT add_compression_policy('readings', INTERVAL '60 days');\nSELECT add_retention_policy('readings', INTERVAL '30 days');",
      says: '30 days',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, device_id int NOT NULL);\nSELECT create_hypertable('readings', 'at');\nALTER TABLE readings SET (timescaledb.compress);\nSELECT add_compression_policy('readings', INTERVAL '7 days');\nSELECT add_retention_policy('readings', INTERVAL '90 days');",
    },
  ],
  check(table, context) {
    const hypertable = hypertableOf(table);
    const compress = hypertable?.compressAfter;
    const drop = hypertable?.dropAfter;
    if (!compress || !drop) return;
    const [after, gone] = [compress.seconds ?? compress.units, drop.seconds ?? drop.units];
    if (after === undefined || gone === undefined || after < gone) return;
    const text = (value: number) => (compress.seconds === undefined ? String(value) : formatDuration(value));
    context.report({
      origin: compress.origin,
      message: `Chunks of ${display(table, context.catalog)} are dropped after ${text(gone)}, so none reaches the ${text(after)} at which it would be compressed. Compress earlier.`,
      related: [{ origin: drop.origin, message: 'Drops them first.' }],
    });
  },
});
