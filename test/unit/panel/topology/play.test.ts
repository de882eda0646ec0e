import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { findCluster } from '../../../../server/src/panel/topology/find.js';
import { answerTopology } from '../../../../server/src/panel/topology/index.js';
import { PlaybackMaker } from '../../../../server/src/panel/topology/playback-of.js';
import type {
  PanelVerdict,
  PlayAnswer,
  Playback,
  ScheduleData,
  TopologyAnswer,
  TopologyQuestion,
} from '../../../../server/src/protocol/topology-panel.js';
import { prepare } from '../../../../server/src/simulate/families.js';
import { isPrepared } from '../../../../server/src/simulate/family.js';
import { defaultSchedule } from '../../../../server/src/simulate/report/default-schedule.js';
import { simulate } from '../../../../server/src/simulate/report/simulate.js';
import { runIn } from '../../cli/harness.js';
import { at } from '../../support/memory-host.js';
import { Asked, FOLDERS, filesOf } from './examples.js';

type PlayQuestion = Extract<TopologyQuestion, { kind: 'play' }>;

describe('topology panel: playing a schedule', () => {
  let patroni: Asked;
  let question: PlayQuestion;
  let all: Awaited<ReturnType<typeof played>>;
  /** Systems of the examples of which a cluster was played. */
  const systems = new Set<string>();
  let folders = 0;

  before(async () => {
    patroni = await Asked.of(filesOf('test/fixtures/clusters/lab/patroni-async'));
    const { shown } = await patroni.snapshot(at('n1/patroni.yml'));
    question = { kind: 'play', uri: at('n1/patroni.yml'), cluster: shown!.id, seed: 1, whatIf: {} };
    all = await played(patroni, question);
  });

  for (const folder of FOLDERS) {
    it(`says of every cluster of ${folder} what the command line says`, async () => {
      folders++;
      const asked = await Asked.of(filesOf(folder));
      const keepers = new Set(asked.clusters.map(({ cluster }) => cluster.coordination?.cluster));
      for (const { uri, cluster } of asked.clusters) {
        // Each of these is played with the one whose lock it keeps.
        if (keepers.has(cluster.id)) continue;
        const { clusters: all } = asked.analyzer.landscapeOf(uri)!;
        const prepared = prepare(cluster, all);
        const ask = { kind: 'play', uri, cluster: cluster.id, seed: 5, whatIf: {} } as const;
        if (!isPrepared(prepared)) {
          const answer = await answerTopology(ask, asked.context);
          assert.deepEqual(answer, { why: prepared.why });
          continue;
        }
        if (folder.startsWith('examples/')) systems.add(cluster.system);
        // Short, for there are many; one is long enough for Patroni to fail over.
        const long = folder.endsWith('/patroni-async');
        const schedule = long
          ? defaultSchedule(prepared)
          : { ...defaultSchedule(prepared, 1_500, 9_000), until: 15_000 };
        const result = simulate(cluster, all, schedule, { seed: 5 });
        assert.ok(!('why' in result));
        const { playback } = await asked.ask<'play'>({ ...ask, schedule });
        const of = (id: PanelVerdict['id']) => playback.verdicts.find(each => each.id === id)!;
        assert.equal(playback.runs, result.bounds.runs);
        assert.equal(of('lost').verdict, result.ackedLost.verdict);
        assert.deepEqual(of('lost').over, result.ackedLost.writes);
        assert.equal(of('recovery').verdict, result.failover);
        assert.deepEqual(of('recovery').over, result.newLeaderFirstAck);
        assert.equal(of('stale').verdict, result.staleReads.atDefaultLevel.verdict);
        assert.deepEqual(of('stale').over, result.staleReads.atDefaultLevel.maxAge);
        const two = result.dualWriters.ms === undefined ? result.pastLater : result.dualWriters;
        if (of('leaders').value !== 'always') {
          assert.equal(of('leaders').verdict, two.verdict);
          assert.deepEqual(of('leaders').over, two.ms ?? [0, 0]);
        }
        const conflicts = playback.verdicts.find(({ id }) => id === 'conflicts');
        assert.equal(conflicts?.verdict ?? 'impossible', result.conflicts.verdict);
        assert.deepEqual(playback.problems, result.problems);
        checkSentences(playback);
      }
    }).timeout(60_000);
  }

  it('has played clusters of all kinds among the examples', function () {
    // Whoever picks single tests has not.
    if (folders < FOLDERS.length) return this.skip();
    const there = [
      'cassandra',
      'cloudnativepg',
      'couchdb',
      'dynamodb',
      'galera',
      'kafka',
      'mongodb',
      'mysql',
    ];
    for (const system of [...there, 'neutral', 'patroni', 'postgres', 'redis', 'tidb'])
      assert.ok(systems.has(system), system);
  });

  for (const [folder, cluster] of [
    ['failover', 'patroni:payments@failover'],
    ['fleet', 'billing'],
  ] as const)
    it(`ends as the command itself does: ${folder}, ${cluster}`, async () => {
      const { out, err } = await runIn(join(__dirname, '../../../../examples'), [
        'simulate',
        folder,
        ...['--cluster', cluster, '--format', 'json'],
      ]);
      assert.equal(err, '');
      const said = JSON.parse(out) as Record<string, { verdict?: string; writes?: unknown }> & {
        failover: string;
      };
      const asked = await Asked.of(filesOf(`examples/${folder}`));
      const { uri, cluster: own } = asked.clusters.find(
        each => each.cluster.name === cluster || each.cluster.id.startsWith(cluster.replace(/@.*/, '@')),
      )!;
      const { playback } = await asked.ask<'play'>({
        kind: 'play',
        uri,
        cluster: own.id,
        seed: 1,
        whatIf: {},
      });
      const of = (id: PanelVerdict['id']) => playback.verdicts.find(each => each.id === id)!;
      assert.equal(of('lost').verdict, said.ackedLost!.verdict);
      assert.deepEqual(of('lost').over, said.ackedLost!.writes ?? undefined);
      assert.equal(of('recovery').verdict, said.failover);
      assert.equal(of('leaders').verdict, said.dualWriters!.verdict);
    }).timeout(60_000);

  it('shows the same run in the end, however often it was asked on the way', () => {
    const found = findCluster(patroni.context, question.uri, question.cluster, {});
    assert.ok('cluster' in found && found.prepared !== undefined);
    const { prepared } = found;
    const schedule = defaultSchedule(prepared);
    const seedOf = (asks: (runs: number) => boolean): number => {
      const maker = new PlaybackMaker({ ...found, prepared }, schedule, { seed: 1 });
      for (;;) {
        const steps = maker.steps();
        let step = steps.next();
        while (!step.done) step = steps.next();
        if (!step.value) return maker.playback().seed;
        if (asks(maker.runs)) maker.playback();
      }
    };
    const never = seedOf(() => false);
    assert.notEqual(never, 1, 'another one than the first loses more');
    assert.equal(
      seedOf(runs => runs % 3 === 0),
      never,
    );
    assert.equal(
      seedOf(runs => runs === 1 || runs % 7 === 0),
      never,
    );
  });

  it('sends a first picture after few runs, and keeps to its run unless another loses more', () => {
    const { parts, answer } = all;
    assert.ok(parts.length > 0);
    const [first] = parts;
    assert.ok(first!.runs > 0 && first!.runs < 10 && first!.runs < answer.playback.runs);
    assert.ok(first!.processes.length > 0 && first!.verdicts.length > 4);
    let lost = first!.verdicts[0]!.here!;
    for (const next of [...parts.slice(1), answer.playback]) {
      assert.ok(next.verdicts[0]!.here! >= lost);
      lost = next.verdicts[0]!.here!;
    }
    const most = answer.playback.verdicts[0]!.over![1];
    assert.equal(lost, most);
    assert.ok(most > 0);
  });

  it('has outcomes of which the run that is shown is one, and all runs end in one of them', async () => {
    const { playback } = all.answer;
    const { outcomes, seed, lean } = playback;
    assert.ok(outcomes.length > 1);
    assert.ok(outcomes.some(each => each.seed === seed && each.lean === lean));
    assert.ok(Math.abs(outcomes.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9);
    for (const [i, { lost }] of outcomes.entries()) assert.ok(i === 0 || lost <= outcomes[i - 1]!.lost);
    assert.equal(new Set(outcomes.map(({ title }) => title)).size, outcomes.length);
    const other = outcomes.find(each => each.seed !== seed)!;
    const again = await patroni.ask<'play'>({ ...question, sample: { seed: other.seed, lean: other.lean } });
    assert.equal(again.playback.seed, other.seed);
    assert.equal(again.playback.verdicts[0]!.here, other.lost);
    assert.deepEqual(again.playback.verdicts[0]!.over, playback.verdicts[0]!.over);
  });

  it('draws processes as nodes of the snapshot, and names settings with their lines', async () => {
    const { playback, version } = all.answer;
    const { shown, version: drawn } = await patroni.snapshot(question.uri);
    assert.equal(version, drawn);
    const nodes = new Set(shown!.nodes.map(({ id }) => id));
    for (const { name, node } of playback.processes) assert.ok(node !== undefined && nodes.has(node), name);
    const settings = [...playback.verdicts, ...playback.events].flatMap(({ because }) => because);
    const ttl = settings.find(({ name }) => name === 'ttl')!;
    assert.equal(ttl.value, '30 s');
    assert.ok(ttl.written);
    const { uri, range } = ttl.place!;
    assert.match(patroni.analyzer.text(uri)!.split('\n')[range.start.line]!, /ttl: 30/);
    // A cluster's own default is nobody else's line.
    const sync = settings.find(({ name }) => name === 'synchronous_mode')!;
    assert.equal(sync.written, false);
  });

  it('plays what is asked for, and says what is wrong with what it cannot play', async () => {
    const { playback } = await patroni.ask<'play'>({ ...question, schedule: crash(['n1']) });
    assert.deepEqual(
      playback.faults.map(({ kind, title, event, ends }) => ({ kind, title, event, ends })),
      [{ kind: 'crash', title: 'crash n1', event: 0, ends: 1 }],
    );
    const why = async (schedule: unknown): Promise<string> => {
      const answer = await answerTopology(
        { ...question, schedule: schedule as ScheduleData },
        patroni.context,
      );
      assert.ok(!('kind' in answer));
      return answer.why;
    };
    assert.match(await why(crash(['n9'])), /n9/);
    assert.match(await why({ until: 1_000 }), /^This is no schedule/);
    assert.match(await why({ ...crash(['n1']), events: [{ at: 1, fault: { kind: 'flood' } }] }), /fault/);
    assert.match(await why({ ...crash(['n1']), until: 5 }), /`until` is too early/);
  });

  it('stops when nobody waits any more', async () => {
    let asked = 0;
    const parts: TopologyAnswer[] = [];
    const answer = await answerTopology(question, {
      ...patroni.context,
      cancelled: () => ++asked > 2,
      part: part => parts.push(part),
    });
    assert.ok(!('kind' in answer));
    assert.equal(asked, 3);
  });
});

function crash(hosts: readonly string[]): ScheduleData {
  return {
    until: 30_000,
    clients: [{ name: 'c1', writesPerSecond: 10, readsPerSecond: 0, writeTimeoutMs: 1_000 }],
    events: [
      { at: 5_000, fault: { kind: 'crash', hosts } },
      { at: 15_000, fault: { kind: 'restart', hosts } },
    ],
  };
}

async function played(asked: Asked, question: PlayQuestion) {
  const parts: Playback[] = [];
  const answer = await answerTopology(question, {
    ...asked.context,
    part: part => parts.push((part as PlayAnswer).playback),
  });
  assert.ok('kind' in answer && answer.kind === 'play');
  return { parts, answer };
}

/** What people read begins like a sentence or a name, ends like a sentence, and holds no number that went wrong. */
function checkSentences({ verdicts, limits, events, outcomes }: Playback): void {
  for (const text of [...verdicts.map(({ why }) => why), ...limits, ...events.map(each => each.text)])
    assert.match(text, /^\S.*[.:!?]$/s, text);
  const texts = verdicts.flatMap(({ value, detail, why }) => [value, detail, why]);
  for (const text of [...texts, ...outcomes.map(({ title }) => title)])
    assert.doesNotMatch(text, /NaN|Infinity|undefined|(?:^|\s)-\d/, text);
}
