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
    const readers = programs(cluster, 'consumer');
    // Where somebody reads what is committed, those who need it do: others may read other topics.
    const isKnown = readers.some(({ settings }) => settings.text('isolation.level') === 'read_committed');
    for (const { client, settings } of readers) {
      if (settings.isHidden('isolation.level') || settings.text('isolation.level') !== 'read_uncommitted')
        continue;
      const given = settings.given('isolation.level');
      if (given === undefined && isKnown) continue;
      // Programs of other folders are other services, and may read other topics.
      const folder = folderOfUri(client.origin.unit.uri);
      const writes = transactional.find(each => folderOfUri(each.client.origin.unit.uri) === folder);
      if (writes === undefined) continue;
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
