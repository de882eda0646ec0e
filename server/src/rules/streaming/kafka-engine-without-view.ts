import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-engine-without-view',
  subject: 'streaming',
  since: '0.2.0',
  on: 'catalog',
  severity: 'info',
  engines: ['clickhouse'],
  summary: 'A table of the Kafka engine feeds no materialized view.',
  gains: 'Messages can be looked at for a test.',
  costs:
    'The table keeps nothing: each SELECT takes messages off the topic, and they are gone for the next one. Today a direct SELECT is refused unless `stream_like_engine_allow_direct_select` is set.',
  fineWhen: 'It is written to only, or the view is made elsewhere.',
  advice: 'Create a materialized view that writes what comes into a MergeTree table.',
  sources: [
    {
      title: 'ClickHouse: Kafka engine',
      url: 'https://clickhouse.com/docs/engines/table-engines/integrations/kafka',
    },
  ],
  bad: [
    {
      dialect: 'clickhouse',
      sql: "CREATE TABLE queue (id UInt64, line String) ENGINE = Kafka('kafka:9092', 'lines', 'g', 'JSONEachRow');",
      says: 'queue',
    },
  ],
  good: [
    {
      dialect: 'clickhouse',
      sql: "CREATE TABLE queue (id UInt64, line String) ENGINE = Kafka('kafka:9092', 'lines', 'g', 'JSONEachRow');\nCREATE TABLE lines (id UInt64, line String) ENGINE = MergeTree ORDER BY id;\nCREATE MATERIALIZED VIEW lines_mv TO lines AS SELECT id, line FROM queue;",
    },
  ],
  check(catalog, context) {
    const queues = [];
    for (const table of catalog.allTables()) {
      const engine = table.options.find(option => option.name === 'engine')?.value;
      if (engine && /^kafka\b/i.test(engine)) queues.push(table);
    }
    if (queues.length === 0) return;
    const read = new Set<string>();
    for (const view of catalog.allViews()) if (view.materialized) for (const key of view.reads) read.add(key);
    for (const table of queues) {
      if (read.has(table.key)) continue;
      context.report({
        origin: table.nameOrigin,
        message: `${display(table, catalog)} reads a topic and no materialized view keeps what it reads: a SELECT takes messages off for good. Create a view that writes them into a MergeTree table.`,
      });
    }
  },
});
