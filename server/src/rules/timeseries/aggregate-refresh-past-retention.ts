import { formatDuration } from '../../workload/figures.js';
import { refreshPolicy, sourceOf } from '../lib/continuous.js';
import { isContinuous } from '../lib/timescale.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'aggregate-refresh-past-retention',
  subject: 'timeseries',
  since: '0.2.0',
  on: 'view',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'A continuous aggregate is refreshed over a time whose rows its hypertable has dropped.',
  gains: 'The aggregate says exactly what the rows that are left say.',
  costs:
    'A refresh over dropped rows takes them for deleted and deletes their buckets: the aggregate keeps no more history than the rows, and both jobs report success.',
  fineWhen: 'The aggregate is not meant to outlive the rows.',
  advice:
    'Let start_offset be less than the age at which rows are dropped, with room for a refresh that fails once or twice.',
  sources: [
    {
      title: 'Timescale: data retention with continuous aggregates',
      url: 'https://www.tigerdata.com/docs/learn/data-lifecycle/data-retention/data-retention-with-continuous-aggregates',
    },
    {
      title: 'Timescale: how retention policies silently break continuous aggregates',
      url: 'https://www.tigerdata.com/blog/how-retention-policies-silently-break-continuous-aggregates',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, value float8);\nSELECT create_hypertable('readings', by_range('at', INTERVAL '1 day'));\nSELECT add_retention_policy('readings', INTERVAL '30 days');\nCREATE MATERIALIZED VIEW hourly WITH (timescaledb.continuous) AS SELECT time_bucket('1 hour', at) AS bucket, avg(value) AS value FROM readings GROUP BY 1;\nSELECT add_continuous_aggregate_policy('hourly', start_offset => INTERVAL '90 days', end_offset => INTERVAL '1 hour', schedule_interval => INTERVAL '1 hour');",
      says: '30 days',
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, value float8);\nSELECT create_hypertable('readings', 'at');\nSELECT add_retention_policy('readings', INTERVAL '30 days');\nCREATE MATERIALIZED VIEW hourly WITH (timescaledb.continuous) AS SELECT time_bucket('1 hour', at) AS bucket, avg(value) AS value FROM readings GROUP BY 1;\nSELECT add_continuous_aggregate_policy('hourly', NULL, INTERVAL '1 hour', INTERVAL '1 hour');",
      says: 'the beginning',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, value float8);\nSELECT create_hypertable('readings', 'at');\nSELECT add_retention_policy('readings', INTERVAL '30 days');\nCREATE MATERIALIZED VIEW hourly WITH (timescaledb.continuous) AS SELECT time_bucket('1 hour', at) AS bucket, avg(value) AS value FROM readings GROUP BY 1;\nSELECT add_continuous_aggregate_policy('hourly', start_offset => INTERVAL '7 days', end_offset => INTERVAL '1 hour', schedule_interval => INTERVAL '1 hour');",
    },
  ],
  check(view, context) {
    if (!isContinuous(view)) return;
    const policy = refreshPolicy(view);
    const source = policy && sourceOf(view, context.catalog);
    const dropped = source?.hypertable.dropAfter;
    if (!policy || dropped?.seconds === undefined || policy.start === undefined) return;
    if (policy.start !== 'all' && policy.start <= dropped.seconds) return;
    const reach = policy.start === 'all' ? 'the beginning' : `${formatDuration(policy.start)} ago`;
    context.report({
      origin: policy.origin,
      message: `${view.name} is refreshed from ${reach} on, but ${source!.table.name} drops rows after ${formatDuration(dropped.seconds)}: the refresh takes them for deleted and deletes their buckets. Let start_offset be shorter than that.`,
      related: [{ origin: dropped.origin, message: 'Drops the rows.' }],
    });
  },
});
