import { strict as assert } from 'node:assert';
import { Settings } from '../../../server/src/cluster/settings.js';
import { guarantees } from '../../../server/src/cluster/systems/cassandra/guarantees.js';
import { neededOf } from '../../../server/src/cluster/systems/cassandra/levels.js';
import { SPRING_PARAMETERS } from '../../../server/src/cluster/systems/cassandra/parameters/client.js';
import { CASSANDRA_PARAMETERS } from '../../../server/src/cluster/systems/cassandra/parameters.js';
import { clusterIn, clustersIn, textAt } from '../support/clusters.js';

const node = (lines: string, seeds = '10.0.0.1,10.0.1.1', name = 'shop') =>
  `cluster_name: '${name}'\nseed_provider:\n  - class_name: org.apache.cassandra.locator.SimpleSeedProvider\n    parameters:\n      - seeds: "${seeds}"\n${lines}`;
const gossiping = (address: string, more = '') =>
  node(`listen_address: ${address}\nendpoint_snitch: GossipingPropertyFileSnitch\n${more}`);

const three = {
  'eu/n1/conf/cassandra.yaml': gossiping('10.0.0.1', 'commitlog_sync: batch\n'),
  'eu/n1/conf/cassandra-rackdc.properties': '# place\ndc=eu\nrack=r1\n',
  'eu/n2/conf/cassandra.yaml': gossiping('10.0.0.2'),
  'eu/n2/conf/cassandra-rackdc.properties': 'dc=eu\nrack=r2\n',
  'us/n3/conf/cassandra.yaml': gossiping('10.0.1.1'),
  'us/n3/conf/cassandra-rackdc.properties': 'dc=us\nrack=r1\n',
};

describe('clusters of Cassandra', () => {
  it('takes files of one folder without addresses of their own for tries, and a list of types for no config', () => {
    const file = (lines: string) =>
      `cluster_name: shop\nnum_tokens: 16\nseed_provider:\n  - class_name: org.apache.cassandra.locator.SimpleSeedProvider\n    parameters:\n      - seeds: "127.0.0.1:7000"\n${lines}`;
    const tries = clustersIn({
      'conf/cassandra.yaml': file('listen_address: localhost\n'),
      'conf/cassandra_latest.yaml': file('listen_address: localhost\n'),
    });
    assert.deepEqual(
      tries.map(({ members }) => members.length),
      [1, 1],
    );
    const nodes = clustersIn({
      'conf/cassandra-1.yaml': file('listen_address: 10.0.0.1\n'),
      'conf/cassandra-2.yaml': file('listen_address: 10.0.0.2\n'),
    });
    assert.deepEqual(
      nodes.map(({ members }) => members.length),
      [2],
    );
    assert.deepEqual(
      clustersIn({
        'cassandra.yaml':
          'cluster_name: "java.lang.String"\nnum_tokens: "java.lang.Integer"\nseed_provider: "x"\n',
      }),
      [],
    );
  });

  it('join nodes of one name by their seeds, with the places that snitch and file say', () => {
    const cluster = clusterIn(three);
    assert.equal(cluster.name, 'shop');
    assert.equal(cluster.open, false);
    assert.deepEqual(
      cluster.members.map(({ id, site, votes, configured }) => ({ id, site, votes, configured })),
      [
        { id: '10.0.0.1', site: { zone: 'eu', rack: 'r1' }, votes: 0, configured: true },
        { id: '10.0.0.2', site: { zone: 'eu', rack: 'r2' }, votes: 0, configured: true },
        { id: '10.0.1.1', site: { zone: 'us', rack: 'r1' }, votes: 0, configured: true },
      ],
    );
    assert.equal(cluster.links.length, 6);
    assert.equal(cluster.failover.kind, 'none needed');
    assert.equal(cluster.commit.level, 'durable');
  });

  it('keep clusters of different names, and nodes with the default name, apart', () => {
    assert.equal(
      clustersIn({
        'a/cassandra.yaml': node('', '10.0.0.1', 'one'),
        'b/cassandra.yaml': node('', '10.0.0.1', 'two'),
      }).length,
      2,
    );
    assert.equal(
      clustersIn({
        'a/cassandra.yaml': node('', '127.0.0.1', 'Test Cluster'),
        'b/cassandra.yaml': node('', '127.0.0.1', 'Test Cluster'),
      }).length,
      2,
    );
  });

  it('stand in datacenter1 with SimpleSnitch, whatever a file says', () => {
    const [first] = clusterIn({
      'cassandra.yaml': node('endpoint_snitch: org.apache.cassandra.locator.SimpleSnitch\n'),
      'cassandra-rackdc.properties': 'dc=eu\nrack=r1\n',
    }).members;
    assert.deepEqual(first!.site, { zone: 'datacenter1', rack: 'rack1' });
  });

  it('stand where the topology file says with PropertyFileSnitch, which names all nodes', () => {
    const cluster = clusterIn({
      'cassandra.yaml': node('listen_address: 10.0.0.1\nendpoint_snitch: PropertyFileSnitch\n'),
      'cassandra-topology.properties': '10.0.0.1=eu:r1\n10.0.1.1=us:r9\n10.0.1.2=us:r8\ndefault=eu:r0\n',
    });
    assert.equal(cluster.open, false);
    assert.deepEqual(
      cluster.members.map(({ id, site }) => [id, site.zone, site.rack]),
      [
        ['10.0.0.1', 'eu', 'r1'],
        ['10.0.1.1', 'us', 'r9'],
        ['10.0.1.2', 'us', 'r8'],
      ],
    );
  });

  it('have seeds that no file was found for', () => {
    const cluster = clusterIn({ 'cassandra.yaml': node('listen_address: 10.0.0.1\n') });
    assert.equal(cluster.open, true);
    const seed = cluster.members.find(({ configured }) => !configured)!;
    assert.equal(seed.id, '10.0.1.1');
    assert.equal(textAt(seed.origin), '10.0.1.1');
    assert.equal(cluster.missing.length, 1);
  });

  it('take keyspaces, tables and levels of CQL, with where they stand', () => {
    const cluster = clusterIn({
      ...three,
      'schema/shop.cql':
        "-- 'us': 9\nCREATE KEYSPACE Shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': '3', 'us': 2} AND durable_writes = false;\nALTER KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 3, 'us': 3};\nCREATE TABLE shop.carts (id uuid PRIMARY KEY) WITH gc_grace_seconds = 3600 AND read_repair = 'NONE';\nCONSISTENCY local_quorum\nSELECT * FROM shop.carts;\n",
    });
    const [keyspace, table] = cluster.resources;
    assert.deepEqual([keyspace!.name, keyspace!.copies], ['shop', { eu: 3, us: 3 }]);
    assert.equal(textAt(keyspace!.settings.cassandra!.raw('replication.us')!.origin), "'us': 3");
    assert.equal(table!.settings.cassandra!.number('gc_grace_seconds'), 3_600_000);
    const level = cluster.clients[0]!.settings.cassandra!.given('basic.request.consistency')!;
    assert.equal(level.value, 'LOCAL_QUORUM');
    assert.equal(textAt(level.written.origin), 'local_quorum');
  });

  it('are made of a schema alone, and then open', () => {
    const cluster = clusterIn({
      'schema.cql':
        "CREATE KEYSPACE a WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3};",
    });
    assert.equal(cluster.open, true);
    assert.deepEqual(cluster.members, []);
    assert.deepEqual(cluster.resources[0]!.copies, { '': 3 });
  });

  it('have a rack of nodes for each rack of an operator', () => {
    const cluster = clusterIn({
      'cluster.yaml':
        'apiVersion: k8ssandra.io/v1alpha1\nkind: K8ssandraCluster\nmetadata:\n  name: shop\nspec:\n  reaper: {}\n  cassandra:\n    serverVersion: 4.1.8\n    datacenters:\n      - metadata:\n          name: eu\n        size: 5\n        racks:\n          - name: r1\n          - name: r2\n      - metadata:\n          name: us\n        size: 1\n',
    });
    assert.deepEqual(
      cluster.members.map(({ site }) => `${site.zone}/${site.rack}`),
      ['eu/r1', 'eu/r1', 'eu/r1', 'eu/r2', 'eu/r2', 'us/default'],
    );
    assert.deepEqual(cluster.versions.cassandra?.version, [4, 1, 8]);
    assert.equal(cluster.members[0]!.settings.cassandra!.text('authenticator'), 'PasswordAuthenticator');
    assert.equal(
      cluster.members[0]!.settings.cassandra!.get('endpoint_snitch')!.because?.includes('operator'),
      true,
    );
  });

  it('have no more members than can be listed, and stay open then', () => {
    const cluster = clusterIn({
      'cluster.yaml':
        'apiVersion: cassandra.datastax.com/v1beta1\nkind: CassandraDatacenter\nmetadata:\n  name: eu\nspec:\n  clusterName: shop\n  size: 999999999\n',
    });
    assert.equal(cluster.members.length, 1000);
    assert.equal(cluster.open, true);
  });

  it('are started by compositions, whose files count for the nodes that mount them', () => {
    const cluster = clusterIn({
      'docker-compose.yml':
        'services:\n  c1:\n    image: cassandra:4.1\n    environment:\n      CASSANDRA_CLUSTER_NAME: shop\n      CASSANDRA_DC: eu\n      CASSANDRA_ENDPOINT_SNITCH: GossipingPropertyFileSnitch\n      CASSANDRA_SEEDS: c1,c2\n    volumes:\n      - ./conf/cassandra.yaml:/etc/cassandra/cassandra.yaml\n  c2:\n    image: cassandra:4.1\n    environment:\n      CASSANDRA_CLUSTER_NAME: shop\n      CASSANDRA_SEEDS: c1,c2\n  setup:\n    image: cassandra:4.1\n    command: cqlsh c1 -f /schema.cql\n',
      'conf/cassandra.yaml': 'cluster_name: shop\nhinted_handoff_enabled: false\n',
    });
    assert.deepEqual(
      cluster.members.map(({ id, site }) => [id, site.zone]),
      [
        ['c1', 'eu'],
        ['c2', 'datacenter1'],
      ],
    );
    assert.equal(cluster.members[0]!.settings.cassandra!.flag('hinted_handoff_enabled'), false);
    assert.equal(cluster.members[0]!.settings.cassandra!.number('max_hint_window'), 0);
    assert.deepEqual(cluster.versions.cassandra?.version, [4, 1]);
  });

  it('have the settings of a ConfigMap that their pods mount, with its places', () => {
    const cluster = clusterIn({
      'cassandra.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\ndata:\n  cassandra.yaml: |\n    cluster_name: shop\n    endpoint_snitch: GossipingPropertyFileSnitch\n    num_tokens: 8\n  cassandra-rackdc.properties: |\n    dc=eu\n    rack=a\n---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: cassandra }\nspec:\n  serviceName: cassandra\n  replicas: 2\n  template:\n    spec:\n      containers:\n        - name: cassandra\n          image: cassandra:4.1\n          volumeMounts:\n            - { name: f, mountPath: /etc/cassandra/cassandra.yaml, subPath: cassandra.yaml }\n            - { name: f, mountPath: /etc/cassandra/cassandra-rackdc.properties, subPath: cassandra-rackdc.properties }\n      volumes:\n        - name: f\n          configMap: { name: c }\n',
    });
    assert.deepEqual([cluster.name, cluster.members.length], ['shop', 2]);
    assert.deepEqual(cluster.members[0]!.site, { zone: 'eu', rack: 'a' });
    const tokens = cluster.members[0]!.settings.cassandra!.given('num_tokens')!;
    assert.deepEqual([tokens.value, textAt(tokens.written.origin)], [8, '8']);
  });

  it('are read as ScyllaDB by name and by the arguments of its image', () => {
    const cluster = clusterIn({
      'docker-compose.yml':
        'services:\n  s1:\n    image: scylladb/scylla:6.0\n    command: --seeds=s1 --dc eu --rack=r1\n  s2:\n    image: scylladb/scylla:6.0\n    command: --seeds=s1 --dc eu --rack=r2\n',
    });
    assert.equal(cluster.system, 'scylla');
    assert.deepEqual(
      cluster.members.map(({ site }) => `${site.zone}/${site.rack}`),
      ['eu/r1', 'eu/r2'],
    );
    assert.equal(cluster.members[0]!.settings.scylla!.number('max_hint_window_in_ms'), 10_800_000);
  });

  it('have the drivers of Java and Spring, with profiles of their own', () => {
    const cluster = clusterIn({
      'app/src/main/resources/application.conf':
        'datastax-java-driver {\n  // where to begin\n  basic.contact-points = [ "10.0.0.1:9042", "10.0.0.2:9042" ]\n  basic {\n    load-balancing-policy { local-datacenter = "eu" }\n    request.consistency = LOCAL_QUORUM # both\n  }\n  profiles { slow { basic.request.consistency = "ALL" } }\n}\n',
      'web/application.yml':
        'spring:\n  data:\n    cassandra:\n      consistency-level: local_one\n      contactPoints: ${HOSTS}\n',
      'schema.cql': "CREATE KEYSPACE a WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 3};",
    });
    const levels = cluster.clients.map(
      ({ settings }) => settings.cassandra!.given('basic.request.consistency')!,
    );
    assert.deepEqual(
      levels.map(({ value }) => value),
      ['LOCAL_QUORUM', 'ALL', 'LOCAL_ONE'],
    );
    assert.deepEqual(
      levels.map(({ written }) => textAt(written.origin)),
      ['LOCAL_QUORUM', '"ALL"', 'local_one'],
    );
    const [first, , web] = cluster.clients;
    assert.deepEqual(
      first!.targets.map(({ text }) => text),
      ['10.0.0.1:9042', '10.0.0.2:9042'],
    );
    assert.equal(first!.settings.cassandra!.text('basic.load-balancing-policy.local-datacenter'), 'eu');
    assert.equal(web!.settings.cassandra!.isHidden('basic.contact-points'), true);
    // The lowest level that a program asks for.
    assert.deepEqual([cluster.commit.count, cluster.commit.method], [0, 'none']);
    assert.equal(textAt(cluster.commit.origin!), 'local_one');
  });

  it('have drivers that are set up by properties', () => {
    const cluster = clusterIn({
      'web/application.properties':
        'spring.cassandra.request.consistency=quorum\r\nspring.cassandra.localDatacenter=eu\r\nspring.cassandra.contact-points=a,b\r\n',
    });
    const settings = cluster.clients[0]!.settings.cassandra!;
    assert.equal(settings.text('basic.request.consistency'), 'QUORUM');
    assert.equal(settings.text('basic.load-balancing-policy.local-datacenter'), 'eu');
    assert.equal(
      SPRING_PARAMETERS.find('spring.cassandra.localDatacenter')?.name,
      'spring.cassandra.local-datacenter',
    );
  });

  it('say what their levels get', () => {
    const cluster = clusterIn({
      'schema.cql':
        "CREATE KEYSPACE a WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 3, 'us': 3};",
    });
    const of = (operation: string) => guarantees(cluster).find(each => each.operation === operation)!;
    assert.deepEqual([of('write QUORUM').copies, of('write QUORUM').rpoMs], [4, 0]);
    assert.deepEqual([of('write LOCAL_QUORUM').copies, of('read LOCAL_QUORUM').consistency], [2, 'eventual']);
    assert.deepEqual([of('read ONE').consistency, of('read ONE').partition], ['eventual', 'A']);
  });

  it('read text that is broken, in other line ends, or filled in later', () => {
    for (const text of [
      '\uFEFFcluster_name: shop\r\nlisten_address: 10.0.0.1\r\nnum_tokens: 16\r\nnum_tokens: 8\r\n',
      'cluster_name: {{ name }}\nseed_provider: [\nlisten_address: {{ ip }}\n',
      'cluster_name:\n\tlisten_address: 1\n',
      'cluster_name: shop\nseed_provider: 5\nendpoint_snitch: [a, b]\n',
      'cluster_name: &a [*a]\nseed_provider: *a\n',
    ]) {
      clustersIn({ 'cassandra.yaml': text, 'cassandra-rackdc.properties': 'dc\nrack = \\\n' });
    }
    const [member] = clusterIn({
      'cassandra.yaml': 'cluster_name: shop\r\nendpoint_snitch: ${SNITCH}\r\nnum_tokens: {{ tokens }}\r\n',
    }).members;
    assert.equal(member!.settings.cassandra!.isHidden('num_tokens'), true);
  });
});

describe('parameters of Cassandra', () => {
  it('have defaults by version', () => {
    const of = (version: readonly number[] | undefined, name: string) =>
      new Settings(CASSANDRA_PARAMETERS, version, []).get(name)?.value;
    assert.equal(of([3, 11], 'num_tokens'), 256);
    assert.equal(of([4, 0], 'num_tokens'), 16);
    assert.equal(of(undefined, 'max_hint_window'), 10_800_000);
    assert.equal(of([3, 11], 'internode_timeout'), false);
  });

  it('go by their names of today and of before 4.1 alike', () => {
    const written = (key: string, raw: string) => {
      const [source] = clusterIn({ 'cassandra.yaml': `cluster_name: a\n${key}: ${raw}\n` }).members;
      return source!.settings.cassandra!;
    };
    assert.equal(written('max_hint_window_in_ms', '7200000').number('max_hint_window'), 7_200_000);
    assert.equal(written('max_hint_window', '2h').number('max_hint_window_in_ms'), 7_200_000);
    assert.equal(
      written('commitlog_segment_size_in_mb', '32').number('commitlog_segment_size'),
      32 * 2 ** 20,
    );
  });
});

describe('consistency levels', () => {
  it('need what the arithmetic of quorums says', () => {
    const copies = { eu: 3, us: 2 };
    const needed = (level: string) => neededOf(level, copies);
    assert.deepEqual(
      ['ANY', 'ONE', 'TWO', 'QUORUM', 'LOCAL_QUORUM', 'EACH_QUORUM', 'ALL', 'SERIAL', 'none'].map(needed),
      [0, 1, 2, 3, 2, 4, 5, 3, undefined],
    );
  });
});
