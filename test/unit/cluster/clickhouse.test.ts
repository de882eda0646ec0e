import { strict as assert } from 'node:assert';
import { clusterIn, clustersIn, textAt } from '../support/clusters.js';

const CONFIG = (replica: string) => `<?xml version="1.0"?>
<clickhouse>
  <!-- <remote_servers><old/></remote_servers> -->
  <remote_servers>
    <main>
      <shard>
        <internal_replication>true</internal_replication>
        <replica><host>ch1</host><port>9000</port></replica>
        <replica><host>ch2</host><port>9000</port></replica>
      </shard>
    </main>
  </remote_servers>
  <zookeeper><node><host>k1</host><port>9181</port></node></zookeeper>
  <macros><shard>1</shard><replica>${replica}</replica></macros>
</clickhouse>
`;
const KEEPER = (id: number) => `<clickhouse>
  <keeper_server>
    <tcp_port>9181</tcp_port>
    <server_id>${id}</server_id>
    <coordination_settings><force_sync>true</force_sync></coordination_settings>
    <raft_configuration>
${[1, 2, 3].map(i => `      <server><id>${i}</id><hostname>k${i}</hostname><port>9234</port></server>`).join('\n')}
    </raft_configuration>
  </keeper_server>
</clickhouse>
`;

describe('clusters of ClickHouse', () => {
  it('join servers and their Keepers', () => {
    const clusters = clustersIn({
      'ch1/config.d/config.xml': CONFIG('ch1'),
      'ch2/config.d/config.xml': CONFIG('ch2'),
      'k1/keeper.xml': KEEPER(1),
      'k2/keeper.xml': KEEPER(2),
      'k3/keeper.xml': KEEPER(3),
    });
    assert.deepEqual(
      clusters.map(({ name, members }) => [name, members.map(({ id }) => id)]),
      [
        ['keeper', ['keeper 1', 'keeper 2', 'keeper 3']],
        ['main', ['ch1', 'ch2']],
      ],
    );
    const [keeper, main] = clusters;
    assert.equal(main!.coordination?.cluster, keeper!.id);
    assert.equal(keeper!.commit.count, 1);
    assert.deepEqual(main!.resources[0]!.copies, { '': 2 });
    const given = main!.resources[0]!.settings.clickhouse!.given('internal_replication')!;
    assert.equal(given.value, true);
    assert.equal(textAt(given.written.origin), 'true');
    assert.equal(textAt(main!.members[1]!.origin), 'ch2');
  });

  it('are read from YAML', () => {
    const cluster = clusterIn({
      'clickhouse/config.yaml':
        'remote_servers:\n  main:\n    shard:\n      - replica:\n          - host: a\n          - host: b\n      - replica:\n          host: c\n',
    });
    assert.deepEqual(
      cluster.members.map(({ id }) => id),
      ['a', 'b', 'c'],
    );
  });

  it('take settings of profiles', () => {
    const cluster = clusterIn({
      'config.xml': CONFIG('ch1'),
      'users.xml':
        '<clickhouse><profiles><default><insert_quorum>auto</insert_quorum></default></profiles></clickhouse>',
    });
    assert.equal(cluster.settings.clickhouse!.text('insert_quorum'), 'auto');
    assert.equal(cluster.commit.count, 1);
  });

  it('bear broken XML', () => {
    const text = CONFIG('ch1');
    for (let i = 0; i < text.length; i += 7)
      assert.doesNotThrow(() => clustersIn({ 'config.xml': text.slice(0, i) }));
    for (const bad of [
      '<clickhouse><a><b></a></clickhouse>',
      '<clickhouse>'.repeat(2000),
      '<clickhouse a="<>"><x from_env="Y"/></clickhouse>',
      '</clickhouse><clickhouse>',
    ])
      assert.doesNotThrow(() => clustersIn({ 'config.xml': bad }));
  });
});

describe('clusters of RabbitMQ', () => {
  it('list their nodes', () => {
    const cluster = clusterIn({
      'rabbitmq.conf':
        '# RabbitMQ 3.13\ncluster_partition_handling = pause_minority\ncluster_formation.classic_config.nodes.1 = rabbit@a\ncluster_formation.classic_config.nodes.2 = rabbit@b\ncluster_formation.classic_config.nodes.3 = rabbit@c\n',
      'definitions.json':
        '{ "rabbit_version": "3.13.0", "vhosts": [], "queues": [{ "name": "orders", "vhost": "/", "arguments": { "x-queue-type": "quorum" } }], "policies": [{ "name": "ha", "vhost": "/", "definition": { "ha-mode": "all" } }] }',
    });
    assert.deepEqual(
      cluster.members.map(({ id }) => id),
      ['rabbit@a', 'rabbit@b', 'rabbit@c'],
    );
    assert.deepEqual(cluster.versions.rabbitmq?.version, [3, 13]);
    assert.deepEqual(
      cluster.resources.map(({ name }) => name),
      ['orders', 'policy ha'],
    );
    assert.equal(cluster.resources[0]!.settings.rabbitmq!.text('queue-type'), 'quorum');
    assert.equal(textAt(cluster.resources[1]!.settings.rabbitmq!.given('ha-mode')!.written.origin), '"all"');
  });

  it('are counted by the operator, with what it writes itself', () => {
    const cluster = clusterIn({
      'mq.yaml':
        'apiVersion: rabbitmq.com/v1beta1\nkind: RabbitmqCluster\nmetadata:\n  name: mq\nspec:\n  replicas: 3\n  rabbitmq:\n    additionalConfig: |\n      net_ticktime = 30\n',
    });
    assert.equal(cluster.members.length, 3);
    assert.equal(cluster.settings.rabbitmq!.text('cluster_partition_handling'), 'pause_minority');
    const given = cluster.settings.rabbitmq!.given('net_ticktime')!;
    assert.equal(given.value, 30_000);
    assert.equal(textAt(given.written.origin), '30');
  });
});
