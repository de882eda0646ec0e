import assert from 'node:assert/strict';
import { prepare } from '../../../../server/src/simulate/families.js';
import { isPrepared, type Prepared } from '../../../../server/src/simulate/family.js';
import { checkHistory, type HistoryVerdicts } from '../../../../server/src/simulate/history/index.js';
import { resultJson } from '../../../../server/src/simulate/report/json.js';
import type { GuaranteeName, SimulationResult } from '../../../../server/src/simulate/report/model.js';
import { simulate } from '../../../../server/src/simulate/report/simulate.js';
import { resultText } from '../../../../server/src/simulate/report/text.js';
import { historyOf } from '../../../../server/src/simulate/run/history-of.js';
import { type Run, run } from '../../../../server/src/simulate/run/run.js';
import type { Schedule } from '../../../../server/src/simulate/schedule/model.js';
import { labFiles } from '../lab.js';
import { clustersOf, scheduleOf } from '../read-cluster.js';

/** Whoever leads is cut off with the first client for a minute. */
const PARTED = scheduleOf(
  90,
  [
    [10, { kind: 'partition', groups: [['@primary'], ['@rest']] }],
    [60, { kind: 'heal' }],
  ],
  [['@primary'], ['@replicas']],
);

describe('Histories of runs', () => {
  it('keep what reads saw, and change nothing else', () => {
    const { prepared } = clusterOf('redis-isolate', 'redis');
    const plain = run(prepared, PARTED, { seed: 3 });
    const { shown, ...kept } = run(prepared, PARTED, { seed: 3, history: true });
    assert.deepEqual({ ...kept, operations: kept.operations.map(({ seen: _, ...rest }) => rest) }, plain);
    const reads = kept.operations.filter(({ kind }) => kind === 'read');
    assert.ok(reads.length > 500 && reads.every(({ seen }) => seen !== undefined));
    assert.equal(shown?.object, 'log');
    assert.throws(() => historyOf(prepared, PARTED, plain), /did not keep/);
  });

  it('keep a write that its client gave up and that a frozen server does all the same', () => {
    const { prepared } = clusterOf('pgsync-promote-s2-list', 'postgres');
    const frozen = scheduleOf(20, [
      [10, { kind: 'pause', hosts: ['n1'] }],
      [14, { kind: 'resume', hosts: ['n1'] }],
    ]);
    for (let seed = 0; seed < 4; seed++) {
      const { operations, presentAllTheSame } = run(prepared, frozen, { seed });
      const given = operations.flatMap(({ kind, result, invokedMs }, at) =>
        kind === 'write' && result === 'unknown' && invokedMs < 14_000 ? [at] : [],
      );
      assert.equal(given.length, 2, 'one of each client');
      assert.deepEqual(
        given.filter(at => presentAllTheSame.includes(at)),
        given,
      );
    }
  });

  it('show reads what was acknowledged where they were answered, in the order of the log', () => {
    const { prepared } = clusterOf('etcd3-isolate-leader', 'etcd');
    const { operations } = run(prepared, scheduleOf(10, []), { seed: 1, history: true });
    const reads = operations.filter(({ kind }) => kind === 'read');
    for (const { key, invokedMs, completedMs, seen } of reads) {
      const writes = operations.filter(each => each.kind === 'write' && each.key === key);
      const done = writes.filter(each => each.completedMs !== undefined && each.completedMs < invokedMs);
      for (const { value } of done) assert.ok(seen!.includes(value!), `${value} is missing at ${invokedMs}`);
      for (const value of seen!)
        assert.ok(operations[value]!.invokedMs <= completedMs!, `${value} is too early`);
      // Two clients write one after the other to one leader: their numbers rise in the log.
      assert.deepEqual(
        seen,
        [...seen!].sort((a, b) => a - b),
      );
    }
    assert.ok(reads.some(({ seen }) => seen!.length > 20));
  });

  it('are linearizable where quorums answer reads, whoever is cut off', () => {
    for (const seed of [1, 2]) {
      const { verdicts, run: played } = checked('etcd3-isolate-leader', 'etcd', PARTED, seed);
      assert.equal(verdicts.linearizability.verdict, 'linearizable', verdicts.linearizability.undecided);
      assert.ok(verdicts.linearizability.reads > 300);
      assert.deepEqual(verdicts.sessions, []);
      assert.deepEqual(verdicts.vanished, []);
      assert.deepEqual(verdicts.losses.lost, []);
      assert.equal(played.shown?.repaired, true);
      assert.equal(played.shown?.differing, undefined);
    }
  });

  it('are not where Redis Sentinel fails over: both sides take writes, and one side loses them', () => {
    const { verdicts, run: played } = checked('redis-isolate', 'redis', PARTED, 1);
    assert.equal(verdicts.linearizability.verdict, 'violated');
    assert.ok(verdicts.dualWriters.ms > 1_000);
    assert.deepEqual([...verdicts.losses.lost], [...played.lost]);
    assert.ok(verdicts.losses.lost.length > 100);
    // Some of what is lost was shown to somebody before.
    assert.ok(verdicts.vanished.length > 0);
  });

  it('tell what an asynchronous Patroni loses', () => {
    const { verdicts, run: played } = checked('patroni-async', 'patroni', PARTED, 1);
    assert.ok(played.lost.length > 100);
    assert.deepEqual([...verdicts.losses.lost], [...played.lost]);
    assert.equal(verdicts.linearizability.verdict, 'violated');
  });

  it('tell that synchronous replicas lose nothing, and that reading from them breaks sessions all the same', () => {
    const { verdicts } = checked('patroni-sync', 'patroni', PARTED, 1);
    assert.deepEqual(verdicts.losses.lost, []);
    assert.ok(verdicts.sessions.some(({ guarantee }) => guarantee === 'read your writes'));
  });
});

describe('Guarantees of a simulation', () => {
  it('bear witness of what is broken, and name what is kept', () => {
    const etcd = guarantees('etcd3-isolate-leader', 'etcd');
    assert.deepEqual(new Set(Object.values(etcd.verdicts)), new Set(['kept']));
    const { verdicts, result, texts } = guarantees('redis-isolate', 'redis');
    assert.equal(verdicts.linearizable, 'broken');
    assert.equal(verdicts['nothing seen is gone'], 'broken');
    assert.equal(verdicts['no write blocked for ever'], 'kept');
    assert.equal(verdicts.convergence, 'kept');
    assert.match(texts.linearizable, /^c\d's (read|write) .* at n\d/);
    const text = resultText(result, { width: 120 });
    assert.match(text, /What clients could rely on \(\d runs checked, reads: .*; ms from the first fault\)/);
    assert.match(text, /Kept: no write blocked for ever, convergence\./);
    assert.deepEqual(resultJson(result).guarantees, result.guarantees);
  });

  it('are undecided where nothing is mended, nobody reads, or too much is read', () => {
    const lasting = { ...PARTED, events: PARTED.events.slice(0, 1) };
    assert.equal(guarantees('etcd3-isolate-leader', 'etcd', lasting).verdicts.convergence, 'undecided');
    const blind = { ...PARTED, clients: PARTED.clients.map(each => ({ ...each, readsPerSecond: 0 })) };
    const unread = guarantees('etcd3-isolate-leader', 'etcd', blind);
    assert.equal(unread.verdicts.linearizable, 'undecided');
    assert.equal(unread.verdicts.convergence, 'kept');
    const many = { ...PARTED, clients: PARTED.clients.map(each => ({ ...each, readsPerSecond: 200 })) };
    assert.match(guarantees('etcd3-isolate-leader', 'etcd', many).texts.linearizable, /too long/);
  });
});

function clusterOf(name: string, system: string): { prepared: Prepared; id: string } {
  const all = clustersOf(labFiles(name));
  for (const cluster of all) {
    const prepared = cluster.system === system ? prepare(cluster, all) : undefined;
    if (prepared !== undefined && isPrepared(prepared)) return { prepared, id: cluster.id };
  }
  return assert.fail(`${name} has no ${system}: ${all.map(cluster => cluster.system).join()}`);
}

function checked(
  name: string,
  system: string,
  schedule: Schedule,
  seed: number,
): { verdicts: HistoryVerdicts; run: Run } {
  const { prepared } = clusterOf(name, system);
  const played = run(prepared, schedule, { seed, history: true });
  const { history, final } = historyOf(prepared, schedule, played, played.firstFaultMs);
  return { verdicts: checkHistory(history, final), run: played };
}

function guarantees(
  name: string,
  system: string,
  schedule: Schedule = PARTED,
): {
  result: SimulationResult;
  verdicts: Record<GuaranteeName, string>;
  texts: Record<GuaranteeName, string>;
} {
  const all = clustersOf(labFiles(name));
  const cluster = all.find(each => each.id === clusterOf(name, system).id)!;
  const result = simulate(cluster, all, schedule, { runs: 3 });
  if ('why' in result) return assert.fail(result.why);
  const each = result.guarantees!.each;
  const by = (of: (one: (typeof each)[number]) => string) =>
    Object.fromEntries(each.map(one => [one.name, of(one)])) as Record<GuaranteeName, string>;
  return { result, verdicts: by(({ verdict }) => verdict), texts: by(({ text }) => text) };
}
