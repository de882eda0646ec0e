import assert from 'node:assert/strict';
import { findCluster } from '../../../../server/src/panel/topology/find.js';
import { bothFixes, turnedFixes } from '../../../../server/src/panel/topology/search/fix.js';
import { searchTopology } from '../../../../server/src/panel/topology/search.js';
import type {
  CounterexampleCard,
  SearchAnswer,
  TopologyAnswer,
} from '../../../../server/src/protocol/topology-panel.js';
import { showsBroken } from '../../../../server/src/simulate/explore/enact/shows.js';
import { searchCluster } from '../../../../server/src/simulate/explore/verdict.js';
import { run } from '../../../../server/src/simulate/run/run.js';
import type { Schedule } from '../../../../server/src/simulate/schedule/model.js';
import { Asked, filesOf } from './examples.js';

interface Searched {
  readonly asked: Asked;
  readonly uri: string;
  readonly id: string;
  readonly answer: SearchAnswer;
  readonly parts: readonly SearchAnswer[];
}

/** Searches a cluster; `enough`: nobody waits any more. */
async function searched(
  files: Readonly<Record<string, string>>,
  system: string,
  enough: (parts: readonly SearchAnswer[]) => boolean = () => false,
  faults = 1,
): Promise<Searched> {
  const asked = await Asked.of(files);
  const { uri, cluster } = asked.clusters.find(each => each.cluster.system === system)!;
  const parts: SearchAnswer[] = [];
  const answer = await searchTopology(
    { kind: 'search', uri, cluster: cluster.id, faults, writes: 1, whatIf: {} },
    {
      ...asked.context,
      cancelled: () => enough(parts),
      part: (part: TopologyAnswer) => parts.push(part as SearchAnswer),
    },
  );
  if (!('kind' in answer)) return assert.fail(answer.why);
  return { asked, uri, id: cluster.id, answer, parts };
}

/** A card that somebody can play: the first run of what it gives breaks its promise. */
function plays({ asked, uri, id }: Searched, card: CounterexampleCard): boolean {
  const { play, promise } = card;
  assert.ok(play !== undefined, card.note);
  const found = findCluster(asked.context, uri, id);
  if (!('cluster' in found) || found.prepared === undefined) return assert.fail();
  const schedule = play.schedule as Schedule;
  const played = run(found.prepared, schedule, { seed: play.seed, lean: play.lean });
  return showsBroken(promise, played, undefined);
}

const playable = (parts: readonly SearchAnswer[]) =>
  parts
    .at(-1)
    ?.counterexamples.some(({ promise, play }) => promise !== 'no-stale-read' && play !== undefined) ?? false;

/** One file, one counterexample, one fix that mends it. */
const CARELESS = {
  'shop/my.cnf':
    '# MySQL 8.4\n[mysqld]\nserver_id = 1\nreport_host = db1\nlog_bin = binlog\nsync_binlog = 0\n',
};

describe('find shortest failure', () => {
  for (const [folder, system] of [
    ['test/fixtures/clusters/lab/patroni-async', 'patroni'],
    ['test/fixtures/clusters/lab/redis-isolate', 'redis'],
    ['examples/fleet/catalog', 'mongodb'],
  ] as const) {
    it(`${folder}: what plays a counterexample breaks its promise`, async () => {
      const found = await searched(filesOf(folder), system, playable);
      const cards = found.answer.counterexamples.filter(({ play }) => play !== undefined);
      assert.ok(cards.length > 0);
      for (const card of cards) assert.ok(plays(found, card), card.sentence);
      assert.equal(found.answer.done, false, 'nobody waited for the end');
    });
  }

  it('a cluster that keeps its promises is not said to break them', async () => {
    const files = filesOf('examples/fleet-fixed/catalog');
    const { answer } = await searched(
      files,
      'mongodb',
      parts => (parts.at(-1)?.progress.states ?? 0) > 3_000,
    );
    assert.deepEqual(
      answer.counterexamples.filter(({ promise }) => promise === 'no-lost-write'),
      [],
    );
    const lost = answer.promises.find(({ name }) => name === 'no-lost-write')!;
    assert.match(lost.text, /still being searched|every schedule|not decided/i);
  });

  it('tells more and more, and never less', async () => {
    const { parts, answer } = await searched(CARELESS, 'mysql');
    assert.ok(answer.done);
    let before = { states: 0, faultsSeen: 0, cards: 0 };
    for (const { progress, counterexamples } of [...parts, answer]) {
      const now = {
        states: progress.states,
        faultsSeen: progress.faultsSeen,
        cards: counterexamples.length,
      };
      for (const key of ['states', 'faultsSeen', 'cards'] as const) assert.ok(now[key] >= before[key], key);
      before = now;
    }
    assert.equal(answer.progress.faultsSeen, answer.progress.faults);
    assert.equal(answer.progress.doing, undefined);
  });

  it('stops within a slice when nobody waits any more', async () => {
    const asked = await Asked.of(filesOf('test/fixtures/clusters/lab/patroni-async'));
    const { uri, cluster } = asked.clusters.find(each => each.cluster.system === 'patroni')!;
    let pauses = 0;
    const answer = await searchTopology(
      { kind: 'search', uri, cluster: cluster.id, faults: 3, writes: 2, whatIf: {} },
      {
        ...asked.context,
        cancelled: () => pauses >= 3,
        pause: async () => {
          pauses++;
        },
      },
    );
    assert.equal(pauses, 3);
    assert.ok('kind' in answer && !answer.done);
  });

  it('an example shows steps, causes with their lines, and a fix that was searched again', async () => {
    const found = await searched(CARELESS, 'mysql');
    const { asked, uri, id, answer } = found;
    const card = answer.counterexamples.find(({ promise }) => promise === 'no-lost-write')!;
    assert.match(
      card.sentence,
      /^db1 acknowledges write 1.*db1 loses power.*an acknowledged write is lost\.$/,
    );
    assert.deepEqual(
      card.steps.filter(({ kind }) => kind === 'fault').map(({ text }) => text),
      ['db1 loses power.', 'db1 is started again.'],
    );
    const cause = card.because.find(({ name }) => name === 'sync_binlog')!;
    assert.deepEqual([cause.value, cause.written, cause.place?.range.start.line], ['0', true, 5]);
    assert.ok(plays(found, card));
    const [fix] = card.fixes;
    assert.match(fix!.title, /^Set sync_binlog to 1 \(mysql-durability\)$/);
    assert.equal(fix!.after!.verdict, 'holds');
    assert.match(fix!.after!.text, /^No acknowledged write is lost then \(every schedule of up to 1 fault/);
    assert.deepEqual(
      fix!.diff.map(({ kind, text, line }) => [kind, text, line]),
      [
        ['removed', 'sync_binlog = 0', 5],
        ['added', 'sync_binlog = 1', 5],
      ],
    );
    const texts = card.fixes.map(({ diff }) => JSON.stringify(diff));
    assert.equal(new Set(texts).size, texts.length, 'the same change is not offered twice');
    // The files themselves are left alone; with the fix, the search agrees with what the card says.
    assert.equal(asked.analyzer.text(uri), CARELESS['shop/my.cnf']);
    const mended = await Asked.of({
      'shop/my.cnf': CARELESS['shop/my.cnf'].replace('sync_binlog = 0', 'sync_binlog = 1'),
    });
    const again = findCluster(mended.context, uri, id);
    if (!('cluster' in again) || again.prepared === undefined) return assert.fail();
    const verdict = searchCluster(again.prepared, {
      bounds: { faults: 1, writes: 1, kinds: ['crash', 'powerLoss', 'partition', 'pause', 'promote'] },
    });
    assert.equal(
      verdict.properties.find(({ property }) => property.name === 'no-lost-write')?.verdict,
      'holds',
    );
  });

  it('looks at what reads see beside everything else: what is found at once is told at once', async () => {
    const isStale = ({ counterexamples }: SearchAnswer) =>
      counterexamples.some(({ promise }) => promise === 'no-stale-read');
    const { parts } = await searched(filesOf('examples/fleet'), 'galera', all => all.some(isStale), 2);
    const { progress } = parts.find(isStale)!;
    assert.ok(progress.states < 2_000, `${progress.states} states`);
  });

  it('a recovery that the project asks for in time is one of the promises', async () => {
    const files = filesOf('test/fixtures/clusters/lab/redis-isolate');
    const nothing = await searched(files, 'redis', parts => parts.length > 0);
    assert.ok(!nothing.answer.promises.some(({ name }) => name === 'available'));
    const { answer } = await searched(
      { ...files, 'faultline.yaml': 'objectives: { rto: 5s }\n' },
      'redis',
      parts =>
        parts.at(-1)?.counterexamples.some(({ promise, play }) => promise === 'available' && play) ?? false,
    );
    const promise = answer.promises.find(({ name }) => name === 'available')!;
    assert.equal(promise.verdict, 'broken');
    assert.match(promise.text, /^Nobody takes writes for longer than 5 s with 1 fault: /);
    const card = answer.counterexamples.find(each => each.promise === 'available')!;
    assert.match(card.sentence, /nobody takes writes for longer than 5 s/);
    assert.ok(card.play !== undefined, card.note);
  });

  it('a set that confirms writes alone is mended by a write concern, searched again, and no two changes where one does', async () => {
    const asked = await Asked.of(filesOf('examples/fleet'));
    const { uri, cluster } = asked.clusters.find(each => each.cluster.system === 'mongodb')!;
    const answer = await searchTopology(
      { kind: 'search', uri, cluster: cluster.id, faults: 1, writes: 1, whatIf: {} },
      asked.context,
      { maxStates: 4_000, maxTrialStates: 2_000, most: 1 },
    );
    assert.ok('kind' in answer && answer.done);
    const card = answer.counterexamples.find(({ promise }) => promise === 'no-lost-write')!;
    const fix = card.fixes.find(({ title }) => title === 'Set defaultWriteConcern.w to majority')!;
    assert.notEqual(fix.after!.verdict, 'broken');
    assert.match(fix.after!.text, /0 acknowledged writes are lost, not \d/);
    assert.deepEqual(
      fix.diff.map(({ kind, text }) => `${kind} ${text}`),
      [`added db.adminCommand({ setDefaultRWConcern: 1, defaultWriteConcern: { w: 'majority' } });`],
    );
    const titles = card.fixes.map(({ title }) => title);
    assert.ok(
      titles.every(title => !title.includes('; ')),
      titles.join(),
    );
    // Nobody keeps three copies where two members have data.
    assert.ok(
      titles.every(title => !/ 3$/.test(title)),
      titles.join(),
    );
  });

  it('two fixes at once are offered where they mend more than one of them alone', async () => {
    const asked = await Asked.of(filesOf('examples/failover'));
    const { uri, cluster } = asked.clusters.find(each => each.cluster.system === 'patroni')!;
    const answer = await searchTopology(
      { kind: 'search', uri, cluster: cluster.id, faults: 1, writes: 1, whatIf: {} },
      asked.context,
      { maxStates: 10_000, maxTrialStates: 100, most: 1 },
    );
    assert.ok('kind' in answer && answer.done);
    const card = answer.counterexamples.find(({ promise }) => promise === 'no-lost-write')!;
    const titles = card.fixes.map(({ title }) => title);
    assert.ok(
      titles.some(title => title.startsWith('Set synchronous_mode')),
      titles.join(),
    );
    assert.ok(
      titles.every(title => !title.includes('; ')),
      titles.join(),
    );
  });

  it('two fixes at once change what both change, or are not tried', async () => {
    const asked = await Asked.of({
      'my.cnf': CARELESS['shop/my.cnf'].concat('innodb_flush_log_at_trx_commit = 0\n'),
    });
    const { uri, cluster } = asked.clusters[0]!;
    const found = findCluster(asked.context, uri, cluster.id);
    if (!('cluster' in found)) return assert.fail();
    const names = new Set(['sync_binlog', 'innodb_flush_log_at_trx_commit']);
    const fixes = turnedFixes(asked.analyzer, uri, found, names);
    const binlog = fixes.find(({ title }) => title === 'Set sync_binlog to 1')!;
    const flush = fixes.find(({ title }) => title === 'Set innodb_flush_log_at_trx_commit to 1')!;
    const both = bothFixes(asked.analyzer, binlog, flush)!;
    assert.match(both.texts.get(uri)!, /sync_binlog = 1\ninnodb_flush_log_at_trx_commit = 1\n/);
    assert.equal(both.diff.length, binlog.diff.length + flush.diff.length);
    assert.equal(bothFixes(asked.analyzer, binlog, binlog), undefined);
  });

  it('a file without a cluster, and one that cannot be played, are answered with a sentence', async () => {
    const asked = await Asked.of({ 'notes.txt': 'nothing\n' });
    const answer = await searchTopology(
      { kind: 'search', uri: 'file:///w/notes.txt', cluster: 'x', faults: 1, writes: 1, whatIf: {} },
      asked.context,
    );
    assert.ok('why' in answer && answer.why.endsWith('.'));
  });
});
