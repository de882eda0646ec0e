import { strict as assert } from 'node:assert';
import { joinFragments, MODULES, readSource, Source } from '../../../server/src/cluster/index.js';
import type { Cluster } from '../../../server/src/cluster/model.js';
import { guarantees } from '../../../server/src/cluster/systems/mongodb/guarantees.js';
import type { Origin } from '../../../server/src/sql/reading.js';

function clustersOf(files: Readonly<Record<string, string>>): readonly Cluster[] {
  const log: string[] = [];
  const fragments = Object.entries(files).flatMap(([uri, text]) =>
    readSource(new Source(uri, text), MODULES, line => void log.push(line)),
  );
  const { clusters } = joinFragments(fragments, MODULES, line => void log.push(line));
  assert.deepEqual(log, []);
  return clusters.filter(({ systems }) => systems.has('mongodb'));
}

function one(files: Readonly<Record<string, string>>): Cluster {
  const clusters = clustersOf(files);
  assert.equal(clusters.length, 1, clusters.map(({ id }) => id).join());
  return clusters[0]!;
}

function textAt({ unit, span }: Origin): string {
  return unit.piece.text.slice(span.start, span.end);
}

const document = (members: string, more = '') =>
  `rs.initiate({ _id: "shop", members: [${members}]${more} });\n`;
const pair = '{ _id: 0, host: "a:27017", priority: 2 }, { _id: 1, host: "b:27017" }';

describe('MongoDB', () => {
  it('takes resources of one name in several files for alternatives', () => {
    const resource = (members: number) =>
      `apiVersion: mongodbcommunity.mongodb.com/v1\nkind: MongoDBCommunity\nmetadata:\n  name: main\nspec:\n  members: ${members}\n  type: ReplicaSet\n  version: "6.0.5"\n`;
    const clusters = clustersOf({ 'file:///s/a.yaml': resource(3), 'file:///s/b.yaml': resource(5) });
    assert.deepEqual(
      clusters.map(({ members }) => members.length),
      [3, 5],
    );
    assert.equal(new Set(clusters.map(({ id }) => id)).size, 2);
    assert.ok(clusters.every(({ members }) => members.every(({ configured }) => configured)));
  });

  it('reads members, votes and priorities from the document, at their places', () => {
    const cluster = one({
      'file:///s/rs.js': document(
        `${pair}, { _id: 2, host: 'c:27017', arbiterOnly: true }, { _id: 3, host: "d:27017", votes: 0, priority: 0, hidden: true, secondaryDelaySecs: NumberInt(3600), tags: { dc: "west" } }`,
      ),
    });
    assert.equal(cluster.id, 'mongodb:shop@file:///s');
    assert.deepEqual(
      cluster.members.map(({ id, role, votes, eligible, priority }) => [id, role, votes, eligible, priority]),
      [
        ['a:27017', 'data', 1, true, 2],
        ['b:27017', 'data', 1, true, 1],
        ['c:27017', 'witness', 1, false, undefined],
        ['d:27017', 'learner', 0, false, undefined],
      ],
    );
    const [a, , , d] = cluster.members;
    assert.equal(textAt(a!.settings.mongodb!.given('members.priority')!.written.origin), '2');
    assert.equal(textAt(a!.origin), '"a:27017"');
    assert.equal(d!.settings.mongodb!.number('members.secondaryDelaySecs'), 3_600_000);
    assert.equal(d!.site.zone, 'west');
    assert.deepEqual(
      cluster.links.map(({ from, to, sync, delay }) => [from, to, sync, delay]),
      [
        ['a:27017', 'b:27017', 'async', undefined],
        ['a:27017', 'd:27017', 'async', 3_600_000],
      ],
    );
  });

  it('works out the default write concern from members and version', () => {
    const w = (text: string) => {
      const cluster = one({ 'file:///s/rs.js': text });
      return [
        cluster.settings.mongodb!.text('defaultWriteConcern.w'),
        cluster.commit.method,
        cluster.commit.count,
      ];
    };
    assert.deepEqual(w(document(`${pair}, { _id: 2, host: "c:27017" }`)), ['majority', 'majority', 1]);
    assert.deepEqual(w(document(`${pair}, { _id: 2, host: "c:27017", arbiterOnly: true }`)), [
      '1',
      'none',
      0,
    ]);
    assert.deepEqual(w(`// MongoDB 4.4\n${document(`${pair}, { _id: 2, host: "c:27017" }`)}`), [
      '1',
      'none',
      0,
    ]);
    assert.deepEqual(
      w(
        `${document(`${pair}, { _id: 2, host: "c:27017" }`)}db.adminCommand({ setDefaultRWConcern: 1, defaultWriteConcern: { w: 2 } });`,
      ),
      ['2', 'any', 1],
    );
    // Four data members and an arbiter: a majority of 5 is 3, and 4 hold data.
    assert.equal(
      w(
        document(
          `${pair}, { _id: 2, host: "c:1" }, { _id: 3, host: "d:1" }, { _id: 4, host: "e:1", arbiterOnly: true }`,
        ),
      )[0],
      'majority',
    );
  });

  it('takes what the server ignores for what it makes of it', () => {
    const { settings } = one({
      'file:///s/rs.js': document(pair, ', settings: { chainingAllowed: false, catchUpTimeoutMillis: 0 }'),
    });
    const chaining = settings.mongodb!.get('settings.chainingAllowed')!;
    assert.deepEqual([chaining.value, chaining.effective], [false, true]);
    assert.match(chaining.because!, /5\.0\.2/);
    assert.equal(settings.mongodb!.number('settings.catchUpTakeoverDelayMillis'), -1);
  });

  it('joins a document, configs in folders beside each other, and the programs that connect', () => {
    const conf = (n: string) =>
      `net:\r\n  bindIp: ${n},127.0.0.1\r\n  port: 27017\r\nreplication:\r\n  replSetName: shop\r\n  oplogSizeMB: 2048\r\n`;
    const cluster = one({
      'file:///s/a/mongod.conf': conf('a'),
      'file:///s/b/mongod.conf': conf('b'),
      'file:///s/rs.js': document(pair),
      'file:///s/app/.env': 'DB=mongodb://u:p@a:27017,b:27017/shop?replicaSet=shop&w=1&wtimeoutMS=500\n',
    });
    assert.deepEqual(
      cluster.members.map(({ configured }) => configured),
      [true, true],
    );
    assert.equal(cluster.members[0]!.settings.mongodb!.number('replication.oplogSizeMB'), 2048 * 1024 * 1024);
    const [client] = cluster.clients;
    assert.deepEqual(
      client!.targets.map(({ text }) => text),
      ['a:27017', 'b:27017'],
    );
    const w = client!.settings.mongodb!.given('w')!;
    assert.deepEqual([w.effective, textAt(w.written.origin)], ['1', '1']);
    assert.equal(client!.settings.mongodb!.number('wTimeoutMS'), 500);
  });

  it('reads containers, and the document in a health check', () => {
    const cluster = one({
      'file:///s/compose.yml': `services:
  a:
    image: mongo:7.0
    command: ["--replSet", "shop", "--bind_ip_all", "--setParameter", "enableFlowControl=false"]
    healthcheck:
      test: echo "rs.initiate({_id:'shop',members:[{_id:0,host:'a:27017'},{_id:1,host:'b:27017'}]})" | mongosh
  b:
    image: mongo:7.0
    command: mongod --replSet shop --bind_ip_all
`,
    });
    assert.deepEqual(
      cluster.members.map(({ id, configured, version }) => [id, configured, version]),
      [
        ['a:27017', true, [7, 0]],
        ['b:27017', true, [7, 0]],
      ],
    );
    assert.equal(cluster.members[0]!.settings.mongodb!.flag('setParameter.enableFlowControl'), false);
    assert.equal(cluster.open, false);
  });

  it('joins containers with the config file that is mounted into them', () => {
    const service = (name: string) =>
      `  ${name}:\n    image: mongo:7.0\n    command: mongod --config /etc/mongod.conf\n    volumes:\n      - ./conf/mongod.conf:/etc/mongod.conf:ro\n`;
    const cluster = one({
      'file:///s/compose.yml': `services:\n${service('a')}${service('b')}${service('c')}`,
      'file:///s/conf/mongod.conf': 'replication:\n  replSetName: shop\n  oplogSizeMB: 1024\n',
    });
    assert.deepEqual(
      cluster.members.map(({ id, settings }) => [id, settings.mongodb!.number('replication.oplogSizeMB')]),
      ['a', 'b', 'c'].map(id => [id, 2 ** 30]),
    );
    assert.equal(cluster.name, 'shop');
    assert.equal(cluster.open, false);
  });

  it('reads a StatefulSet as its pods', () => {
    const cluster = one({
      'file:///s/mongo.yaml':
        'apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: db\nspec:\n  serviceName: db\n  replicas: 3\n  template:\n    spec:\n      containers:\n        - name: mongod\n          image: mongo:7.0\n          args: ["--replSet", "shop", "--bind_ip_all"]\n',
      'file:///s/rs.js':
        'rs.initiate({ _id: "shop", members: [0, 1, 2].map(i => ({ _id: i, host: `db-${i}.db:27017` })) });\n',
    });
    assert.equal(cluster.open, true);
    assert.equal(cluster.name, 'shop');
  });

  it('reads sharded clusters: routers go to the config servers, and shards are coordinated by them', () => {
    const service = (name: string, role: string, set: string) =>
      `  ${name}:\n    image: mongo:7.0\n    command: mongod --${role} --replSet ${set} --port 27017\n`;
    const clusters = clustersOf({
      'file:///s/compose.yml': `services:\n${service('c1', 'configsvr', 'cfg')}${service('c2', 'configsvr', 'cfg')}${service('s1', 'shardsvr', 'sh')}  router:\n    image: mongo:7.0\n    command: mongos --configdb cfg/c1:27017,c2:27017\n`,
    });
    const [config, shard] = clusters;
    assert.deepEqual(
      config!.routers.map(({ targets }) => targets.map(({ text }) => text)),
      [['c1:27017', 'c2:27017']],
    );
    assert.equal(shard!.coordination?.cluster, config!.id);
  });

  it('does not count members where a script decides what a container is', () => {
    const cluster = one({
      'file:///s/compose.yml':
        'services:\n  a:\n    image: mongo:7.0\n    entrypoint: ["/scripts/start.sh"]\n  b:\n    image: mongo:7.0\n    command: mongod --replSet shop\n',
    });
    assert.equal(cluster.open, true);
  });

  it('reads the resources of operators and the values of charts', () => {
    const percona = clustersOf({
      'file:///s/cr.yaml':
        'apiVersion: psmdb.percona.com/v1\nkind: PerconaServerMongoDB\nmetadata:\n  name: shop\nspec:\n  image: percona/percona-server-mongodb:7.0.8-5\n  replsets:\n  - name: rs0\n    size: 3\n    arbiter:\n      enabled: true\n      size: 1\n    nonvoting:\n      enabled: true\n      size: 2\n',
    });
    assert.deepEqual(
      percona[0]!.members.map(({ role }) => role),
      ['data', 'data', 'data', 'learner', 'learner', 'witness'],
    );
    const chart = one({
      'file:///s/values.yaml':
        'image:\n  registry: docker.io\n  repository: bitnami/mongodb\n  tag: 7.0.1\narchitecture: replicaset\nreplicaSetName: shop\nreplicaCount: 2\n',
    });
    // The chart starts an arbiter unless it is told not to.
    assert.equal(chart.members.filter(({ role }) => role === 'witness').length, 1);
    assert.equal(chart.settings.mongodb!.text('defaultWriteConcern.w'), '1');
  });

  it('keeps sets of one name apart in compose files that have nothing to do with each other', () => {
    const compose = (host: string) =>
      `services:\n  ${host}1:\n    image: mongo:7.0\n    command: mongod --replSet rs0\n  ${host}2:\n    image: mongo:7.0\n    command: mongod --replSet rs0\n`;
    const clusters = clustersOf({
      'file:///s/x/compose.yml': compose('x'),
      'file:///s/y/compose.yml': compose('y'),
    });
    assert.deepEqual(
      clusters.map(({ members }) => members.length),
      [2, 2],
    );
    assert.equal(new Set(clusters.map(({ id }) => id)).size, 2);
  });

  it('makes no cluster of a server that stands alone, nor of a plain connection string', () => {
    assert.deepEqual(
      clustersOf({
        'file:///s/mongod.conf':
          'storage:\n  dbPath: /var/lib/mongodb\nnet:\n  port: 27017\n  bindIp: 127.0.0.1\n',
        'file:///s/.env': 'DB=mongodb://localhost:27017/app?w=1\n',
      }),
      [],
    );
  });

  it('knows a set by its connection strings alone, and does not count its members', () => {
    const cluster = one({
      'file:///s/.env':
        'DB=mongodb+srv://u:p@shop.example.net/app?retryWrites=true&w=majority\n# OLD=mongodb://x,y/?w=0\n',
    });
    assert.equal(cluster.open, true);
    assert.equal(cluster.clients.length, 1);
    assert.equal(cluster.clients[0]!.settings.mongodb!.text('w'), 'majority');
  });

  it('says nothing of what templates and variables hide', () => {
    const cluster = one({
      'file:///s/mongod.conf.j2':
        'net:\n  bindIp: {{ ip }}\nreplication:\n  replSetName: {{ name }}\n  oplogSizeMB: {{ size }}\n',
    });
    assert.equal(cluster.open, true);
    assert.equal(cluster.members[0]!.settings.mongodb!.isHidden('replication.oplogSizeMB'), true);
  });

  it('gives what operations get, with the reason', () => {
    const cluster = one({
      'file:///s/rs.js': document(`${pair}, { _id: 2, host: "c:27017", arbiterOnly: true }`),
    });
    const [plain] = guarantees(cluster);
    assert.equal(plain!.rpoMs, 'unbounded');
    assert.match(plain!.because[0]!.sentence, /makes w: 1 the default/);
  });

  it('bears broken scripts, byte order marks and huge numbers', () => {
    assert.equal(one({ 'file:///s/rs.js': `\uFEFF${document(pair).slice(0, -12)}` }).members.length, 2);
    clustersOf({ 'file:///s/rs.js': `rs.initiate(${'{"a":['.repeat(5000)}` });
    assert.ok(
      clustersOf({
        'file:///s/cr.yaml':
          'kind: PerconaServerMongoDB\nspec:\n  replsets:\n  - name: rs0\n    size: 999999999\n',
      }).every(({ members, open }) => members.length <= 1000 && open),
    );
  });

  it('a switch or a number where an address is being typed costs nothing else', () => {
    for (const typed of ['true', '7', '']) {
      const log: string[] = [];
      const text = `# MongoDB 7.0\nnet:\n  bindIp: ${typed}\nreplication:\n  replSetName: rs0\n`;
      const fragments = readSource(
        new Source('file:///w/mongod.conf', text),
        MODULES,
        line => void log.push(line),
      );
      assert.deepEqual(log, []);
      assert.equal(fragments.length, 1);
    }
  });
});
