import { strict as assert } from 'node:assert';
import { clusterIn, clustersIn, textAt } from '../support/clusters.js';

const member = (name: string, ip: string, list: string, more = '') =>
  `name: ${name}\ninitial-advertise-peer-urls: http://${ip}:2380\nadvertise-client-urls: http://${ip}:2379\ninitial-cluster: '${list}'\n${more}`;
const LIST = 'n1=http://10.0.0.1:2380,n2=http://10.0.0.2:2380,n3=http://10.0.0.3:2380';

describe('etcd', () => {
  it('puts the files of members together', () => {
    const cluster = clusterIn({
      'n1/etcd.conf.yml': member('n1', '10.0.0.1', LIST, 'election-timeout: 3000\n'),
      'n2/etcd.conf.yml': member('n2', '10.0.0.2', LIST, 'election-timeout: 3000\n'),
      'n3/etcd.conf.yml': member('n3', '10.0.0.3', LIST, 'election-timeout: 3000\n'),
    });
    assert.deepEqual(
      cluster.members.map(({ id, votes, configured }) => [id, votes, configured]),
      [
        ['n1', 1, true],
        ['n2', 1, true],
        ['n3', 1, true],
      ],
    );
    assert.equal(cluster.commit.count, 1);
    assert.equal(cluster.commit.method, 'majority');
    assert.deepEqual(cluster.failover.detectMs, [3000, 12_000]);
    assert.equal(cluster.open, false);
    assert.ok(cluster.members[1]!.addresses.includes('10.0.0.2:2379'));
  });

  it('takes copies whose name is a template for those that are listed', () => {
    const compose = (replicas: number) =>
      `services:\n  etcd:\n    image: quay.io/coreos/etcd:v3.5.9\n    deploy:\n      replicas: ${replicas}\n    environment:\n      ETCD_NAME: "etcd_{{.Task.Slot}}"\n      ETCD_ADVERTISE_CLIENT_URLS: "http://etcd_{{.Task.Slot}}:2379"\n      ETCD_INITIAL_CLUSTER: "etcd_1=http://etcd_1:2380,etcd_2=http://etcd_2:2380,etcd_3=http://etcd_3:2380"\n`;
    for (const [replicas, configured] of [
      [3, 3],
      [2, 2],
      [5, 3],
    ] as const) {
      const cluster = clusterIn({ 'docker-compose.yml': compose(replicas) });
      assert.deepEqual(
        cluster.members.map(({ id }) => id),
        ['etcd_1', 'etcd_2', 'etcd_3'],
      );
      assert.equal(cluster.members.filter(member => member.configured).length, configured);
      assert.equal(cluster.commit.count, 1);
    }
  });

  it('takes two scripts with different lists, each for any member, for two clusters', () => {
    const script = (list: string) =>
      `cat > /etc/default/etcd <<EOF\nETCD_NAME="\${HOSTNAME}"\nETCD_INITIAL_CLUSTER="${list}"\nETCD_INITIAL_CLUSTER_STATE="new"\nETCD_INITIAL_ADVERTISE_PEER_URLS="http://\${IP}:2380"\nEOF\n`;
    const clusters = clustersIn({
      'setup.sh': script(LIST),
      'setup-two.sh': script(LIST.split(',').slice(0, 2).join(',')),
    });
    assert.deepEqual(clusters.map(({ members }) => members.length).sort(), [2, 3]);
  });

  it('reads the file of variables of a unit, where one of that name is shown', () => {
    const unit =
      '[Service]\nEnvironment=ETCD_NAME=x\nEnvironmentFile=/etc/etcd/etcd.conf\nExecStart=/usr/bin/etcd --election-timeout 3000\n';
    const cluster = clusterIn({
      'etcd.service': unit,
      'etcd.conf': `ETCD_NAME=n1\nETCD_ELECTION_TIMEOUT=1500\nETCD_INITIAL_CLUSTER="${LIST}"\n`,
    });
    assert.deepEqual(
      cluster.members.map(({ id, configured }) => [id, configured]),
      [
        ['n1', true],
        ['n2', false],
        ['n3', false],
      ],
    );
    const settings = cluster.members[0]!.settings.etcd!;
    assert.equal(settings.number('election-timeout'), 3000);
    assert.equal(settings.isHidden('client-cert-auth'), false);
    const alone = clusterIn({ 'etcd.service': unit });
    assert.equal(alone.open, true);
    assert.equal(alone.members[0]!.settings.etcd!.isHidden('client-cert-auth'), true);
    assert.equal(alone.members[0]!.settings.etcd!.isHidden('election-timeout'), false);
  });

  it('tells of members that are not shown', () => {
    const cluster = clusterIn({ 'etcd.conf.yml': member('n1', '10.0.0.1', LIST) });
    assert.equal(cluster.members.length, 3);
    assert.deepEqual(
      cluster.members.map(({ configured }) => configured),
      [true, false, false],
    );
    assert.equal(cluster.missing.length, 1);
  });

  it('keeps values where they stand', () => {
    const cluster = clusterIn({
      'etcd.conf.yml': member('n1', '10.0.0.1', LIST, "snapshot-count: '5000'\n"),
    });
    const given = cluster.members[0]!.settings.etcd!.given('snapshot-count')!;
    assert.equal(given.value, 5000);
    assert.equal(textAt(given.written.origin), "'5000'");
    assert.equal(textAt(given.written.keyOrigin), 'snapshot-count');
    assert.equal(textAt(cluster.members[1]!.origin), 'n2=http://10.0.0.2:2380');
  });

  it('knows defaults by version', () => {
    const settings = (version: string) =>
      clusterIn({ 'etcd.conf.yml': `# etcd ${version}\n${member('n1', '10.0.0.1', LIST)}` }).members[0]!
        .settings.etcd!;
    assert.equal(settings('3.4').flag('pre-vote'), false);
    assert.equal(settings('3.5').flag('pre-vote'), true);
    assert.equal(settings('3.5').number('snapshot-count'), 100_000);
    assert.equal(settings('3.6').number('snapshot-count'), 10_000);
  });

  it('goes by the default where a quota is 0', () => {
    const cluster = clusterIn({
      'etcd.conf.yml': member('n1', '10.0.0.1', LIST, 'quota-backend-bytes: 0\n'),
    });
    assert.equal(cluster.settings.etcd!.number('quota-backend-bytes'), 2 ** 31);
    assert.ok(cluster.settings.etcd!.get('quota-backend-bytes')!.because !== undefined);
  });

  it('reads flags of a Procfile and variables of containers', () => {
    const procfile = clusterIn({
      Procfile: ['a', 'b', 'c']
        .map(
          (name, i) =>
            `${name}: bin/etcd --name ${name} --listen-client-urls http://127.0.0.1:${i}2379 --initial-cluster 'a=http://127.0.0.1:12380,b=http://127.0.0.1:22380,c=http://127.0.0.1:32380' --pre-vote=false\n`,
        )
        .join(''),
    });
    assert.deepEqual(
      procfile.members.map(({ id }) => id),
      ['a', 'b', 'c'],
    );
    assert.equal(procfile.members[0]!.settings.etcd!.flag('pre-vote'), false);
    const compose = clusterIn({
      'docker-compose.yml': ['e1', 'e2', 'e3']
        .map(
          name =>
            `  ${name}:\n    image: quay.io/coreos/etcd:v3.5.9\n    environment:\n      ETCD_NAME: ${name}\n      ETCD_INITIAL_CLUSTER: e1=http://e1:2380,e2=http://e2:2380,e3=http://e3:2380\n`,
        )
        .reduce((all, each) => all + each, 'services:\n'),
    });
    assert.equal(compose.members.length, 3);
    assert.deepEqual(compose.versions.etcd?.version, [3, 5, 9]);
    assert.ok(compose.members[2]!.addresses.includes('e3:2379'));
  });

  it('counts no members that a template or a discovery hides', () => {
    for (const text of [
      'ETCD_NAME="{{ host }}"\nETCD_INITIAL_CLUSTER="{% for h in hosts %}{{ h }}=http://{{ h }}:2380{% endfor %}"\n',
      'ETCD_NAME="a"\nETCD_INITIAL_CLUSTER="${CLUSTER}"\n',
    ])
      assert.equal(clusterIn({ 'etcd.conf.j2': text }).open, true);
    assert.equal(
      clusterIn({
        'etcd.conf.yml':
          'name: a\ndiscovery: https://discovery.etcd.io/x\nlisten-client-urls: http://a:2379\n',
      }).open,
      true,
    );
  });

  it('gives learners no vote', () => {
    const cluster = clusterIn({
      'etcd.conf.yml': member('n1', '10.0.0.1', `${LIST},n4=http://10.0.0.4:2380`),
      'add.sh': '#!/bin/sh\netcdctl member add n4 --peer-urls=http://10.0.0.4:2380 --learner\n',
    });
    assert.deepEqual(cluster.members.map(({ id, role, votes }) => [id, role, votes]).at(-1), [
      'n4',
      'learner',
      0,
    ]);
    assert.equal(cluster.commit.count, 1);
  });

  it('keeps examples beside each other apart', () => {
    const text =
      'services:\n  e1:\n    image: etcd:3.5.1\n    command: etcd --name e1 --initial-cluster e1=http://e1:2380\n';
    const two = clustersIn({
      'docker-compose.yml': text,
      'docker-compose.other.yml': text,
    });
    assert.equal(two.length, 2);
    assert.notEqual(two[0]!.id, two[1]!.id);
  });

  it('is found by who keeps his lease in it', () => {
    const clusters = clustersIn({
      'etcd.conf.yml': member('n1', '10.0.0.1', LIST),
      'patroni.yml':
        'scope: shop\nname: p1\netcd3:\n  hosts: 10.0.0.1:2379,10.0.0.2:2379\npostgresql:\n  listen: 10.1.0.1:5432\n  connect_address: 10.1.0.1:5432\n  data_dir: /data\n',
    });
    const etcd = clusters.find(({ system }) => system === 'etcd');
    assert.equal(clusters.find(({ system }) => system === 'patroni')?.coordination?.cluster, etcd?.id);
  });

  it('bears what is broken', () => {
    for (const text of [
      '\uFEFFname: a\r\ninitial-cluster: a=http://a:2380\r\n',
      'name: a\ninitial-cluster: ,,=,a=\n',
      'initial-cluster:\n  - [a\n',
      'name: a\nname: b\ninitial-cluster: a=http://a:2380\n',
      '\tname: a\ninitial-cluster: "a=http://a:2380\n',
    ])
      assert.doesNotThrow(() => clustersIn({ 'etcd.conf.yml': text }));
  });
});
