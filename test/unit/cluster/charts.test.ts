import { strict as assert } from 'node:assert';
import { clusterIn, clustersIn, textAt } from '../support/clusters.js';

describe('values of the cockroachdb chart', () => {
  const values =
    'image:\n  repository: cockroachdb/cockroach\n  tag: v24.1.3\nconf:\n  cluster-name: ""\n  join: []\n  locality: "region=eu,zone=a"\n  max-offset: 250ms\n  single-node: false\nstatefulset:\n  replicas: 5\ntls:\n  enabled: false\n';

  it('are so many nodes with what the chart gives them', () => {
    const cluster = clusterIn({ 'values.yaml': values });
    assert.equal(cluster.system, 'cockroach');
    assert.equal(cluster.members.length, 5);
    assert.deepEqual(cluster.members[0]!.site, { region: 'eu', zone: 'a' });
    assert.equal(cluster.members[4]!.id, 'cockroachdb-4');
    const own = cluster.members[0]!.settings.cockroach!;
    assert.equal(own.number('max-offset'), 250);
    assert.equal(textAt(own.given('max-offset')!.written.origin), '250ms');
    assert.equal(own.flag('insecure'), true);
    assert.equal(own.given('join'), undefined);
    assert.deepEqual(cluster.versions.cockroach?.version, [24, 1, 3]);
    assert.equal(cluster.open, false);
  });

  it('have three replicas where they say nothing, also below the name of the chart', () => {
    const below = values.replace('  replicas: 5\n', '  podManagementPolicy: Parallel\n').replace(/^/gm, '  ');
    assert.equal(clusterIn({ 'values-prod.yaml': `cockroachdb:\n${below}` }).members.length, 3);
    assert.equal(
      clusterIn({
        'values.yaml': values
          .replace('single-node: false', 'single-node: true')
          .replace('replicas: 5', 'labels: {}'),
      }).members.length,
      1,
    );
    assert.equal(clusterIn({ 'values.yaml': values.replace('replicas: 5', 'replicas: {{ n }}') }).open, true);
  });

  it('name regions where the operator runs them', () => {
    const cluster = clusterIn({
      'values.yaml':
        'cockroachdb:\n  crdbCluster:\n    regions:\n      - code: us-east1\n        nodes: 3\n      - code: us-west1\n        nodes: 2\n',
    });
    assert.deepEqual(
      cluster.members.map(({ site }) => site.region),
      ['us-east1', 'us-east1', 'us-east1', 'us-west1', 'us-west1'],
    );
  });
});

describe('values of the yugabyte chart', () => {
  const zone = (az: string) =>
    `isMultiAz: true\nAZ: ${az}\nmasterAddresses: "yb-master-0.yb-masters.a:7100,yb-master-0.yb-masters.b:7100,yb-master-0.yb-masters.c:7100"\nreplicas:\n  master: 1\n  tserver: 1\n  totalMasters: 3\ngflags:\n  master: {}\n  tserver:\n    raft_heartbeat_interval_ms: 750\n`;

  it('are masters and tablet servers, and as many copies as masters', () => {
    const cluster = clusterIn({
      'values.yaml':
        'Image:\n  repository: yugabytedb/yugabyte\n  tag: 2.20.1.0-b97\nreplicas:\n  master: 5\n  tserver: 4\n  totalMasters: 3\n',
    });
    assert.equal(cluster.system, 'yugabyte');
    assert.equal(cluster.members.filter(({ role }) => role === 'witness').length, 5);
    assert.equal(cluster.members.filter(({ role }) => role === 'data').length, 4);
    assert.equal(cluster.settings.yugabyte!.number('replication_factor'), 5);
    assert.equal(textAt(cluster.settings.yugabyte!.given('replication_factor')!.written.origin), '5');
  });

  it('of several zones with the same masters are one cluster', () => {
    const cluster = clusterIn({
      'a/values.yaml': zone('eu-a'),
      'b/values.yaml': zone('eu-b'),
      'c/values.yaml': zone('eu-c'),
    });
    assert.equal(cluster.members.length, 6);
    assert.equal(cluster.settings.yugabyte!.number('replication_factor'), 3);
    assert.deepEqual(
      cluster.members.filter(({ role }) => role === 'data').map(({ id, site }) => [id, site.zone]),
      [
        ['yb-tserver-0 (eu-a)', 'eu-a'],
        ['yb-tserver-0 (eu-b)', 'eu-b'],
        ['yb-tserver-0 (eu-c)', 'eu-c'],
      ],
    );
    const server = cluster.members.find(({ role }) => role === 'data')!;
    assert.equal(server.settings.yugabyte!.number('raft_heartbeat_interval_ms'), 750);
  });

  it('bear what is broken, and are not those of other charts', () => {
    const text = zone('eu-a');
    for (let end = 0; end < text.length; end += 9) clustersIn({ 'values.yaml': text.slice(0, end) });
    assert.deepEqual(
      clustersIn({
        'values.yaml': 'replicas: 3\nstatefulset:\n  labels: {}\n# not cockroach, not yugabyte\n',
      }),
      [],
    );
  });
});
