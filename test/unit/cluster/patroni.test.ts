import { strict as assert } from 'node:assert';
import { joinFragments, MODULES, readSource, Source } from '../../../server/src/cluster/index.js';
import type { Cluster } from '../../../server/src/cluster/model.js';
import { adjustTiming } from '../../../server/src/cluster/systems/patroni/effective.js';
import { patroniGuarantees } from '../../../server/src/cluster/systems/patroni/guarantees.js';

function clustersOf(files: Readonly<Record<string, string>>): readonly Cluster[] {
  const log: string[] = [];
  const fragments = Object.entries(files).flatMap(([uri, text]) =>
    readSource(new Source(uri, text), MODULES, line => void log.push(line)),
  );
  const { clusters } = joinFragments(fragments, MODULES, line => void log.push(line));
  assert.deepEqual(log, []);
  return clusters.filter(({ systems }) => systems.has('patroni'));
}

function node(n: number, dcs: string, rest = ''): string {
  return `scope: shop
namespace: /db/
name: n${n}
restapi:
  listen: 10.0.0.${n}:8008
  connect_address: 10.0.0.${n}:8008
etcd3:
  hosts: 10.0.9.1:2379,10.0.9.2:2379
bootstrap:
  dcs:
${dcs
  .split('\n')
  .map(line => `    ${line}`)
  .join('\n')}
postgresql:
  listen: 0.0.0.0:5432
  connect_address: 10.0.0.${n}:5432
  data_dir: /var/lib/postgresql/16/shop
  parameters:
    max_connections: 999
    work_mem: 8MB
${rest}`;
}

const three = (dcs: string, rest = '') => ({
  'db/n1/patroni.yml': node(1, dcs, rest),
  'db/n2/patroni.yml': node(2, dcs, rest),
  'db/n3/patroni.yml': node(3, dcs, rest),
});

function one(files: Readonly<Record<string, string>>): Cluster {
  const clusters = clustersOf(files);
  assert.equal(clusters.length, 1);
  return clusters[0]!;
}

describe('clusters of Patroni', () => {
  it('have the version that files of the project install, where those agree', () => {
    const versionWith = (files: Readonly<Record<string, string>>) =>
      one({ ...three('ttl: 30'), ...files }).versions.patroni?.version;
    assert.equal(versionWith({}), undefined);
    assert.deepEqual(versionWith({ 'db/setup.sh': 'PATRONI_VERSION=1.6.5\n' }), [1, 6, 5]);
    assert.deepEqual(versionWith({ 'requirements.txt': 'patroni[etcd3]==3.3.2\n' }), [3, 3, 2]);
    assert.deepEqual(versionWith({ 'db/.env': 'PATRONI_VERSION="4.0.4"\n' }), [4, 0, 4]);
    const compose = 'services:\n  x:\n    build:\n      args:\n        PATRONI_VERSION: 3.0.1\n';
    assert.deepEqual(versionWith({ 'db/compose.yml': compose }), [3, 0, 1]);
    assert.equal(versionWith({ 'other/setup.sh': 'PATRONI_VERSION=1.6.5\n' }), undefined);
    const two = { 'db/a.sh': 'PATRONI_VERSION=1.6.5\n', 'db/b.sh': 'PATRONI_VERSION=3.0.0\n' };
    assert.equal(versionWith(two), undefined);
    assert.equal(versionWith({ 'db/a.sh': 'pip install "patroni==${V}"\n' }), undefined);
  });

  it('know which ports containers keep to their own network', () => {
    const published = (service: string, rest = '') => {
      const file = `services:\n  n1:\n    build: .\n    volumes: ['./n1.yml:/etc/patroni.yml']\n${service}${rest}`;
      const [first] = one({ 'docker-compose.yml': file, 'n1.yml': node(1, 'ttl: 30') }).members;
      return first?.settings.patroni?.raw('ports.published')?.raw;
    };
    assert.deepEqual(published(''), []);
    assert.deepEqual(published('    ports: ["5432:5432", "127.0.0.1:8008:8008"]\n'), ['5432']);
    assert.deepEqual(published('    expose: ["8008"]\n'), []);
    assert.equal(published('    network_mode: host\n'), undefined);
    assert.equal(published('    ports: ["8000-8010:8000-8010"]\n'), undefined);
    assert.equal(published('', 'networks:\n  lan:\n    driver: macvlan\n'), undefined);
  });

  it('are joined from one file per node', () => {
    const cluster = one(three('ttl: 30'));
    assert.equal(cluster.id, 'patroni:shop@db');
    assert.deepEqual(
      cluster.members.map(({ id }) => id),
      ['n1', 'n2', 'n3'],
    );
    assert.equal(cluster.open, false);
    assert.deepEqual(cluster.members[1]!.addresses, ['10.0.0.2:5432', '10.0.0.2:8008']);
    assert.deepEqual(cluster.members[1]!.site, { host: '10.0.0.2' });
    assert.equal(cluster.coordination?.system, 'etcd');
    assert.deepEqual(cluster.coordination?.addresses, ['10.0.9.1:2379', '10.0.9.2:2379']);
    assert.deepEqual(cluster.versions.postgres?.version, [16]);
    assert.deepEqual(cluster.commit, { count: 0, method: 'none', level: 'async', degrades: false });
    assert.deepEqual(cluster.failover.detectMs, [20_000, 42_000]);
  });

  it('stay apart where two examples have the same scope', () => {
    const files = {
      'a/n1/patroni.yml': node(1, 'ttl: 30'),
      'a/n2/patroni.yml': node(2, 'ttl: 30'),
      'b/n1/patroni.yml': node(1, 'ttl: 60'),
      'b/n2/patroni.yml': node(2, 'ttl: 60'),
    };
    assert.deepEqual(
      clustersOf(files).map(({ id }) => id),
      ['patroni:shop@a', 'patroni:shop@b'],
    );
  });

  it('are open where one file of several is shown, or a template names the node', () => {
    assert.equal(one({ 'patroni.yml': node(1, 'ttl: 30') }).open, true);
    const template = node(1, 'ttl: {{ ttl }}').replace('name: n1', 'name: {{ host }}');
    const cluster = one({ 'patroni.yml.j2': template });
    assert.equal(cluster.open, true);
    assert.equal(cluster.settings.patroni!.isHidden('ttl'), true);
    assert.equal(cluster.settings.patroni!.number('ttl'), undefined);
    assert.equal(cluster.failover.detectMs, undefined);
  });

  it('take the values of the DCS over those of bootstrap', () => {
    const cluster = one({ ...three('ttl: 30'), 'db/n1/dynamic.yml': 'ttl: 60\nloop_wait: 5\n' });
    assert.equal(cluster.settings.patroni!.number('ttl'), 60_000);
    assert.equal(cluster.settings.patroni!.number('loop_wait'), 5000);
  });

  it('take the configuration that Patroni keeps on disk', () => {
    const json =
      '{"ttl": 50, "loop_wait": 10, "synchronous_mode": "quorum", "postgresql": {"use_slots": true}}';
    const cluster = one({ 'data/patroni.dynamic.json': json });
    assert.equal(cluster.settings.patroni!.number('ttl'), 50_000);
    assert.equal(cluster.settings.patroni!.text('synchronous_mode'), 'quorum');
    assert.equal(cluster.open, true);
  });

  it('know where each value stands', () => {
    const text = node(1, 'ttl: 45\nsynchronous_mode: quorum');
    const cluster = one({ 'patroni.yml': text });
    const patroni = cluster.settings.patroni!;
    for (const [name, value] of [
      ['ttl', '45'],
      ['synchronous_mode', 'quorum'],
    ] as const) {
      const { span } = patroni.given(name)!.written.origin;
      assert.equal(text.slice(span.start, span.end), value);
    }
  });

  it('ignore in a file what only the DCS decides', () => {
    const cluster = one(three('ttl: 30', 'synchronous_mode: true\n'));
    assert.equal(cluster.settings.patroni!.text('synchronous_mode'), 'off');
    assert.equal(cluster.members[0]!.settings.postgres!.number('max_connections'), 100);
  });

  it('take the newer of two names, wherever it stands', () => {
    const cluster = one(three('primary_start_timeout: 10\nmaster_start_timeout: 99'));
    assert.equal(cluster.settings.patroni!.number('primary_start_timeout'), 10_000);
    assert.equal(
      one(three('master_start_timeout: 99')).settings.patroni!.number('primary_start_timeout'),
      99_000,
    );
  });

  it('give groups of Citus a cluster each, synchronous by themselves', () => {
    const citus = (group: number) => `citus:\n  group: ${group}\n  database: app\n`;
    const clusters = clustersOf({
      'n1/patroni.yml': node(1, 'ttl: 30', citus(0)),
      'n2/patroni.yml': node(2, 'ttl: 30', citus(0)),
      'n3/patroni.yml': node(3, 'ttl: 30', citus(1)),
    });
    assert.deepEqual(
      clusters.map(({ name }) => name),
      ['shop/0', 'shop/1'],
    );
    assert.equal(clusters[0]!.settings.patroni!.text('synchronous_mode'), 'quorum');
  });

  it('follow another cluster only where the section says from where', () => {
    const follows = one(three('standby_cluster:\n  host: far.example\n  port: 5432\nsynchronous_mode: true'));
    assert.deepEqual(
      follows.missing.map(({ what }) => what),
      ['the remote primary far.example'],
    );
    assert.equal(follows.settings.patroni!.text('synchronous_mode'), 'off');
    assert.deepEqual(
      patroniGuarantees(follows).map(({ writes }) => writes),
      [false],
    );
  });
});

describe('timing of Patroni', () => {
  const cases: readonly (readonly [string, readonly number[]])[] = [
    ['ttl: 30\nloop_wait: 10\nretry_timeout: 10', [30, 10, 10]],
    ['ttl: 30\nloop_wait: 10\nretry_timeout: 14', [30, 2, 14]],
    ['ttl: 20\nloop_wait: 10\nretry_timeout: 10', [20, 1, 9]],
    ['ttl: 5\nloop_wait: 1\nretry_timeout: 1', [20, 1, 3]],
    ['ttl: 60\nloop_wait: 0', [60, 1, 10]],
    ['retry_timeout: 30', [30, 1, 14]],
  ];
  for (const [dcs, wanted] of cases) {
    it(`${dcs.replaceAll('\n', ', ')} is ${wanted.join(', ')} s`, () => {
      const patroni = one(three(dcs)).settings.patroni!;
      assert.deepEqual(
        ['ttl', 'loop_wait', 'retry_timeout'].map(name => patroni.number(name)! / 1000),
        wanted,
      );
    });
  }

  it('is left as written by versions before 3.2', () => {
    const files = three('ttl: 20\nloop_wait: 10\nretry_timeout: 10', '# Patroni 3.0.2\n');
    assert.equal(one(files).settings.patroni!.number('loop_wait'), 10_000);
  });

  it('always fits, whatever is written', () => {
    for (let ttl = 1; ttl < 80; ttl += 3) {
      for (let loopWait = 0; loopWait < 40; loopWait += 3) {
        for (let retryTimeout = 0; retryTimeout < 40; retryTimeout += 3) {
          const real = adjustTiming({
            ttl: ttl * 1000,
            loopWait: loopWait * 1000,
            retryTimeout: retryTimeout * 1000,
          });
          assert.ok(real.loopWait + 2 * real.retryTimeout <= real.ttl);
          assert.ok(real.loopWait >= 1000 && real.retryTimeout >= 3000 && real.ttl >= 20_000);
        }
      }
    }
  });

  it('lets the watchdog fire by the margin', () => {
    const cluster = one(three('ttl: 31', 'watchdog:\n  mode: required\n  safety_margin: -1\n'));
    const margin = cluster.members[0]!.settings.patroni!.get('watchdog.safety_margin')!;
    assert.equal(margin.effective, 16_000);
    assert.match(margin.because!, /15 s/);
  });
});

describe('commits under Patroni', () => {
  it('wait for the first standbys, or for any of them', () => {
    const first = one(three('synchronous_mode: true\nsynchronous_node_count: 2'));
    assert.equal(first.commit.method, 'first');
    assert.equal(first.commit.count, 2);
    assert.equal(first.commit.degrades, true);
    assert.equal(first.members[0]!.settings.postgres!.text('synchronous_standby_names'), 'FIRST 2 (n2, n3)');
    const any = one(three('synchronous_mode: quorum\nsynchronous_mode_strict: true'));
    assert.equal(any.commit.method, 'any');
    assert.equal(any.commit.degrades, false);
    assert.equal(any.members[2]!.settings.postgres!.text('synchronous_standby_names'), 'ANY 1 (n1, n2)');
  });

  it('wait for no more standbys than may be synchronous', () => {
    const cluster = one({
      ...three('synchronous_mode: true\nsynchronous_node_count: 5'),
      'db/n3/patroni.yml': node(
        3,
        'synchronous_mode: true\nsynchronous_node_count: 5',
        'tags:\n  nosync: true\n',
      ),
    });
    assert.deepEqual(cluster.commit.of, ['n1', 'n2']);
    assert.equal(cluster.commit.count, 2);
  });

  it('wait as synchronous_commit says', () => {
    const level = (commit: string) =>
      one(three(`synchronous_mode: true\npostgresql:\n  parameters:\n    synchronous_commit: '${commit}'`))
        .commit.level;
    assert.equal(level('remote_apply'), 'applied');
    assert.equal(level('remote_write'), 'received');
    assert.equal(level('on'), 'durable');
  });

  it("wait for PostgreSQL's own list from 3.3.2 on", () => {
    const dcs = "postgresql:\n  parameters:\n    synchronous_standby_names: 'ANY 1 (n2, n3)'";
    assert.equal(one(three(dcs)).commit.count, 1);
    assert.equal(one(three(dcs, '# Patroni 3.0.2\n')).commit.count, 0);
  });

  it('lose nothing, or what the timing says', () => {
    const [sync] = patroniGuarantees(one(three('synchronous_mode: true')));
    assert.equal(sync!.rpoMs, 0);
    assert.equal(sync!.copies, 1);
    const [strict] = patroniGuarantees(one(three('synchronous_mode: true\nsynchronous_mode_strict: true')));
    assert.equal(strict!.copies, 2);
    const [none] = patroniGuarantees(one(three('ttl: 20\nloop_wait: 5\nretry_timeout: 5')));
    assert.equal(none!.rpoMs, 20_000);
    assert.deepEqual(none!.rtoMs, [15_000, 27_000]);
    assert.ok(none!.because.some(({ sentence }) => sentence.includes('1 MB')));
    assert.ok(none!.because.some(({ sentence }) => sentence.includes('within about 10 s')));
  });
});

describe('members under Patroni', () => {
  it('may lead as their tags say, and nofailover wins', () => {
    const tags = ['nofailover: true', 'failover_priority: 0', 'nofailover: false\n  failover_priority: 0'];
    const files = Object.fromEntries(
      tags.map((tag, i) => [`n${i + 1}/patroni.yml`, node(i + 1, 'ttl: 30', `tags:\n  ${tag}\n`)]),
    );
    assert.deepEqual(
      one(files).members.map(({ eligible }) => eligible),
      [false, false, true],
    );
    assert.equal(one(files).failover.kind, 'manual');
  });

  it('are not kept out by a tag that stands in the dynamic configuration', () => {
    const cluster = one(three('tags:\n  nofailover: true'));
    assert.deepEqual(
      cluster.members.map(({ eligible }) => eligible),
      [true, true, true],
    );
  });

  it('stream from the leader, or from the node that a tag names', () => {
    const cluster = one({
      ...three('ttl: 30'),
      'db/n3/patroni.yml': node(3, 'ttl: 30', 'tags:\n  replicatefrom: n2\n'),
    });
    assert.deepEqual(
      cluster.links.map(({ from, to }) => `${from} ${to}`),
      ['n1 n2', 'n2 n3'],
    );
  });

  it('vote where Raft keeps the lock', () => {
    const raft = "raft:\n  self_addr: 10.0.0.1:2222\n  partner_addrs: ['10.0.0.9:2222']\n";
    const text = node(1, 'ttl: 30').replace(/etcd3:\n.*\n/, raft);
    const cluster = one({ 'patroni.yml': text });
    assert.equal(cluster.members[0]!.votes, 1);
    assert.equal(cluster.coordination, undefined);
    assert.ok(cluster.missing.some(({ what }) => what.includes('10.0.0.9:2222')));
  });
});

describe('containers of Patroni', () => {
  const compose = `services:
  a: &node
    image: ghcr.io/zalando/spilo-17:4.0-p2
    hostname: a
    environment: &env
      SCOPE: shop
      ETCD3_HOSTS: "'e1:2379','e2:2379','e3:2379'"
      SPILO_CONFIGURATION: |
        bootstrap:
          dcs:
            ttl: 25
            synchronous_mode: true
  b:
    image: ghcr.io/zalando/spilo-17:4.0-p2
    hostname: b
    environment:
      SCOPE: shop
      ETCD3_HOSTS: "'e1:2379','e2:2379','e3:2379'"
`;

  it('are nodes of one cluster, with the configuration in a variable', () => {
    const cluster = one({ 'docker-compose.yml': compose });
    assert.deepEqual(
      cluster.members.map(({ id }) => id),
      ['a', 'b'],
    );
    assert.deepEqual(cluster.versions.patroni?.version, [4, 0]);
    assert.deepEqual(cluster.versions.postgres?.version, [17]);
    assert.equal(cluster.settings.patroni!.number('ttl'), 25_000);
    // Spilo's own template.
    assert.equal(cluster.settings.patroni!.number('maximum_lag_on_failover'), 33_554_432);
    const { span } = cluster.settings.patroni!.given('ttl')!.written.origin;
    assert.equal(compose.slice(span.start, span.end), '25');
    assert.deepEqual(cluster.coordination?.addresses, ['e1:2379', 'e2:2379', 'e3:2379']);
  });
});

describe('containers and the files that they start with', () => {
  const file = `scope: shop
restapi:
  listen: 0.0.0.0:8008
etcd3:
  hosts: e1:2379,e2:2379,e3:2379
bootstrap:
  dcs:
    ttl: 40
postgresql:
  listen: 0.0.0.0:5432
  data_dir: /data
`;
  const service = (name: string, mount: string) =>
    `  ${name}:\n    image: patroni\n    environment:\n      PATRONI_NAME: ${name}\n${mount}`;
  const compose = (mount: string, ...names: readonly string[]) =>
    `services:\n${names.map(name => service(name, mount)).join('')}`;

  it('are one cluster where they mount the file', () => {
    const mount = '    volumes:\n      - ./conf/patroni.yml:/etc/patroni.yml\n';
    const cluster = one({ 'docker-compose.yml': compose(mount, 'a', 'b'), 'conf/patroni.yml': file });
    assert.deepEqual(
      cluster.members.map(({ id }) => id),
      ['a', 'b'],
    );
    assert.equal(cluster.name, 'shop');
    assert.equal(cluster.settings.patroni!.number('ttl'), 40_000);
    assert.equal(cluster.open, false);
  });

  it('are one cluster where the file stands beside and names no node', () => {
    const cluster = one({ 'docker-compose.yml': compose('', 'a', 'b', 'c'), 'patroni.yml': file });
    assert.equal(cluster.members.length, 3);
    assert.equal(cluster.coordination?.addresses.length, 3);
  });

  it('leave a file alone that names a node of its own', () => {
    const clusters = clustersOf({
      'docker-compose.yml': compose('', 'a', 'b'),
      'patroni.yml': `name: z\n${file}`,
    });
    assert.equal(clusters.length, 2);
  });

  it('are open where one container stands for each machine', () => {
    assert.equal(one({ 'docker-compose.yml': compose('', 'a'), 'patroni.yml': file }).open, true);
  });
});

describe('files of Patroni that are not as they should be', () => {
  const good = node(1, 'ttl: 30\nloop_wait: 10');
  const cases: Readonly<Record<string, string>> = {
    'with CRLF': good.replaceAll('\n', '\r\n'),
    'with a byte order mark': `\uFEFF${good}`,
    'with a key twice': good.replace('ttl: 30', 'ttl: 99\n    ttl: 30'),
    'with a broken end': `${good}tags: [unclosed\n  nofailover: {`,
    'with a list for a map': good.replace('restapi:', 'watchdog: []\nrestapi:'),
  };
  for (const [title, text] of Object.entries(cases)) {
    it(`are read ${title}`, () => {
      const cluster = one({ 'patroni.yml': text });
      assert.equal(cluster.settings.patroni!.number('ttl'), 30_000);
      const { span } = cluster.settings.patroni!.given('ttl')!.written.origin;
      assert.equal(text.slice(span.start, span.end), '30');
    });
  }

  it('are not made of other files', () => {
    for (const text of [
      'services:\n  db:\n    image: postgres\n',
      'scope: admin\nname: x\n',
      'bootstrap: true\npostgresql: true\n',
      'apiVersion: v1\nkind: ConfigMap\ndata:\n  postgresql: x\n',
    ]) {
      assert.deepEqual(clustersOf({ 'config.yml': text }), []);
    }
  });
});
