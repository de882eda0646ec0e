import { strict as assert } from 'node:assert';
import { explore } from '../../../../server/src/simulate/explore/explore.js';
import { Fingerprint } from '../../../../server/src/simulate/explore/fingerprint.js';
import { Play } from '../../../../server/src/simulate/explore/play.js';
import { PROPERTIES, propertyNamed } from '../../../../server/src/simulate/explore/properties.js';
import type { Bounds } from '../../../../server/src/simulate/explore/stage.js';
import { tell, tellAll } from '../../../../server/src/simulate/explore/story.js';
import { searchCluster } from '../../../../server/src/simulate/explore/verdict.js';
import type { Prepared } from '../../../../server/src/simulate/family.js';
import { type Faulty, register } from './register.js';

const BOUNDS: Bounds = {
  faults: 2,
  writes: 1,
  reads: 0,
  kinds: ['powerLoss', 'partition'],
  phases: 2,
  epochs: 3,
};
const LOST = propertyNamed('no-lost-write')!;

function search(prepared: Prepared, bounds: Partial<Bounds> = {}, perProperty = 1) {
  return explore(prepared, { ...BOUNDS, ...bounds }, { properties: [LOST], maxStates: 200_000, perProperty });
}

describe('search', () => {
  it('finds the fewest faults that break a promise', () => {
    const faults = (copies: number) =>
      search(register({ copies, nodes: 3 }), { faults: 3 }).violations[0]?.faults;
    assert.equal(faults(1), 1);
    assert.equal(faults(2), 2);
    assert.equal(faults(3), 3);
  });

  it('says up to where it has seen everything', () => {
    const all = search(register({ copies: 3, nodes: 3 }));
    assert.equal(all.completeFaults, 2);
    assert.equal(all.stopped, undefined);
    const few = explore(register({ copies: 3, nodes: 3 }), BOUNDS, {
      properties: [LOST],
      maxStates: 50,
      perProperty: 1,
      progress: () => false,
    });
    assert.equal(few.stopped, 'states');
    assert.ok(few.completeFaults < 2);
    const cancelled = explore(register({ copies: 3, nodes: 5 }), BOUNDS, {
      properties: [LOST],
      maxStates: 1e6,
      perProperty: 1,
      progress: () => true,
    });
    assert.equal(cancelled.stopped, 'cancelled');
  });

  it('a bound on states that was met leaves promises undecided, and never calls them kept', () => {
    const verdict = searchCluster(register({ copies: 3, nodes: 5 }), {
      bounds: BOUNDS,
      properties: [LOST],
      maxStates: 50,
    });
    assert.equal(verdict.properties[0]!.verdict, 'unknown');
  });

  it('merges like nodes without losing what they can do', () => {
    for (const copies of [1, 2, 3]) {
      const merged = search(register({ copies, nodes: 3 }));
      const apart = search(register({ copies, nodes: 3, alike: false }));
      assert.deepEqual(
        merged.violations.map(({ faults, trace }) => [faults, trace.length]),
        apart.violations.map(({ faults, trace }) => [faults, trace.length]),
      );
      if (merged.violations.length === 0) assert.ok(merged.states < apart.states);
    }
  });

  it('the same search gives the same states, violations and traces', () => {
    const once = search(register({ copies: 1, nodes: 3 }), {}, 5);
    const twice = search(register({ copies: 1, nodes: 3 }), {}, 5);
    assert.deepEqual(once, twice);
  });

  it('a counterexample plays again exactly: each step is on offer, and the last state breaks the promise', () => {
    const prepared = register({ copies: 2, nodes: 3 });
    const [violation] = search(prepared).violations;
    assert.ok(violation !== undefined);
    const play = new Play(prepared, BOUNDS);
    let offered = new Set<number>();
    let brokenAt = -1;
    let steps = 0;
    play.follow(violation.trace, LOST.broken, (_text, { action }) => {
      steps++;
      if (steps > 1) assert.ok(offered.has(action));
      offered = new Set(play.offered().map(each => each.action));
      if (brokenAt < 0 && LOST.broken(play.stage)) brokenAt = steps;
    });
    assert.equal(brokenAt, violation.trace.length - 1);
    assert.deepEqual(play.steps, violation.trace);
  });

  it('one event after the other, the steps of a trace lead to the same states', () => {
    const prepared = register({ copies: 2, nodes: 3 });
    const [violation] = search(prepared).violations;
    const whole = new Play(prepared, BOUNDS);
    whole.follow(violation!.trace, LOST.broken);
    const single = new Play(prepared, BOUNDS);
    single.begin();
    for (const step of violation!.trace.slice(1)) {
      single.take(step);
      // What follows without an alternative is clicked one by one.
      while (!LOST.broken(single.stage)) {
        const next = single.offered();
        if (next.length !== 1) break;
        single.take({ action: next[0]!.action, answers: [] });
      }
    }
    assert.ok(LOST.broken(single.stage));
    const print = (play: Play) => {
      const fingerprint = new Fingerprint(play.stage.world, play.stage.protocol.symmetric);
      fingerprint.take();
      return `${fingerprint.low} ${fingerprint.high}`;
    };
    assert.equal(print(single), print(whole));
  });

  it('clicking through a trace leads through the states that the search saw', () => {
    const prepared = register({ copies: 1, nodes: 3 });
    const [violation] = search(prepared).violations;
    const prints = () => {
      const play = new Play(prepared, BOUNDS);
      const fingerprint = new Fingerprint(play.stage.world, play.stage.protocol.symmetric);
      const seen: string[] = [];
      play.follow(violation!.trace, LOST.broken, () => {
        fingerprint.take();
        seen.push(`${fingerprint.low} ${fingerprint.high}`);
      });
      return seen;
    };
    const seen = prints();
    assert.deepEqual(seen, prints());
    assert.equal(new Set(seen).size, seen.length, 'a shortest trace meets no state twice');
  });

  it('tells a counterexample as a story, and one for each cause', () => {
    const prepared = register({ copies: 1, nodes: 3 });
    const { violations } = search(prepared, {}, 12);
    const told = tell(prepared, BOUNDS, violations[0]!);
    assert.match(
      told.sentence,
      /^n1 acknowledges write 1 before any other node shows it; n1 loses power; .*: an acknowledged write is lost\.$/,
    );
    assert.ok(told.steps.some(({ kind }) => kind === 'fault'));
    assert.deepEqual(told.settings, [{ system: 'postgres', name: 'synchronous_standby_names' }]);
    const causes = tellAll(prepared, BOUNDS, violations, 3).map(({ cause }) => cause);
    assert.equal(new Set(causes.map(cause => JSON.stringify(cause))).size, causes.length);
  });

  it('a search in which nothing is acknowledged says that it proves nothing', () => {
    const verdict = searchCluster(register({ copies: 4, nodes: 3 }), { bounds: BOUNDS, properties: [LOST] });
    assert.equal(verdict.properties[0]!.verdict, 'holds');
    assert.ok(verdict.limits.some(limit => /No write was ever acknowledged/.test(limit)));
  });

  it('an outage that lasts too long is found where one asks for it', () => {
    const available = propertyNamed('available')!;
    const outage = (faulty: Partial<Faulty>) =>
      explore(
        register({ copies: 1, nodes: 3, ...faulty }),
        { ...BOUNDS, faults: 1, kinds: ['crash'], rtoMs: 20_000 },
        { properties: [available], maxStates: 100_000, perProperty: 1 },
      ).violations.length;
    assert.equal(outage({ takeoverMs: 5_000 }), 0);
    assert.equal(outage({ takeoverMs: 60_000 }), 1);
    // Nobody is left for whom time could pass.
    assert.equal(outage({ nodes: 1 }), 1);
  });

  it('names of properties are unique, and each is found by its name', () => {
    for (const property of PROPERTIES) assert.equal(propertyNamed(property.name), property);
  });
});
