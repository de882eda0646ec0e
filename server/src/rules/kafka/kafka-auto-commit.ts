import { duration } from '../lib/cluster/consensus.js';
import { KAFKA_SOURCES, programExample, programs } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-auto-commit',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'hint',
  engines: ['kafka'],
  summary: 'Positions are committed by time, not by work done.',
  gains: 'No code for it.',
  costs:
    'Each poll commits what earlier polls returned, every `auto.commit.interval.ms`. A crash does up to that time of messages again; where work goes on in other threads after the next poll, a crash skips what was committed and not done.',
  fineWhen: 'Work is done before the next poll, and doing it twice is harmless.',
  advice:
    'Set `enable.auto.commit=false` and commit after the work, or keep the position with the result in one transaction.',
  sources: [KAFKA_SOURCES.consumer],
  bad: [programExample('consumer', 'group.id=a\nenable.auto.commit=true\n', '5 s')],
  good: [
    programExample('consumer', 'group.id=a\nenable.auto.commit=false\n'),
    programExample('consumer', 'group.id=a\n'),
  ],
  check(cluster, context) {
    for (const { settings } of programs(cluster, 'consumer')) {
      const given = settings.given('enable.auto.commit');
      if (given?.value !== true) continue;
      const interval = settings.number('auto.commit.interval.ms') ?? 5000;
      context.report({
        origin: given.written.origin,
        message: `Positions are committed by time (every ${duration(interval)}, at a poll), and not when work is done: a crash does up to that much again, and skips what was handed to other threads and not finished. Commit after the work where either matters.`,
        tradeOff: () => ({
          gains: ['No code for commits; one request every interval.'],
          costs: [
            'After a crash up to one interval of messages is worked on again.',
            'What is handed to other threads and committed before they finish is skipped.',
          ],
          advice: ['Commit after the work, or make the work harmless to repeat.'],
          numbers: [
            { label: 'worked on again, at most', value: duration(interval), from: 'auto.commit.interval.ms' },
          ],
        }),
      });
    }
  },
});
