import { shown } from '../lib/cluster/consensus.js';
import { clusterExample } from '../lib/cluster/example.js';
import { KAFKA_SOURCES, kafkaExample } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-duplicate-node',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['kafka'],
  summary: 'Two nodes have one number.',
  gains: 'None.',
  costs:
    'Numbers tell brokers apart: the second one is refused by the controller or by ZooKeeper, and stops; in a quorum two voters would be counted as one.',
  fineWhen: 'Never.',
  advice: 'Give each node its own `node.id` (`broker.id` with ZooKeeper).',
  sources: [KAFKA_SOURCES.broker, KAFKA_SOURCES.kraft],
  bad: [
    clusterExample(
      'kafka',
      {
        'docker-compose.yml':
          'services:\n  kafka1:\n    image: apache/kafka:3.9.0\n    environment:\n      KAFKA_NODE_ID: 1\n      KAFKA_PROCESS_ROLES: broker\n      KAFKA_CONTROLLER_QUORUM_VOTERS: 9@c:9093\n  kafka2:\n    image: apache/kafka:3.9.0\n    environment:\n      KAFKA_NODE_ID: 1\n      KAFKA_PROCESS_ROLES: broker\n      KAFKA_CONTROLLER_QUORUM_VOTERS: 9@c:9093\n',
      },
      'kafka2',
    ),
  ],
  good: [kafkaExample(3)],
  check(cluster, context) {
    const seen = new Map<string, string>();
    for (const { member, settings } of shown(cluster)) {
      const given = settings.given('node.id') ?? settings.given('broker.id');
      if (given?.value === undefined || given.value === -1) continue;
      const id = String(given.value);
      const other = seen.get(id);
      if (other === undefined) seen.set(id, member.id);
      // Copies of one service take their numbers elsewhere.
      else if (!member.id.startsWith(other.replace(/-\d+$/, '-')) || !/-\d+$/.test(other))
        context.report({
          origin: given.written.origin,
          message: `${member.id} and ${other} both call themselves ${id}: whoever comes second is refused and stops. Give each its own number.`,
        });
    }
  },
});
