import type { RelationKey } from '../../schema/model.js';
import { formatDuration } from '../../workload/figures.js';
import { display } from '../lib/naming.js';
import { hypertableOf, isContinuous } from '../lib/timescale.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'retention-without-aggregate',
  subject: 'timeseries',
  since: '0.2.0',
  on: 'catalog',
  severity: 'off',
  engines: ['postgres'],
  summary: 'Rows of a hypertable are dropped, and no continuous aggregate keeps a summary of them.',
  gains: 'The least room, and nothing to keep up to date.',
  costs: 'What is dropped is gone: no later question about last year can be answered.',
  fineWhen: 'Old rows must go, or nobody asks for them.',
  advice:
    'Keep a summary by hour or day in a continuous aggregate with a longer retention, refreshed before rows are dropped.',
  sources: [
    {
      title: 'Timescale: data retention with continuous aggregates',
      url: 'https://www.tigerdata.com/docs/learn/data-lifecycle/data-retention/data-retention-with-continuous-aggregates',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, value float8);\nSELECT create_hypertable('readings', by_range('at', INTERVAL '1 day'));\nSELECT add_retention_policy('readings', INTERVAL '30 days');",
      says: 'summary',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE readings (at timestamptz NOT NULL, value float8);\nSELECT create_hypertable('readings', 'at');\nSELECT add_retention_policy('readings', INTERVAL '30 days');\nCREATE MATERIALIZED VIEW hourly WITH (timescaledb.continuous) AS SELECT time_bucket('1 hour', at) AS bucket, avg(value) AS value FROM readings GROUP BY 1;",
    },
  ],
  check(catalog, context) {
    let read: Set<RelationKey> | undefined;
    for (const table of catalog.allTables()) {
      const drop = hypertableOf(table)?.dropAfter;
      if (!drop) continue;
      if (!read) {
        read = new Set();
        for (const view of catalog.allViews())
          if (isContinuous(view)) for (const key of view.reads) read.add(key);
      }
      if (read.has(table.key)) continue;
      const after = drop.seconds === undefined ? '' : ` after ${formatDuration(drop.seconds)}`;
      context.report({
        origin: drop.origin,
        message: `${display(table, catalog)} drops its rows${after}, and no continuous aggregate keeps a summary. Add one if older figures will be asked for.`,
      });
    }
  },
});
