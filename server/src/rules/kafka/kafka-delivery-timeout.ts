import { valueFix } from '../lib/cluster/consensus.js';
import { KAFKA_SOURCES, programExample, programs } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-delivery-timeout',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['kafka'],
  summary: 'A producer gives up before a request may have failed.',
  gains: 'None: the producer does not start.',
  costs:
    '`delivery.timeout.ms` must be at least `linger.ms` + `request.timeout.ms`; the producer throws a `ConfigException` otherwise.',
  fineWhen: 'Never.',
  advice: 'Raise `delivery.timeout.ms`, or lower `request.timeout.ms`.',
  sources: [KAFKA_SOURCES.producer, KAFKA_SOURCES.producerCode],
  bad: [
    programExample('producer', 'delivery.timeout.ms=20000\n', '30000'),
    programExample('producer', 'delivery.timeout.ms=30000\nlinger.ms=100\n', '30100'),
  ],
  good: [
    programExample('producer', 'delivery.timeout.ms=20000\nrequest.timeout.ms=5000\n'),
    programExample('producer', 'linger.ms=100\n'),
  ],
  check(cluster, context) {
    for (const { settings } of programs(cluster, 'producer')) {
      const delivery = settings.given('delivery.timeout.ms');
      if (settings.isHidden('linger.ms') || settings.isHidden('request.timeout.ms')) continue;
      // The default of linger.ms depends on the version.
      const linger = settings.given('linger.ms') === undefined ? 0 : settings.number('linger.ms');
      const request = settings.number('request.timeout.ms');
      if (
        typeof delivery?.value !== 'number' ||
        linger === undefined ||
        request === undefined ||
        delivery.value >= linger + request
      )
        continue;
      context.report({
        origin: delivery.written.origin,
        message: `The producer does not start: delivery.timeout.ms is ${delivery.value} and must be at least linger.ms + request.timeout.ms, ${linger} + ${request} = ${linger + request} ms.`,
        fixes: () => [
          valueFix(
            'Use the default of two minutes',
            delivery.written,
            String(Math.max(120_000, linger + request)),
          ),
        ],
      });
    }
  },
});
