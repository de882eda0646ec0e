import { strict as assert } from 'node:assert';
import { clusterIn, clustersIn, textAt } from '../support/clusters.js';

const node = (id: number, more = '', roles = 'broker,controller') =>
  `process.roles=${roles}\nnode.id=${id}\ncontroller.quorum.voters=1@k1:9093,2@k2:9093,3@k3:9093\nlisteners=PLAINTEXT://k${id}:9092,CONTROLLER://k${id}:9093\n${more}`;

describe('clusters of Kafka', () => {
  it('join nodes that know the same controllers', () => {
    const cluster = clusterIn({
      'n1/config/server.properties': node(1, 'broker.rack=a\nmin.insync.replicas=2\n'),
      'n2/config/server.properties': node(2, 'broker.rack=b\n'),
      'n3/config/server.properties': node(3, '', 'controller'),
    });
    assert.deepEqual(
      cluster.members.map(({ id, role, votes, site }) => [id, role, votes, site.zone]),
      [
        ['node 1', 'data', 1, 'a'],
        ['node 2', 'data', 1, 'b'],
        ['node 3', 'witness', 1, undefined],
      ],
    );
    assert.equal(cluster.commit.count, 1);
    assert.equal(cluster.commit.degrades, true);
    const given = cluster.settings.kafka!.given('min.insync.replicas')!;
    assert.equal(textAt(given.written.origin), '2');
    assert.ok(cluster.members[1]!.addresses.includes('k2:9092'));
  });

  it('tell of controllers that are not shown', () => {
    const cluster = clusterIn({ 'server.properties': node(1) });
    assert.deepEqual(
      cluster.members.map(({ configured, votes }) => [configured, votes]),
      [
        [true, 1],
        [false, 1],
        [false, 1],
      ],
    );
    assert.equal(cluster.missing.length, 2);
  });

  it('hang on ZooKeeper where they name it', () => {
    const clusters = clustersIn({
      'server.properties': '# Kafka 3.6\nbroker.id=1\nzookeeper.connect=zk1:2181,zk2:2181,zk3:2181/kafka\n',
      'zoo.cfg':
        'tickTime=2000\ninitLimit=10\nsyncLimit=5\nserver.1=zk1:2888:3888\nserver.2=zk2:2888:3888\nserver.3=zk3:2888:3888\n',
    });
    const kafka = clusters.find(({ system }) => system === 'kafka')!;
    assert.deepEqual(kafka.coordination?.addresses, ['zk1:2181', 'zk2:2181', 'zk3:2181']);
    assert.equal(kafka.coordination?.cluster, clusters.find(({ system }) => system === 'zookeeper')?.id);
    assert.equal(kafka.settings.kafka!.number('zookeeper.session.timeout.ms'), 18_000);
  });

  it('are read from variables of three kinds of images', () => {
    const cluster = clusterIn({
      'docker-compose.yml': `services:
  a:
    image: bitnami/kafka:3.7
    environment:
      KAFKA_CFG_NODE_ID: 1
      KAFKA_CFG_PROCESS_ROLES: controller,broker
      KAFKA_CFG_CONTROLLER_QUORUM_VOTERS: 1@a:9093,2@b:9093,3@c:9093
  b:
    image: apache/kafka:3.7.0
    environment:
      KAFKA_NODE_ID: 2
      KAFKA_PROCESS_ROLES: controller,broker
      KAFKA_CONTROLLER_QUORUM_VOTERS: 1@a:9093,2@b:9093,3@c:9093
      KAFKA_MIN_INSYNC_REPLICAS: 2
  c:
    image: confluentinc/cp-kafka:7.7.0
    environment:
      KAFKA_NODE_ID: 3
      KAFKA_PROCESS_ROLES: controller,broker
      KAFKA_CONTROLLER_QUORUM_VOTERS: 1@a:9093,2@b:9093,3@c:9093
`,
    });
    assert.deepEqual(
      cluster.members.map(({ id, votes }) => [id, votes]),
      [
        ['a', 1],
        ['b', 1],
        ['c', 1],
      ],
    );
    assert.deepEqual(cluster.members[2]!.version, [3, 7]);
    assert.equal(cluster.members[1]!.settings.kafka!.number('min.insync.replicas'), 2);
  });

  it('of one name in several files of Strimzi are alternatives', () => {
    const resource = (kind: string, name: string, rest: string) =>
      `apiVersion: kafka.strimzi.io/v1beta2\nkind: ${kind}\nmetadata:\n  name: ${name}\n${kind === 'Kafka' ? '' : '  labels:\n    strimzi.io/cluster: main\n'}spec:\n${rest}`;
    const kafka = resource('Kafka', 'main', '  kafka:\n    version: 4.0.0\n');
    const pool = (name: string, count: number) =>
      resource('KafkaNodePool', name, `  replicas: ${count}\n  roles: [controller, broker]\n`);
    const topic = resource('KafkaTopic', 'orders', '  replicas: 1\n');
    const sizes = (files: Readonly<Record<string, string>>) =>
      clustersIn(files).map(({ members, resources }) => [members.length, resources.length]);
    assert.deepEqual(
      sizes({
        'k/one.yaml': `${pool('nodes', 1)}---\n${kafka}`,
        'k/three.yaml': `${pool('nodes', 3)}---\n${kafka}---\n${topic}`,
        'k/two.yaml': `${pool('others', 2)}---\n${kafka}`,
        't/topic.yaml': topic,
      }),
      [
        [1, 0],
        [3, 1],
        [2, 0],
        [0, 1],
      ],
    );
    // Of two namespaces, each is a cluster.
    const within = (text: string, namespace: string) =>
      text.replace(/^ {2}name: .*$/m, line => `${line}\n  namespace: ${namespace}`);
    assert.deepEqual(
      sizes({
        'all.yaml': ['a', 'b']
          .flatMap(space =>
            [kafka, pool('nodes', space === 'a' ? 3 : 5), topic].map(text => within(text, space)),
          )
          .join('---\n'),
        'of-b.yaml': within(topic, 'b'),
      }),
      [
        [3, 1],
        [5, 2],
      ],
    );
    // Folders that each hold a definition, and a pool that may be of either.
    assert.deepEqual(
      sizes({
        'a/kafka.yaml': kafka,
        'a/pools.yaml': pool('nodes', 3),
        'b/kafka.yaml': kafka,
        'b/pools.yaml': pool('nodes', 5),
        'c/pools.yaml': pool('nodes', 1),
      }),
      [
        [3, 0],
        [5, 0],
        [1, 0],
      ],
    );
    // One file declares it, and others have its pools and topics.
    assert.deepEqual(
      sizes({
        'k/kafka.yaml': kafka,
        'k/a.yaml': pool('a', 3),
        'k/b.yaml': pool('b', 2),
        'k/topic.yaml': topic,
      }),
      [[5, 1]],
    );
  });

  it('have no brokers of two clusters that MirrorMaker stands between', () => {
    const cluster = clusterIn({
      'mm2.properties':
        'clusters = A, B\nA.bootstrap.servers = a1:9092\nB.bootstrap.servers = b1:9092\nA->B.enabled = true\n',
    });
    assert.deepEqual([cluster.members.length, cluster.clients.length, cluster.open], [0, 1, true]);
  });

  it('take topics of Strimzi, Terraform and scripts', () => {
    const cluster = clusterIn({
      'kafka.yaml': `apiVersion: kafka.strimzi.io/v1beta2
kind: KafkaNodePool
metadata:
  name: brokers
  labels:
    strimzi.io/cluster: main
spec:
  replicas: 3
  roles: [broker]
---
apiVersion: kafka.strimzi.io/v1beta2
kind: KafkaNodePool
metadata:
  name: controllers
  labels:
    strimzi.io/cluster: main
spec:
  replicas: 3
  roles: [controller]
---
apiVersion: kafka.strimzi.io/v1beta2
kind: Kafka
metadata:
  name: main
spec:
  kafka:
    version: 4.0.0
    config:
      min.insync.replicas: 2
---
apiVersion: kafka.strimzi.io/v1beta2
kind: KafkaTopic
metadata:
  name: orders
  labels:
    strimzi.io/cluster: main
spec:
  replicas: 3
  config:
    min.insync.replicas: 2
`,
      'topics.tf':
        'resource "kafka_topic" "logs" {\n  name = "logs"\n  replication_factor = 2\n  partitions = 8\n  config = {\n    "cleanup.policy" = "compact"\n  }\n}\n',
      'topics.sh':
        '#!/bin/sh\nkafka-topics.sh --create --topic users --replication-factor 3 --config min.insync.replicas=1 --bootstrap-server a:9092\n',
    });
    assert.equal(cluster.members.filter(({ votes }) => votes > 0).length, 3);
    assert.equal(cluster.members.filter(({ role }) => role === 'data').length, 3);
    assert.deepEqual(
      cluster.resources.map(({ name, copies }) => [name, copies?.['']]),
      [
        ['orders', 3],
        ['users', 3],
        ['logs', 2],
      ].sort(
        (a, b) =>
          cluster.resources.findIndex(r => r.name === a[0]) -
          cluster.resources.findIndex(r => r.name === b[0]),
      ),
    );
    const users = cluster.resources.find(({ name }) => name === 'users')!;
    assert.equal(textAt(users.settings.kafka!.given('min.insync.replicas')!.written.origin), '1');
  });

  it('know what a producer truly does', () => {
    const producer = (text: string) =>
      clusterIn({ 'producer.properties': `bootstrap.servers=a:9092\n${text}` }).clients[0]!.settings.kafka!;
    assert.equal(producer('linger.ms=5\n').text('acks'), 'all');
    assert.equal(producer('linger.ms=5\n').flag('enable.idempotence'), true);
    assert.equal(producer('acks=1\n').flag('enable.idempotence'), false);
    assert.equal(producer('# Kafka 2.8\nlinger.ms=5\n').text('acks'), '1');
    assert.equal(producer('# Kafka 2.8\ntransactional.id=t\n').text('acks'), 'all');
  });

  it('hear programs that speak through Spring', () => {
    const { clients } = clusterIn({
      'application.yml':
        'spring:\n  kafka:\n    bootstrap-servers: a:9092,b:9092\n    producer:\n      acks: "1"\n      properties:\n        enable.idempotence: false\n    consumer:\n      enable-auto-commit: false\n',
    });
    assert.deepEqual(
      clients.map(({ settings }) => [
        settings.kafka!.text('acks'),
        settings.kafka!.flag('enable.auto.commit'),
      ]),
      [
        ['1', undefined],
        [undefined, false],
      ],
    );
  });

  it('keep examples of one node apart', () => {
    const clusters = clustersIn({
      'kraft/server.properties':
        'process.roles=broker,controller\nnode.id=1\ncontroller.quorum.voters=1@localhost:9093\n',
      'kraft/other.properties':
        'process.roles=broker,controller\nnode.id=1\ncontroller.quorum.voters=1@localhost:9093\n',
    });
    assert.equal(clusters.length, 2);
    assert.notEqual(clusters[0]!.id, clusters[1]!.id);
  });

  it('bear what is broken, and huge numbers', () => {
    for (const text of [
      '\uFEFFnode.id=1\r\nprocess.roles = broker\r\n',
      'node.id=\nprocess.roles=,,\ncontroller.quorum.voters=@@,1@\n',
      'clusters=A\nA->B.enabled=\n',
    ])
      assert.doesNotThrow(() => clustersIn({ 'server.properties': text }));
    const cluster = clusterIn({
      'pool.yaml':
        'apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata:\n  name: k\nspec:\n  kafka:\n    replicas: 999999999\n',
    });
    assert.equal(cluster.members.length, 1000);
    assert.equal(cluster.open, true);
  });
});
