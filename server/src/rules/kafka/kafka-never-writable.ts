import { isOlder } from '../../cluster/version.js';
import type { Origin } from '../../sql/reading.js';
import { clusterExample } from '../lib/cluster/example.js';
import {
  brokers,
  copiesPlace,
  KAFKA_SOURCES,
  kafkaExample,
  topicExample,
  topics,
} from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

/** A topic of one copy that a script makes, on brokers that ask for two. */
const made = (create: string, more = ''): Record<string, string> => ({
  'server.properties': 'broker.id=1\nzookeeper.connect=zoo:2181\nmin.insync.replicas=2\n',
  'topics.sh': `${create} --topic orders --replication-factor 1 --partitions 3\n${more}`,
});

export default defineRule({
  id: 'kafka-never-writable',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['kafka'],
  summary: 'More copies must be in sync than there are.',
  gains: 'None.',
  costs:
    'Brokers since 3.7 take the smaller of `min.insync.replicas` and the number of copies. Of one copy a write stands on one disk, whatever is asked for; of more, `acks=all` is refused (`NOT_ENOUGH_REPLICAS`) as soon as one of them is away. Brokers before 3.7 take the number as it is and refuse every write with `acks=all`, which is reported as an error where such a version is known; with other `acks` the setting does nothing.',
  fineWhen: 'One broker is all that a test needs, and the setting came with a config for more.',
  advice: 'Give the topic more copies, or ask for fewer.',
  sources: [KAFKA_SOURCES.topic, KAFKA_SOURCES.effective],
  bad: [
    topicExample(1, 'min.insync.replicas: 2', 'take 1'),
    topicExample(2, 'min.insync.replicas: 3', 'either copy is away'),
    topicExample(1, '', 'take 1', 'min.insync.replicas=2\n'),
    topicExample(1, '', 'before 3.7', '# Kafka 3.6\nmin.insync.replicas=2\n'),
    clusterExample('kafka', made('kafka-topics.sh --zookeeper zoo:2181 --create'), 'before 3.7'),
    kafkaExample(3, ['default.replication.factor=1\nmin.insync.replicas=2\n'], 'default.replication.factor'),
  ],
  good: [
    topicExample(3, 'min.insync.replicas: 2'),
    // Notes of somebody who tries it out.
    clusterExample(
      'kafka',
      made(
        'kafka-topics.sh --bootstrap-server k1:9092 --create',
        'kafka-console-producer.sh --topic orders\n',
      ),
    ),
    kafkaExample(3, 'default.replication.factor=3\nmin.insync.replicas=2\n'),
  ],
  check(cluster, context) {
    // Before KAFKA-15583 the number was taken as it is.
    const refused = isOlder(cluster.versions.kafka?.version, '3.7');
    const severity = refused ? 'error' : 'info';
    for (const each of topics(cluster)) {
      const { topic, copies, least } = each;
      if (copies === undefined || copies < 1 || least === undefined || least <= copies) continue;
      // Producers of that time wait for the leader alone where nothing is set.
      const isOld = !refused && isByZookeeper(topic.origin);
      context.report({
        origin: copiesPlace(each),
        severity: isOld ? 'warning' : severity,
        message: `${topic.name} has ${counted(copies)} and asks for ${least} in sync: ${isOld ? 'brokers before 3.7 refuse every write with acks=all.' : whatHappens(copies, refused)} Give it ${Math.max(3, least + 1)} copies.`,
        ...(each.place === undefined
          ? {}
          : { related: [{ origin: each.place, message: `min.insync.replicas is ${least} here.` }] }),
      });
    }
    const settings = brokers(cluster)[0]?.settings;
    const copies = settings?.given('default.replication.factor');
    const least = settings?.given('min.insync.replicas');
    if (
      typeof copies?.effective !== 'number' ||
      typeof least?.effective !== 'number' ||
      copies.effective < 1 ||
      least.effective <= copies.effective
    )
      return;
    context.report({
      origin: copies.written.origin,
      severity,
      message: `Topics made without a number get ${counted(copies.effective)} (default.replication.factor) and ask for ${least.effective} in sync: ${whatHappens(copies.effective, refused)} Raise it to ${Math.max(3, least.effective + 1)}.`,
    });
  },
});

/** True where a command speaks to ZooKeeper, which the tools took until 3.0. */
function isByZookeeper({ unit, span }: Origin): boolean {
  const { text } = unit.piece;
  const end = text.indexOf('\n', span.start);
  const line = text.slice(text.lastIndexOf('\n', span.start) + 1, end === -1 ? undefined : end);
  return /[ \t]--zookeeper[ \t=]/.test(line);
}

function counted(copies: number): string {
  return `${copies} cop${copies === 1 ? 'y' : 'ies'}`;
}

function whatHappens(copies: number, refused: boolean): string {
  if (refused) return 'brokers before 3.7 refuse every write with acks=all, the default.';
  const then =
    copies === 1
      ? 'an acknowledged write stands on one disk'
      : `writes with acks=all are refused while ${copies === 2 ? 'either' : 'any'} copy is away`;
  return `brokers since 3.7 take ${copies} for it, and ${then}.`;
}
