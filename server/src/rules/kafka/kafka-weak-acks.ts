import type { Cluster } from '../../cluster/model.js';
import type { Settings, Written } from '../../cluster/settings.js';
import { valueFix } from '../lib/cluster/consensus.js';
import { clusterExample } from '../lib/cluster/example.js';
import { brokers, KAFKA_SOURCES, programExample, programs } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-weak-acks',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['kafka'],
  summary: 'A producer does not wait for the copies of its messages.',
  gains: 'A message counts as sent a round trip earlier, and also while copies are missing.',
  costs:
    'With `acks=1` only the leader has it: what followers had not fetched is lost with the leader, though the producer was told of success. With `acks=0` not even an error is noticed. `min.insync.replicas` is not looked at in either case.',
  fineWhen: 'The data may have gaps: metrics, clicks, logs.',
  advice: 'Use `acks=all` with `enable.idempotence=true`, and `min.insync.replicas` of at least 2.',
  sources: [KAFKA_SOURCES.producer, KAFKA_SOURCES.replication],
  bad: [
    programExample('producer', 'acks=1\n', 'lost'),
    programExample('producer', 'acks=0\n', 'noticed'),
    clusterExample(
      'kafka',
      {
        'application.yml':
          'spring:\n  kafka:\n    bootstrap-servers: kafka1:9092,kafka2:9092\n    producer:\n      acks: 1\n',
      },
      'lost',
    ),
    // One broker's file of several.
    clusterExample(
      'kafka',
      {
        'broker/server.properties':
          'node.id=1\nprocess.roles=broker,controller\ncontroller.quorum.voters=1@a:9093\ndefault.replication.factor=3\n',
        'broker/producer.properties': 'bootstrap.servers=a:9092\nacks=1\n',
      },
      'lost',
    ),
  ],
  good: [
    programExample('producer', 'acks=all\n'),
    programExample('producer', 'acks=-1\n'),
    programExample('producer', 'linger.ms=5\n'),
    clusterExample('kafka', {
      'compose.yml':
        'services:\n  kafka:\n    image: apache/kafka:3.9.0\n    environment:\n      KAFKA_NODE_ID: 1\n      KAFKA_PROCESS_ROLES: broker,controller\n      KAFKA_CONTROLLER_QUORUM_VOTERS: 1@kafka:9093\n',
      'producer.properties': 'bootstrap.servers=kafka:9092\nacks=1\n',
    }),
  ],
  check(cluster, context) {
    const data = cluster.members.filter(({ role }) => role === 'data');
    // A single broker has no followers that could be waited for. Beside one config file there may be others elsewhere.
    const isSingle =
      data.length === 1 &&
      brokers(cluster).length === 1 &&
      !cluster.open &&
      /\.ya?ml$/i.test(data[0]!.origin.unit.uri);
    for (const { client, settings } of [...programs(cluster, 'producer'), ...programs(cluster, 'streams')]) {
      const acks = settings.given('acks');
      if (acks === undefined || (acks.value !== '0' && acks.value !== '1')) continue;
      if (acks.value === '1' && isSingle) continue;
      const isLocal =
        client.targets.length > 0 &&
        client.targets.every(({ text }) => /^(?:localhost|127\.|\[?::1)/.test(text));
      context.report({
        origin: acks.written.origin,
        // Whether messages may be missing the setting does not tell; what else is set for them may.
        severity: isLocal || isWeighed(acks.written) || !isToStay(settings, cluster) ? 'hint' : 'warning',
        message:
          acks.value === '0'
            ? 'With acks=0 nothing is noticed when a message does not arrive, not even an error of the leader. Use acks=all for what must stay.'
            : 'With acks=1 only the leader has a message when it counts as sent: what no follower has fetched is lost with the leader, and min.insync.replicas is not looked at. Use acks=all for what must stay.',
        fixes: () => [valueFix('Wait for all copies in sync', acks.written, 'all')],
      });
    }
  },
});

/** True where the same program or its brokers take pains that nothing is lost: then this undoes it. */
function isToStay(producer: Settings, cluster: Cluster): boolean {
  return (
    producer.given('transactional.id') !== undefined ||
    producer.given('enable.idempotence')?.value === true ||
    brokers(cluster).some(({ settings }) => isTwo(settings)) ||
    cluster.resources.some(({ settings }) => settings.kafka !== undefined && isTwo(settings.kafka))
  );
}

function isTwo(settings: Settings): boolean {
  const least = settings.given('min.insync.replicas')?.effective;
  return typeof least === 'number' && least > 1;
}

/** True where comments right above say what the values of it mean: whoever wrote them knows what this one costs. */
function isWeighed({ keyOrigin: { unit, span } }: Written): boolean {
  const above = unit.piece.text
    .slice(Math.max(0, span.start - 1500), span.start)
    .split('\n')
    .slice(0, -1);
  let comment = '';
  for (const line of above.reverse().slice(0, 8)) {
    if (!/^[ \t]*#/.test(line)) break;
    comment += `${line}\n`;
  }
  return /\bleader\b|\bl(?:ost|oss|oses?)\b|\bdurab|\bthroughput\b/i.test(comment);
}
