import {
  brokers,
  copiesPlace,
  KAFKA_SOURCES,
  type Topic,
  topicExample,
  topics,
} from '../lib/cluster/kafka.js';
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
    const wanting = topics(cluster).filter(
      ({ copies, settings }) => (copies ?? 0) > count && settings.given('replication.factor') !== undefined,
    );
    const fileOf = (each: Topic): string => copiesPlace(each).unit.uri;
    for (const file of new Set(wanting.map(fileOf))) {
      // A script makes many alike: the first says it for all.
      const [first, ...others] = wanting.filter(each => fileOf(each) === file);
      if (first === undefined) continue;
      context.report({
        origin: copiesPlace(first),
        message: `${first.topic.name} asks for ${first.copies} copies and there ${count === 1 ? 'is 1 broker' : `are ${count} brokers`}: the topic is not made${others.length === 0 ? '' : `, nor ${others.length === 1 ? 'is 1 more' : `are ${others.length} more`} of this file`}. Use ${count}, or add brokers.`,
        related: others
          .slice(0, 10)
          .map(each => ({ origin: copiesPlace(each), message: `${each.topic.name}.` })),
      });
    }
  },
});
