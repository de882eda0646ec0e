import assert from 'node:assert/strict';
import fc from 'fast-check';
import { propertyNamed } from '../../../../server/src/simulate/explore/properties.js';
import { searchCluster } from '../../../../server/src/simulate/explore/verdict.js';
import { MONGODB } from '../../../../server/src/simulate/protocols/mongodb/index.js';
import { type Run, run } from '../../../../server/src/simulate/run/run.js';
import { preparedFrom, scheduleOf } from '../read-cluster.js';
import { anySchedule } from './any-schedule.js';

interface Options {
  readonly members?: readonly string[];
  readonly more?: string;
  readonly uri?: string;
}

/** Members `a`, `b`, `c` …; each text adds to its member. */
function prepared({ members = ['', '', ''], more = '', uri = '' }: Options = {}) {
  const list = members.map((text, i) => `{ _id: ${i}, host: "${NAMES[i]}:27017"${text} }`);
  return preparedFrom(
    {
      'rs.js': `rs.initiate({ _id: "shop", members: [${list.join(', ')}]${more} });\n`,
      ...(uri === ''
        ? {}
        : { '.env': `MONGO_URL=mongodb://a:27017,b:27017,c:27017/app?replicaSet=shop&${uri}\n` }),
    },
    MONGODB,
  );
}

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const host = (name: string) => `${name}:27017`;
const hosts = (...names: string[]) => names.map(host);
const leaders = (found: Run) => found.finalLeaders.map(p => NAMES[p]!);
const SEEDS = [1, 2, 3, 4, 5, 6];
const ARBITER = ', arbiterOnly: true';
const isolate = scheduleOf(
  80,
  [
    [10, { kind: 'partition', groups: [hosts('a'), hosts('b', 'c')] }],
    [40, { kind: 'heal' }],
  ],
  [hosts('a'), hosts('b')],
);
const ackedBetween = (found: Run, from: number, to: number) =>
  found.operations.filter(
    ({ kind, result, completedMs = 0 }) =>
      kind === 'write' && result === 'acknowledged' && completedMs > from && completedMs < to,
  ).length;

describe('simulate: MongoDB', () => {
  it('loses nothing with majority, and rolls back what w: 1 acknowledged on a primary in the minority', () => {
    for (const seed of SEEDS) {
      const safe = run(prepared(), isolate, { seed });
      assert.deepEqual(safe.lost, []);
      assert.equal(ackedBetween(safe, 10_000, 18_000), 0);
      assert.notDeepEqual(leaders(safe), ['a']);
      assert.ok(safe.converged);
      const fast = run(prepared({ uri: 'w=1' }), isolate, { seed });
      const last = Math.max(...fast.lost.map(at => fast.operations[at]!.completedMs!));
      assert.ok(fast.lost.length > 100, `${fast.lost.length}`);
      assert.ok(last > 17_000 && last < 21_000, `${last}`);
      assert.ok(fast.events.some(({ kind, node }) => kind === 'rollback' && node === host('a')));
    }
  });

  it('elects a primary after a power loss of all members, with timers at their ends too', () => {
    const all = hosts('a', 'b', 'c');
    const dark = scheduleOf(120, [
      [10, { kind: 'powerLoss', hosts: all }],
      [30, { kind: 'restart', hosts: all }],
    ]);
    for (const lean of ['least', 'most'] as const)
      for (const seed of SEEDS) assert.equal(leaders(run(prepared(), dark, { seed, lean })).length, 1, lean);
  });

  it('has a new primary 8 to 13 s after the old one is gone', () => {
    const schedule = scheduleOf(60, [[10, { kind: 'powerLoss', hosts: hosts('a') }]]);
    for (const seed of [...SEEDS, 7, 8, 9]) {
      const found = run(prepared(), schedule, { seed });
      const [, second] = found.events.filter(({ kind }) => kind === 'promotion');
      assert.ok(second!.atMs > 18_000 && second!.atMs < 23_000, `${second!.atMs}`);
      assert.deepEqual(found.lost, []);
    }
  });

  it('with an arbiter and one data node down: majority writes block, w: 1 writes go on', () => {
    const members = ['', '', ARBITER];
    const schedule = scheduleOf(60, [[10, { kind: 'powerLoss', hosts: hosts('b') }]]);
    for (const seed of SEEDS) {
      assert.equal(
        ackedBetween(run(prepared({ members, uri: 'w=majority' }), schedule, { seed }), 11_000, 60_000),
        0,
      );
      // That is the default of such a set.
      const found = run(prepared({ members }), schedule, { seed });
      assert.ok(ackedBetween(found, 11_000, 60_000) > 1000);
      assert.deepEqual(leaders(found), ['a']);
    }
  });

  it('with an arbiter the default loses what only the old primary had', () => {
    const members = ['', '', ARBITER];
    const schedule = scheduleOf(90, [
      [10, { kind: 'powerLoss', hosts: hosts('b') }],
      [20, { kind: 'powerLoss', hosts: hosts('a') }],
      [21, { kind: 'restart', hosts: hosts('b') }],
      [60, { kind: 'restart', hosts: hosts('a') }],
    ]);
    for (const seed of SEEDS) {
      const found = run(prepared({ members }), schedule, { seed });
      assert.deepEqual(leaders(found), ['b']);
      assert.ok(found.lost.length > 100, `${found.lost.length}`);
      assert.deepEqual(run(prepared({ members, uri: 'w=majority' }), schedule, { seed }).lost, []);
    }
  });

  it('gives the lead back to the member with the highest priority', () => {
    const members = [', priority: 2', '', ''];
    const schedule = scheduleOf(100, [
      [10, { kind: 'crash', hosts: hosts('a') }],
      [40, { kind: 'restart', hosts: hosts('a') }],
    ]);
    for (const seed of SEEDS) {
      const found = run(prepared({ members }), schedule, { seed });
      assert.deepEqual(leaders(found), ['a']);
      const promotions = found.events.filter(({ kind }) => kind === 'promotion');
      // A takeover whose votes come a write too late is tried again once somebody else was elected.
      const last = promotions.at(-1)!.atMs;
      assert.ok(promotions.length >= 3 && last > 50_000 && last < 80_000, `${promotions.length} ${last}`);
      assert.deepEqual(found.lost, []);
    }
  });

  it('never elects a member of priority 0, and does not count one without a vote', () => {
    const members = ['', ', priority: 0', ', priority: 0, votes: 0', ', priority: 0, votes: 0'];
    const found = run(
      prepared({ members }),
      scheduleOf(60, [[10, { kind: 'powerLoss', hosts: hosts('a') }]]),
      {
        seed: 1,
      },
    );
    assert.deepEqual(leaders(found), []);
  });

  it('loses writes of a majority that all lose power before their journals, if told to', () => {
    const schedule = scheduleOf(60, [
      [10, { kind: 'powerLoss', hosts: hosts('a', 'b', 'c') }],
      [12, { kind: 'restart', hosts: hosts('a', 'b', 'c') }],
    ]);
    const lost = (more: string) => SEEDS.map(seed => run(prepared({ more }), schedule, { seed }).lost.length);
    assert.deepEqual(new Set(lost('')), new Set([0]));
    assert.ok(Math.max(...lost(', writeConcernMajorityJournalDefault: false')) > 0);
  });

  it('reads old data from a member that is cut off, but not with linearizable', () => {
    const stale = (uri: string) =>
      SEEDS.map(seed =>
        run(prepared({ uri }), isolate, { seed }).operations.some(
          ({ kind, staleMs }) => kind === 'read' && (staleMs ?? 0) > 3_000,
        ),
      );
    assert.deepEqual(new Set(stale('readPreference=nearest')), new Set([true]));
    assert.deepEqual(new Set(stale('readPreference=nearest&readConcernLevel=majority')), new Set([true]));
    assert.deepEqual(new Set(stale('readConcernLevel=linearizable')), new Set([false]));
  });

  it('keeps a primary that reaches a majority through others only', () => {
    const schedule = scheduleOf(60, [[10, { kind: 'cut', from: hosts('a'), to: hosts('b'), oneWay: false }]]);
    for (const seed of SEEDS) {
      const found = run(prepared(), schedule, { seed });
      assert.deepEqual(found.lost, []);
      assert.equal(found.finalLeaders.length, 1);
      assert.ok(found.converged);
    }
  });

  it('fetches from where it stopped, also from a source that was started again behind a cut', () => {
    const { counterexamples } = searchCluster(prepared(), {
      bounds: { faults: 2, kinds: ['partition', 'crash'], phases: 1 },
      properties: [propertyNamed('protocol-safety')!],
      most: 1,
      maxStates: 220_000,
    }).properties[0]!;
    assert.deepEqual(
      counterexamples.map(({ sentence }) => sentence),
      [],
    );
  });

  it('is the same for the same seed, and never throws, hangs or has two primaries of a term', () => {
    const clusters = [prepared(), prepared({ members: ['', ', priority: 3', ARBITER] })];
    fc.assert(
      fc.property(
        anySchedule(hosts('a', 'b', 'c')),
        fc.integer({ min: 0, max: 1000 }),
        fc.constantFrom(...clusters),
        (schedule, seed, cluster) => {
          const found = run(cluster, schedule, { seed });
          assert.equal(found.cut, false);
          assert.deepEqual(run(cluster, schedule, { seed }).events, found.events);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('with majority never loses an acknowledged write, whatever fails', () => {
    const cluster = prepared();
    fc.assert(
      fc.property(anySchedule(hosts('a', 'b', 'c')), fc.integer({ min: 0, max: 1000 }), (schedule, seed) => {
        const end = schedule.until + 40_000;
        const whole = {
          ...schedule,
          until: end,
          events: [
            ...schedule.events,
            { at: schedule.until, fault: { kind: 'heal' as const } },
            { at: schedule.until, fault: { kind: 'restart' as const, hosts: hosts('a', 'b', 'c') } },
            { at: schedule.until, fault: { kind: 'resume' as const, hosts: hosts('a', 'b', 'c') } },
          ],
        };
        assert.deepEqual(run(cluster, whole, { seed }).lost, []);
      }),
      { numRuns: 60 },
    );
  });
});
