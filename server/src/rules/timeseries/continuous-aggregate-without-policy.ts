import { formatDuration } from '../../workload/figures.js';
import { bucketSeconds, refreshPolicy } from '../lib/continuous.js';
import { statementAfter } from '../lib/edits.js';
import { isContinuous } from '../lib/timescale.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'continuous-aggregate-without-policy',
  subject: 'timeseries',
  since: '0.2.0',
  on: 'view',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'No policy refreshes a continuous aggregate.',
  gains: 'Somebody decides by hand when it is refreshed.',
  costs:
    'It keeps what it held when it was made. Since 2.13 queries see only that; before, and with materialized_only off, what came later is added up anew in each query, more every day.',
  fineWhen: 'A job of your own calls refresh_continuous_aggregate.',
  advice:
    "`SELECT add_continuous_aggregate_policy('v', start_offset => ..., end_offset => ..., schedule_interval => ...)`. Let the window reach back as far as rows come late, and leave out the newest bucket.",
  sources: [
    {
      title: 'Timescale: refresh policies',
      url: 'https://tigerdata.com/docs/build/continuous-aggregates/refresh-policies',
    },
    {
      title: 'Timescale: add_continuous_aggregate_policy',
      url: 'https://www.tigerdata.com/docs/reference/timescaledb/continuous-aggregates/add_continuous_aggregate_policy',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, value float8);\nSELECT create_hypertable('readings', 'at');\nCREATE MATERIALIZED VIEW hourly WITH (timescaledb.continuous) AS SELECT time_bucket('1 hour', at) AS bucket, avg(value) AS value FROM readings GROUP BY 1;",
      says: 'hourly',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, value float8);\nSELECT create_hypertable('readings', 'at');\nCREATE MATERIALIZED VIEW hourly WITH (timescaledb.continuous) AS SELECT time_bucket('1 hour', at) AS bucket, avg(value) AS value FROM readings GROUP BY 1;\nSELECT add_continuous_aggregate_policy('hourly', start_offset => INTERVAL '3 hours', end_offset => INTERVAL '1 hour', schedule_interval => INTERVAL '1 hour');",
    },
    { dialect: 'postgres', sql: 'CREATE MATERIALIZED VIEW plain AS SELECT 1 AS one;' },
  ],
  check(view, context) {
    if (!isContinuous(view) || refreshPolicy(view)) return;
    if (view.extensionCalls.some(call => REFRESHING.has(call.function))) return;
    const bucket = bucketSeconds(view);
    context.report({
      origin: view.nameOrigin,
      message: `No policy in these files refreshes ${view.name}: it keeps what it held when it was made. Call add_continuous_aggregate_policy.`,
      fixes: () => {
        const made = view.origins[0];
        if (!made || bucket === undefined) return [];
        const end = formatDuration(bucket);
        const name = made.unit.piece.text.slice(view.nameOrigin.span.start, view.nameOrigin.span.end);
        const edit = statementAfter(
          made.unit,
          `SELECT add_continuous_aggregate_policy('${name.replaceAll("'", "''")}', start_offset => INTERVAL '${formatDuration(3 * bucket)}', end_offset => INTERVAL '${end}', schedule_interval => INTERVAL '${end}')`,
        );
        return edit ? [{ title: `Refresh every ${end}`, edits: [edit], safe: false }] : [];
      },
    });
  },
});

const REFRESHING = new Set(['refresh_continuous_aggregate', 'add_policies']);
