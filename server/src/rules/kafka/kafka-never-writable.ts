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
  id: 'kafka-never-writable',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['kafka'],
  summary: 'More copies must be in sync than there are.',
  gains: 'None.',
  costs:
    'A write with `acks=all` is refused while fewer copies are in sync than `min.insync.replicas`. With fewer copies than that in all it is always refused (`NOT_ENOUGH_REPLICAS`); with other `acks` the setting does nothing.',
  fineWhen: 'Producers never use `acks=all`, which has been the default since 3.0.',
  advice: 'Give the topic more copies, or ask for fewer.',
  sources: [KAFKA_SOURCES.topic, KAFKA_SOURCES.configs],
  bad: [
    topicExample(1, 'min.insync.replicas: 2', 'refused'),
    topicExample(1, '', 'refused', 'min.insync.replicas=2\n'),
    kafkaExample(3, ['default.replication.factor=1\nmin.insync.replicas=2\n'], 'default.replication.factor'),
  ],
  good: [
    topicExample(3, 'min.insync.replicas: 2'),
    kafkaExample(3, 'default.replication.factor=3\nmin.insync.replicas=2\n'),
  ],
  check(cluster, context) {
    for (const each of topics(cluster)) {
      const { topic, copies, least } = each;
      if (copies === undefined || least === undefined || least <= copies) continue;
      context.report({
        origin: copiesPlace(each),
        message: `${topic.name} has ${copies} cop${copies === 1 ? 'y' : 'ies'} and needs ${least} in sync: every write with acks=all, the default, is refused. Give it ${Math.max(3, least + 1)} copies.`,
        ...(each.place === undefined
          ? {}
          : { related: [{ origin: each.place, message: `min.insync.replicas is ${least} here.` }] }),
      });
    }
    const settings = brokers(cluster)[0]?.settings;
    const copies = settings?.given('default.replication.factor');
    const least = settings?.given('min.insync.replicas');
    if (
      typeof copies?.effective !== 'number' ||
      typeof least?.effective !== 'number' ||
      least.effective <= copies.effective
    )
      return;
    context.report({
      origin: copies.written.origin,
      message: `Topics made without a number get ${copies.effective} cop${copies.effective === 1 ? 'y' : 'ies'} (default.replication.factor) and need ${least.effective} in sync: every write to them with acks=all is refused. Raise it to ${Math.max(3, least.effective + 1)}.`,
    });
  },
});
