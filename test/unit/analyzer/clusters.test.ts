import assert from 'node:assert/strict';
import { createAnalyzer } from '../../../server/src/analyzer.js';
import { at, memoryHost, ROOT } from '../support/memory-host.js';
import { workspace } from '../support/workspace.js';

/** A node of Patroni; the leader-to-be is told apart by nothing. */
const node = (i: number, dcs = 'ttl: 30') => `scope: stock
name: n${i}
etcd3:
  hosts: [10.0.0.21:2379, 10.0.0.22:2379, 10.0.0.23:2379]
postgresql:
  listen: 10.0.0.1${i}:5432
  connect_address: 10.0.0.1${i}:5432
bootstrap:
  dcs:
    ${dcs}
`;

const NODES = { 'n1/patroni.yml': node(1), 'n2/patroni.yml': node(2), 'n3/patroni.yml': node(3) };

describe('analyzer: clusters', () => {
  it('puts one cluster together from the files of a project, and another below another faultline.yaml', async () => {
    const { analyzer } = await workspace({
      ...NODES,
      'other/faultline.yaml': '',
      'other/patroni.yml': node(7).replace('stock', 'other'),
    });
    const here = analyzer.landscapeOf(at('n1/patroni.yml'))!.clusters;
    assert.deepEqual(
      here.map(({ name, members }) => [name, members.map(member => member.id)]),
      [['stock', ['n1', 'n2', 'n3']]],
    );
    const there = analyzer.landscapeOf(at('other/patroni.yml'))!.clusters;
    assert.deepEqual(
      there.map(({ name }) => name),
      ['other'],
    );
  });

  it('tells who edits a copy what its twin was told first', async () => {
    const agent = (name: string) =>
      `server = true\nbootstrap_expect = 1\ndatacenter = "${name}"\nnode_name = "${name}"\nclient_addr = "0.0.0.0"\n`;
    const { analyzer } = await workspace({
      'east/consul.hcl': agent('east'),
      'west/consul.hcl': agent('west'),
    });
    const [east, west] = ['east/consul.hcl', 'west/consul.hcl'].map(
      file => analyzer.findings(at(file)).find(({ rule }) => rule === 'consul-open-to-all')!,
    );
    assert.equal(east?.again, undefined);
    assert.equal(west?.again, true);
    assert.equal(west.range.start.line, 4);
    assert.deepEqual(
      west.related.map(({ uri }) => uri),
      [at('east/consul.hcl')],
    );
  });

  it('goes by the version that other files tell of the engine of a mapping', async () => {
    const compose = (tag: string) =>
      `services:\n  search:\n    image: docker.elastic.co/elasticsearch/elasticsearch:${tag}\n`;
    const { analyzer, write } = await workspace({
      'compose.yml': compose('6.8.23'),
      'search/mapping.json': '{ "mappings": { "doc": { "properties": { "at": { "type": "date" } } } } }\n',
    });
    const told = () => analyzer.findings(at('search/mapping.json')).map(({ rule }) => rule);
    assert.deepEqual(told(), []);
    await write('compose.yml', compose('8.15.0'));
    assert.deepEqual(told(), ['es-mapping-type']);
    await write('compose.yml', compose('6.8.23'));
    assert.deepEqual(told(), []);
  });

  it('weighs what tables and keyspaces keep by the document beside them', async () => {
    const { analyzer, write } = await workspace({
      'README.md': '# Shop\n',
      'main.tf':
        'resource "aws_dynamodb_table" "orders" {\n  name     = "orders"\n  hash_key = "id"\n  deletion_protection_enabled = true\n}\n',
      'keyspace.cql':
        "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 1};\n",
      'examples/basic/main.tf':
        'resource "aws_dynamodb_table" "orders" {\n  name     = "orders"\n  hash_key = "id"\n  deletion_protection_enabled = true\n}\n',
    });
    const told = (file: string, rule: string) =>
      analyzer.findings(at(file)).flatMap(each => (each.rule === rule ? each.severity : []));
    assert.deepEqual(told('main.tf', 'dynamo-no-recovery'), ['info']);
    assert.deepEqual(told('examples/basic/main.tf', 'dynamo-no-recovery'), []);
    assert.deepEqual(told('keyspace.cql', 'low-replication-factor'), ['warning']);
    await write('README.md', '# Shop workshop\n');
    assert.ok(analyzer.takeChanged().includes(at('main.tf')));
    assert.deepEqual(told('main.tf', 'dynamo-no-recovery'), []);
    assert.deepEqual(told('keyspace.cql', 'low-replication-factor'), []);
  });

  it('says nothing of the copies of a keyspace in a ring of one container', async () => {
    const files = {
      'keyspace.cql':
        "CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 2};\n",
    };
    const told = async (more: Record<string, string>) => {
      const { analyzer } = await workspace({ ...files, ...more });
      return analyzer
        .findings(at('keyspace.cql'))
        .flatMap(({ rule, severity }) => (rule === 'low-replication-factor' ? severity : []));
    };
    assert.deepEqual(await told({}), ['info']);
    const one = 'services:\n  ring:\n    image: cassandra:4.1\n    environment:\n      CASSANDRA_DC: eu\n';
    assert.deepEqual(await told({ 'docker-compose.yml': one }), []);
  });

  it('follows a buffer, the disk, and files that come and go', async () => {
    const { analyzer, found, type, write } = await workspace(NODES);
    const timeouts = () => found('n1/patroni.yml').filter(line => line.includes('patroni-timeouts')).length;
    assert.equal(timeouts(), 0);
    analyzer.openBuffer(at('n1/patroni.yml'), NODES['n1/patroni.yml']);
    type('n1/patroni.yml', 'ttl: 30', 'ttl: 30\n    loop_wait: 10\n    retry_timeout: 15');
    assert.ok(analyzer.takeChanged().includes(at('n1/patroni.yml')));
    assert.equal(timeouts(), 1);
    await analyzer.closeBuffer(at('n1/patroni.yml'));
    assert.equal(timeouts(), 0);
    await write('n3/patroni.yml', undefined);
    const [cluster] = analyzer.landscapeOf(at('n1/patroni.yml'))!.clusters;
    assert.deepEqual(
      cluster!.members.map(member => member.id),
      ['n1', 'n2'],
    );
    assert.ok(analyzer.takeChanged().includes(at('n2/patroni.yml')));
  });

  it('a buffer that was opened before the folders are read belongs to the cluster of its folder', async () => {
    const analyzer = createAnalyzer(memoryHost(NODES));
    analyzer.openBuffer(at('n1/patroni.yml'), NODES['n1/patroni.yml']);
    await analyzer.index([ROOT]);
    assert.deepEqual(
      analyzer
        .landscapeOf(at('n1/patroni.yml'))!
        .clusters.map(({ name, members }) => [name, members.map(member => member.id)]),
      [['stock', ['n1', 'n2', 'n3']]],
    );
  });

  it('silences findings by comments, and tells of comments that silence nothing', async () => {
    const bad = node(1, 'ttl: 30\n    retry_timeout: 15');
    const line = bad.split('\n').findIndex(each => each.includes('retry_timeout'));
    const { found } = await workspace({ 'patroni.yml': bad });
    assert.ok(
      found('patroni.yml').some(each => each.endsWith('patroni-timeouts')),
      found('patroni.yml').join(),
    );
    const silenced = bad.split('\n');
    silenced.splice(line, 0, '    # faultline-disable-next-line patroni-timeouts: a drill');
    const quiet = await workspace({ 'patroni.yml': silenced.join('\n') });
    assert.ok(!quiet.found('patroni.yml').some(each => each.endsWith('patroni-timeouts')));
    const idle = await workspace({
      'patroni.yml': `# faultline-disable-file patroni-etcd-v2: not here\n${node(1)}`,
    });
    assert.ok(idle.found('patroni.yml').some(each => each.endsWith('unused-suppression')));
  });

  it('switches rules by faultline.yaml', async () => {
    const { found, write } = await workspace({
      'patroni.yml': node(1, 'ttl: 30\n    retry_timeout: 15'),
      'faultline.yaml': 'rules: { patroni-timeouts: off }',
    });
    assert.ok(!found('patroni.yml').some(each => each.endsWith('patroni-timeouts')));
    await write('faultline.yaml', 'rules: { patroni-timeouts: error }');
    assert.ok(found('patroni.yml').some(each => each.endsWith('patroni-timeouts')));
  });

  it('asks again what joins schemas and clusters when a schema changes', async () => {
    const sql = 'CREATE UNLOGGED TABLE sessions (id int PRIMARY KEY);\n';
    const { analyzer, found, type } = await workspace({ ...NODES, 'schema.sql': sql });
    const all = () =>
      [...found('schema.sql'), ...found('n1/patroni.yml')].filter(line =>
        line.endsWith('unlogged-beside-standby'),
      );
    assert.equal(all().length, 1, found('schema.sql').join());
    analyzer.openBuffer(at('schema.sql'), sql);
    type('schema.sql', 'UNLOGGED ', '');
    assert.equal(all().length, 0);
    type('schema.sql', 'CREATE TABLE', 'CREATE UNLOGGED TABLE');
    assert.equal(all().length, 1);
  });

  it('reads statements that configure, as they are edited', async () => {
    const sql = "ALTER SYSTEM SET synchronous_commit = 'on';\n";
    const { analyzer, type } = await workspace({ 'setup.sql': sql });
    const written = () =>
      analyzer
        .landscapeOf(at('setup.sql'))
        ?.clusters.flatMap(({ members }) => members)
        .map(({ settings }) => settings.postgres?.get('synchronous_commit')?.effective);
    assert.deepEqual(written(), ['on']);
    analyzer.openBuffer(at('setup.sql'), sql);
    type('setup.sql', "'on'", "'local'");
    assert.deepEqual(written(), ['local']);
    type('setup.sql', 'ALTER SYSTEM SET', 'SELECT');
    assert.ok((written() ?? []).length === 0);
  });

  it('survives what is no config', async () => {
    const { found } = await workspace({
      'patroni.yml': '\u0000\u0001',
      'broken.yml': 'scope: [\n  name: {',
      'redis.conf': '"'.repeat(5000),
      'README.md': '# x\n'.repeat(100),
    });
    for (const name of ['patroni.yml', 'broken.yml', 'redis.conf', 'README.md'])
      assert.deepEqual(found(name), []);
  });
});
