import { formatDuration } from '../../workload/figures.js';
import { display } from '../lib/naming.js';
import { hypertableOf } from '../lib/timescale.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'retention-shorter-than-chunk',
  subject: 'timeseries',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['postgres'],
  summary: 'Rows are to be kept for less time than one chunk covers.',
  gains: 'Few chunks.',
  costs:
    'Only whole chunks are dropped, and only when all of their rows are old enough: rows live up to one chunk longer than the policy says, here more than twice as long.',
  fineWhen: 'Nobody minds that rows stay.',
  advice: 'Make chunks a fraction of the time that rows are kept: a tenth is fine.',
  sources: [
    {
      title: 'Timescale: data retention drops whole chunks',
      url: 'https://www.tigerdata.com/docs/build/data-management/data-retention',
    },
    {
      title: 'Timescale: add_retention_policy',
      url: 'https://www.tigerdata.com/docs/api/latest/data-retention/add_retention_policy/',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, value float8);\nSELECT create_hypertable('readings', 'at');\nSELECT add_retention_policy('readings', INTERVAL '1 day');",
      says: '8 days',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, value float8);\nSELECT create_hypertable('readings', by_range('at', INTERVAL '1 hour'));\nSELECT add_retention_policy('readings', INTERVAL '1 day');",
    },
  ],
  check(table, context) {
    const hypertable = hypertableOf(table);
    const drop = hypertable?.dropAfter;
    const chunk = hypertable?.chunkSeconds;
    if (drop?.seconds === undefined || chunk === undefined || chunk <= drop.seconds) return;
    context.report({
      origin: drop.origin,
      message: `${display(table, context.catalog)} drops rows after ${formatDuration(drop.seconds)}, but only by whole chunks of ${formatDuration(chunk)}: rows live up to ${formatDuration(drop.seconds + chunk)}. Make chunks shorter.`,
      related: hypertable?.chunk ? [{ origin: hypertable.chunk.origin, message: 'The chunk interval.' }] : [],
    });
  },
});
