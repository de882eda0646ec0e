import { formatDuration } from '../../workload/figures.js';
import { bucketSeconds, refreshPolicy, sourceOf } from '../lib/continuous.js';
import { isContinuous, timescaleOption } from '../lib/timescale.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'stale-aggregate',
  subject: 'timeseries',
  since: '0.2.0',
  on: 'view',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'A continuous aggregate is asked to be fresher than its refresh policy can make it.',
  gains: 'Queries read nothing but what is added up already.',
  costs:
    'What came after the end of the refresh window is not there: the oldest answer is end_offset, schedule_interval and one bucket behind. Since 2.13 aggregates are materialized only, unless one says otherwise.',
  fineWhen: 'The note on freshness is meant for other queries.',
  advice:
    'Set `timescaledb.materialized_only = false`, so that queries add the newest rows by themselves, or shorten end_offset and schedule_interval.',
  sources: [
    {
      title: 'Timescale: real-time aggregates, off by default since 2.13',
      url: 'https://www.tigerdata.com/docs/learn/continuous-aggregates/real-time-aggregates',
    },
    {
      title: 'Timescale: add_continuous_aggregate_policy',
      url: 'https://www.tigerdata.com/docs/reference/timescaledb/continuous-aggregates/add_continuous_aggregate_policy',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "-- faultline: freshness=1m\nCREATE TABLE readings (at timestamptz NOT NULL, value float8);\nSELECT create_hypertable('readings', 'at');\nCREATE MATERIALIZED VIEW hourly WITH (timescaledb.continuous) AS SELECT time_bucket('1 hour', at) AS bucket, avg(value) AS value FROM readings GROUP BY 1;\nSELECT add_continuous_aggregate_policy('hourly', start_offset => INTERVAL '1 day', end_offset => INTERVAL '1 hour', schedule_interval => INTERVAL '1 hour');",
      says: '1 minute',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "-- faultline: freshness=1m\nCREATE TABLE readings (at timestamptz NOT NULL, value float8);\nSELECT create_hypertable('readings', 'at');\nCREATE MATERIALIZED VIEW hourly WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS SELECT time_bucket('1 hour', at) AS bucket, avg(value) AS value FROM readings GROUP BY 1;\nSELECT add_continuous_aggregate_policy('hourly', start_offset => INTERVAL '1 day', end_offset => INTERVAL '1 hour', schedule_interval => INTERVAL '1 hour');",
    },
  ],
  check(view, context) {
    if (!isContinuous(view)) return;
    const only = timescaleOption(view.options, 'materialized_only');
    if (only && /^'?(false|off|no|0|f|n)'?$/i.test(only.value)) return;
    const policy = refreshPolicy(view);
    if (!policy || policy.every === undefined || policy.end === undefined) return;
    const source = sourceOf(view, context.catalog);
    const asked =
      context.workload.factsOf(view).freshnessSeconds ??
      (source && context.workload.factsOf(source.table).freshnessSeconds);
    if (!asked) return;
    const bucket = bucketSeconds(view) ?? 0;
    const behind = (policy.end === 'now' ? 0 : policy.end) + policy.every + bucket;
    if (behind <= asked.value) return;
    context.report({
      origin: policy.origin,
      message: `${view.name} is asked to be no older than ${formatDuration(asked.value)} (${asked.source}), but its policy leaves it up to ${formatDuration(behind)} behind. Set timescaledb.materialized_only = false, or refresh more often.`,
      ...(asked.origin && { related: [{ origin: asked.origin, message: 'Asks for it.' }] }),
      tradeOff: () => ({
        gains: ['Queries read what is added up already, and no raw rows.'],
        costs: [`Answers are up to ${formatDuration(behind)} old.`],
        advice: [
          'Real-time aggregation adds the newest rows in each query: the less often it is refreshed, the more of them.',
        ],
        numbers: [
          { label: 'asked for', value: formatDuration(asked.value), from: asked.source },
          {
            label: 'end_offset',
            value: policy.end === 'now' ? 'none' : formatDuration(policy.end ?? 0),
            from: 'policy',
          },
          { label: 'schedule_interval', value: formatDuration(policy.every ?? 0), from: 'policy' },
          { label: 'bucket', value: formatDuration(bucket), from: 'view' },
        ],
      }),
    });
  },
});
