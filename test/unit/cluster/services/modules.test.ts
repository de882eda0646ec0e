import assert from 'node:assert/strict';
import { joinFragments, MODULES, readSource, Source } from '../../../../server/src/cluster/index.js';
import type { Cluster } from '../../../../server/src/cluster/model.js';
import { at } from './support.js';

function clusters(files: Readonly<Record<string, string>>): readonly Cluster[] {
  const log: string[] = [];
  const fragments = Object.entries(files).flatMap(([name, text]) =>
    readSource(new Source(`file:///w/${name}`, text), MODULES, line => log.push(line)),
  );
  const found = joinFragments(fragments, MODULES, line => log.push(line)).clusters;
  assert.deepEqual(log, []);
  return found;
}

function of(found: readonly Cluster[], system: string): Cluster {
  const cluster = found.find(each => each.system === system);
  assert.ok(cluster, `${system} among ${found.map(({ id }) => id).join(', ')}`);
  return cluster;
}

function names(cluster: Cluster): readonly string[] {
  return cluster.members.map(({ id }) => id.replace(/:\d+$/, '')).sort();
}

describe('systems started by containers', () => {
  it('reads etcd and Patroni from compose', () => {
    const etcd = (name: string) =>
      `  ${name}:\n    image: quay.io/coreos/etcd:v3.5.9\n    command: etcd --name ${name} --initial-advertise-peer-urls http://${name}:2380 --listen-peer-urls http://0.0.0.0:2380 --advertise-client-urls http://${name}:2379 --initial-cluster e1=http://e1:2380,e2=http://e2:2380,e3=http://e3:2380\n`;
    const node = (name: string) =>
      `  ${name}:\n    image: patroni\n    environment:\n      PATRONI_SCOPE: main\n      PATRONI_NAME: ${name}\n      PATRONI_ETCD3_HOSTS: "'e1:2379','e2:2379','e3:2379'"\n`;
    const found = clusters({
      'compose.yml': `services:\n${['e1', 'e2', 'e3'].map(etcd).join('')}${['p1', 'p2'].map(node).join('')}`,
    });
    assert.deepEqual(names(of(found, 'etcd')), ['e1', 'e2', 'e3']);
    const patroni = of(found, 'patroni');
    assert.deepEqual(names(patroni), ['p1', 'p2']);
    assert.equal(patroni.coordination?.cluster, of(found, 'etcd').id);
  });

  it('reads a StatefulSet of Redis with its ConfigMap', () => {
    const text =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\ndata:\n  redis.conf: |\n    replicaof redis-0.redis 6379\n    min-replicas-to-write 1\n---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: redis}\nspec:\n  serviceName: redis\n  replicas: 3\n  template:\n    spec:\n      containers:\n        - name: redis\n          image: redis:7.2\n          command: [redis-server, /conf/redis.conf]\n          volumeMounts: [{name: c, mountPath: /conf}]\n      volumes:\n        - name: c\n          configMap: {name: conf}\n';
    const settings = clusters({ 'redis.yaml': text }).flatMap(({ members, settings: own }) => [
      own.redis,
      ...members.map(member => member.settings.redis),
    ]);
    const given = settings.map(each => each?.given('min-replicas-to-write')).find(each => each !== undefined);
    assert.ok(given);
    assert.equal(at(given.written.origin), '1');
    assert.equal(given.written.origin.span.start, text.indexOf('write 1') + 6);
  });

  it('reads a config of PostgreSQL that stands in a compose file', () => {
    const text =
      "services:\n  db:\n    image: postgres:16\n    command: postgres -c config_file=/etc/postgresql/postgresql.conf\n    configs: [{source: conf, target: /etc/postgresql/postgresql.conf}]\nconfigs:\n  conf:\n    content: |\n      synchronous_standby_names = 's1,s2'\n";
    const found = clusters({ 'compose.yml': text });
    const settings = found.flatMap(({ settings: own, members }) => [
      own.postgres,
      ...members.map(each => each.settings.postgres),
    ]);
    const given = settings
      .map(each => each?.given('synchronous_standby_names'))
      .find(each => each !== undefined);
    assert.ok(given);
    assert.ok(at(given.written.origin).includes('s1,s2'));
  });

  it('reads MongoDB, Cassandra, Elasticsearch and Kafka by their images', () => {
    const found = clusters({
      'mongo/compose.yml':
        'services:\n  m1: {image: "mongo:7", command: mongod --replSet rs0}\n  m2: {image: "mongo:7", command: mongod --replSet rs0}\n  m3: {image: "mongo:7", command: mongod --replSet rs0}\n',
      'cassandra/compose.yml':
        'services:\n  c1: {image: "cassandra:4.1", environment: {CASSANDRA_CLUSTER_NAME: ring, CASSANDRA_SEEDS: c1}}\n  c2: {image: "cassandra:4.1", environment: {CASSANDRA_CLUSTER_NAME: ring, CASSANDRA_SEEDS: c1}}\n',
      'es/compose.yml':
        'services:\n  e1: {image: "elasticsearch:8.13.0", environment: ["cluster.name=logs", "node.name=e1", "discovery.seed_hosts=e2", "cluster.initial_master_nodes=e1,e2"]}\n  e2: {image: "elasticsearch:8.13.0", environment: ["cluster.name=logs", "node.name=e2", "discovery.seed_hosts=e1", "cluster.initial_master_nodes=e1,e2"]}\n',
      'kafka/compose.yml':
        'services:\n  k1: {image: "apache/kafka:3.8.0", environment: {KAFKA_NODE_ID: "1", KAFKA_PROCESS_ROLES: "broker,controller", KAFKA_CONTROLLER_QUORUM_VOTERS: "1@k1:9093,2@k2:9093"}}\n  k2: {image: "apache/kafka:3.8.0", environment: {KAFKA_NODE_ID: "2", KAFKA_PROCESS_ROLES: "broker,controller", KAFKA_CONTROLLER_QUORUM_VOTERS: "1@k1:9093,2@k2:9093"}}\n',
    });
    for (const [system, count] of [
      ['mongodb', 3],
      ['cassandra', 2],
      ['elasticsearch', 2],
      ['kafka', 2],
    ] as const)
      assert.equal(of(found, system).members.length, count, system);
  });

  it('reads a process that a unit or a Procfile starts', () => {
    const found = clusters({
      Procfile:
        "etcd1: bin/etcd --name a --initial-advertise-peer-urls http://127.0.0.1:1 --initial-cluster 'a=http://127.0.0.1:1,b=http://127.0.0.1:2'\netcd2: bin/etcd --name b --initial-advertise-peer-urls http://127.0.0.1:2 --initial-cluster 'a=http://127.0.0.1:1,b=http://127.0.0.1:2'\n",
    });
    assert.deepEqual(names(of(found, 'etcd')), ['a', 'b']);
  });
});
