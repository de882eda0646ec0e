import { valueFix } from '../lib/cluster/consensus.js';
import {
  brokers,
  KAFKA_SOURCES,
  kafkaExample,
  onOneMachine,
  topicExample,
  topics,
} from '../lib/cluster/kafka.js';
import { lineAfter } from '../lib/cluster/lines.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-leader-alone',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['kafka'],
  summary: '`acks=all` may be answered by the leader alone.',
  gains: 'Writes go on while a single copy is left.',
  costs:
    '`acks=all` waits for the copies that are in sync at the moment. Followers that lag or are gone leave that set, and with `min.insync.replicas=1` the leader may be all of it: a message is acknowledged, the leader is lost, and another copy leads without it, or none may.',
  fineWhen: 'Going on is worth more than the last messages.',
  advice:
    'With three copies set `min.insync.replicas=2`: one broker may be away, and two have every acknowledged message.',
  sources: [KAFKA_SOURCES.topic, KAFKA_SOURCES.replication],
  bad: [
    topicExample(3, 'min.insync.replicas: 1', 'orders'),
    kafkaExample(
      3,
      [
        'default.replication.factor=3\nmin.insync.replicas=1\n',
        'default.replication.factor=3\n',
        'default.replication.factor=3\n',
      ],
      '3 copies',
    ),
    kafkaExample(
      3,
      ['default.replication.factor=3\n', 'default.replication.factor=3\n', 'default.replication.factor=3\n'],
      'default',
    ),
  ],
  good: [
    topicExample(3, 'min.insync.replicas: 2'),
    topicExample(1, 'min.insync.replicas: 1'),
    kafkaExample(3, 'default.replication.factor=3\nmin.insync.replicas=2\n'),
    topicExample(3, ''),
  ],
  check(cluster, context) {
    for (const { topic, settings, copies } of topics(cluster)) {
      const own = settings.given('min.insync.replicas');
      if (own?.effective !== 1 || copies === undefined || copies < 2) continue;
      context.report({
        origin: own.written.origin,
        ...(onOneMachine(cluster) ? { severity: 'info' as const } : {}),
        message: `${topic.name} has ${copies} copies, and min.insync.replicas=1 lets the leader alone acknowledge: when it is lost then, so are the messages. ${copies > 2 ? 'Set 2: one broker may be away still.' : 'With three copies 2 would do.'}`,
        ...(copies > 2 ? { fixes: () => [valueFix('Ask for two copies', own.written, '2')] } : {}),
      });
    }
    const [first] = brokers(cluster);
    if (first === undefined || first.settings.isHidden('min.insync.replicas')) return;
    const copies = first.settings.given('default.replication.factor');
    const least = first.settings.given('min.insync.replicas');
    const place = least ?? copies;
    if (typeof copies?.effective !== 'number' || copies.effective < 3 || place === undefined) return;
    if (first.settings.number('min.insync.replicas') !== 1) return;
    // Nobody wrote it, and on one machine it is a trial.
    if (least === undefined && onOneMachine(cluster)) return;
    // Told for each topic: the default is not what counts.
    const all = topics(cluster);
    if (all.length > 0 && all.every(({ settings }) => settings.given('min.insync.replicas') !== undefined))
      return;
    context.report({
      origin: place.written.origin,
      severity: least === undefined || onOneMachine(cluster) ? 'info' : 'warning',
      message: `Topics get ${copies.effective} copies, and min.insync.replicas is 1${least === undefined ? ', the default' : ''}: acks=all may be answered by a leader whose followers are gone, and what it took is lost with it. Set it to 2.`,
      fixes: () => {
        if (least !== undefined) return [valueFix('Ask for two copies', least.written, '2')];
        const edit = lineAfter(copies.written, 'min.insync.replicas=2');
        return edit === undefined || !copies.written.keyOrigin.unit.uri.endsWith('.properties')
          ? []
          : [{ title: 'Ask for two copies', edits: [edit], safe: false }];
      },
    });
  },
});
