import { clusterExample } from '../lib/cluster/example.js';
import {
  brokers,
  copiesPlace,
  inOneCompose,
  isMany,
  KAFKA_SOURCES,
  kafkaExample,
  onOneMachine,
  type Topic,
  topicExample,
  topics,
} from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

/** True where a file makes other topics with several copies: there are brokers for them. */
function isAmongCopied(all: readonly Topic[], file: string): boolean {
  return all.some(each => (each.copies ?? 0) > 1 && copiesPlace(each).unit.uri === file);
}

export default defineRule({
  id: 'kafka-one-copy',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['kafka'],
  summary: 'A topic has one copy in a cluster of several brokers.',
  gains: 'Less disk, and no traffic between brokers.',
  costs:
    'While its broker is away a partition can be neither written nor read; with the broker’s disk its messages are gone. `acks=all` changes nothing: the leader is all there is.',
  fineWhen: 'Its messages can be made again.',
  advice: 'Use three copies and `min.insync.replicas=2`.',
  sources: [KAFKA_SOURCES.topic, KAFKA_SOURCES.replication],
  bad: [
    topicExample(1, '', 'orders', ''),
    clusterExample(
      'kafka',
      {
        'topics.sh':
          '#!/bin/sh\nkafka-topics.sh --create --topic orders --partitions 12 --replication-factor 1 --bootstrap-server kafka1:9092\nkafka-topics.sh --create --topic users --partitions 12 --replication-factor 3 --bootstrap-server kafka1:9092\n',
      },
      'orders',
    ),
    kafkaExample(3, ['default.replication.factor=1\n'], 'made without'),
  ],
  good: [
    topicExample(3, '', undefined, ''),
    topicExample(1, ''),
    kafkaExample(1, 'default.replication.factor=1\n'),
    kafkaExample(3),
  ],
  check(cluster, context) {
    if (!isMany(cluster)) return;
    const said = new Set<string>();
    // More copies than brokers are refused.
    const areTwo = brokers(cluster).length === 2 && !cluster.open;
    for (const each of topics(cluster)) {
      // Fewer than must be in sync is another finding.
      if (each.copies !== 1 || (each.least ?? 1) > 1) continue;
      const own = each.settings.given('replication.factor');
      if (own === undefined) continue;
      // A script makes many alike: the first says it for all.
      const place = copiesPlace(each);
      const file = place.unit.uri;
      if (said.has(file)) continue;
      // Topics of a file that have one copy each, and no broker is shown: they are made for a single one.
      if (brokers(cluster).length === 0 && !isAmongCopied(topics(cluster), file)) continue;
      said.add(file);
      context.report({
        origin: place,
        // Where no broker is shown, one may be all there is; those of one composition share a machine.
        ...(brokers(cluster).length === 0 || inOneCompose(cluster) ? { severity: 'info' as const } : {}),
        message: `${each.topic.name} has one copy: while its broker is away its partitions can be neither written nor read, and with that disk the messages are gone, whatever acks says. Use ${areTwo ? '2 copies, or 3 with a third broker' : '3 copies'}.`,
      });
    }
    const settings = brokers(cluster)[0]?.settings;
    const given = settings?.given('default.replication.factor');
    if (given?.effective !== 1 || (settings?.number('min.insync.replicas') ?? 1) > 1) return;
    if (brokers(cluster).length < 2) return;
    context.report({
      origin: given.written.origin,
      ...(onOneMachine(cluster) ? { severity: 'info' as const } : {}),
      message: `Topics made without a number, such as those that a producer makes by asking, get one copy: with a broker’s disk they are gone. Set ${areTwo ? '2, or 3 with a third broker' : '3'}.`,
    });
  },
});
