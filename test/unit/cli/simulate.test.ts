import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runIn, Workspace } from './harness.js';

const ROOT = resolve(__dirname, '../../..');
const LAB = join(ROOT, 'test/fixtures/clusters/lab');
/** Written anew with UPDATE_GOLDEN=1; then read the diff. */
const GOLDEN = join(ROOT, 'test/fixtures/cli/simulate-etcd.txt');

describe('faultline simulate', () => {
  const workspace = new Workspace();
  after(() => workspace.remove());

  const simulate = (...args: string[]) => runIn(LAB, ['simulate', ...args]);

  async function refused(...args: string[]): Promise<string> {
    const { code, out, err } = await simulate(...args);
    assert.equal(code, 2, err);
    assert.equal(out, '');
    return err;
  }

  it('plays the loss of the leader where nobody says what is to happen', async () => {
    const { code, out, err } = await simulate('etcd3-isolate-leader', '--runs', '20');
    assert.equal(err, '');
    assert.equal(code, 0);
    if (process.env.UPDATE_GOLDEN) writeFileSync(GOLDEN, out);
    assert.ok(existsSync(GOLDEN), `${GOLDEN} is missing: run with UPDATE_GOLDEN=1`);
    assert.equal(out, readFileSync(GOLDEN, 'utf8'));
  });

  it('gives the same again for the same seed, and another run for another', async () => {
    const args = ['etcd3-isolate-leader', '--runs', '3', '--format', 'json'];
    const [a, b, c] = [
      await simulate(...args, '--seed', '7'),
      await simulate(...args, '--seed', '7'),
      await simulate(...args, '--seed', '8'),
    ];
    assert.equal(a.out, b.out);
    assert.notEqual(a.out, c.out);
  });

  it('tells that a minority keeps its leader from writing, in JSON', async () => {
    const { out } = await simulate(
      ...['etcd5-kill2', '--partition', 'n1,n2 | n3,n4,n5', '--at', '5s', '--heal', '30s'],
      ...['--runs', '6', '--format', 'json'],
    );
    const result = JSON.parse(out) as {
      ackedLost: { verdict: string };
      dualWriters: { verdict: string };
      clients: { name: string; gaps: { from: [number, number]; to: [number, number] | null }[] }[];
      sample: { firstFault: number };
    };
    assert.equal(result.sample.firstFault, 5_000);
    assert.equal(result.ackedLost.verdict, 'impossible');
    assert.equal(result.dualWriters.verdict, 'impossible');
    // c1 stands with the two: nothing is written there before the partition heals after 25 s.
    const [c1] = result.clients;
    assert.ok(c1!.gaps.some(({ from, to }) => from[1] < 1_000 && to !== null && to[0] >= 25_000));
  });

  it('takes faults and clients from a file', async () => {
    workspace.put({
      'outage.yaml':
        'until: 40\nclients:\n  - {name: app, home: [n2, n3]}\nevents:\n  - {at: 10, crash: [n1]}\n  - {at: 30, restart: [n1]}\n',
    });
    const { out, err } = await simulate(
      ...[
        'etcd3-isolate-leader',
        '--schedule',
        workspace.path('outage.yaml'),
        '--runs',
        '4',
        '--format',
        'json',
      ],
    );
    assert.equal(err, '');
    const { clients, sample } = JSON.parse(out) as {
      clients: { name: string }[];
      sample: { events: { kind: string; atMs: number }[] };
    };
    assert.deepEqual(
      clients.map(({ name }) => name),
      ['app'],
    );
    assert.deepEqual(
      sample.events.filter(({ kind }) => kind === 'fault').map(({ atMs }) => atMs),
      [10_000, 30_000],
    );
  });

  it('says where a schedule is wrong', async () => {
    workspace.put({ 'wrong.yaml': 'events:\n  - at: 10\n    crash: [n9]\n  - at: soon\n    heal: true\n' });
    const file = workspace.path('wrong.yaml');
    const err = await refused('etcd3-isolate-leader', '--schedule', file);
    assert.match(err, /wrong\.yaml:3:13: There is no host n9\./);
    assert.match(err, /wrong\.yaml:4:9: /);
    assert.match(
      await refused('etcd3-isolate-leader', '--schedule', 'none.yaml'),
      /none\.yaml: no such file/,
    );
    assert.match(await refused('etcd3-isolate-leader', '--schedule', file, '--at', '3s'), /leave --at out/);
  });

  it('lists the hosts where one is unknown', async () => {
    const err = await refused('etcd3-isolate-leader', '--partition', 'm1 | n2,n3');
    assert.match(err, /There is no host m1\. (Did you mean|Hosts are).*n1/);
    assert.match(await refused('etcd3-isolate-leader', '--partition', 'n1'), /at least two groups/);
  });

  it('refuses times that make no sense', async () => {
    assert.match(
      await refused('etcd3-isolate-leader', '--partition', 'n1 | n2', '--at', '10s', '--heal', '5s'),
      /--heal 5s: .*begins at 10s/,
    );
    assert.match(await refused('etcd3-isolate-leader', '--at', 'noon'), /--at noon: is no time/);
    assert.match(
      await refused('etcd3-isolate-leader', '--partition', 'n1 | n2', '--until', '9s'),
      /--until 9s: .*before its last event/,
    );
    assert.match(await refused('etcd3-isolate-leader', '--runs', '0'), /whole number/);
  });

  it('wants one cluster, and names those there are', async () => {
    workspace.put({ 'empty/notes.txt': 'nothing' });
    assert.match(await refused(workspace.path('empty')), /No cluster was found/);
    const several = await refused('redis-isolate', 'galera3-isolate');
    assert.match(several, /several clusters .*--cluster/s);
    assert.match(
      await refused('redis-isolate', '--cluster', 'shop'),
      /There is no cluster "shop" here\. There is: lab/,
    );
    // Several of one name are told by where they are, and can be named so.
    const both = await refused('patroni-async', 'patroni-sync', '--cluster', 'lab');
    const [id] = /patroni:lab@[^\s,]*patroni-sync/.exec(both) ?? assert.fail(both);
    assert.doesNotMatch(both, /file:/);
    const named = await simulate('patroni-async', 'patroni-sync', '--cluster', id!, '--export', 'netem');
    assert.equal(named.err, '');
    // What keeps the leases of another is not one more.
    const { err } = await simulate(
      'patroni-async',
      '--runs',
      '1',
      '--until',
      '20s',
      '--heal',
      '12s',
      '--export',
      'netem',
    );
    assert.equal(err, '');
  });

  it('writes pictures, diagrams and what runs on real systems', async () => {
    const args = ['etcd3-isolate-leader', '--partition', 'n1 | n2,n3', '--heal', '20s', '--runs', '1'];
    assert.match((await simulate(...args, '--format', 'svg')).out, /^<svg .*<\/svg>\n$/s);
    assert.match((await simulate(...args, '--format', 'mermaid')).out, /^sequenceDiagram\n/);
    assert.match((await simulate(...args, '--export', 'chaos-mesh')).out, /kind: /);
    assert.match((await simulate(...args, '--export', 'jepsen')).out, /partition/);
  });
});
