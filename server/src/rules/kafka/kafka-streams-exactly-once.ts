import { isAtLeast, printVersion } from '../../cluster/version.js';
import { valueFix } from '../lib/cluster/consensus.js';
import { KAFKA_SOURCES, programExample, programs } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-streams-exactly-once',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['kafka'],
  summary: 'A name for exactly once that this version no longer takes.',
  gains: 'None.',
  costs:
    '`exactly_once` and `exactly_once_beta` were deprecated in 3.0 and removed in 4.0: the application does not start.',
  fineWhen: 'An older version runs.',
  advice: 'Use `exactly_once_v2`; all brokers must be 2.5 or newer.',
  sources: [KAFKA_SOURCES.streams, KAFKA_SOURCES.upgrade],
  bad: [
    programExample(
      'streams',
      '# Kafka 4.0\napplication.id=a\nprocessing.guarantee=exactly_once\n',
      'exactly_once_v2',
    ),
  ],
  good: [
    programExample('streams', 'application.id=a\nprocessing.guarantee=exactly_once_v2\n'),
    programExample('streams', '# Kafka 2.8\napplication.id=a\nprocessing.guarantee=exactly_once\n'),
  ],
  check(cluster, context) {
    for (const { settings } of programs(cluster, 'streams')) {
      const given = settings.given('processing.guarantee');
      const { version } = settings;
      if (
        (given?.value !== 'exactly_once' && given?.value !== 'exactly_once_beta') ||
        version === undefined ||
        !isAtLeast(version, '4.0')
      )
        continue;
      context.report({
        origin: given.written.origin,
        message: `Kafka Streams ${printVersion(version)} does not start with processing.guarantee=${given.value}: it was removed in 4.0. Use exactly_once_v2.`,
        fixes: () => [valueFix('Use exactly_once_v2', given.written, 'exactly_once_v2', true)],
      });
    }
  },
});
