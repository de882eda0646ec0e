import { brokers, copiesPlace, KAFKA_SOURCES, topicExample, topics } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-more-copies-than-brokers',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['kafka'],
  summary: 'A topic asks for more copies than there are brokers.',
  gains: 'None.',
  costs: 'Making a topic with more copies than brokers that are alive fails (`INVALID_REPLICATION_FACTOR`).',
  fineWhen: 'More brokers come before the topic is made.',
  advice: 'Use as many copies as there are brokers at most; three brokers are the least for three copies.',
  sources: [KAFKA_SOURCES.topic, KAFKA_SOURCES.broker],
  bad: [topicExample(4, '', '3 brokers', '')],
  good: [topicExample(3, '', undefined, ''), topicExample(4, '')],
  check(cluster, context) {
    const count = cluster.members.filter(({ role }) => role === 'data').length;
    if (
      cluster.open ||
      count === 0 ||
      brokers(cluster).length === 0 ||
      cluster.members.some(({ configured }) => !configured)
    )
      return;
    for (const each of topics(cluster)) {
      if (
        each.copies === undefined ||
        each.copies <= count ||
        each.settings.given('replication.factor') === undefined
      )
        continue;
      context.report({
        origin: copiesPlace(each),
        message: `${each.topic.name} asks for ${each.copies} copies and there ${count === 1 ? 'is 1 broker' : `are ${count} brokers`}: the topic is not made. Use ${count}, or add brokers.`,
      });
    }
  },
});
