import { display } from '../lib/naming.js';
import { connectorOf, optionOf } from '../lib/streaming/flink.js';
import { optionSpan } from '../lib/streaming/option-span.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'sink-delivery-guarantee',
  subject: 'streaming',
  since: '0.2.0',
  on: 'query',
  severity: 'hint',
  engines: ['flink'],
  summary: 'A topic is written at least once: after a failure rows are in it twice.',
  gains: 'Rows are visible as soon as they are written, and no transaction can run out.',
  costs:
    'A job that fails begins again at its last checkpoint and writes what came since a second time. Who adds up the topic counts it twice. `exactly-once` writes in transactions: readers with `read_committed` see each row once, a checkpoint later.',
  fineWhen: 'Readers keep the newest row per key, or drop doubles by an id.',
  advice:
    "Set `'sink.delivery-guarantee' = 'exactly-once'` with a `sink.transactional-id-prefix` of its own per job, and let the transaction time out later than the longest outage.",
  sources: [
    {
      title: 'Flink: Kafka, consistency guarantees',
      url: 'https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/table/kafka/#consistency-guarantees',
    },
  ],
  bad: [
    {
      dialect: 'flink',
      sql: "CREATE TABLE src (id BIGINT) WITH ('connector' = 'datagen');\nCREATE TABLE payments (id BIGINT) WITH ('connector' = 'kafka', 'format' = 'json');\nINSERT INTO payments SELECT id FROM src;",
      says: 'twice',
    },
    {
      dialect: 'flink',
      sql: "CREATE TABLE src (id BIGINT) WITH ('connector' = 'datagen');\nCREATE TABLE payments (id BIGINT) WITH ('connector' = 'kafka', 'format' = 'json', 'sink.delivery-guarantee' = 'exactly-once');\nINSERT INTO payments SELECT id FROM src;",
      says: 'transactional-id-prefix',
    },
  ],
  good: [
    {
      dialect: 'flink',
      sql: "CREATE TABLE src (id BIGINT) WITH ('connector' = 'datagen');\nCREATE TABLE payments (id BIGINT) WITH ('connector' = 'kafka', 'format' = 'json', 'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'payments-job');\nCREATE TABLE totals (id BIGINT, PRIMARY KEY (id) NOT ENFORCED) WITH ('connector' = 'upsert-kafka');\nINSERT INTO payments SELECT id FROM src;\nINSERT INTO totals SELECT id FROM src;",
    },
  ],
  check(query, context) {
    const { shape } = query;
    if (shape.verb !== 'insert' || !shape.target) return;
    const sink = context.workload.relationOf(query, shape.target);
    if (!sink || !('columnsIncomplete' in sink) || connectorOf(sink) !== 'kafka') return;
    const name = display(sink, context.catalog);
    const guarantee = optionOf(sink, 'sink.delivery-guarantee')?.toLowerCase();
    if (guarantee === 'exactly-once') {
      if (optionOf(sink, 'sink.transactional-id-prefix') !== undefined) return;
      context.report({
        origin: optionSpan(sink, 'sink.delivery-guarantee'),
        severity: 'warning',
        message: `${name} asks for exactly-once without sink.transactional-id-prefix, which its transactions are named by: the job is refused. Set one that no other job uses.`,
      });
      return;
    }
    context.report({
      origin: query.origin,
      severity: guarantee === 'none' ? 'info' : 'hint',
      message:
        guarantee === 'none'
          ? `${name} is written with no guarantee: a failure loses rows or writes them twice. Set sink.delivery-guarantee to exactly-once.`
          : `${name} is written at least once: what came since the last checkpoint is written twice after a failure. Set sink.delivery-guarantee to exactly-once where readers add up.`,
    });
  },
});
