import { strict as assert } from 'node:assert';
import { joinFragments, MODULES, readStatement } from '../../../server/src/cluster/index.js';
import type { Cluster } from '../../../server/src/cluster/model.js';
import { guaranteesOf } from '../../../server/src/cluster/promises.js';
import { siteOf } from '../../../server/src/cluster/systems/cockroach/assemble.js';
import { labelsOf } from '../../../server/src/cluster/systems/tidb/index.js';
import { tablespacesOf } from '../../../server/src/cluster/systems/yugabyte/index.js';
import { constraintsIn, firstPreference } from '../../../server/src/rules/lib/cluster/zone-constraints.js';
import type { Dialect } from '../../../server/src/sql/dialect.js';
import { splitSql } from '../../../server/src/text/splitter.js';
import { clusterIn, clustersIn, textAt } from '../support/clusters.js';

function ofSql(text: string, dialect: Dialect): Cluster {
  const fragments = splitSql(text, dialect).flatMap(piece =>
    readStatement({ uri: 'db/regions.sql', dialect, piece, readings: [] }, MODULES),
  );
  const { clusters } = joinFragments(fragments, MODULES);
  assert.equal(clusters.length, 1);
  return clusters[0]!;
}

describe('statements of CockroachDB', () => {
  it('give a database its regions and its goal, in order', () => {
    const cluster = ofSql(
      'ALTER DATABASE shop PRIMARY REGION "eu";\nALTER DATABASE shop ADD REGION IF NOT EXISTS "us";\nALTER DATABASE shop ADD REGION "asia";\nALTER DATABASE shop DROP REGION "us";\nALTER DATABASE shop SURVIVE REGION FAILURE;\n',
      'cockroach',
    );
    const [database] = cluster.resources;
    const own = database!.settings.cockroach!;
    assert.equal(database!.name, 'shop');
    assert.deepEqual(own.list('regions'), ['eu', 'asia']);
    assert.equal(own.text('primary region'), 'eu');
    assert.equal(own.text('survive'), 'region');
    assert.equal(textAt(own.given('survive')!.written.origin), 'REGION');
    assert.ok(cluster.open);
    assert.equal(guaranteesOf(cluster, MODULES)[0]!.copies, 3);
  });

  it('are read from a CREATE DATABASE as well, with = and quotes or without', () => {
    const own = ofSql(
      'CREATE DATABASE IF NOT EXISTS bank PRIMARY REGION = "us-east1" REGIONS = "us-east1", "us-central1", "us-west1" SURVIVE ZONE FAILURE;',
      'cockroach',
    ).resources[0]!.settings.cockroach!;
    assert.deepEqual(own.list('regions'), ['us-east1', 'us-central1', 'us-west1']);
    assert.equal(own.text('survive'), 'zone');
  });

  it('tell of zones what they set, with the place of each value', () => {
    const { resources } = ofSql(
      `ALTER TABLE shop.orders CONFIGURE ZONE USING num_replicas = 5, gc.ttlseconds = 600, constraints = '{"+region=eu": 2}', num_voters = COPY FROM PARENT;`,
      'cockroach',
    );
    const own = resources[0]!.settings.cockroach!;
    assert.equal(resources[0]!.name, 'table shop.orders');
    assert.equal(own.number('num_replicas'), 5);
    assert.equal(own.number('gc.ttlseconds'), 600_000);
    assert.equal(textAt(own.given('num_replicas')!.written.origin), '5');
    assert.equal(textAt(own.given('constraints')!.written.origin), `'{"+region=eu": 2}'`);
    assert.ok(own.isHidden('num_voters'));
  });

  it('bear what is broken', () => {
    for (const text of [
      'ALTER DATABASE',
      'ALTER TABLE t CONFIGURE ZONE USING',
      'ALTER TABLE t CONFIGURE ZONE USING a =',
      'ALTER DATABASE x SURVIVE',
      'CREATE DATABASE x PRIMARY REGION',
    ])
      for (const piece of splitSql(text, 'cockroach'))
        assert.ok(
          readStatement({ uri: 'a.sql', dialect: 'cockroach', piece, readings: [] }, MODULES).length <= 1,
        );
  });
});

describe('constraints of zones', () => {
  it('are for all copies or for so many', () => {
    assert.deepEqual(constraintsIn('[+region=eu, -ssd]'), [
      { tags: ['+region=eu', '-ssd'], copies: undefined },
    ]);
    assert.deepEqual(constraintsIn('{"+region=eu,+zone=a": 2, "+region=us": 1}'), [
      { tags: ['+region=eu', '+zone=a'], copies: 2 },
      { tags: ['+region=us'], copies: 1 },
    ]);
    assert.deepEqual(constraintsIn('{+region=eu: 1}'), [{ tags: ['+region=eu'], copies: 1 }]);
    assert.deepEqual(constraintsIn('[]'), []);
    assert.deepEqual(firstPreference('[[+region=eu], [+region=us]]'), ['+region=eu']);
  });
});

describe('nodes of CockroachDB', () => {
  it('stand where --locality says', () => {
    assert.deepEqual(siteOf('region=eu,zone=a,rack=1'), { region: 'eu', zone: 'a', rack: '1' });
    assert.deepEqual(siteOf('cloud=gce,datacenter=x'), { zone: 'x' });
    assert.deepEqual(siteOf(undefined), {});
  });

  it('are read from a compose file', () => {
    const cluster = clusterIn({
      'docker-compose.yml':
        'services:\n  r1:\n    image: cockroachdb/cockroach:v23.2.4\n    command: start --insecure --join=r1,r2,r3 --locality=region=eu,zone=a\n  r2:\n    image: cockroachdb/cockroach:v23.2.4\n    command: start --insecure --join=r1,r2,r3\n  r3:\n    image: cockroachdb/cockroach:v23.2.4\n    command: ["start", "--insecure", "--join=r1,r2,r3"]\n',
    });
    assert.equal(cluster.system, 'cockroach');
    assert.deepEqual(
      cluster.members.map(({ id, site }) => [id, site.zone]),
      [
        ['r1', 'a'],
        ['r2', undefined],
        ['r3', undefined],
      ],
    );
    assert.deepEqual(cluster.versions.cockroach?.version, [23, 2, 4]);
    assert.equal(cluster.settings.cockroach!.number('gc.ttlseconds'), 14_400_000);
  });
});

describe('nodes of several files', () => {
  const node = (command: string) =>
    `services:\n  db:\n    image: cockroachdb/cockroach:v24.1.0\n    command: ${command}\n`;

  it('are one cluster where they join through the same addresses, and else are not', () => {
    const join = 'start --join=a,b,c --certs-dir=/c';
    assert.equal(clustersIn({ 'n1/compose.yml': node(join), 'n2/compose.yml': node(join) }).length, 1);
    assert.equal(
      clustersIn({
        'a/compose.yml': node('start-single-node --insecure'),
        'b/compose.yml': node('start-single-node --insecure'),
      }).length,
      2,
    );
    assert.equal(
      clustersIn({ 'a/compose.yml': node(join), 'b/compose.yml': node('start --join=x,y') }).length,
      2,
    );
  });
});

describe('tablespaces and flags of YugabyteDB', () => {
  it('place copies in blocks', () => {
    const cluster = ofSql(
      `CREATE TABLESPACE eu WITH (replica_placement='{"num_replicas": 3, "placement_blocks": [\n {"cloud":"aws","region":"eu","zone":"a","min_num_replicas":1},\n {"cloud":"aws","region":"eu","zone":"b","min_num_replicas":2}]}');`,
      'yugabyte',
    );
    const [space] = tablespacesOf(cluster);
    assert.equal(space!.name, 'eu');
    assert.equal(textAt(space!.origin), 'eu');
    assert.deepEqual(
      space!.blocks.map(({ zone, least }) => [zone, least]),
      [
        ['a', 1],
        ['b', 2],
      ],
    );
    assert.equal(textAt(space!.written[0]!.origin), '3');
  });

  it('are read from a file of flags', () => {
    const cluster = clusterIn({
      'n1/master.conf':
        '# first\r\n--master_addresses=10.0.0.1:7100,10.0.0.2:7100,10.0.0.3:7100\r\n--replication_factor=3\r\n--placement_zone=eu-a\r\n--unknown_flag=1\r\n',
    });
    const own = cluster.members[0]!.settings.yugabyte!;
    assert.equal(own.number('replication_factor'), 3);
    assert.equal(textAt(own.given('replication_factor')!.written.origin), '3');
    assert.equal(textAt(own.given('placement_zone')!.written.keyOrigin), 'placement_zone');
    assert.deepEqual(cluster.members[0]!.site, { zone: 'eu-a' });
    assert.ok(cluster.open);
  });
});

describe('a CrdbCluster of the CockroachDB operator', () => {
  const manifest = (spec: string) =>
    `apiVersion: crdb.cockroachlabs.com/v1alpha1\nkind: CrdbCluster\nmetadata:\n  name: ledger\nspec:\n${spec}`;

  it('has so many nodes with the same options, and TLS where it is asked for', () => {
    const cluster = clusterIn({
      'db.yaml': manifest(
        '  nodes: 4\n  tlsEnabled: true\n  image:\n    name: cockroachdb/cockroach:v22.1.5\n  additionalArgs:\n    - --locality=region=eu,zone=a\n',
      ),
    });
    assert.deepEqual(
      cluster.members.map(({ id, site }) => [id, site.region, site.zone]),
      [0, 1, 2, 3].map(i => [`ledger-${i}`, 'eu', 'a']),
    );
    assert.deepEqual(cluster.versions.cockroach?.version, [22, 1, 5]);
    assert.equal(cluster.open, false);
    assert.equal(cluster.members[0]!.settings.cockroach?.given('insecure'), undefined);
    const plain = clusterIn({ 'db.yaml': manifest('  nodes: 3\n') });
    assert.equal(plain.members[0]!.settings.cockroach?.flag('insecure'), true);
  });
});

describe('a TidbCluster of TiDB Operator', () => {
  const manifest = (pd: string, more = '') =>
    `apiVersion: pingcap.com/v1alpha1\nkind: TidbCluster\nmetadata:\n  name: orders\nspec:\n  version: v8.5.0\n${more}  pd:\n    replicas: 3\n${pd}  tikv:\n    replicas: 4\n    config: {}\n`;

  it('has as many pods as it asks for, which stand nobody knows where', () => {
    const cluster = clusterIn({ 'db.yaml': manifest('    config: {}\n') });
    assert.equal(cluster.name, 'orders');
    assert.deepEqual(cluster.versions.tidb?.version, [8, 5, 0]);
    assert.deepEqual(
      cluster.members.map(({ role, votes }) => `${role} ${votes}`),
      [...Array(3).fill('witness 1'), ...Array(4).fill('data 0')],
    );
    assert.ok(cluster.members.every(({ site }) => site.host === undefined));
    assert.equal(cluster.open, false);
    assert.equal(cluster.commit.count, 1);
  });

  it('has its config as a map or as TOML', () => {
    for (const config of [
      '    config:\n      replication:\n        max-replicas: 5\n        location-labels: [zone, host]\n',
      '    config: |\n      # Copies.\n      [replication]\n      max-replicas = 5\n      location-labels = ["zone", "host"]\n',
    ]) {
      const own = clusterIn({ 'db.yaml': manifest(config) }).settings.tidb!;
      assert.equal(own.number('pd.replication.max-replicas'), 5, config);
      assert.deepEqual(own.list('pd.replication.location-labels'), ['zone', 'host']);
      assert.equal(textAt(own.given('pd.replication.max-replicas')!.written.origin), '5');
    }
  });

  it('leaves open what it does not tell', () => {
    const elsewhere = clusterIn({ 'db.yaml': manifest('    image: pingcap/pd:v3.0.5\n') });
    assert.equal(elsewhere.settings.tidb!.isHidden('pd.replication.max-replicas'), true);
    const part = clusterIn({ 'db.yaml': manifest('', '  cluster:\n    name: main\n') });
    assert.equal(part.open, true);
    const template = clusterIn({
      'db.yaml': manifest('').replace('replicas: 4', 'replicas: {{ .Values.tikv }}'),
    });
    assert.equal(template.open, true);
  });
});

describe('a topology of TiUP', () => {
  const topology =
    'server_configs:\n  pd:\n    replication.location-labels: ["zone","host"]\n    replication.max-replicas: 5\npd_servers:\n  - host: 10.0.1.1\n  - host: 10.0.1.2\ntikv_servers:\n  - host: 10.0.2.1\n    port: 20160\n    config:\n      server.labels: { zone: a, host: h1 }\n  - host: 10.0.2.1\n    port: 20161\ntiflash_servers:\n  - host: 10.0.3.1\n';

  it('has members of PD that vote, stores with data and copies that follow', () => {
    const cluster = clusterIn({ 'topology.yaml': topology });
    assert.deepEqual(
      cluster.members.map(({ id, role, votes, site }) => [id, role, votes, site.host]),
      [
        ['pd 10.0.1.1', 'witness', 1, '10.0.1.1'],
        ['pd 10.0.1.2', 'witness', 1, '10.0.1.2'],
        ['tikv 10.0.2.1:20160', 'data', 0, '10.0.2.1'],
        ['tikv 10.0.2.1:20161', 'data', 0, '10.0.2.1'],
        ['tiflash 10.0.3.1', 'learner', 0, '10.0.3.1'],
      ],
    );
    const own = cluster.settings.tidb!;
    assert.equal(own.number('pd.replication.max-replicas'), 5);
    assert.deepEqual(own.list('pd.replication.location-labels'), ['zone', 'host']);
    assert.equal(textAt(own.given('pd.replication.max-replicas')!.written.origin), '5');
    assert.deepEqual(
      [...labelsOf(cluster.members[2]!)],
      [
        ['zone', 'a'],
        ['host', 'h1'],
      ],
    );
    assert.equal(cluster.commit.count, 2);
  });

  it('bears what is broken', () => {
    for (const text of [
      'tikv_servers:',
      'tikv_servers: 3\npd_servers:\n',
      'pd_servers:\n  - x\n',
      topology.replaceAll('\n', '\r\n'),
      topology.slice(0, 190),
    ])
      assert.ok(clustersIn({ 'topology.yaml': text }).length <= 1);
  });
});

describe('Spanner in Terraform', () => {
  it('has three copies in zones of one region, and members that are not told elsewhere', () => {
    const text = (config: string) =>
      `resource "google_spanner_instance" "main" {\n  name = "orders"\n  config = "${config}"\n}\nresource "google_spanner_database" "db" {\n  instance = google_spanner_instance.main.name\n  name = "shop"\n}\n`;
    const regional = clusterIn({ 'main.tf': text('projects/p/instanceConfigs/regional-europe-west1') });
    assert.deepEqual(
      regional.members.map(({ site }) => site.region),
      ['europe-west1', 'europe-west1', 'europe-west1'],
    );
    assert.equal(regional.name, 'orders');
    assert.equal(regional.resources[0]!.name, 'db');
    assert.ok(clusterIn({ 'main.tf': text('nam3') }).open);
    assert.ok(clusterIn({ 'main.tf': text('${var.config}') }).open);
    assert.equal(guaranteesOf(regional, MODULES)[0]!.consistency, 'linearizable');
  });
});
