import { display, listed } from '../lib/naming.js';
import { hypertableOf } from '../lib/timescale.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'hypertable-bad-column-type',
  subject: 'timeseries',
  since: '0.2.0',
  on: 'table',
  severity: 'off',
  engines: ['postgres'],
  summary: 'A hypertable has varchar columns, for which Timescale warns when it is made.',
  gains: 'The engine refuses values that are too long.',
  costs:
    'Timescale prints a warning for each when the hypertable is made, and a longer limit later is a change to a table of many chunks. Times without a zone, the other type it warns of, are the matter of timestamp-without-time-zone.',
  fineWhen: 'The limit is a rule of the data.',
  advice: 'Use text, with a CHECK on the length where there is a limit.',
  sources: [
    {
      title: 'Timescale: what create_hypertable warns of',
      url: 'https://github.com/timescale/timescaledb/blob/main/src/hypertable.c',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, unit varchar(20), site varchar(40));\nSELECT create_hypertable('readings', 'at');",
      says: 'unit and site',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, unit text);\nSELECT create_hypertable('readings', 'at');",
    },
    { dialect: 'postgres', sql: 'CREATE TABLE sites (id int PRIMARY KEY, name varchar(20));' },
  ],
  check(table, context) {
    if (!hypertableOf(table)) return;
    const columns = table.columns.filter(column => column.type?.base === 'character varying');
    const first = columns[0];
    if (!first) return;
    context.report({
      origin: first.typeOrigin ?? first.nameOrigin,
      message: `${listed(columns.map(column => column.name))} of hypertable ${display(table, context.catalog)} ${columns.length > 1 ? 'are' : 'is'} varchar: Timescale warns when the hypertable is made. Use text.`,
    });
  },
});
