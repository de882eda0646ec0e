import { strict as assert } from 'node:assert';
import { joinFragments, MODULES, readSource, Source } from '../../../server/src/cluster/index.js';
import type { Cluster } from '../../../server/src/cluster/model.js';
import type { Origin } from '../../../server/src/sql/reading.js';

function clustersOf(files: Readonly<Record<string, string>>): readonly Cluster[] {
  const log: string[] = [];
  const fragments = Object.entries(files).flatMap(([uri, text]) =>
    readSource(new Source(uri, text), MODULES, line => void log.push(line)),
  );
  const { clusters } = joinFragments(fragments, MODULES, line => void log.push(line));
  assert.deepEqual(log, []);
  return clusters.filter(({ systems }) => systems.has('redis'));
}

function one(files: Readonly<Record<string, string>>): Cluster {
  const clusters = clustersOf(files);
  assert.equal(clusters.length, 1, clusters.map(({ id }) => id).join());
  return clusters[0]!;
}

function textAt({ unit, span }: Origin): string {
  return unit.piece.text.slice(span.start, span.end);
}

const server = (n: number, lines = '') =>
  `bind 10.0.0.${n} 127.0.0.1\r\nport 6379\r\n${lines}${n > 1 ? 'replicaof 10.0.0.1 6379\r\n' : ''}`;
const sentinel = (n: number, lines = '') =>
  `port 26379\nbind 10.0.0.${n}\nsentinel monitor shop 10.0.0.1 6379 2\nsentinel down-after-milliseconds shop 5000\n${lines}`;

const three = (lines = '', watch = '') => ({
  'file:///s/n1/redis.conf': server(1, lines),
  'file:///s/n1/sentinel.conf': sentinel(1, watch),
  'file:///s/n2/redis.conf': server(2, lines),
  'file:///s/n2/sentinel.conf': sentinel(2, watch),
  'file:///s/n3/redis.conf': server(3, lines),
  'file:///s/n3/sentinel.conf': sentinel(3, watch),
});

describe('Redis', () => {
  it('joins servers and the Sentinels that watch them over folders', () => {
    const cluster = one(three('min-replicas-to-write 1\r\n'));
    assert.equal(cluster.id, 'redis:shop@file:///s');
    assert.deepEqual([...cluster.systems].sort(), ['redis', 'sentinel']);
    assert.deepEqual(
      cluster.members.map(({ id, role, leader, votes, site }) => [id, role, leader, votes, site.host]),
      [
        ['n1', 'data', true, 0, '10.0.0.1'],
        ['n2', 'data', undefined, 0, '10.0.0.2'],
        ['n3', 'data', undefined, 0, '10.0.0.3'],
        ['sentinel n1', 'witness', undefined, 1, '10.0.0.1'],
        ['sentinel n2', 'witness', undefined, 1, '10.0.0.2'],
        ['sentinel n3', 'witness', undefined, 1, '10.0.0.3'],
      ],
    );
    assert.deepEqual(
      cluster.links.map(({ from, to, sync }) => [from, to, sync]),
      [
        ['n1', 'n2', 'async'],
        ['n1', 'n3', 'async'],
      ],
    );
    assert.deepEqual(cluster.failover.detectMs, [5000, 10_000]);
    assert.equal(cluster.failover.by, 'sentinel');
    assert.equal(cluster.open, false);
    const given = cluster.members[0]!.settings.redis!.given('min-replicas-to-write')!;
    assert.deepEqual([given.effective, textAt(given.written.origin)], [1, '1']);
    const quorum = cluster.members[3]!.settings.sentinel!.given('quorum')!;
    assert.deepEqual([quorum.effective, textAt(quorum.written.origin)], [2, '2']);
  });

  it('takes the file of the master beside that of a replica, though only its name says so', () => {
    const files = {
      'file:///s/redis.conf': 'port 6379\nappendonly no\n',
      'file:///s/replica.conf': 'port 6379\nreplicaof redis1 6379\n',
      'file:///s/sentinel.conf': 'sentinel monitor shop redis1 6379 2\n',
    };
    const cluster = one(files);
    assert.deepEqual(
      cluster.members.flatMap(({ id, role, configured }) => (role === 'data' ? [[id, configured]] : [])),
      [
        ['s', true],
        ['replica', true],
      ],
    );
    // An address of its own that is not the one that the replica copies from.
    const other = one({ ...files, 'file:///s/redis.conf': 'bind 10.0.0.9\nport 6379\nappendonly no\n' });
    assert.deepEqual(
      other.members.flatMap(({ id, role, configured }) => (role === 'data' ? [[id, configured]] : [])),
      [
        ['redis1:6379', false],
        ['replica', true],
      ],
    );
  });

  it('takes replicas and Sentinels that a Sentinel wrote down for members', () => {
    const sentinel = `port 26379
sentinel monitor feed 10.0.0.11 6379 2
sentinel known-replica feed 10.0.0.12 6379
sentinel known-slave feed 10.0.0.13 6380
sentinel known-sentinel feed 10.0.0.22 26379 a1b2c3d4e5f60718293a4b5c6d7e8f9001122334
`;
    const server = (host: string) => `bind ${host}\nport 6379\nappendonly yes\n`;
    const cluster = one({
      'redis/n1/redis.conf': server('10.0.0.11'),
      'redis/n2/redis.conf': server('10.0.0.12'),
      'redis/n1/sentinel.conf': sentinel,
    });
    assert.deepEqual(
      cluster.members.map(({ id, role, configured, leader }) => [id, role, configured, leader === true]),
      [
        ['n1', 'data', true, true],
        ['n2', 'data', true, false],
        ['10.0.0.13:6380', 'data', false, false],
        ['sentinel n1', 'witness', true, false],
        ['sentinel 10.0.0.22', 'witness', false, false],
      ],
    );
    assert.deepEqual(
      cluster.links.map(({ from, to }) => `${from} ${to}`),
      ['n1 n2', 'n1 10.0.0.13:6380'],
    );
    assert.equal(textAt(cluster.members[2]!.origin), '10.0.0.13');
    assert.equal(cluster.open, false);
  });

  it('reads old names, sizes, and save lines that add up or take back', () => {
    const cluster = one({
      'file:///s/n1/redis.conf': server(1, 'save 900 1\r\nsave 300 10\r\nrepl-backlog-size 16mb\r\n'),
      'file:///s/n2/redis.conf': server(
        2,
        'save 900 1\r\nsave ""\r\nslave-priority 7\r\nmin-slaves-max-lag 5\r\n',
      ),
    });
    const [first, second] = cluster.members.map(({ settings }) => settings.redis!);
    assert.equal(first!.text('save'), '900 1 300 10');
    assert.equal(first!.number('repl-backlog-size'), 16 * 2 ** 20);
    assert.equal(second!.text('save'), '');
    assert.equal(second!.number('replica-priority'), 7);
    assert.equal(second!.number('min-replicas-max-lag'), 5000);
  });

  it('knows defaults by version and by engine', () => {
    const settings = (lines: string, name = 'redis') =>
      one({
        [`file:///s/n1/${name}.conf`]: `${lines}${server(1)}`,
        [`file:///s/n2/${name}.conf`]: `${lines}${server(2)}`,
      }).members[0]!.settings.redis!;
    assert.equal(settings('# Redis 6.2\n').flag('repl-diskless-sync'), false);
    assert.equal(settings('# Redis 7.2\n').flag('repl-diskless-sync'), true);
    assert.equal(settings('').number('repl-backlog-size'), 2 ** 20);
    assert.equal(settings('# Valkey 8.0\n', 'valkey').number('repl-backlog-size'), 10 * 2 ** 20);
    assert.equal(settings('# Valkey 7.2\n', 'valkey').number('repl-backlog-size'), 2 ** 20);
  });

  it('takes what the server ignores for what it makes of it', () => {
    const { settings } = one(three('min-replicas-to-write 2\r\nmin-replicas-max-lag 0\r\n')).members[0]!;
    assert.equal(settings.redis!.number('min-replicas-to-write'), 0);
    assert.match(settings.redis!.get('min-replicas-to-write')!.because!, /switches it off/);
  });

  it('reads what files include, and the files that containers are started with', () => {
    const cluster = one({
      'file:///s/common.conf': 'appendonly yes\nmaxmemory 1gb\n',
      'file:///s/redis.conf': 'include ./common.conf\nappendfsync always\n',
      'file:///s/compose.yml': `services:
  master:
    image: redis:7.2
    command: redis-server /etc/redis/redis.conf
    volumes:
      - ./redis.conf:/etc/redis/redis.conf
  copy:
    image: redis:7.2
    command: redis-server /etc/redis/redis.conf --replicaof master 6379 --replica-priority 5
    volumes:
      - ./redis.conf:/etc/redis/redis.conf
`,
    });
    assert.deepEqual(
      cluster.members.map(({ id, leader, version }) => [id, leader, version]),
      [
        ['master', true, [7, 2]],
        ['copy', undefined, [7, 2]],
      ],
    );
    const settings = cluster.members[1]!.settings.redis!;
    assert.deepEqual([settings.text('appendfsync'), settings.number('replica-priority')], ['always', 5]);
  });

  it('reads Bitnami’s variables', () => {
    const cluster = one({
      'file:///s/compose.yml': `services:
  one:
    image: bitnami/redis:7.2
    environment:
      REDIS_REPLICATION_MODE: master
      ALLOW_EMPTY_PASSWORD: "yes"
  two:
    image: bitnami/redis:7.2
    environment:
      - REDIS_REPLICATION_MODE=slave
      - REDIS_MASTER_HOST=one
  watch:
    image: bitnami/redis-sentinel:7.2
    environment:
      REDIS_MASTER_HOST: one
      REDIS_MASTER_SET: shop
      REDIS_SENTINEL_QUORUM: "1"
`,
    });
    assert.deepEqual(
      cluster.members.map(({ id, role }) => [id, role]),
      [
        ['one', 'data'],
        ['two', 'data'],
        ['sentinel watch', 'witness'],
      ],
    );
    assert.equal(cluster.name, 'shop');
    assert.equal(cluster.members[0]!.settings.redis!.flag('appendonly'), true);
    assert.equal(cluster.settings.sentinel!.number('quorum'), 1);
  });

  it('lays a Redis Cluster out as redis-cli does', () => {
    const cluster = one({
      'file:///s/redis.conf': 'port 6379\ncluster-enabled yes\ncluster-node-timeout 5000\n',
      'file:///s/create.sh':
        'redis-cli --cluster create \\\n  10.0.0.1:6379 10.0.0.2:6379 10.0.0.3:6379 \\\n  10.0.0.4:6379 10.0.0.5:6379 10.0.0.6:6379 --cluster-replicas 1 --cluster-yes\n',
    });
    assert.deepEqual(
      cluster.members.map(({ id, leader, votes }) => [id, leader ?? false, votes]),
      [1, 2, 3, 4, 5, 6].map(n => [`10.0.0.${n}:6379`, n <= 3, n <= 3 ? 1 : 0]),
    );
    assert.equal(textAt(cluster.members[4]!.origin), '10.0.0.5:6379');
    assert.deepEqual(cluster.failover.detectMs, [5000, 12_000]);
  });

  it('reads the values of charts', () => {
    const cluster = one({
      'file:///s/values.yaml':
        'image:\n  repository: bitnami/redis\n  tag: 7.2.1\narchitecture: replication\ncommonConfiguration: |-\n  appendonly yes\n  save ""\nreplica:\n  replicaCount: 3\nsentinel:\n  enabled: true\n  masterSet: shop\n  quorum: 2\n  downAfterMilliseconds: 60000\n',
    });
    assert.equal(cluster.members.filter(({ role }) => role === 'data').length, 3);
    assert.equal(cluster.members.filter(({ role }) => role === 'witness').length, 3);
    const log = cluster.members[0]!.settings.redis!.given('appendonly')!;
    assert.deepEqual([log.effective, textAt(log.written.origin)], [true, 'yes']);
  });

  it('reads the resources of operators', () => {
    const failover = one({
      'file:///s/cr.yaml':
        'apiVersion: databases.spotahome.com/v1\nkind: RedisFailover\nmetadata:\n  name: shop\nspec:\n  sentinel:\n    replicas: 5\n    customConfig:\n      - "down-after-milliseconds 2000"\n  redis:\n    replicas: 3\n    customConfig:\n      - "min-replicas-to-write 1"\n',
    });
    assert.equal(failover.members.filter(({ role }) => role === 'witness').length, 5);
    assert.equal(failover.settings.sentinel!.number('down-after-milliseconds'), 2000);
    assert.equal(failover.settings.sentinel!.number('quorum'), 3);
    assert.equal(failover.members[0]!.settings.redis!.number('min-replicas-to-write'), 1);
    const ring = one({
      'file:///s/cr.yaml':
        'apiVersion: redis.redis.opstreelabs.in/v1beta2\nkind: RedisCluster\nmetadata:\n  name: shop\nspec:\n  clusterSize: 3\n',
    });
    assert.deepEqual(
      ring.members.map(({ leader }) => leader ?? false),
      [true, true, true, false, false, false],
    );
  });

  it('makes no cluster of one server, and does not count Sentinels by one file', () => {
    assert.deepEqual(
      clustersOf({ 'file:///s/redis.conf': 'bind 127.0.0.1\nappendonly no\nprotected-mode yes\n' }),
      [],
    );
    assert.equal(one({ 'file:///s/sentinel.conf': sentinel(1) }).open, true);
  });

  it('joins no containers of compose files that have nothing to do with each other', () => {
    const compose =
      'services:\n  main:\n    image: redis:7\n  copy:\n    image: redis:7\n    command: redis-server --replicaof main 6379\n';
    assert.deepEqual(
      clustersOf({ 'file:///s/x/compose.yml': compose, 'file:///s/y/compose.yml': compose }).map(
        ({ members }) => members.length,
      ),
      [2, 2],
    );
  });

  it('keeps compositions apart whose servers have one name, though files of replicas lie about', () => {
    const compose =
      'services:\n  main:\n    image: redis:7\n  copy:\n    image: redis:7\n    command: redis-server --replicaof main 6379\n';
    assert.deepEqual(
      clustersOf({
        'file:///s/compose.yml': compose,
        'file:///s/x/compose.yml': compose,
        'file:///s/x/replica.copy.conf': 'port 6379\nreplicaof main 6379\n',
        'file:///s/x/replica.conf': 'port 6379\nreplicaof main 6379\nappendonly yes\n',
      })
        // What no composition mounts is no server.
        .filter(({ idle }) => idle === undefined)
        .map(({ members }) => members.length),
      [2, 2],
    );
  });

  it('says nothing of placeholders, and bears broken files', () => {
    const cluster = one({
      'file:///s/sentinel.conf':
        'sentinel monitor shop @MASTER@ 6379 $QUORUM\nsentinel down-after-milliseconds shop {{ time }}\n',
    });
    assert.equal(cluster.open, true);
    assert.equal(cluster.settings.sentinel!.isHidden('quorum'), true);
    assert.equal(cluster.failover.detectMs, undefined);
    clustersOf({
      'file:///s/redis.conf': '\uFEFFreplicaof\nreplicaof a\nsave\nbind\nrequirepass "\n\tport\tx\n',
    });
    clustersOf({
      'file:///s/n/redis.conf': 'replicaof self 6379\nbind self\n',
      'file:///s/m/redis.conf': 'include redis.conf\ninclude ../m/redis.conf\nport 1\n',
    });
    clustersOf({
      'file:///s/sentinel.conf':
        'sentinel monitor\nsentinel monitor a\nsentinel known-sentinel a\nsentinel\n',
    });
  });
});
