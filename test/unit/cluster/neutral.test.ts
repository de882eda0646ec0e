import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { clusterSchema } from '../../../scripts/cluster-schema.js';
import { assistAt } from '../../../server/src/cluster/assist/index.js';
import { guaranteesMarkdown } from '../../../server/src/cluster/guarantees.js';
import { MODULES, Source } from '../../../server/src/cluster/index.js';
import { guaranteesOf } from '../../../server/src/cluster/promises.js';
import { mistakesIn } from '../../../server/src/cluster/systems/neutral/data.js';
import { clusterIn, clustersIn, textAt } from '../support/clusters.js';

const described = (text: string) => clusterIn({ 'shop/orders.faultline.yaml': text });
const mistakes = (text: string) =>
  mistakesIn(described(text)).map(({ origin, message }) => [textAt(origin), message] as const);

describe('a description of a cluster', () => {
  it('has members with places, votes and roles', () => {
    const { members, name, id } = described(
      'name: orders\nprotocol: raft\nnodes:\n  - { name: a, region: eu, zone: eu-1, host: h1, leader: true }\n  - { name: b, zone: eu-2, votes: 2, priority: 0 }\n  - { name: w, role: witness }\n  - { name: l, role: learner }\n',
    );
    assert.equal(name, 'orders');
    assert.match(id, /^neutral:orders@/);
    assert.deepEqual(
      members.map(({ id: own, role, votes, eligible, leader, site }) => [
        own,
        role,
        votes,
        eligible,
        leader,
        site,
      ]),
      [
        ['a', 'data', 1, true, true, { region: 'eu', zone: 'eu-1', host: 'h1' }],
        ['b', 'data', 2, false, undefined, { zone: 'eu-2' }],
        ['w', 'witness', 1, false, undefined, {}],
        ['l', 'learner', 0, false, undefined, {}],
      ],
    );
    assert.deepEqual(
      members.map(({ origin }) => textAt(origin)),
      ['a', 'b', 'w', 'l'],
    );
  });

  it('is called by its file where it has no name', () => {
    assert.equal(described('protocol: raft\nnodes: [{ name: a }]\n').name, 'orders');
  });

  it('says by its protocol how many copies a write waits for', () => {
    const commit = (rest: string) => {
      const { count, method, level, degrades } = described(
        `${rest}\nnodes: [{ name: a }, { name: b }, { name: c }]\n`,
      ).commit;
      return [count, method, level, degrades];
    };
    assert.deepEqual(commit('protocol: raft'), [1, 'majority', 'durable', false]);
    assert.deepEqual(commit('protocol: primary-backup'), [0, 'none', 'async', false]);
    assert.deepEqual(commit('protocol: chain'), [2, 'all', 'durable', false]);
    assert.deepEqual(commit('protocol: leaderless'), [1, 'any', 'durable', false]);
    assert.deepEqual(
      commit('protocol: primary-backup\ncommit: { copies: all, level: applied, degradesAfter: 10s }'),
      [2, 'all', 'applied', true],
    );
    assert.deepEqual(commit('protocol: primary-backup\ncommit: { copies: 2 }'), [1, 'any', 'durable', false]);
  });

  it('has links between all nodes of the places that it names', () => {
    const { links } = described(
      'protocol: raft\nnodes:\n  - { name: a, region: eu }\n  - { name: b, region: eu }\n  - { name: c, region: us }\nlinks:\n  - { from: eu, to: us, latency: 45ms, loss: 0.1% }\n',
    );
    assert.deepEqual(
      links.map(({ from, to, sync, latencyMs, loss }) => [from, to, sync, latencyMs, loss]),
      [
        ['a', 'c', 'quorum', 45, 0.001],
        ['b', 'c', 'quorum', 45, 0.001],
      ],
    );
  });

  it('tells mistakes at their places, and counts the rest', () => {
    assert.deepEqual(mistakes('protocol: rafft\n')[0]![0], 'rafft');
    assert.deepEqual(mistakes('nodez: []\n'), [['nodez', 'No key is called `nodez`. Did you mean `nodes`?']]);
    assert.deepEqual(mistakes('nodes:\n  - { name: a, votez: 2 }\n')[0]![0], 'votez');
    assert.deepEqual(mistakes('nodes:\n  - { name: a, votes: -2 }\n')[0]![0], '-2');
    assert.deepEqual(mistakes('objectives: { availability: 120% }\n')[0]![0], '120%');
    assert.deepEqual(mistakes('objectives: { rpo: soon }\n')[0]![0], 'soon');
    assert.deepEqual(mistakes('workload: { writes: many }\n')[0]![0], 'many');
    assert.deepEqual(mistakes('commit: { copies: most }\n')[0]![0], 'most');
    assert.deepEqual(mistakes('nodes:\n  - { name: a }\n  - { name: a }\n'), [
      ['a', 'Two nodes are called `a`: names tell nodes apart.'],
    ]);
    assert.match(mistakes('nodes: 3\n')[0]![1], /takes a list/);
    assert.match(mistakes('nodes: [a, b]\n')[0]![1], /keys and values/);
    assert.equal(described('protocol: rafft\nnodes: [{ name: a }]\n').members.length, 1);
  });

  it('bears what is no description', () => {
    for (const text of [
      '',
      '- a',
      'x',
      '\uFEFFprotocol: raft\r\nnodes:\r\n  - name: a\r\n',
      'nodes: [',
      '{{ a }}',
      'nodes:\n\t- x',
    ])
      assert.equal(clustersIn({ 'a.faultline.yaml': text }).length, 1);
    assert.equal(clustersIn({ 'faultline.yaml': 'dialect: postgres\n' }).length, 0);
    const many = `nodes:\n${'  - { name: a, votes: 999999999 }\n'.repeat(3000)}`;
    assert.equal(clustersIn({ 'a.faultline.yaml': many })[0]!.members.length, 1000);
  });

  it('gets guarantees by its protocol, and a table of them', () => {
    const cluster = described(
      'protocol: primary-backup\nnodes: [{ name: a }, { name: b }]\nworkload: { lag: 2s }\n',
    );
    const [write] = guaranteesOf(cluster, MODULES);
    assert.deepEqual(
      [write!.rpoMs, write!.rtoMs, write!.partition, write!.otherwise],
      [2000, 'manual', 'A', 'L'],
    );
    const markdown = guaranteesMarkdown(cluster, MODULES)!;
    assert.match(
      markdown,
      /\| write \| eventual \| AP, PA\/EL \| 1 \| up to 2 s of writes \| until a person acts \|/,
    );
    const leaderless = described('protocol: leaderless\nnodes: [{ name: a }, { name: b }, { name: c }]\n');
    assert.match(guaranteesMarkdown(leaderless, MODULES)!, /R 1 \+ W 1 ≤ N 3: 67% of the reads/);
  });

  it('is completed and explained', () => {
    const text = 'protocol: raft\nnodes:\n  - name: a\n    ro: data\n';
    const source = new Source('a.faultline.yaml', text);
    const keys = assistAt(source, text.indexOf('ro: data') + 2, MODULES)?.keys.map(({ name }) => name) ?? [];
    assert.ok(keys.includes('role') && keys.includes('zone') && !keys.includes('protocol'), keys.join());
    assert.equal(assistAt(source, 3, MODULES)?.parameter?.name, 'protocol');
  });

  it('follows the schema in docs, which is made of the same table', () => {
    const root = join(__dirname, '../../..');
    const schema = JSON.parse(JSON.stringify(clusterSchema())) as object;
    assert.deepEqual(JSON.parse(readFileSync(join(root, 'docs/cluster.schema.json'), 'utf8')), schema);
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
    const shown = /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(root, 'docs/clusters.md'), 'utf8'))![1]!;
    assert.ok(validate(parse(shown)), JSON.stringify(validate.errors));
    assert.deepEqual(mistakes(shown), []);
    assert.ok(!validate(parse('nodez: []')));
    assert.ok(!validate(parse('protocol: rafft')));
  });
});
