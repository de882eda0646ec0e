import { valueFix } from '../lib/cluster/consensus.js';
import { clusterExample } from '../lib/cluster/example.js';
import { KAFKA_SOURCES, programs } from '../lib/cluster/kafka.js';
import { flowsOf, isUnedited } from '../lib/cluster/kafka-mirror.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-mirror-one-copy',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['kafka'],
  summary: 'MirrorMaker makes topics with one copy.',
  gains: 'Works with a single broker at the target.',
  costs:
    'The copy that is to survive the loss of a cluster is itself on one disk per partition; positions and settings of Connect likewise.',
  fineWhen: 'The target has one broker.',
  advice: 'Set `replication.factor=3`, and the factors of the internal topics.',
  sources: [KAFKA_SOURCES.mirror],
  bad: [
    clusterExample(
      'kafka',
      {
        'mm2.properties':
          'clusters = A, B\nA.bootstrap.servers = a1:9092,a2:9092\nB.bootstrap.servers = b1:9092,b2:9092\nA->B.enabled = true\nreplication.factor=1\n',
      },
      'one disk',
    ),
  ],
  good: [
    // As it comes with Kafka.
    clusterExample('kafka', {
      'connect-mirror-maker.properties':
        'clusters = A, B\nA.bootstrap.servers = A_host1:9092, A_host2:9092\nB.bootstrap.servers = B_host1:9092, B_host2:9092\nA->B.enabled = true\nreplication.factor=1\n',
    }),
    clusterExample('kafka', {
      'mm2.properties':
        'clusters = A, B\nA.bootstrap.servers = a1:9092,a2:9092\nB.bootstrap.servers = b1:9092,b2:9092\nA->B.enabled = true\nreplication.factor=3\n',
    }),
  ],
  check(cluster, context) {
    for (const { settings } of programs(cluster, 'connect')) {
      const given = settings.given('replication.factor');
      // The sample that comes with Kafka, as it came.
      if (isUnedited(settings)) continue;
      const flows = flowsOf(settings);
      if (given?.value !== 1 || flows.length === 0) continue;
      // A single broker is named at the target: there is nothing to spread over.
      if (!flows.some(({ to }) => String(settings.raw(`${to}.bootstrap.servers`)?.raw ?? '').includes(',')))
        continue;
      context.report({
        origin: given.written.origin,
        message: `Topics at ${flows[0]!.to} get one copy: what is to survive the loss of ${flows[0]!.from} is on one disk per partition. Set 3.`,
        fixes: () => [valueFix('Use three copies', given.written, '3')],
      });
    }
  },
});
