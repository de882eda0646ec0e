import assert from 'node:assert/strict';
import { MODULES } from '../../../server/src/cluster/index.js';
import { completion, documentSymbols, hover } from '../../../server/src/ide/index.js';
import { at } from '../support/memory-host.js';
import { workspace } from '../support/workspace.js';
import { CONFIGS, WITHOUT } from './config-cases.js';

/** An editor with one file, `^` in it being where the pointer is. */
async function editor(path: string, marked: string) {
  const offset = marked.indexOf('^');
  assert.ok(offset >= 0, `no ^ in ${marked}`);
  const text = marked.replace('^', '');
  const { analyzer } = await workspace({ [path]: text });
  const uri = at(path);
  analyzer.openBuffer(uri, text);
  const place = analyzer.rangeOf(uri, offset, offset).start;
  return {
    hover: hover(analyzer, uri, place)?.markdown ?? '',
    items: completion(analyzer, uri, place),
    /** The text once an item is chosen. */
    chosen: (label: string) => {
      const item = completion(analyzer, uri, place).find(each => each.label === label);
      if (item === undefined) return undefined;
      const { start, end } = item.replace;
      return (
        text.slice(0, analyzer.offsetAt(uri, start)) + item.newText + text.slice(analyzer.offsetAt(uri, end))
      );
    },
  };
}

/** Symbols of a file with the texts that they are at; parts are indented. */
async function outline(path: string, text: string): Promise<string[]> {
  const { analyzer } = await workspace({ [path]: text });
  const uri = at(path);
  const lines = (symbols: ReturnType<typeof documentSymbols>, indent: string): string[] =>
    symbols.flatMap(({ name, detail, selection, children }) => [
      `${indent}${name} (${detail}): ${text.slice(analyzer.offsetAt(uri, selection.start), analyzer.offsetAt(uri, selection.end))}`,
      ...lines(children, `${indent}  `),
    ]);
  return lines(documentSymbols(analyzer, uri), '');
}

describe('ide: configs', () => {
  it('has a case for every format that names parameters', () => {
    const formats = MODULES.flatMap(module => module.formats);
    const cases = new Set(CONFIGS.map(({ format }) => format));
    assert.deepEqual(
      formats
        .filter(({ assist, title }) => assist !== undefined && !cases.has(title))
        .map(each => each.title),
      [],
    );
    assert.deepEqual(
      formats
        .filter(({ assist, title }) => assist === undefined && !WITHOUT.has(title))
        .map(each => each.title),
      [],
    );
  });

  for (const { format, path, text, key, value, offers, not, values, chosen } of CONFIGS) {
    it(`explains and completes ${format} (${path})`, async () => {
      const [mark, ...says] = key;
      const on = await editor(path, text.replace(mark.replace('^', ''), mark).replace('<>', ''));
      for (const each of says) assert.match(on.hover, each);
      if (value !== undefined) {
        const [place, ...effective] = value;
        const over = await editor(path, text.replace(place.replace('^', ''), place).replace('<>', ''));
        for (const each of effective) assert.match(over.hover, each);
      }
      if (offers !== undefined) {
        const { items, chosen: choose } = await editor(path, text.replace('<>', '^'));
        const labels = items.map(({ label }) => label);
        assert.ok(labels.includes(offers), `${offers} is not among ${labels.join(' ')}`);
        for (const each of not ?? []) assert.ok(!labels.includes(each), `${each} is there already`);
        if (chosen !== undefined)
          assert.ok(choose(offers)!.includes(chosen), `${chosen} is not in ${choose(offers)}`);
      }
      for (const [place, list, written] of values ?? []) {
        const [old, typed] = place;
        const { items, chosen: choose } = await editor(path, text.replace('<>', '').replace(old, typed));
        assert.deepEqual(items.map(({ label }) => label).slice(0, list.length), list, typed);
        assert.ok(choose(list[0]!)!.includes(written), `${written} is not in ${choose(list[0]!)}`);
      }
    });
  }

  it('outlines what a script of MongoDB declares', async () => {
    assert.deepEqual(
      await outline(
        'rs-init.js',
        'rs.initiate({\n  _id: "rs7",\n  members: [\n    { _id: 0, host: "a:27017" },\n    { _id: 1, host: "b:27017" },\n  ],\n});\n',
      ),
      ['rs7 (MongoDB): "rs7"', '  a:27017 (data): "a:27017"', '  b:27017 (data): "b:27017"'],
    );
  });

  it('outlines what a file of Patroni and properties of Kafka declare', async () => {
    assert.deepEqual(
      await outline(
        'patroni.yml',
        'scope: stock\nname: n1\netcd3:\n  hosts: [a:2379]\npostgresql:\n  listen: 10.0.0.1:5432\n  connect_address: 10.0.0.1:5432\n',
      ),
      ['stock (Patroni): stock', '  n1 (data): n1'],
    );
    assert.deepEqual(
      await outline(
        'topics.tf',
        'resource "kafka_topic" "orders" {\n  name = "orders"\n  partitions = 3\n  replication_factor = 3\n}\n',
      ),
      ['topics (Kafka): "orders"', '  orders (topic): "orders"'],
    );
  });

  it('helps while a text is being typed', async () => {
    const dcs = 'scope: a\nname: n1\netcd3: [\nbootstrap:\n  dcs:\n    ttl: 30\n';
    const broken: readonly (readonly [string, string, string, string])[] = [
      ['patroni.yml', `${dcs}    loop_w^\n  initdb: {\n`, 'loop_wait', '    loop_wait: \n'],
      ['patroni.yml', `${dcs}    synchronous_mode_strict: f^`, 'false', 'strict: false'],
      ['postgresql.conf', "wal_level = 'logical\nsyn^", 'synchronous_commit', '\nsynchronous_commit = '],
      [
        'consul.json',
        '{ "server": true, "bootstrap_expect": 3, "datacenter": "a", "retry_^',
        'retry_join',
        '"retry_join": ',
      ],
      [
        'consul.json',
        '{ "server": true, "bootstrap_expect": 3, "datacenter": "a", "retry_^"\n',
        'retry_join',
        '"retry_join": \n',
      ],
      [
        'consul.hcl',
        'server = true\nbootstrap_expect = 3\nperformance {\n  raft_^',
        'raft_multiplier',
        '  raft_multiplier = ',
      ],
      ['rs-init.js', 'rs.initiate({ members: [ { host: "a", pri^', 'priority', 'priority: '],
      [
        'rs-init.js',
        'rs.initiate();\nconfig.settings.electionT^',
        'electionTimeoutMillis',
        'settings.electionTimeoutMillis = ',
      ],
      [
        'config.xml',
        '<clickhouse>\n<keeper_server>\n<coordination_settings>\n<session^',
        'session_timeout_ms',
        '<session_timeout_ms></session_timeout_ms>',
      ],
    ];
    for (const [path, text, label, written] of broken) {
      const { chosen, items } = await editor(path, text);
      assert.ok(
        chosen(label)?.includes(written),
        `${text}: ${chosen(label)} of ${items.map(each => each.label).join(' ')}`,
      );
    }
  });

  it('quotes what the syntax would read as something else', async () => {
    const on = await editor(
      'patroni.yml',
      'scope: a\nname: n1\netcd3:\n  hosts: [a:1]\nbootstrap:\n  dcs:\n    postgresql:\n      parameters:\n        synchronous_commit: ^\n',
    );
    assert.ok(on.chosen('on')!.includes("synchronous_commit: 'on'\n"));
    assert.ok(on.chosen('local')!.includes('synchronous_commit: local\n'));
  });

  it('explains variables of images', async () => {
    const compose = (env: string) => `services:\n  a:\n    image: x/y:1\n    environment:\n      ${env}\n`;
    const cases: readonly (readonly [string, string, RegExp])[] = [
      ['docker-compose.yml', compose('ETCD_ELECTION^_TIMEOUT: 2000'), /`election-timeout`/],
      ['docker-compose.yml', compose('ETCD_ELECTION_TIMEOUT: 20^00'), /`election-timeout`/],
      ['docker-compose.yml', compose('- "KAFKA_CFG_MIN_INSYNC^_REPLICAS=2"'), /`min\.insync\.replicas`/],
      ['docker-compose.yml', compose('ZOO_TICK^_TIME: 2000'), /`tickTime`/],
      ['docker-compose.yml', compose('PATRONI_POSTGRESQL^_LISTEN: 0.0.0.0:5432'), /`postgresql\.listen`/],
      ['docker-compose.yml', compose('- name: ETCD_HEARTBEAT^_INTERVAL'), /`heartbeat-interval`/],
      ['docker-compose.yml', compose('OTHER_ELECTION^_TIMEOUT: 2000'), /^$/],
      ['docker-compose.yml', compose('# ETCD_ELECTION^_TIMEOUT: 2000'), /^$/],
    ];
    for (const [path, text, says] of cases) assert.match((await editor(path, text)).hover, says, text);
  });

  it('says nothing in files of others', async () => {
    const files: readonly (readonly [string, string])[] = [
      ['package.json', '{ "name": "x", "version": "1.0.0", "sc^ripts": { "start": "node ." } }'],
      [
        '.github/workflows/ci.yml',
        'on: push\njobs:\n  build:\n    runs^-on: ubuntu-latest\n    timeout-minutes: 10\n',
      ],
      [
        'deploy.yaml',
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  rep^licas: 3\n  template:\n    spec:\n      containers: []\n',
      ],
      ['settings.ini', '[server]\nport^ = 80\n'],
      ['app.js', 'const settings = { members^: [] };\n'],
      ['pom.xml', '<project><version^>1</version></project>'],
      ['main.tf', 'resource "aws_instance" "x" {\n  ami^ = "a"\n}\n'],
    ];
    for (const [path, text] of files) {
      const { hover: said, items } = await editor(path, text);
      assert.equal(said, '', path);
      assert.deepEqual(items, [], path);
    }
  });
});
