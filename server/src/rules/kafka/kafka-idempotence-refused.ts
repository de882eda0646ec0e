import { valueFix } from '../lib/cluster/consensus.js';
import { KAFKA_SOURCES, programExample, programs } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-idempotence-refused',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['kafka'],
  summary: 'A producer asks for idempotence and for what rules it out.',
  gains: 'None: the producer does not start.',
  costs:
    'Idempotence, and with it transactions, needs `acks=all`, at least one retry and at most five requests at once. A producer that asks for both throws a `ConfigException`.',
  fineWhen: 'Never.',
  advice:
    'Use `acks=all`, leave `retries` alone, and keep `max.in.flight.requests.per.connection` at 5 or less.',
  sources: [KAFKA_SOURCES.producer, KAFKA_SOURCES.producerCode],
  bad: [
    programExample('producer', 'enable.idempotence=true\nacks=1\n', 'acks'),
    programExample('producer', 'enable.idempotence=true\nmax.in.flight.requests.per.connection=10\n', '10'),
    programExample('producer', 'transactional.id=orders\nretries=0\n', 'retries'),
  ],
  good: [
    programExample('producer', 'enable.idempotence=true\nacks=all\n'),
    programExample('producer', 'acks=1\n'),
  ],
  check(cluster, context) {
    for (const { settings } of programs(cluster, 'producer')) {
      const wish =
        settings.given('enable.idempotence')?.value === true
          ? 'enable.idempotence=true'
          : settings.given('transactional.id') === undefined
            ? undefined
            : 'transactional.id';
      if (wish === undefined) continue;
      const acks = settings.given('acks');
      const flight = settings.given('max.in.flight.requests.per.connection');
      const retries = settings.given('retries');
      const wrong =
        acks?.value === '0' || acks?.value === '1'
          ? { setting: acks, what: `acks=${acks.value}`, good: 'all' }
          : typeof flight?.value === 'number' && flight.value > 5
            ? { setting: flight, what: `${flight.value} requests at once`, good: '5' }
            : retries?.value === 0
              ? { setting: retries, what: 'retries=0', good: '2147483647' }
              : undefined;
      if (wrong === undefined) continue;
      context.report({
        origin: wrong.setting.written.origin,
        message: `The producer does not start: ${wish} needs acks=all, retries, and at most 5 requests at once; this says ${wrong.what}.`,
        fixes: () => [valueFix(`Use ${wrong.good}`, wrong.setting.written, wrong.good)],
      });
    }
  },
});
