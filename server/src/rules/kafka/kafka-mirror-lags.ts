import { duration } from '../lib/cluster/consensus.js';
import { clusterExample } from '../lib/cluster/example.js';
import { KAFKA_SOURCES, programs } from '../lib/cluster/kafka.js';
import { flowsOf, isUnedited } from '../lib/cluster/kafka-mirror.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-mirror-lags',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'hint',
  engines: ['kafka'],
  summary: 'A copy by MirrorMaker is behind what producers were told.',
  gains: 'The clusters do not wait for each other.',
  costs:
    'MirrorMaker is a consumer and a producer: what it has not copied when the source is lost is missing at the target, as much as it lagged. Positions of consumers are translated at intervals, so that they begin again a little earlier.',
  fineWhen: 'The loss of the last messages is accepted, or they can be sent again.',
  advice: 'Watch its lag as what can be lost; for none use one cluster stretched over three places.',
  sources: [KAFKA_SOURCES.mirror],
  bad: [
    clusterExample(
      'kafka',
      {
        'mm2.properties':
          'clusters = A, B\nA.bootstrap.servers = a1:9092\nB.bootstrap.servers = b1:9092\nA->B.enabled = true\nA->B.topics = .*\n',
      },
      'A',
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
        'clusters = A, B\nA.bootstrap.servers = a1:9092\nB.bootstrap.servers = b1:9092\nA->B.enabled = false\n',
    }),
  ],
  check(cluster, context) {
    for (const { settings } of programs(cluster, 'connect')) {
      // The sample that comes with Kafka, as it came.
      if (isUnedited(settings)) continue;
      const flows = flowsOf(settings);
      const [first] = flows;
      if (first === undefined) continue;
      context.report({
        origin: first.written.keyOrigin,
        message: `${flows
          .map(({ from, to }) => `${from} to ${to}`)
          .slice(0, 3)
          .join(
            ' and ',
          )}: copied after producers were told of success. When ${first.from} is lost, what MirrorMaker had not read is missing at ${first.to}; positions are up to ${duration(settings.number('emit.checkpoints.interval.seconds') ?? 60_000)} old.`,
      });
    }
  },
});
