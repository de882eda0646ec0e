import type { Setting, Written } from '../../cluster/settings.js';
import { switchFix } from '../lib/cluster/consensus.js';
import { brokers, isMany, KAFKA_SOURCES, kafkaExample, topicExample, topics } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-unclean-election',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['kafka'],
  summary: 'A copy that is not in sync may lead.',
  gains: 'A partition goes on when all copies in sync are gone.',
  costs:
    'The new leader has not all that was acknowledged, also with `acks=all`; when the old copies are back they truncate theirs to match it. Consumers may have read what no longer exists.',
  fineWhen: 'Going on is worth more than the messages: metrics, caches.',
  advice:
    'Leave `unclean.leader.election.enable=false`, and switch it on for one topic by hand when its copies in sync are lost for good.',
  sources: [KAFKA_SOURCES.broker, KAFKA_SOURCES.configs],
  bad: [
    kafkaExample(3, ['unclean.leader.election.enable=true\n'], 'truncate'),
    topicExample(3, 'unclean.leader.election.enable: true', 'orders'),
  ],
  good: [
    kafkaExample(3, 'unclean.leader.election.enable=false\n'),
    kafkaExample(3),
    kafkaExample(1, 'unclean.leader.election.enable=true\n'),
    topicExample(3, 'unclean.leader.election.enable: false'),
  ],
  check(cluster, context) {
    const say = (setting: (Setting & { readonly written: Written }) | undefined, whose: string) => {
      if (setting?.effective !== true) return;
      context.report({
        origin: setting.written.origin,
        message: `When no copy ${whose} is in sync a stale one leads, and the others truncate what they have and it has not: messages acknowledged with acks=all are lost. Without it the partition waits for a copy in sync.`,
        fixes: () => switchFix('Wait for a copy in sync', setting.written, 'false'),
      });
    };
    // A single broker has no other copies to choose from.
    if (isMany(cluster))
      say(brokers(cluster)[0]?.settings.given('unclean.leader.election.enable'), 'of a partition');
    for (const { topic, settings } of topics(cluster))
      if ((topic.copies?.[''] ?? 2) > 1)
        say(settings.given('unclean.leader.election.enable'), `of ${topic.name}`);
  },
});
