import { formatDuration } from '../../workload/figures.js';
import { statementAfter } from '../lib/edits.js';
import { display, sqlTable } from '../lib/naming.js';
import { hypertableOf } from '../lib/timescale.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'retention-not-scheduled',
  subject: 'timeseries',
  since: '0.2.0',
  on: 'table',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'A note says how long rows of a hypertable are kept, but no policy drops them.',
  gains: 'Nothing is lost by mistake.',
  costs: 'The table grows for ever, and rows stay that were promised to go.',
  fineWhen: 'A job elsewhere calls drop_chunks.',
  advice: "`SELECT add_retention_policy('t', INTERVAL '1 year')`.",
  sources: [
    {
      title: 'Timescale: add_retention_policy',
      url: 'https://www.tigerdata.com/docs/api/latest/data-retention/add_retention_policy/',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "-- faultline: retention=90d\nCREATE TABLE readings (at timestamptz NOT NULL, value float8);\nSELECT create_hypertable('readings', 'at');",
      says: '90 days',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "-- faultline: retention=90d\nCREATE TABLE readings (at timestamptz NOT NULL, value float8);\nSELECT create_hypertable('readings', 'at');\nSELECT add_retention_policy('readings', INTERVAL '90 days');",
    },
  ],
  check(table, context) {
    const hypertable = hypertableOf(table);
    if (!hypertable || hypertable.dropAfter) return;
    if (table.extensionCalls.some(call => call.function === 'drop_chunks')) return;
    const kept = context.workload.factsOf(table).retentionSeconds;
    if (!kept) return;
    const age = formatDuration(kept.value);
    context.report({
      origin: hypertable.origin,
      message: `${display(table, context.catalog)} is to keep rows ${age} (${kept.source}), but no policy drops older ones: it grows for ever. Call add_retention_policy.`,
      ...(kept.origin && { related: [{ origin: kept.origin, message: 'Says how long.' }] }),
      fixes: () => {
        const name = sqlTable(table, context.catalog).replaceAll("'", "''");
        const edit = statementAfter(
          hypertable.origin.unit,
          `SELECT add_retention_policy('${name}', INTERVAL '${age.replaceAll(',', '')}')`,
        );
        return edit ? [{ title: `Drop chunks older than ${age}`, edits: [edit], safe: false }] : [];
      },
    });
  },
});
