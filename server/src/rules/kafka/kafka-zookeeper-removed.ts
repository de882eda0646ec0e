import { isAtLeast, printVersion } from '../../cluster/version.js';
import { shown } from '../lib/cluster/consensus.js';
import { clusterExample } from '../lib/cluster/example.js';
import { KAFKA_SOURCES } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-zookeeper-removed',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  byVersion: true,
  severity: 'error',
  engines: ['kafka'],
  summary: 'ZooKeeper is configured for a version that has none.',
  gains: 'None.',
  costs:
    'Since 4.0 a broker takes its metadata from KRaft controllers only: without `process.roles` it does not start, and `zookeeper.connect` is not known.',
  fineWhen: 'An older version runs.',
  advice: 'Move to KRaft with 3.9 first, then upgrade.',
  sources: [KAFKA_SOURCES.upgrade],
  bad: [
    clusterExample(
      'kafka',
      { 'server.properties': '# Kafka 4.0\nbroker.id=1\nzookeeper.connect=zk1:2181\n' },
      '4.0',
    ),
    clusterExample(
      'kafka',
      {
        'docker-compose.yml':
          'services:\n  kafka:\n    image: apache/kafka:4.1.0\n    environment:\n      KAFKA_BROKER_ID: 1\n      KAFKA_ZOOKEEPER_CONNECT: zk:2181\n',
      },
      '4.1',
    ),
  ],
  good: [
    clusterExample('kafka', {
      'server.properties': '# Kafka 3.6\nbroker.id=1\nzookeeper.connect=zk1:2181\n',
    }),
    clusterExample('kafka', { 'server.properties': 'broker.id=1\nzookeeper.connect=zk1:2181\n' }),
  ],
  check(cluster, context) {
    for (const { member, settings } of shown(cluster)) {
      const given = settings.given('zookeeper.connect');
      if (given === undefined || settings.version === undefined || !isAtLeast(settings.version, '4.0'))
        continue;
      if (settings.given('process.roles') !== undefined) continue;
      context.report({
        origin: given.written.origin,
        message: `Kafka ${printVersion(settings.version)} knows no ZooKeeper: ${member.id} does not start without process.roles and controllers. Move the metadata to KRaft with 3.9, then upgrade.`,
      });
      return;
    }
  },
});
