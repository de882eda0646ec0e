import { folderOfUri } from '../../cluster/folders.js';
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
  fineWhen:
    'The consumer reads other topics than the producer writes; where the level is not written nothing is told.',
  advice: 'Set `isolation.level=read_committed`.',
  sources: [KAFKA_SOURCES.consumer, KAFKA_SOURCES.producer],
  bad: [
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
    clusterExample('kafka', {
      'producer.properties': 'bootstrap.servers=k1:9092\ntransactional.id=orders\n',
      'consumer.properties': 'bootstrap.servers=k1:9092\ngroup.id=a\n',
    }),
    // Another service, of whose topics nothing is told.
    clusterExample('kafka', {
      'payments/producer.properties': 'bootstrap.servers=k1:9092\ntransactional.id=payments\n',
      'mails/consumer.properties': 'bootstrap.servers=k1:9092\ngroup.id=mails\n',
    }),
  ],
  check(cluster, context) {
    const transactional = programs(cluster, 'producer').filter(
      ({ settings }) => settings.given('transactional.id') !== undefined,
    );
    if (transactional.length === 0) return;
    for (const { client, settings } of programs(cluster, 'consumer')) {
      const given = settings.given('isolation.level');
      // Where nothing is written it may be that it reads other topics.
      if (given === undefined || given.effective !== 'read_uncommitted') continue;
      // Programs of other folders are other services, and may read other topics.
      const folder = folderOfUri(client.origin.unit.uri);
      const writes = transactional.find(each => folderOfUri(each.client.origin.unit.uri) === folder);
      if (writes === undefined) continue;
      context.report({
        origin: given.written.origin,
        message: `${client.id} reads uncommitted while ${writes.client.id} writes in transactions: of what that writes it sees messages that are aborted later. Set isolation.level=read_committed.`,
        fixes: () => [valueFix('Read what is committed', given.written, 'read_committed')],
      });
    }
  },
});
