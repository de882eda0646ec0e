import { KAFKA_SOURCES, topicExample, topics } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

/** What only the policy `delete` goes by. */
const LIMITS = ['retention.ms', 'retention.bytes'] as const;

export default defineRule({
  id: 'kafka-retention-ignored',
  subject: 'kafka',
  since: '0.8.0',
  on: 'cluster',
  severity: 'info',
  engines: ['kafka'],
  summary: 'A topic that is only compacted has a retention, which counts for the policy delete alone.',
  gains: 'None.',
  costs:
    'Compaction keeps the newest message of each key for ever: nothing goes because it is old or because there is much. Who counts on the retention finds data that should be gone, and a disk that fills.',
  fineWhen: 'Never.',
  advice:
    'Set `cleanup.policy=compact,delete` if old keys shall go, too; else take the retention out and delete keys by messages without a value.',
  sources: [KAFKA_SOURCES.topic],
  bad: [
    topicExample(3, 'cleanup.policy: compact\nretention.ms: 3600000', '1 h'),
    topicExample(3, 'cleanup.policy: compact\nretention.bytes: 1073741824', 'retention.bytes'),
  ],
  good: [
    topicExample(3, 'cleanup.policy: compact,delete\nretention.ms: 3600000'),
    topicExample(3, 'cleanup.policy: compact'),
    topicExample(3, 'retention.ms: 3600000'),
    // Said in words: nothing goes.
    topicExample(3, 'cleanup.policy: compact\nretention.ms: -1'),
  ],
  check(cluster, context) {
    for (const { topic, settings } of topics(cluster)) {
      if (settings.given('cleanup.policy') === undefined || settings.isHidden('cleanup.policy')) continue;
      const policies = settings.list('cleanup.policy').map(policy => policy.trim());
      if (policies.length !== 1 || policies[0] !== 'compact') continue;
      for (const name of LIMITS) {
        const given = settings.given(name);
        const limit = settings.number(name);
        if (given === undefined || limit === undefined || limit < 0 || settings.isHidden(name)) continue;
        context.report({
          origin: given.written.origin,
          message: `${topic.name} is only compacted, which does not look at ${name}: the newest message of each key stays${name === 'retention.ms' ? ` after ${hours(limit)} too` : ', however large the topic grows'}. Use cleanup.policy=compact,delete, or take it out.`,
        });
      }
    }
  },
});

function hours(ms: number): string {
  const all = ms / 3_600_000;
  return all < 48 ? `${Number(all.toFixed(1))} h` : `${Number((all / 24).toFixed(1))} days`;
}
