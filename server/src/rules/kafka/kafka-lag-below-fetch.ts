import { brokers, KAFKA_SOURCES, kafkaExample } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-lag-below-fetch',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['kafka'],
  summary: 'Followers may wait longer for data than they may lag.',
  gains: 'None.',
  costs:
    'A follower’s fetch waits up to `replica.fetch.wait.max.ms` for data. Where that is not below `replica.lag.time.max.ms`, followers of quiet partitions leave the set in sync and come back all the time; the broker demands the order at its start.',
  fineWhen: 'Never.',
  advice: 'Keep `replica.fetch.wait.max.ms` (500) far below `replica.lag.time.max.ms` (30000).',
  sources: [KAFKA_SOURCES.configs, KAFKA_SOURCES.broker],
  bad: [kafkaExample(3, ['replica.lag.time.max.ms=400\n'], '500')],
  good: [kafkaExample(3, 'replica.lag.time.max.ms=10000\n'), kafkaExample(3)],
  check(cluster, context) {
    for (const { settings } of brokers(cluster)) {
      const lag = settings.number('replica.lag.time.max.ms');
      const wait = settings.number('replica.fetch.wait.max.ms');
      const given = settings.given('replica.lag.time.max.ms') ?? settings.given('replica.fetch.wait.max.ms');
      if (lag === undefined || wait === undefined || given === undefined || wait <= lag) continue;
      context.report({
        origin: given.written.origin,
        message: `A follower may wait ${wait} ms for data (replica.fetch.wait.max.ms) and is out of sync after ${lag} ms (replica.lag.time.max.ms): the broker refuses such settings at its start. Keep the lag far above the wait.`,
      });
      return;
    }
  },
});
