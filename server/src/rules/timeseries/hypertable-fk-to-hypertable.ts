import { display } from '../lib/naming.js';
import { isHypertable } from '../lib/spread.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'hypertable-fk-to-hypertable',
  subject: 'timeseries',
  since: '0.2.0',
  on: 'table',
  severity: 'error',
  engines: ['postgres'],
  summary: 'A foreign key of a hypertable references another hypertable.',
  gains: 'Nothing: Timescale refuses it.',
  costs:
    'The statement fails. Timescale takes foreign keys from a hypertable to a plain table, and (since 2.16) the other way round, but not between two.',
  fineWhen: 'Never on Timescale.',
  advice:
    'Reference a plain table that both share (devices, orders), or keep the column without a foreign key and check it elsewhere.',
  sources: [
    {
      title: 'Timescale: foreign keys of hypertables',
      url: 'https://www.tigerdata.com/docs/build/performance-optimization/ensure-data-integrity-with-constraints',
    },
    { title: 'Timescale: limitations', url: 'https://tigerdata.com/docs/deploy/limitations' },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, device int NOT NULL, PRIMARY KEY (device, at));\nSELECT create_hypertable('readings', 'at');\nCREATE TABLE alarms (at timestamptz NOT NULL, device int NOT NULL, seen timestamptz NOT NULL, FOREIGN KEY (device, seen) REFERENCES readings (device, at));\nSELECT create_hypertable('alarms', 'at');",
      says: 'readings',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE devices (id int PRIMARY KEY);\nCREATE TABLE readings (at timestamptz NOT NULL, device int NOT NULL REFERENCES devices (id));\nSELECT create_hypertable('readings', 'at');",
    },
  ],
  check(table, context) {
    if (table.foreignKeys.length === 0 || !isHypertable(table)) return;
    for (const key of table.foreignKeys) {
      const target = context.catalog.table(key.refTable);
      const origin = key.origins[0];
      if (!target || !origin || !isHypertable(target)) continue;
      const from = display(table, context.catalog);
      const to = display(target, context.catalog);
      context.report({
        origin,
        message: `${from} and ${to} are both hypertables, and Timescale refuses a foreign key between two of them. Reference a plain table that both share, or leave the key out.`,
        related: [{ origin: target.nameOrigin, message: 'The other hypertable.' }],
      });
    }
  },
});
