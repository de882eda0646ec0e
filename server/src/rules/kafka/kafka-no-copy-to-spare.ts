import type { Origin } from '../../sql/reading.js';
import {
  brokers,
  copiesPlace,
  KAFKA_SOURCES,
  kafkaExample,
  topicExample,
  topics,
} from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-no-copy-to-spare',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['kafka'],
  summary: 'All copies must be in sync for a write.',
  gains: 'Every acknowledged message is on all copies.',
  costs:
    'As soon as one broker is away, for an update too, writes with `acks=all` to its partitions are refused until it is back.',
  fineWhen: 'No write is better than one with a copy less.',
  advice: 'Keep one more copy than `min.insync.replicas`: 3 and 2.',
  sources: [KAFKA_SOURCES.topic, KAFKA_SOURCES.replication],
  bad: [
    topicExample(2, 'min.insync.replicas: 2', 'orders'),
    kafkaExample(3, ['default.replication.factor=3\nmin.insync.replicas=3\n'], 'one broker'),
  ],
  good: [topicExample(3, 'min.insync.replicas: 2'), topicExample(1, 'min.insync.replicas: 1')],
  check(cluster, context) {
    const say = (origin: Origin, what: string, copies: number) =>
      context.report({
        origin,
        message: `${what} ${copies} copies, and all ${copies} must be in sync: while one broker is away, for a restart too, every write with acks=all to its partitions is refused. ${copies < 3 ? 'Keep 3 copies.' : `Ask for ${copies - 1}.`}`,
      });
    for (const each of topics(cluster)) {
      const { topic, copies, least, settings } = each;
      if (copies === undefined || copies < 2 || least !== copies) continue;
      say(
        settings.given('min.insync.replicas')?.written.origin ?? copiesPlace(each),
        `${topic.name} has`,
        copies,
      );
    }
    const settings = brokers(cluster)[0]?.settings;
    const copies = settings?.given('default.replication.factor')?.effective;
    const least = settings?.given('min.insync.replicas');
    if (typeof copies === 'number' && copies > 1 && least?.effective === copies)
      say(least.written.origin, 'Topics made without a number have', copies);
  },
});
