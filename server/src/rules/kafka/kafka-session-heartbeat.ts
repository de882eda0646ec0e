import { KAFKA_SOURCES, programExample, programs } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-session-heartbeat',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['kafka'],
  summary: 'A consumer’s heartbeats are too rare for its session.',
  gains: 'Fewer heartbeats.',
  costs:
    'After `session.timeout.ms` without a heartbeat the group takes the member for dead and shares its partitions out anew, which stops the group. A third of the timeout lets two heartbeats be lost; at the timeout or above the consumer does not start.',
  fineWhen: 'The network never loses or delays anything.',
  advice: 'Keep `heartbeat.interval.ms` at a third of `session.timeout.ms` or less.',
  sources: [KAFKA_SOURCES.consumer],
  bad: [
    programExample(
      'consumer',
      'group.id=a\nsession.timeout.ms=6000\nheartbeat.interval.ms=6000\n',
      'not start',
    ),
    programExample('consumer', 'group.id=a\nsession.timeout.ms=6000\n', '2 heartbeats'),
  ],
  good: [
    programExample('consumer', 'group.id=a\nsession.timeout.ms=9000\n'),
    programExample('consumer', 'group.id=a\n'),
  ],
  check(cluster, context) {
    for (const { settings } of programs(cluster, 'consumer')) {
      // The new protocol takes both from the broker.
      if (settings.text('group.protocol') !== 'classic') continue;
      const session = settings.number('session.timeout.ms');
      const heartbeat = settings.number('heartbeat.interval.ms');
      const given = settings.given('heartbeat.interval.ms') ?? settings.given('session.timeout.ms');
      if (
        session === undefined ||
        heartbeat === undefined ||
        given === undefined ||
        heartbeat * 3 <= session ||
        heartbeat <= 0
      )
        continue;
      context.report({
        origin: given.written.origin,
        severity: heartbeat >= session ? 'error' : 'warning',
        message:
          heartbeat >= session
            ? `The consumer does not start: heartbeat.interval.ms (${heartbeat}) must be below session.timeout.ms (${session}).`
            : `A member is taken for dead after ${Number((session / heartbeat).toFixed(1))} heartbeats (${session} ms at ${heartbeat} ms): one that is late stops the group for a new assignment. Keep it at a third or less.`,
      });
    }
  },
});
