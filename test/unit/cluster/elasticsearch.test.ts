import { strict as assert } from 'node:assert';
import { guarantees } from '../../../server/src/cluster/systems/elasticsearch/guarantees.js';
import { clusterIn, clustersIn, textAt } from '../support/clusters.js';

describe('clusters of Elasticsearch', () => {
  it('join files of one name, with roles and votes', () => {
    const cluster = clusterIn({
      'n1/elasticsearch.yml':
        'cluster.name: logs\nnode.name: n1\nnode.roles: [master]\ncluster.initial_master_nodes: [n1, n2]\n',
      'n2/config/elasticsearch.yml': 'cluster:\n  name: logs\nnode:\n  name: n2\n  attr:\n    zone: b\n',
      'n3/elasticsearch.yml': 'cluster.name: logs\nnode.name: n3\nnode.roles: [data_hot, ingest]\n',
      'n4/elasticsearch.yml': 'cluster.name: logs\nnode.name: n4\nnode.roles: []\n',
      'n5/elasticsearch.yml': 'cluster.name: logs\nnode.name: n5\nnode.roles: [master, voting_only]\n',
    });
    assert.equal(cluster.open, false);
    assert.deepEqual(
      cluster.members.map(({ id, role, votes, eligible }) => [id, role, votes, eligible]),
      [
        ['n1', 'witness', 1, true],
        ['n2', 'data', 1, true],
        ['n3', 'data', 0, false],
        ['n4', 'router', 0, false],
        ['n5', 'witness', 1, false],
      ],
    );
    assert.equal(cluster.members[1]!.site.zone, 'b');
    assert.equal(cluster.failover.kind, 'automatic');
    const masters = cluster.members[0]!.settings.elasticsearch!.given('cluster.initial_master_nodes')!;
    assert.equal(textAt(masters.written.origin), '[n1, n2]');
  });

  it('are open where a file names others that are not there', () => {
    const cluster = clusterIn({
      'elasticsearch.yml': 'cluster.name: logs\nnode.name: n1\ncluster.initial_master_nodes: n1,n2,n3\n',
    });
    assert.equal(cluster.open, true);
    assert.equal(cluster.missing.length, 1);
  });

  it('know the roles of before version 7.9', () => {
    const [first] = clusterIn({
      'elasticsearch.yml': 'node.name: a\nnode.master: false\nnode.data: true\n',
    }).members;
    assert.deepEqual([first!.role, first!.votes], ['data', 0]);
  });

  it('are started by compositions and operators', () => {
    const composed = clusterIn({
      'docker-compose.yml':
        'services:\n  es1:\n    image: docker.elastic.co/elasticsearch/elasticsearch:8.11.1\n    environment:\n      - node.name=es1\n      - cluster.name=logs\n      - discovery.seed_hosts=es2\n  es2:\n    image: docker.elastic.co/elasticsearch/elasticsearch:8.11.1\n    environment:\n      - node.name=es2\n      - cluster.name=logs\n',
    });
    assert.deepEqual(
      composed.members.map(({ id }) => id),
      ['es1', 'es2'],
    );
    assert.deepEqual(composed.versions.elasticsearch?.version, [8, 11, 1]);
    const operated = clusterIn({
      'eck.yaml':
        'apiVersion: elasticsearch.k8s.elastic.co/v1\nkind: Elasticsearch\nmetadata:\n  name: quick\nspec:\n  version: 8.11.0\n  nodeSets:\n    - name: masters\n      count: 3\n      config:\n        node.roles: ["master"]\n    - name: data\n      count: 999999999\n      config:\n        node.roles: ["data"]\n',
    });
    assert.equal(operated.members.length, 1000);
    assert.equal(operated.open, true);
    assert.equal(operated.members.filter(({ votes }) => votes > 0).length, 3);
    assert.equal(operated.members[0]!.id, 'quick-es-masters-0');
    const [opened] = clusterIn({
      'os.yaml':
        'apiVersion: opensearch.opster.io/v1\nkind: OpenSearchCluster\nmetadata:\n  name: os\nspec:\n  general:\n    version: 2.11.0\n  nodePools:\n    - component: masters\n      replicas: 3\n      roles: ["cluster_manager"]\n',
    }).members;
    assert.deepEqual([opened!.role, opened!.votes], ['witness', 1]);
  });

  it('are made by charts, whose roles are a list or a map of switches', () => {
    const chart = (roles: string) =>
      clusterIn({
        'values.yaml': `clusterName: logs\nnodeGroup: hot\nroles:\n${roles}replicas: 2\nimageTag: 7.17.3\n`,
      });
    assert.deepEqual(
      chart('  master: "false"\n  data: "true"\n').members.map(({ id, role, votes }) => [id, role, votes]),
      [
        ['logs-hot-0', 'data', 0],
        ['logs-hot-1', 'data', 0],
      ],
    );
    assert.deepEqual(
      chart('  - master\n').members.map(({ role }) => role),
      ['witness', 'witness'],
    );
    const bitnami = clusterIn({
      'values.yaml':
        'image:\n  repository: bitnami/elasticsearch\n  tag: 8.17.0-r0\nmaster:\n  masterOnly: true\n  replicaCount: 3\ndata:\n  replicaCount: 2\ningest:\n  enabled: false\n  replicaCount: 9\n',
    });
    assert.deepEqual(
      bitnami.members.map(({ votes }) => votes),
      [1, 1, 1, 0, 0],
    );
    assert.deepEqual(bitnami.versions.elasticsearch?.version, [8, 17, 0]);
  });

  it('have the indexes that lie beside them', () => {
    const cluster = clusterIn({
      'elasticsearch.yml': 'cluster.name: logs\n',
      'index-template.json':
        '{ "index_patterns": ["orders-*"], "template": { "settings": { "index": { "number_of_replicas": "2", "translog": { "durability": "async" } } } } }',
    });
    const [index] = cluster.resources;
    assert.deepEqual([index!.name, index!.copies], ['orders-*', { '': 3 }]);
    const durability = index!.settings.elasticsearch!.given('translog.durability')!;
    assert.equal(textAt(durability.written.origin), '"async"');
    assert.ok(guarantees(cluster)[0]!.because.some(({ sentence }) => sentence.includes('async')));
  });

  it('read what is broken, and nothing in a sample of comments', () => {
    assert.deepEqual(
      clustersIn({ 'elasticsearch.yml': '#cluster.name: my-application\n#node.name: node-1\n' }),
      [],
    );
    for (const text of [
      'cluster.name: [\n',
      '\uFEFFcluster.name: a\r\nnode.roles: {\r\n',
      'node.roles: {{ roles }}\n',
    ])
      clustersIn({ 'elasticsearch.yml': text });
    const [member] = clusterIn({ 'elasticsearch.yml': 'cluster.name: a\nnode.roles: {{ roles }}\n' }).members;
    assert.equal(member!.settings.elasticsearch!.isHidden('node.roles'), true);
  });
});

describe('images of Elasticsearch that are built here', () => {
  const compose = (more: string) =>
    `services:\n  setup:\n    build: setup/\n  elasticsearch:\n    build:\n      context: elasticsearch/\n${more}    environment:\n      node.name: es1\n      discovery.type: single-node\n  kibana:\n    build: kibana/\n`;
  const config = 'cluster.name: logs\nnetwork.host: 0.0.0.0\nxpack.security.enabled: true\n';

  it('are one node with the file that is mounted, or copied from the folder that they are built from', () => {
    for (const more of [
      '    volumes:\n      - ./elasticsearch/config/elasticsearch.yml:/usr/share/elasticsearch/config/elasticsearch.yml:ro,Z\n',
      '    volumes:\n      - ./elasticsearch/config:/usr/share/elasticsearch/config\n',
      '',
    ]) {
      const cluster = clusterIn({
        'stack/docker-compose.yml': compose(more),
        'stack/elasticsearch/config/elasticsearch.yml': config,
      });
      assert.equal(cluster.name, 'logs', more);
      assert.deepEqual(
        cluster.members.map(({ id, settings: { elasticsearch } }) => [
          id,
          elasticsearch!.text('discovery.type'),
          elasticsearch!.flag('xpack.security.enabled'),
        ]),
        [['es1', 'single-node', true]],
      );
      assert.equal(cluster.open, false);
    }
  });
});
