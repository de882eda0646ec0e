import { strict as assert } from 'node:assert';
import { clustersIn } from '../support/clusters.js';

/** Custom resources of operators, with a number of members. */
const RESOURCES: Readonly<Record<string, (count: number) => string>> = {
  Kafka: count =>
    resource('kafka.strimzi.io/v1beta2', 'Kafka', `kafka:\n    version: 3.6.0\n    replicas: ${count}`),
  Elasticsearch: count =>
    resource(
      'elasticsearch.k8s.elastic.co/v1',
      'Elasticsearch',
      `version: 8.14.0\n  nodeSets:\n  - name: default\n    count: ${count}`,
    ),
  OpenSearchCluster: count =>
    resource(
      'opensearch.opster.io/v1',
      'OpenSearchCluster',
      `nodePools:\n  - component: all\n    replicas: ${count}\n    roles: [cluster_manager, data]`,
    ),
  K8ssandraCluster: count =>
    resource(
      'k8ssandra.io/v1alpha1',
      'K8ssandraCluster',
      `cassandra:\n    serverVersion: 4.0.1\n    datacenters:\n    - metadata:\n        name: dc1\n      size: ${count}`,
    ),
  CassandraDatacenter: count =>
    resource(
      'cassandra.datastax.com/v1beta1',
      'CassandraDatacenter',
      `clusterName: quick\n  serverType: cassandra\n  serverVersion: 4.0.1\n  size: ${count}`,
    ),
  ScyllaCluster: count =>
    resource(
      'scylla.scylladb.com/v1',
      'ScyllaCluster',
      `version: 5.4.0\n  datacenter:\n    name: dc1\n    racks:\n    - name: a\n      members: ${count}`,
    ),
  RabbitmqCluster: count => resource('rabbitmq.com/v1beta1', 'RabbitmqCluster', `replicas: ${count}`),
  PerconaXtraDBCluster: count =>
    resource(
      'pxc.percona.com/v1',
      'PerconaXtraDBCluster',
      `pxc:\n    size: ${count}\n    image: percona/percona-xtradb-cluster:8.0.35`,
    ),
  Cluster: count => resource('postgresql.cnpg.io/v1', 'Cluster', `instances: ${count}`),
  PostgresCluster: count =>
    resource(
      'postgres-operator.crunchydata.com/v1beta1',
      'PostgresCluster',
      `postgresVersion: 16\n  instances:\n  - name: one\n    replicas: ${count}`,
    ),
  postgresql: count =>
    resource(
      'acid.zalan.do/v1',
      'postgresql',
      `teamId: a\n  numberOfInstances: ${count}\n  postgresql:\n    version: "16"`,
    ),
  PerconaServerMongoDB: count =>
    resource('psmdb.percona.com/v1', 'PerconaServerMongoDB', `replsets:\n  - name: rs0\n    size: ${count}`),
  MongoDBCommunity: count =>
    resource(
      'mongodbcommunity.mongodb.com/v1',
      'MongoDBCommunity',
      `members: ${count}\n  type: ReplicaSet\n  version: "6.0.5"`,
    ),
  InnoDBCluster: count => resource('mysql.oracle.com/v2', 'InnoDBCluster', `instances: ${count}`),
};

function resource(api: string, kind: string, spec: string): string {
  return `apiVersion: ${api}\nkind: ${kind}\nmetadata:\n  name: quick\nspec:\n  ${spec}\n`;
}

describe('resources of one name in several files', () => {
  for (const [kind, make] of Object.entries(RESOURCES)) {
    it(`are alternatives: ${kind}`, () => {
      const clusters = clustersIn({
        'one/small.yaml': make(3),
        'one/large.yaml': make(5),
        'two/small.yaml': make(3),
      });
      assert.deepEqual(clusters.map(({ members }) => members.length).sort(), [3, 3, 5]);
      assert.ok(clusters.every(({ sources }) => sources.length === 1));
      assert.equal(new Set(clusters.map(({ id }) => id)).size, 3);
    });
  }

  it('leave data centres of other names together', () => {
    const centre = (name: string) =>
      `apiVersion: cassandra.datastax.com/v1beta1\nkind: CassandraDatacenter\nmetadata:\n  name: ${name}\nspec:\n  clusterName: shop\n  serverType: cassandra\n  serverVersion: 4.1.3\n  size: 3\n`;
    const clusters = clustersIn({ 'eu.yaml': centre('eu'), 'us.yaml': centre('us') });
    assert.deepEqual(
      clusters.map(({ members }) => members.length),
      [6],
    );
  });

  it('hold for values of one release, and not for those of releases beside it', () => {
    const values = (group: string, count: number) =>
      `clusterName: search\nnodeGroup: ${group}\nreplicas: ${count}\nminimumMasterNodes: 2\n`;
    const sizes = (files: Readonly<Record<string, string>>) =>
      clustersIn(files).map(({ members }) => members.length);
    assert.deepEqual(
      sizes({ 'values-a.yaml': values('master', 3), 'values-b.yaml': values('data', 2) }),
      [5],
    );
    assert.deepEqual(
      sizes({ 'values-a.yaml': values('master', 3), 'values-b.yaml': values('master', 5) }),
      [3, 5],
    );
  });

  it('leave definitions of queues to the cluster of their folder', () => {
    const cluster = resource('rabbitmq.com/v1beta1', 'RabbitmqCluster', 'replicas: 3');
    const definitions = '{ "queues": [{ "name": "q", "vhost": "/", "durable": true, "arguments": {} }] }';
    const clusters = clustersIn({
      'one/rabbitmq.yaml': cluster,
      'two/rabbitmq.yaml': cluster,
      'two/definitions.json': definitions,
      'three/definitions.json': definitions,
    });
    assert.deepEqual(
      clusters.map(({ members, resources }) => [members.length, resources.length]),
      [
        [3, 0],
        [3, 1],
        [0, 1],
      ],
    );
  });

  it('are no files of settings where settings stand deeper', () => {
    const values =
      'ingress:\n  enabled: true\nnodeSets:\n- name: default\n  count: 3\n  config:\n    node.store.allow_mmap: false\n';
    assert.equal(clustersIn({ 'elasticsearch-a.yaml': values, 'elasticsearch-b.yaml': values }).length, 0);
  });

  it('stay examples of their own in folders that each start them', () => {
    const services = (image: string, count: number) =>
      `services:\n${Array.from({ length: count }, (_, i) => `  n${i + 1}:\n    image: ${image}\n`).join('')}`;
    const rabbit =
      'cluster_formation.peer_discovery_backend = classic_config\ncluster_formation.classic_config.nodes.1 = rabbit@n1\ncluster_formation.classic_config.nodes.2 = rabbit@n2\ncluster_formation.classic_config.nodes.3 = rabbit@n3\n';
    const mongo =
      'rs.initiate({ _id: "rs0", members: [{ _id: 0, host: "n1:27017" }, { _id: 1, host: "n2:27017" }, { _id: 2, host: "n3:27017" }] })\n';
    for (const [name, text, compose] of [
      [
        'rabbitmq.conf',
        rabbit,
        services('rabbitmq:3.13\n    volumes: ["./rabbitmq.conf:/etc/rabbitmq/rabbitmq.conf"]', 3),
      ],
      ['init-replica.js', mongo, services('mongo:7\n    command: mongod --replSet rs0', 3)],
    ] as const) {
      const clusters = clustersIn(
        Object.fromEntries(
          ['one', 'two'].flatMap(folder => [
            [`${folder}/docker-compose.yml`, compose],
            [`${folder}/${name}`, text],
          ]),
        ),
      );
      assert.deepEqual(
        clusters.map(({ members, sources }) => [members.length, sources.length]),
        [
          [3, 2],
          [3, 2],
        ],
        name,
      );
    }
  });
});
