import { valueFix } from '../lib/cluster/consensus.js';
import { clusterExample } from '../lib/cluster/example.js';
import { KAFKA_SOURCES, programExample, programs } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-reads-aborted',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['kafka'],
  summary: 'A consumer beside a transactional producer reads what is aborted.',
  gains: 'Messages are seen before their transaction ends.',
  costs:
    'The default `isolation.level=read_uncommitted` gives messages of transactions that are aborted later, or never end. The producer’s transactions promise nothing to such a reader.',
  fineWhen: 'The consumer reads other topics than the producer writes.',
  advice: 'Set `isolation.level=read_committed`.',
  sources: [KAFKA_SOURCES.consumer, KAFKA_SOURCES.producer],
  bad: [
    clusterExample(
      'kafka',
      {
        'producer.properties': 'bootstrap.servers=k1:9092\ntransactional.id=orders\n',
        'consumer.properties': 'bootstrap.servers=k1:9092\ngroup.id=a\n',
      },
      'aborted',
    ),
    clusterExample(
      'kafka',
      {
        'producer.properties': 'bootstrap.servers=k1:9092\ntransactional.id=orders\n',
        'consumer.properties': 'bootstrap.servers=k1:9092\ngroup.id=a\nisolation.level=read_uncommitted\n',
      },
      'aborted',
    ),
  ],
  good: [
    clusterExample('kafka', {
      'producer.properties': 'bootstrap.servers=k1:9092\ntransactional.id=orders\n',
      'consumer.properties': 'bootstrap.servers=k1:9092\ngroup.id=a\nisolation.level=read_committed\n',
    }),
    programExample('consumer', 'group.id=a\n'),
  ],
  check(cluster, context) {
    const writes = programs(cluster, 'producer').find(
      ({ settings }) => settings.given('transactional.id') !== undefined,
    );
    if (writes === undefined) return;
    for (const { client, settings } of programs(cluster, 'consumer')) {
      if (settings.isHidden('isolation.level') || settings.text('isolation.level') !== 'read_uncommitted')
        continue;
      const given = settings.given('isolation.level');
      context.report({
        origin: given?.written.origin ?? client.origin,
        severity: given === undefined ? 'info' : 'warning',
        message: `${client.id} reads uncommitted${given === undefined ? ', the default,' : ''} while ${writes.client.id} writes in transactions: it sees messages that are aborted later. Set isolation.level=read_committed.`,
        fixes: () =>
          given === undefined ? [] : [valueFix('Read what is committed', given.written, 'read_committed')],
      });
    }
  },
});
