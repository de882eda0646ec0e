import { strict as assert } from 'node:assert';
import { checkCluster, clusterRules } from '../../../server/src/rules/runner/clusters.js';
import { clustersIn } from '../support/clusters.js';

/** The severities of what one rule says of files. */
function weights(rule: string, files: Readonly<Record<string, string>>): readonly string[] {
  const clusters = clustersIn(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`file:///w/${path}`, text])),
  );
  const rules = clusterRules({ rules: {} }).filter(each => each.rule.id === rule);
  const context = { clusters, schemas: [], objectives: {} };
  return clusters.flatMap(cluster =>
    checkCluster(cluster, rules, context, line => assert.fail(line)).map(({ severity }) => severity),
  );
}

describe('what is said of Kafka weighs less', () => {
  const broker = (n: number, zookeeper: string) =>
    `broker.id=${n}\nlisteners=PLAINTEXT://:909${n}\nzookeeper.connect=${zookeeper}\nlog.dirs=/tmp/logs-${n}\noffsets.topic.replication.factor=1\n`;
  const pair = (zookeeper: string) => ({
    'conf/server-1.properties': broker(1, zookeeper),
    'conf/server-2.properties': broker(2, zookeeper),
  });

  it('where all brokers share a machine', () => {
    for (const rule of ['kafka-internal-topics-one-copy', 'kafka-data-in-tmp']) {
      assert.deepEqual(weights(rule, pair('zoo1:2181')), ['warning'], rule);
      assert.deepEqual(weights(rule, pair('localhost:2181')), ['info'], rule);
    }
    const advertised = Object.fromEntries(
      Object.entries(pair('zoo1:2181')).map(([path, text], n) => [
        path,
        `${text}advertised.listeners=PLAINTEXT://localhost:910${n}\n`,
      ]),
    );
    assert.deepEqual(weights('kafka-internal-topics-one-copy', advertised), ['info']);
  });

  it('where one compose file mounts the folders of their configs, and knows what it keeps', () => {
    const files = (data: string) => ({
      'compose.yml': `services:\n${[1, 2]
        .map(
          n =>
            `  k${n}:\n    image: example/kafka:2.1\n    volumes:\n      - ./k${n}/config:/opt/kafka/config\n      - ./k${n}/data:${data}${n}\n`,
        )
        .join('')}`,
      'k1/config/server.properties': broker(1, 'zoo:2181'),
      'k2/config/server.properties': broker(2, 'zoo:2181'),
    });
    assert.deepEqual(weights('kafka-internal-topics-one-copy', files('/data')), ['info']);
    assert.deepEqual(weights('kafka-data-in-tmp', files('/data')), ['info']);
    assert.deepEqual(weights('kafka-data-in-tmp', files('/tmp/logs-')), []);
  });

  it('where nothing else is done for messages to stay, or comments above acks say what it costs', () => {
    const spring = (comment: string) => ({
      'application.yml': `spring:\n  kafka:\n    bootstrap-servers: kafka1:9092,kafka2:9092\n    producer:\n${comment}      acks: 1\n`,
    });
    const careful = '      properties:\n        enable.idempotence: true\n';
    assert.deepEqual(weights('kafka-weak-acks', spring('')), ['hint']);
    assert.deepEqual(weights('kafka-weak-acks', spring(careful)), ['warning']);
    assert.deepEqual(weights('kafka-weak-acks', spring(`${careful}      # how many\n`)), ['warning']);
    assert.deepEqual(weights('kafka-weak-acks', spring(`${careful}      # 1: the leader alone has it\n`)), [
      'hint',
    ]);
  });
});

describe('files that a composition does not use are left alone', () => {
  it('of Kafka, where it sets the same voters by variables', () => {
    const voters = '1@k1:9093,2@k2:9093,3@k3:9093';
    const files = Object.fromEntries(
      [1, 2, 3].map(n => [
        `configs/k${n}/server.properties`,
        `node.id=${n}\nprocess.roles=broker,controller\ncontroller.quorum.voters=${voters}\nlisteners=SSL://k${n}:9092\n`,
      ]),
    );
    const compose = `services:\n${[1, 2, 3]
      .map(
        n =>
          `  k${n}:\n    image: apache/kafka:3.9.0\n    environment:\n      KAFKA_NODE_ID: ${n}\n      KAFKA_PROCESS_ROLES: broker,controller\n      KAFKA_CONTROLLER_QUORUM_VOTERS: ${voters}\n`,
      )
      .join('')}`;
    assert.deepEqual(weights('kafka-combined-roles', files), ['info']);
    assert.deepEqual(weights('kafka-combined-roles', { ...files, 'compose.yml': compose }), []);
  });

  it('of Redis, where its commands write them', () => {
    const conf = 'replicaof redis-1 6379\nreplica-read-only no\n';
    const compose = (write: string) =>
      `services:\n${[1, 2]
        .map(
          n =>
            `  redis-${n}:\n    image: redis:7.4\n    command: >\n      sh -c "${write} redis-server /etc/r.conf"\n`,
        )
        .join('')}`;
    assert.deepEqual(weights('redis-writable-replica', { 'config/redis-2.conf': conf }), ['warning']);
    assert.deepEqual(
      weights('redis-writable-replica', {
        'config/redis-2.conf': conf,
        'compose.yml': compose("echo 'port 6379' > /etc/r.conf &&"),
      }),
      [],
    );
  });

  it('and servers of one machine are told of no cut', () => {
    const services = (more: string) =>
      `services:\n  redis-1:\n    image: redis:7.4\n    command: redis-server --appendonly yes\n${more}  redis-2:\n    image: redis:7.4\n    command: redis-server --replicaof redis-1 6379\n  redis-3:\n    image: redis:7.4\n    command: redis-server --replicaof redis-1 6379\n  watch:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel.conf\n    volumes: ['./sentinel.conf:/etc/sentinel.conf']\n`;
    const files = (more: string) => ({
      'compose.yml': services(more),
      'sentinel.conf': 'sentinel resolve-hostnames yes\nsentinel monitor main redis-1 6379 1\n',
    });
    const servers = (ports: boolean) => ({
      'sentinel.conf': 'sentinel monitor main 10.0.0.1 6379 2\n',
      ...Object.fromEntries(
        [0, 1, 2].map(n => [
          `redis-${n}.conf`,
          `appendonly yes\nport ${ports ? 6379 + n : 6379}\nbind 10.0.0.${ports ? 1 : n + 1}\n${n > 0 ? 'replicaof 10.0.0.1 6379\n' : ''}`,
        ]),
      ),
    });
    assert.deepEqual(weights('redis-unbounded-loss', servers(false)), ['info']);
    assert.deepEqual(weights('redis-unbounded-loss', servers(true)), []);
    assert.deepEqual(weights('redis-unbounded-loss', files('')), []);
    assert.deepEqual(
      weights(
        'redis-unbounded-loss',
        files('    deploy:\n      placement:\n        max_replicas_per_node: 1\n'),
      ),
      ['info'],
    );
  });
});
