import type { Written } from '../../cluster/settings.js';
import { switchFix } from '../lib/cluster/consensus.js';
import { KAFKA_SOURCES, programExample, programs } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

/** A comment above it says why. */
function isExplained({ origin: { unit, span } }: Written): boolean {
  const above = unit.piece.text.slice(0, span.start).split('\n').slice(-5, -1);
  return above.some(line => /^\s*(?:#|\/\/).*\bidempot/i.test(line));
}

export default defineRule({
  id: 'kafka-reordering',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['kafka'],
  summary: 'A message that is sent again may come after later ones.',
  gains: 'More requests at once over one connection.',
  costs:
    'Without idempotence a batch that fails is sent again behind those that went out meanwhile: messages of one key change their order. It may also be stored twice, where only the answer was lost.',
  fineWhen: 'Order and doubles do not matter.',
  advice: 'Leave `enable.idempotence` on; it keeps the order with up to five requests at once.',
  sources: [KAFKA_SOURCES.producer],
  bad: [programExample('producer', 'enable.idempotence=false\n', 'order')],
  good: [
    programExample('producer', 'enable.idempotence=false\nmax.in.flight.requests.per.connection=1\n'),
    programExample('producer', 'enable.idempotence=true\n'),
    programExample('producer', 'enable.idempotence=false\nretries=0\n'),
    programExample(
      'producer',
      '# The cluster grants no idempotent writes to this user.\nenable.idempotence=false\n',
    ),
  ],
  check(cluster, context) {
    for (const { settings } of programs(cluster, 'producer')) {
      const given = settings.given('enable.idempotence');
      if (given?.value !== false || settings.isHidden('max.in.flight.requests.per.connection')) continue;
      if (isExplained(given.written)) continue;
      const flight = settings.number('max.in.flight.requests.per.connection') ?? 5;
      // Nothing is sent again, or nobody waits: that is another matter.
      if (flight <= 1 || settings.number('retries') === 0 || settings.text('acks') === '0') continue;
      const { acks, fixable } = { acks: settings.text('acks'), fixable: flight <= 5 };
      context.report({
        origin: given.written.origin,
        message: `Up to ${flight} requests are on the way at once without idempotence: one that fails is sent again after later ones, so messages of a key change their order, and may be stored twice. Leave enable.idempotence on.`,
        fixes: () =>
          fixable && acks !== '1' ? switchFix('Make the producer idempotent', given.written, 'true') : [],
      });
    }
  },
});
