import { strict as assert } from 'node:assert';
import { clusterIn, clustersIn, textAt } from '../support/clusters.js';

describe('ensembles of ZooKeeper', () => {
  const CONFIG = 'tickTime=2000\ninitLimit=10\nsyncLimit=5\ndataDir=/d\nclientPort=2182\n';

  it('have servers, observers and weights', () => {
    const cluster = clusterIn({
      'zoo.cfg': `${CONFIG}server.1=a:2888:3888\nserver.2=b:2888:3888:participant;2181\nserver.3=c:2888:3888:observer\nweight.1=2\n`,
    });
    assert.deepEqual(
      cluster.members.map(({ id, role, votes, addresses }) => [id, role, votes, addresses[1]]),
      [
        ['server.1', 'data', 2, 'a:2182'],
        ['server.2', 'data', 1, 'b:2181'],
        ['server.3', 'learner', 0, 'c:2182'],
      ],
    );
    assert.equal(textAt(cluster.members[1]!.origin), 'b:2888:3888:participant;2181');
    assert.equal(cluster.settings.zookeeper!.number('maxSessionTimeout'), 40_000);
    assert.deepEqual(cluster.failover.detectMs, [0, 10_000]);
  });

  it('are one where several files list the same servers', () => {
    const servers = 'server.1=a:2888:3888\nserver.2=b:2888:3888\nserver.3=c:2888:3888\n';
    const cluster = clusterIn({ 'n1/zoo.cfg': CONFIG + servers, 'n2/zoo.cfg': CONFIG + servers });
    assert.equal(cluster.members.length, 3);
    assert.equal(cluster.commit.count, 1);
  });

  it('are read from containers', () => {
    const service = (id: number) =>
      `  z${id}:\n    image: zookeeper:3.9\n    environment:\n      ZOO_MY_ID: ${id}\n      ZOO_TICK_TIME: 1000\n      ZOO_SERVERS: ${[1, 2, 3].map(i => `server.${i}=${i === id ? '0.0.0.0' : `z${i}`}:2888:3888;2181`).join(' ')}\n`;
    const cluster = clusterIn({ 'docker-compose.yml': `services:\n${service(1)}${service(2)}${service(3)}` });
    assert.deepEqual(
      cluster.members.map(({ id }) => id),
      ['z1', 'z2', 'z3'],
    );
    assert.equal(cluster.members[0]!.settings.zookeeper!.number('tickTime'), 1000);
  });

  it('bear what is broken', () => {
    for (const text of [
      'tickTime=\nserver.1=\nserver.2=::::\n',
      'tickTime=2000\nserver.1={{ host }}:2888:3888\n',
      '\uFEFFtickTime=2000\r\nserver.99999999999=a:1:2\r\n',
    ])
      assert.doesNotThrow(() => clustersIn({ 'zoo.cfg': text }));
  });
});

describe('servers of Consul', () => {
  it('are counted by what is expected of them', () => {
    const cluster = clusterIn({
      'consul.hcl':
        'node_name = "c1"\nserver = true\nbootstrap_expect = 3\nadvertise_addr = "10.0.0.1"\nretry_join = ["10.0.0.1", "10.0.0.2"]\nperformance {\n  raft_multiplier = 2\n}\n',
    });
    assert.deepEqual(
      cluster.members.map(({ id, configured }) => [id, configured]),
      [
        ['c1', true],
        ['10.0.0.2', false],
        ['server 3', false],
      ],
    );
    assert.deepEqual(cluster.failover.detectMs, [2000, 4000]);
    assert.equal(textAt(cluster.settings.consul!.given('performance.raft_multiplier')!.written.origin), '2');
    assert.ok(cluster.members[0]!.addresses.includes('10.0.0.1:8500'));
  });

  it('take the files of a folder together', () => {
    const cluster = clusterIn({
      'consul.d/server.hcl': 'server = true\nbootstrap_expect = 1\n',
      'consul.d/consul.hcl': 'datacenter = "east"\ndata_dir = "/d"\nclient_addr = "0.0.0.0"\n',
    });
    assert.equal(cluster.name, 'east');
    assert.equal(cluster.settings.consul!.text('client_addr'), '0.0.0.0');
    assert.equal(cluster.settings.consul!.flag('leave_on_terminate'), false);
  });

  it('are read from JSON, flags and values of the chart', () => {
    assert.equal(
      clusterIn({ 'consul/config.json': '{ "server": true, "bootstrap_expect": 3, "datacenter": "dc1" }' })
        .members.length,
      3,
    );
    const compose = clusterIn({
      'docker-compose.yml':
        'services:\n  c1:\n    image: hashicorp/consul:1.18\n    command: agent -server -bootstrap-expect=2 -retry-join=c2 -node=c1\n  c2:\n    image: hashicorp/consul:1.18\n    command: agent -server -bootstrap-expect=2 -retry-join=c1 -node=c2\n  c3:\n    image: hashicorp/consul:1.18\n    command: agent -retry-join=c1\n',
    });
    assert.deepEqual(
      compose.members.map(({ id }) => id),
      ['c1', 'c2'],
    );
    assert.equal(
      clusterIn({
        'consul-values.yaml': 'global:\n  datacenter: dc1\nserver:\n  replicas: 5\n  bootstrapExpect: 5\n',
      }).members.length,
      5,
    );
  });

  it('have the settings of the files that their containers mount', () => {
    const compose = (count: number) =>
      `services:\n${Array.from({ length: count }, (_, i) => `  s${i + 1}:\n    image: hashicorp/consul:1.18\n    command: agent -bootstrap-expect=${count}\n    volumes:\n      - ./s${i + 1}.json:/consul/config/s.json\n`).join('')}`;
    const server = (name: string, more = '') =>
      `{ "node_name": "${name}", "server": true, "data_dir": "/d", "bootstrap_expect": 9${more} }`;
    const clusters = clustersIn({
      'first/docker-compose.yml': compose(1),
      'first/s1.json': server('s1'),
      'second/docker-compose.yml': compose(2),
      'second/s1.json': server('s1'),
      'second/s2.json': server('s2', ', "datacenter": "dc2"'),
      'third/docker-compose.yml': compose(3),
      'third/s1.json': server('s1'),
      'third/s2.json': server('s2'),
      'third/s3.json': '{ "node_name": "s3", "retry_join": ["s1"], "data_dir": "/d" }',
    });
    // Flags go over files; what has no word on servers but how many are expected is one as well.
    assert.deepEqual(
      clusters.map(({ name, members, sources }) => [
        name,
        members.map(({ id }) => id).join(),
        sources.join(),
      ]),
      [
        ['dc1', 's1', 'first/docker-compose.yml'],
        ['dc1', 's1,server 2', 'second/docker-compose.yml'],
        ['dc2', 's2,server 2', 'second/docker-compose.yml'],
        ['dc1', 's1,s2,s3', 'third/docker-compose.yml'],
      ],
    );
    assert.equal(clusters[3]!.settings.consul!.number('bootstrap_expect'), 3);
  });

  it('are one over folders where they name each other, or a data centre by a name of its own', () => {
    const server = (name: string, more: string) =>
      `node_name = "${name}"\nserver = true\nbootstrap_expect = 2\n${more}`;
    const count = (one: string, other: string) =>
      clustersIn({ 'a/consul.hcl': server('a', one), 'b/consul.hcl': server('b', other) }).length;
    assert.equal(count('', ''), 2);
    assert.equal(count('datacenter = "dc1"\n', 'datacenter = "dc1"\n'), 2);
    assert.equal(count('datacenter = "east"\n', 'datacenter = "east"\n'), 1);
    assert.equal(count('retry_join = ["b"]\n', ''), 1);
    assert.equal(count('retry_join = ["10.0.0.9"]\n', 'retry_join = ["10.0.0.9:8301"]\n'), 1);
    assert.equal(
      count('retry_join = ["provider=aws tag_key=x"]\n', 'retry_join = ["provider=aws tag_key=x"]\n'),
      2,
    );
  });

  it('are not counted where a template hides the number', () => {
    const cluster = clusterIn({
      'config.hcl.j2': 'server = true\nbootstrap_expect = {{ count }}\ndatacenter = "dc1"\n',
    });
    assert.equal(cluster.open, true);
  });

  it('bear what is broken', () => {
    for (const text of [
      'server = true\nbootstrap_expect = \n',
      'server = {\nretry_join = [[[',
      'server = true\nbootstrap_expect = 999999999\n',
    ])
      assert.doesNotThrow(() => clustersIn({ 'consul.hcl': text }));
  });
});
