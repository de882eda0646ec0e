import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { runIn, Workspace } from './harness.js';

const ROOT = resolve(__dirname, '../../..');
const LAB = join(ROOT, 'test/fixtures/clusters/lab');

interface Explored {
  readonly family: string;
  readonly properties: readonly {
    readonly name: string;
    readonly says: string;
    readonly verdict: string;
    readonly vacuous?: boolean;
    readonly faults?: number;
    readonly searched: string;
    readonly counterexamples: readonly {
      readonly sentence: string;
      readonly steps: readonly { readonly kind: string; readonly text: string }[];
      readonly settings: readonly { readonly name: string; readonly written: boolean }[];
    }[];
    readonly fixes: readonly { readonly title: string; readonly after: string }[];
  }[];
  readonly limits: readonly string[];
}

describe('faultline explore', () => {
  const workspace = new Workspace();
  after(() => workspace.remove());

  const explore = (...args: string[]) => runIn(LAB, ['explore', ...args, '--max-states', '20000']);

  async function explored(...args: string[]): Promise<Explored> {
    const { code, out, err } = await explore(...args, '--format', 'json');
    assert.equal(err, '');
    assert.equal(code, 0);
    return JSON.parse(out) as Explored;
  }

  async function refused(...args: string[]): Promise<string> {
    const { code, out, err } = await explore(...args);
    assert.equal(code, 2, err);
    assert.equal(out, '');
    return err;
  }

  it('tells the shortest way to lose a write in one sentence, with the setting that is off', async () => {
    const { code, out, err } = await explore(
      ...[
        'patroni-async',
        '--faults',
        '1',
        '--kinds',
        'powerLoss',
        '--property',
        'no-lost-write',
        '--no-fixes',
      ],
    );
    assert.equal(err, '');
    assert.equal(code, 0);
    assert.match(out, /✗ an acknowledged write is lost: with 1 fault\n/);
    assert.match(
      out,
      /1\. 1 fault: n1 acknowledges write 1 before any other node shows it; n1 loses power; n2 is primary, on timeline 2, without write 1: an acknowledged write is lost\.\n/,
    );
    assert.match(out, /because synchronous_mode = off, the default\n/);
    assert.match(out, /because ttl = 30 s \(patroni-async\/n1\/patroni\.yml:14:10\)\n/);
    assert.match(out, /searched: every schedule of up to 1 fault \(powerLoss\) and 1 write/);
  });

  it('gives the same as data, with steps and settings', async () => {
    const { family, properties } = await explored(
      ...[
        'patroni-async',
        '--faults',
        '1',
        '--kinds',
        'powerLoss',
        '--property',
        'no-lost-write',
        '--no-fixes',
      ],
    );
    assert.equal(family, 'lease');
    const [lost] = properties;
    assert.deepEqual([lost?.name, lost?.verdict, lost?.faults], ['no-lost-write', 'broken', 1]);
    const [example] = lost!.counterexamples;
    assert.deepEqual(
      example!.steps.filter(({ kind }) => kind === 'fault').map(({ text }) => text),
      ['n1 loses power.'],
    );
    assert.deepEqual(example!.settings[0], {
      name: 'synchronous_mode',
      value: 'off',
      written: false,
    });
  });

  it('names what lets a read miss a write, though nothing that happens does', async () => {
    const { properties } = await explored(
      ...['galera3-kill1', '--faults', '0', '--property', 'no-stale-read', '--no-fixes'],
    );
    const [{ verdict, counterexamples }] = properties as [Explored['properties'][0]];
    assert.equal(verdict, 'broken');
    assert.match(
      counterexamples[0]!.sentence,
      /^n1 acknowledges write 1; n\d answers without write 1: a read misses/,
    );
    assert.equal(counterexamples[0]!.settings[0]!.name, 'wsrep_sync_wait');
  });

  it('tells one counterexample where further faults change nothing', async () => {
    const { properties } = await explored(
      ...['galera3-kill1', '--faults', '1', '--property', 'no-stale-read', '--no-fixes'],
    );
    assert.equal(properties[0]!.counterexamples.length, 1);
  });

  it('says how long nobody takes writes, and by which settings', async () => {
    const { properties } = await explored(
      ...['patroni-async', '--faults', '1', '--kinds', 'crash', '--property', 'available'],
      ...['--rto', '25s', '--no-fixes'],
    );
    const [outage] = properties;
    assert.equal(outage!.says, 'somebody takes writes again within 25 s');
    assert.match(outage!.counterexamples[0]!.sentence, /: nobody takes writes for longer than 25 s\.$/);
    assert.equal(outage!.counterexamples[0]!.settings[0]!.name, 'ttl');
  });

  it('does not pass off a cluster in which nobody takes over as one that loses nothing', async () => {
    const args = ['pgsync-any1-on', '--faults', '1', '--property', 'no-lost-write', '--no-fixes'];
    const alone = await explored(...args, '--kinds', 'crash');
    assert.equal(alone.properties[0]!.verdict, 'holds');
    assert.ok(alone.limits.some(limit => /Nobody else ever came to lead .* promote\.$/.test(limit)));
    const promoted = await explored(...args, '--kinds', 'crash', 'promote');
    assert.equal(promoted.properties[0]!.verdict, 'broken');
    assert.ok(!promoted.limits.some(limit => /Nobody else/.test(limit)));
  });

  it('searches again with each fix that findings offer, and says what it mends', async () => {
    workspace.put({
      'shop/my.cnf':
        '# MySQL 8.4\n[mysqld]\nserver_id = 1\nreport_host = db1\nlog_bin = binlog\nsync_binlog = 0\n',
    });
    const args = [workspace.path('shop'), '--faults', '1', '--property', 'no-lost-write'];
    const { properties } = await explored(...args, '--kinds', 'powerLoss');
    const [{ verdict, counterexamples, fixes }] = properties as [Explored['properties'][0]];
    assert.equal(verdict, 'broken');
    const names = counterexamples[0]!.settings.map(({ name }) => name);
    assert.ok(names.includes('sync_binlog'), names.join());
    assert.ok(!names.includes('innodb_flush_log_at_trx_commit'), 'it is 1, and not to blame');
    assert.equal(fixes.length, 1);
    assert.match(fixes[0]!.title, /^Set sync_binlog to 1 \(mysql-durability\)$/);
    assert.match(fixes[0]!.after, /^no acknowledged write is lost then \(every schedule of up to 1 fault/);
    assert.match(workspace.read('shop/my.cnf'), /sync_binlog = 0/, 'the files themselves are left alone');
    const crashed = await explored(...args, '--kinds', 'crash');
    assert.deepEqual([crashed.properties[0]!.verdict, crashed.properties[0]!.fixes], ['holds', []]);
  });

  it('writes a schedule that breaks the same promise when it is simulated', async () => {
    const file = workspace.path('loss.yaml');
    const args = ['redis-isolate', '--faults', '1', '--kinds', 'partition', '--property', 'no-lost-write'];
    const { code, out, err } = await explore(...args, '--no-fixes', '--schedule', file);
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /✗ an acknowledged write is lost: with 1 fault/);
    assert.match(workspace.read('loss.yaml'), /^# .*: an acknowledged write is lost\.\n/);
    const played = await runIn(LAB, [
      ...['simulate', 'redis-isolate', '--schedule', file, '--runs', '10', '--format', 'json'],
    ]);
    assert.equal(played.code, 0, played.err);
    const { ackedLost } = JSON.parse(played.out) as { ackedLost: { verdict: string } };
    assert.notEqual(ackedLost.verdict, 'impossible');
    const printed = await explore(...args, '--format', 'schedule');
    assert.equal(printed.out, workspace.read('loss.yaml'));
  });

  it('says so where nothing is broken, or no file can be written', async () => {
    const kept = ['pgsync-any1-on', '--faults', '1', '--kinds', 'crash', '--property', 'no-lost-write'];
    assert.match(await refused(...kept, '--format', 'schedule'), /Nothing is broken within these bounds/);
    const lost = ['redis-isolate', '--faults', '1', '--kinds', 'partition', '--property', 'no-lost-write'];
    assert.match(
      await refused(...lost, '--schedule', workspace.path('no/such/folder.yaml')),
      /folder\.yaml: not written \(ENOENT\)/,
    );
  });

  it('refuses what it cannot search', async () => {
    assert.match(
      await refused('patroni-async', '--property', 'nonsense'),
      /no property "nonsense".*no-lost-write/,
    );
    assert.match(await refused('patroni-async', '--property', 'available'), /needs --rto/);
    assert.match(await refused('pgsync-any1-on', '--kinds', 'flood'), /flood/);
    assert.match(await refused('patroni-async', '--rto', 'soon'), /duration/);
    workspace.put({ 'empty/notes.txt': 'nothing here\n' });
    assert.match(await refused(workspace.path('empty')), /No cluster was found|no such file|[Nn]othing/);
    assert.match(
      await refused('pgsync-any1-on', 'redis-kill'),
      /several clusters here: name one with --cluster/,
    );
  });
});

describe('faultline compare', () => {
  const EXAMPLES = join(ROOT, 'examples');
  const workspace = new Workspace();
  after(() => workspace.remove());

  interface Compared {
    readonly properties: readonly {
      readonly name: string;
      readonly change: string;
      readonly first?: { readonly verdict: string; readonly vacuous?: boolean };
      readonly second?: { readonly verdict: string; readonly vacuous?: boolean };
    }[];
  }

  const BOUNDS = ['--faults', '1', '--kinds', 'partition', '--max-states', '20000'];

  async function changes(cwd: string, ...args: string[]): Promise<Compared['properties']> {
    const { code, out, err } = await runIn(cwd, ['compare', ...args, ...BOUNDS, '--format', 'json']);
    assert.equal(err, '');
    assert.equal(code, 0);
    return (JSON.parse(out) as Compared).properties;
  }

  it('tells what is better, worse and the same', async () => {
    const args = ['--cluster', 'carts', '--property', 'no-stale-read'];
    const [better] = await changes(EXAMPLES, 'clusters', 'clusters-fixed', ...args);
    assert.deepEqual([better?.name, better?.change], ['no-stale-read', 'better']);
    const [worse] = await changes(EXAMPLES, 'clusters-fixed', 'clusters', ...args);
    assert.equal(worse?.change, 'worse');
    const [same] = await changes(EXAMPLES, 'clusters', 'clusters', ...args);
    assert.equal(same?.change, 'same');
  });

  it('shows how it breaks where it is worse', async () => {
    const { out } = await runIn(EXAMPLES, [
      ...['compare', 'clusters-fixed', 'clusters', '--cluster', 'carts', '--property', 'no-stale-read'],
      ...BOUNDS,
    ]);
    assert.match(out, /^- no read misses .*: holds → broken with 1 fault$/m);
    assert.match(out, /^ {6}The network parts: .*; c\d answers without write 1: a read misses/m);
  });

  it('does not call it better where nothing is acknowledged any more', async () => {
    // A master that waits for a replica, and no replica.
    const redis = (more: string) => `bind 10.0.0.11\nport 6379\nappendonly no\n${more}`;
    const sentinel = 'port 26379\nsentinel monitor feed 10.0.0.11 6379 2\n';
    workspace.put({
      'before/redis.conf': redis(''),
      'before/sentinel.conf': sentinel,
      'after/redis.conf': redis('min-replicas-to-write 1\n'),
      'after/sentinel.conf': sentinel,
    });
    const args = ['--cluster', 'feed', '--property', 'no-lost-write', '--kinds', 'crash'];
    const [lost] = await changes(workspace.root, 'before', 'after', ...args);
    assert.deepEqual(
      [lost?.second?.verdict, lost?.second?.vacuous, lost?.change],
      ['holds', true, 'unknown'],
    );
  });

  it('sets promises side by side that mean something for one of both alone', async () => {
    const rows = await changes(LAB, 'redis-kill', 'galera2-garbd');
    const of = (name: string) => rows.find(each => each.name === name);
    assert.equal(of('no-conflict')?.first, undefined);
    assert.equal(of('one-writer')?.change ?? 'unknown', 'unknown');
  });
});
