import { brokers, KAFKA_SOURCES, kafkaExample } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-flush-each-message',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['kafka'],
  summary: 'Each message, or nearly, is forced to disk.',
  gains: 'What a broker acknowledges is on its own disk, also after a power cut.',
  costs:
    'Kafka leaves writing out to the operating system, and counts on other copies: a flush for every few messages makes writes many times slower, and still says nothing of the other copies’ disks unless they do it too.',
  fineWhen: 'One power supply serves all brokers, and nothing may be lost.',
  advice: 'Keep three copies in three places and `min.insync.replicas=2`, and leave flushing alone.',
  sources: [KAFKA_SOURCES.broker],
  bad: [kafkaExample(3, ['log.flush.interval.messages=1\n'], 'every message')],
  good: [kafkaExample(3, 'log.flush.interval.messages=10000\n'), kafkaExample(3)],
  check(cluster, context) {
    const given = brokers(cluster)[0]?.settings.given('log.flush.interval.messages');
    if (typeof given?.value !== 'number' || given.value > 10 || given.value < 1) return;
    context.report({
      origin: given.written.origin,
      message: `The log is forced to disk ${given.value === 1 ? 'for every message' : `every ${given.value} messages`}: writes are many times slower, and only this broker is safer. Copies in several places are what Kafka counts on.`,
    });
  },
});
