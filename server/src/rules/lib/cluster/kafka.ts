import type { Client, Cluster, Member, Resource } from '../../../cluster/model.js';
import type { ParameterTable } from '../../../cluster/parameter.js';
import type { Settings } from '../../../cluster/settings.js';
import {
  CONNECT_PARAMETERS,
  CONSUMER_PARAMETERS,
  PRODUCER_PARAMETERS,
  STREAMS_PARAMETERS,
} from '../../../cluster/systems/kafka/parameters.js';
import type { Origin } from '../../../sql/reading.js';
import type { Example } from '../../rule.js';
import { shown } from './consensus.js';
import { clusterExample } from './example.js';

const DOCS = 'https://kafka.apache.org/documentation/';

/** True where all nodes are services of one compose file: on one machine, for development more often than not. */
export function inOneCompose({ members }: Cluster): boolean {
  const files = new Set(members.map(({ origin }) => origin.unit.uri));
  return files.size === 1 && [...files].every(uri => /\bcompose[^/]*\.ya?ml$/i.test(uri));
}

/** True where all brokers run beside each other: by one compose file, or with a ZooKeeper or voters on `localhost`. */
export function onOneMachine(cluster: Cluster): boolean {
  if (inOneCompose(cluster)) return true;
  const all = brokers(cluster);
  const composes = new Set(all.map(({ settings }) => settings.raw('container.compose')?.raw));
  if (all.length > 1 && composes.size === 1 && !composes.has(undefined)) return true;
  return (
    all.length > 1 &&
    all.every(({ settings }) => {
      // What `localhost` means to the clients of all of them is one machine.
      if (settings.list('advertised.listeners').some(each => /:\/\/(?:localhost|127\.)/i.test(each)))
        return true;
      const peers = [
        'zookeeper.connect',
        'controller.quorum.voters',
        'controller.quorum.bootstrap.servers',
      ].flatMap(name => settings.list(name));
      return (
        peers.length > 0 && peers.every(each => /^(?:\d+@)?(?:localhost|127\.|\[?::1)/.test(each.trim()))
      );
    })
  );
}

export const KAFKA_SOURCES = {
  broker: { title: 'Kafka: broker settings', url: `${DOCS}#brokerconfigs` },
  topic: { title: 'Kafka: topic settings', url: `${DOCS}#topicconfigs` },
  producer: { title: 'Kafka: producer settings', url: `${DOCS}#producerconfigs` },
  consumer: { title: 'Kafka: consumer settings', url: `${DOCS}#consumerconfigs` },
  streams: { title: 'Kafka: Streams settings', url: `${DOCS}#streamsconfigs` },
  replication: { title: 'Kafka: replication', url: `${DOCS}#replication` },
  kraft: { title: 'Kafka: KRaft', url: 'https://kafka.apache.org/41/operations/kraft' },
  elr: {
    title: 'Kafka: eligible leader replicas',
    url: 'https://kafka.apache.org/42/operations/eligible-leader-replicas',
  },
  upgrade: { title: 'Kafka: upgrading to 4.0', url: 'https://kafka.apache.org/40/getting-started/upgrade' },
  mirror: {
    title: 'Kafka: replication between clusters',
    url: 'https://kafka.apache.org/41/operations/geo-replication-cross-cluster-data-mirroring',
  },
  configs: {
    title: 'Kafka: how replication settings are defined',
    url: 'https://github.com/apache/kafka/blob/trunk/server/src/main/java/org/apache/kafka/server/config/ReplicationConfigs.java',
  },
  effective: {
    title: 'Kafka: the number of copies that must be in sync is cut to those that there are (KAFKA-15583)',
    url: 'https://github.com/apache/kafka/pull/14594',
  },
  strimziStorage: {
    title: 'Strimzi: how storage is configured',
    url: 'https://strimzi.io/docs/operators/latest/deploying.html#assembly-storage-str',
  },
  producerCode: {
    title: 'Kafka: how a producer checks its settings',
    url: 'https://github.com/apache/kafka/blob/trunk/clients/src/main/java/org/apache/kafka/clients/producer/ProducerConfig.java',
  },
} as const;

const ROLES = {
  producer: PRODUCER_PARAMETERS,
  consumer: CONSUMER_PARAMETERS,
  streams: STREAMS_PARAMETERS,
  connect: CONNECT_PARAMETERS,
} as const;

/** Programs of one kind, with their settings. */
export function programs(
  cluster: Cluster,
  role: keyof typeof ROLES,
): { readonly client: Client; readonly settings: Settings }[] {
  const table: ParameterTable = ROLES[role];
  return cluster.clients.flatMap(client => {
    const settings = client.settings.kafka;
    return settings?.table === table ? [{ client, settings }] : [];
  });
}

/** Members that hold partitions. */
export function brokers(cluster: Cluster): { readonly member: Member; readonly settings: Settings }[] {
  return shown(cluster).filter(({ member }) => member.role === 'data');
}

/** Several brokers, as far as the files tell: what a single one loses is no surprise. */
export function isMany(cluster: Cluster): boolean {
  return (
    cluster.members.filter(({ role }) => role === 'data').length > 1 ||
    cluster.resources.some(({ copies }) => (copies?.[''] ?? 0) > 1) ||
    (brokers(cluster)[0]?.settings.number('default.replication.factor') ?? 1) > 1
  );
}

export interface Topic {
  readonly topic: Resource;
  readonly settings: Settings;
  readonly copies: number | undefined;
  /** `min.insync.replicas` that holds for it; undefined where it cannot be told. */
  readonly least: number | undefined;
  /** Where that stands; undefined where it is the default. */
  readonly place: Origin | undefined;
}

/** True in notes that make a topic and then write and read messages by hand: it is there to be tried out. */
function isWalkThrough({ unit: { uri, piece } }: Origin): boolean {
  return (
    !/\.(?:ya?ml|tf|json|properties)$/i.test(uri) &&
    // Messages by hand, or what the tools printed.
    /\bkafka-console-(?:producer|consumer)\b|^Topic:[^\n]*\bPartitionCount:/m.test(piece.text)
  );
}

export function topics(cluster: Cluster): Topic[] {
  const broker = brokers(cluster)[0]?.settings;
  return cluster.resources.flatMap((topic): Topic[] => {
    const settings = topic.settings.kafka;
    if (topic.kind !== 'topic' || settings === undefined || isWalkThrough(topic.origin)) return [];
    const own = settings.given('min.insync.replicas');
    const of = own !== undefined ? settings : broker;
    const hidden = of === undefined || of.isHidden('min.insync.replicas');
    return [
      {
        topic,
        settings,
        copies: topic.copies?.[''],
        least: hidden ? undefined : of.number('min.insync.replicas'),
        place: of?.given('min.insync.replicas')?.written.origin,
      },
    ];
  });
}

/** Where a topic's number of copies stands, else the topic. */
export function copiesPlace({ settings, topic }: Topic): Origin {
  return settings.given('replication.factor')?.written.origin ?? topic.origin;
}

/** Nodes that are broker and controller, a folder each, with `more` lines of their own. */
export function kafkaFiles(
  count: number,
  more: string | readonly string[] = '',
  roles = 'broker,controller',
): Record<string, string> {
  const voters = Array.from({ length: count }, (_, i) => `${i + 1}@kafka${i + 1}:9093`).join(',');
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `n${i + 1}/server.properties`,
      `process.roles=${roles}
node.id=${i + 1}
controller.quorum.voters=${voters}
listeners=SSL://kafka${i + 1}:9092,CONTROLLER://kafka${i + 1}:9093
log.dirs=/var/lib/kafka
${typeof more === 'string' ? more : (more[i] ?? '')}`,
    ]),
  );
}

export function kafkaExample(count: number, more?: string | readonly string[], says?: string): Example {
  return clusterExample('kafka', kafkaFiles(count, more), says);
}

/** A topic of Strimzi, beside three brokers where `more` is given. */
export function topicExample(copies: number, config: string, says?: string, more?: string): Example {
  const lines =
    config === ''
      ? ''
      : `  config:\n${config
          .split('\n')
          .map(line => `    ${line}\n`)
          .join('')}`;
  const text = `apiVersion: kafka.strimzi.io/v1beta2\nkind: KafkaTopic\nmetadata:\n  name: orders\nspec:\n  partitions: 12\n  replicas: ${copies}\n${lines}`;
  return clusterExample(
    'kafka',
    { ...(more === undefined ? {} : kafkaFiles(3, more)), 'topic.yaml': text },
    says,
  );
}

/** The properties of one program. */
export function programExample(
  role: 'producer' | 'consumer' | 'streams' | 'connect',
  text: string,
  says?: string,
): Example {
  return clusterExample(
    'kafka',
    { [`${role}.properties`]: `bootstrap.servers=kafka1:9092,kafka2:9092,kafka3:9092\n${text}` },
    says,
  );
}
