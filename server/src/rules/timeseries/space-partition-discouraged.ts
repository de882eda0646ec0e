import { display } from '../lib/naming.js';
import { hypertableOf } from '../lib/timescale.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'space-partition-discouraged',
  subject: 'timeseries',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: ['postgres'],
  summary: 'A hypertable is split by hash besides time.',
  gains:
    'Chunks of one time can lie on several disks, and a query for one value reads one chunk of each time.',
  costs:
    'As many times more chunks for each span of time; every unique key has to hold the column; and the number of slices has to be chosen before the rows come.',
  fineWhen: 'Each slice has its own disk (tablespace), and nearly all queries name the column.',
  advice:
    'Split by time alone, put the column first in an index, and make it the segmentby of the columnstore.',
  sources: [
    {
      title: 'Timescale: add_dimension and when to use it',
      url: 'https://www.tigerdata.com/docs/api/latest/hypertable/add_dimension/',
    },
    {
      title: 'Timescale: guide for hypertables, space partitioning',
      url: 'https://github.com/timescale/pg-aiguide/blob/main/skills/setup-timescaledb-hypertables/SKILL.md',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, device_id int NOT NULL);\nSELECT create_hypertable('readings', 'at', 'device_id', 4);",
      says: 'device_id',
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, device_id int NOT NULL);\nSELECT create_hypertable('readings', by_range('at'));\nSELECT add_dimension('readings', by_hash('device_id', 4));",
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, device_id int NOT NULL);\nSELECT create_hypertable('readings', by_range('at'));\nCREATE INDEX ON readings (device_id, at DESC);",
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, device_id int NOT NULL);\nSELECT create_hypertable('readings', by_range('at'));\nSELECT add_dimension('readings', by_range('device_id', 1000));",
    },
  ],
  check(table, context) {
    for (const { column, origin } of hypertableOf(table)?.hashes ?? []) {
      context.report({
        origin,
        message: `Hypertable ${display(table, context.catalog)} is split by hash of ${column} besides time: that multiplies its chunks and seldom helps on one server. Index (${column}, time) and segment the columnstore by it instead.`,
      });
    }
  },
});
