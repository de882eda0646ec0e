import { strict as assert } from 'node:assert';
import { clusterIn, clustersIn, textAt } from '../support/clusters.js';

const CHI = `apiVersion: "clickhouse.altinity.com/v1"
kind: "ClickHouseInstallation"
metadata:
  name: shop
spec:
  configuration:
    zookeeper:
      nodes:
        - host: keeper-ck.db.svc.cluster.local
          port: 2181
    profiles:
      default/insert_quorum: 2
    settings:
      merge_tree/fsync_after_insert: "1"
    clusters:
      - name: main
        layout:
          shardsCount: 3
          replicasCount: 2
      - name: own
        layout:
          shards:
            - internalReplication: Disabled
              replicasCount: 2
            - replicas:
                - templates: { podTemplate: in-a }
                - templates: { podTemplate: in-b }
                - tcpPort: 9001
      - name: wide
        layout:
          replicas:
            - shardsCount: 2
            - shards: [{ name: x }]
  templates:
    podTemplates:
      - name: in-a
        zone: { values: [eu-a] }
        spec: { containers: [{ name: clickhouse, image: "clickhouse/clickhouse-server:24.8" }] }
      - name: in-b
        zone: { values: [eu-b] }
        spec: { containers: [{ name: clickhouse, image: "clickhouse/clickhouse-server:24.8" }] }
`;
const CHK = `apiVersion: "clickhouse-keeper.altinity.com/v1"
kind: "ClickHouseKeeperInstallation"
metadata:
  name: ck
  namespace: db
spec:
  configuration:
    clusters:
      - name: k
        layout:
          replicasCount: 3
    settings:
      keeper_server/coordination_settings/election_timeout_lower_bound_ms: 1500
`;

describe('resources of the ClickHouse operator', () => {
  it('are clusters of so many shards and replicas, joined with their Keepers', () => {
    const clusters = clustersIn({ 'chi.yaml': CHI, 'chk.yaml': CHK });
    assert.deepEqual(
      clusters.map(({ name, members }) => [name, members.length]),
      [
        ['keeper', 3],
        ['main', 6],
        ['own', 5],
        ['wide', 4],
      ],
    );
    const [keeper, main, own, wide] = clusters;
    assert.equal(keeper!.members[2]!.id, 'keeper 2');
    assert.equal(keeper!.failover.detectMs?.[0], 1500);
    assert.equal(main!.members[5]!.id, 'chi-shop-main-2-1');
    assert.equal(main!.coordination?.system, 'clickhouse');
    assert.equal(main!.coordination?.cluster, keeper!.id);
    assert.equal(main!.settings.clickhouse!.text('insert_quorum'), '2');
    assert.equal(textAt(main!.settings.clickhouse!.given('insert_quorum')!.written.origin), '2');
    assert.deepEqual(main!.versions.clickhouse?.version, [24, 8]);
    assert.deepEqual(
      own!.members.map(({ site }) => site.zone),
      [undefined, undefined, 'eu-a', 'eu-b', undefined],
    );
    assert.ok(own!.members[4]!.addresses.includes('chi-shop-own-1-2:9001'));
    assert.deepEqual(
      own!.resources.map(({ settings, copies }) => [
        copies?.[''],
        settings.clickhouse!.flag('internal_replication'),
      ]),
      [
        [2, false],
        [3, true],
      ],
    );
    assert.deepEqual(
      wide!.resources.map(({ copies }) => copies?.['']),
      [2, 2],
    );
  });

  it('leave open what a template hides, and bear what is broken', () => {
    const open = clustersIn({
      'chi.yaml': CHI.replace('shardsCount: 3', 'shardsCount: {{ .Values.shards }}'),
    });
    assert.equal(open.find(({ name }) => name === 'main')!.open, true);
    for (let end = 0; end < CHI.length; end += 11) clustersIn({ 'chi.yaml': CHI.slice(0, end) });
    for (let end = 0; end < CHK.length; end += 11) clustersIn({ 'chk.yaml': CHK.slice(0, end) });
    assert.ok(
      clustersIn({ 'chi.yaml': CHI.replace('shardsCount: 3', 'shardsCount: 999999999') })[0]!.members
        .length <= 1000,
    );
  });
});

describe('ZookeeperCluster of the operator', () => {
  const zk = (spec: string) =>
    `apiVersion: "zookeeper.pravega.io/v1beta1"\nkind: "ZookeeperCluster"\nmetadata:\n  name: zk\n  namespace: db\nspec:\n${spec}`;

  it('has three servers unless it says otherwise, and what the operator writes', () => {
    const cluster = clusterIn({ 'zk.yaml': zk('  storageType: persistence\n') });
    assert.deepEqual(
      cluster.members.map(({ id, votes }) => [id, votes]),
      [
        ['zk-0', 1],
        ['zk-1', 1],
        ['zk-2', 1],
      ],
    );
    assert.equal(cluster.settings.zookeeper!.number('syncLimit'), 2);
    assert.equal(cluster.open, false);
  });

  it('goes by its config, and is found by those who name its service', () => {
    const clusters = clustersIn({
      'zk.yaml': zk(
        '  replicas: 5\n  config:\n    syncLimit: 6\n    autoPurgePurgeInterval: 3\n    additionalConfig:\n      forceSync: "no"\n',
      ),
      'chi.yaml': CHI.replace('keeper-ck.db.svc.cluster.local', 'zk-client.db'),
    });
    const zookeeper = clusters.find(({ system }) => system === 'zookeeper')!;
    assert.equal(zookeeper.members.length, 5);
    const own = zookeeper.settings.zookeeper!;
    assert.equal(own.number('syncLimit'), 6);
    assert.equal(textAt(own.given('syncLimit')!.written.origin), '6');
    assert.equal(own.number('autopurge.purgeInterval'), 3);
    assert.equal(own.text('forceSync'), 'no');
    assert.equal(clusters.find(({ name }) => name === 'main')!.coordination?.cluster, zookeeper.id);
    assert.equal(clusterIn({ 'zk.yaml': zk('  replicas: {{ .Values.n }}\n') }).open, true);
  });
});
