import { valueFix } from '../lib/cluster/consensus.js';
import { isMany, KAFKA_SOURCES, programExample, programs } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-streams-copies',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['kafka'],
  summary: 'The topics that an application makes for itself have one copy.',
  gains: 'Less disk.',
  costs:
    'State that is kept in changelog topics, and data between steps, is gone with one broker’s disk, whatever the other topics have.',
  fineWhen: 'One broker, or state that is read from the input again.',
  advice: 'Leave `replication.factor` at -1, the brokers’ default, or set 3.',
  sources: [KAFKA_SOURCES.streams],
  bad: [programExample('streams', 'application.id=a\nreplication.factor=1\n', 'changelog')],
  good: [
    programExample('streams', 'application.id=a\nreplication.factor=3\n'),
    programExample('streams', 'application.id=a\n'),
  ],
  check(cluster, context) {
    if (!isMany(cluster)) return;
    for (const { settings } of programs(cluster, 'streams')) {
      const given = settings.given('replication.factor');
      if (given?.value !== 1) continue;
      context.report({
        origin: given.written.origin,
        message:
          'The application’s own topics get one copy: with one broker’s disk the changelog of its state and the data between its steps are gone. Set -1 for the brokers’ default, or 3.',
        fixes: () => [valueFix('Use three copies', given.written, '3')],
      });
    }
  },
});
