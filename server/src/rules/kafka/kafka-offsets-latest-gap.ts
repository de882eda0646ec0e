import type { Written } from '../../cluster/settings.js';
import { valueFix } from '../lib/cluster/consensus.js';
import { KAFKA_SOURCES, programExample, programs } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

/** A comment beside it speaks of where to begin: it was weighed. */
function isExplained({ origin: { unit, span } }: Written): boolean {
  const { text } = unit.piece;
  const around = text
    .slice(0, span.start)
    .split('\n')
    .slice(-4)
    .concat(text.slice(span.end).split('\n').slice(0, 6));
  return around.some(line => /(?:#|\/\/).*\b(?:latest|earliest)\b/i.test(line));
}

export default defineRule({
  id: 'kafka-offsets-latest-gap',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'hint',
  engines: ['kafka'],
  summary: 'A consumer without a position skips what came before.',
  gains: 'A new group does not read all of the past.',
  costs:
    'With `auto.offset.reset=latest`, the default, a group whose position is missing (new, expired after a week without members, or partitions that were added) begins at the end: messages that came before are never worked on.',
  fineWhen: 'Only new messages count.',
  advice:
    'Use `earliest` where each message has to be worked on, and make repeating harmless; or `none`, and handle the error.',
  sources: [KAFKA_SOURCES.consumer],
  bad: [
    programExample('consumer', 'group.id=a\nenable.auto.commit=false\nauto.offset.reset=latest\n', 'skip'),
  ],
  good: [
    programExample('consumer', 'group.id=a\nauto.offset.reset=earliest\n'),
    programExample('consumer', 'group.id=a\nauto.offset.reset=latest\n'),
    programExample(
      'consumer',
      'group.id=a\nenable.auto.commit=false\n# Only what is new counts for prices: latest, not earliest.\nauto.offset.reset=latest\n',
    ),
  ],
  check(cluster, context) {
    for (const { settings } of programs(cluster, 'consumer')) {
      const given = settings.given('auto.offset.reset');
      // Who commits by hand cares for each message.
      if (given?.value !== 'latest' || settings.given('enable.auto.commit')?.value !== false) continue;
      if (isExplained(given.written)) continue;
      context.report({
        origin: given.written.origin,
        message:
          'Positions are committed by hand, and a group without one begins at the end: messages that came into a new partition before the group noticed it, or after its position expired, are skipped. Use earliest, or none and handle the error, where each message counts.',
        fixes: () => [valueFix('Begin at the beginning', given.written, 'earliest')],
      });
    }
  },
});
