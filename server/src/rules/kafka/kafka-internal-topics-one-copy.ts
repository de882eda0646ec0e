import type { Cluster } from '../../cluster/model.js';
import type { Settings } from '../../cluster/settings.js';
import { clusterExample } from '../lib/cluster/example.js';
import { brokers, isMany, KAFKA_SOURCES, kafkaExample, onOneMachine } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-internal-topics-one-copy',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['kafka'],
  summary: 'Kafka’s own topics have one copy in a cluster of several brokers.',
  gains: 'Works with a single broker, as the sample files have it.',
  costs:
    'The positions of all consumers, or the state of all transactions, are on one broker: while it is away groups whose partition of `__consumer_offsets` it holds cannot go on, and transactions fail; with its disk positions are lost, and consumers begin at `auto.offset.reset`.',
  fineWhen: 'One broker.',
  advice:
    'Set `offsets.topic.replication.factor=3`, `transaction.state.log.replication.factor=3` and `transaction.state.log.min.isr=2` before the first start; later only a reassignment adds copies.',
  sources: [KAFKA_SOURCES.broker],
  bad: [
    kafkaExample(3, 'offsets.topic.replication.factor=1\n', 'positions'),
    kafkaExample(
      3,
      'offsets.topic.replication.factor=1\ntransaction.state.log.replication.factor=1\n',
      'transactions',
    ),
    // Three copies need three brokers.
    kafkaExample(2, 'offsets.topic.replication.factor=1\n', 'Set 2, or 3 with a third broker'),
    kafkaExample(3, 'offsets.topic.replication.factor=1\n', 'Set 3 before'),
    // The file of one of three.
    clusterExample(
      'kafka',
      {
        'server.properties':
          'process.roles=broker,controller\nnode.id=1\ncontroller.quorum.voters=1@k1:9093,2@k2:9093,3@k3:9093\nlisteners=SSL://k1:9092,CONTROLLER://k1:9093\ncontroller.listener.names=CONTROLLER\nlog.dirs=/var/lib/kafka\noffsets.topic.replication.factor=1\n',
      },
      'positions',
    ),
  ],
  good: [
    kafkaExample(1, 'offsets.topic.replication.factor=1\n'),
    kafkaExample(3, 'offsets.topic.replication.factor=3\n'),
    // The second broker is not started.
    clusterExample('kafka', {
      'compose.yml':
        'services:\n  k1:\n    build: .\n    volumes:\n      - ./conf/b1.properties:/opt/kafka/server.properties\n#  k2:\n#    build: .\n#    volumes:\n#      - ./conf/b2.properties:/opt/kafka/server.properties\n',
      ...Object.fromEntries(
        [1, 2].map(n => [
          `conf/b${n}.properties`,
          `broker.id=${n}\nzookeeper.connect=zoo1:2181,zoo2:2181\noffsets.topic.replication.factor=1\n`,
        ]),
      ),
    }),
    // A workload of one broker beside a chart of the same name.
    clusterExample('kafka', {
      'manifests/kafka.yaml':
        'apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: kafka\nspec:\n  replicas: 1\n  template:\n    spec:\n      containers:\n        - name: kafka\n          image: apache/kafka:3.7.0\n          env:\n            - {name: KAFKA_NODE_ID, value: "1"}\n            - {name: KAFKA_PROCESS_ROLES, value: "broker,controller"}\n            - {name: KAFKA_CONTROLLER_QUORUM_VOTERS, value: "1@kafka:9093"}\n            - {name: KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR, value: "1"}\n',
      'charts/all/templates/kafka.yaml':
        'apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: kafka\nspec:\n  replicas: {{ .Values.kafka.replicas }}\n  template:\n    spec:\n      containers:\n        - name: kafka\n          image: {{ .Values.kafka.image }}\n',
    }),
  ],
  check(cluster, context) {
    const all = brokers(cluster);
    const [first] = all;
    // Brokers that are not shown count only where the file cannot be a lone one.
    if (
      first === undefined ||
      (all.length < 2 && !(isPartial(cluster) && (isMany(cluster) || namesOthers(first.settings))))
    )
      return;
    const lone = [
      { name: 'offsets.topic.replication.factor', what: 'positions of consumers' },
      { name: 'transaction.state.log.replication.factor', what: 'state of transactions' },
    ].flatMap(each => {
      const given = first.settings.given(each.name);
      return given?.effective === 1 ? [{ ...each, given }] : [];
    });
    const [worst] = lone;
    if (worst === undefined) return;
    context.report({
      origin: worst.given.written.origin,
      // Of a lone file nobody knows how many brokers there are, and what shares a machine is a trial, or small.
      ...(all.length < 2 || onOneMachine(cluster) ? { severity: 'info' as const } : {}),
      message:
        `The ${lone.map(({ what }) => what).join(' and the ')} ${lone.length > 1 ? 'have' : 'has'} one copy each: while that broker is away consumers or transactions stop, and with its disk they are lost. ${all.length === 2 && !cluster.open ? 'Set 2, or 3 with a third broker,' : 'Set 3'} before the topics are made.`.replace(
          'positions of consumers has',
          'positions of consumers have',
        ),
    });
  },
});

/** True where there are nodes whose files are not here. */
function isPartial(cluster: Cluster): boolean {
  return cluster.open || cluster.members.some(({ configured }) => !configured);
}

/** True where the file of one broker speaks of several: their number is filled in, or it lists several to vote. */
function namesOthers(settings: Settings): boolean {
  return (
    settings.isHidden('broker.id') ||
    settings.isHidden('node.id') ||
    settings.list('controller.quorum.voters').length > 1 ||
    settings.list('zookeeper.connect').length > 1
  );
}
