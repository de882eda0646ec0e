import assert from 'node:assert/strict';
import { explore } from '../../../../server/src/simulate/explore/explore.js';
import { type Property, propertyNamed } from '../../../../server/src/simulate/explore/properties.js';
import { type Bounds, Stage } from '../../../../server/src/simulate/explore/stage.js';
import type { Prepared } from '../../../../server/src/simulate/family.js';
import type { FaultKind } from '../../../../server/src/simulate/schedule/model.js';
import type { Cells } from '../../../../server/src/simulate/world/cells.js';
import { FAMILY_CLUSTERS, modelOf } from '../../../bench/family-clusters.js';

const LOST = propertyNamed('no-lost-write')!;
const { settled: _settled, keptByLeader: _kept, ...restless } = LOST;

const named = (name: string) => FAMILY_CLUSTERS.find(([each]) => each === name)![1];
const boundsOf = (faults: number, kinds: readonly FaultKind[], phases = 1): Bounds => ({
  faults,
  kinds,
  writes: 1,
  reads: 0,
  phases,
  epochs: 3,
});

/**
 * A promise that is broken where it was said of an earlier state of the same schedule that one process leads for good, and another one takes writes now, or
 * an acknowledged write is lost. That it was said is remembered in the state.
 */
function watched(prepared: Prepared, faults: number): readonly [Prepared, Property, () => number] {
  let said: Cells;
  let spent: Cells;
  let times = 0;
  const patched = new WeakSet<Stage>();
  const watch = (stage: Stage) => {
    patched.add(stage);
    for (const choice of stage.menu) {
      if (choice.cost === 0) continue;
      const happen = choice.happen.bind(choice);
      (choice as { happen(): void }).happen = () => {
        spent.add(0, 1);
        happen();
      };
    }
  };
  const property: Property = {
    ...restless,
    name: 'led-for-good',
    broken: stage => {
      if (!patched.has(stage)) watch(stage);
      const { world, protocol } = stage;
      if (said.get() !== 0)
        return (
          LOST.broken(stage) ||
          world.flags.get() !== 0 ||
          protocol.leaders().some(p => p + 1 !== said.get() && world.isUp(p))
        );
      if (spent.get() < faults || world.flags.get() !== 0 || !stage.isLedForGood()) return false;
      said.set(0, protocol.lock!()!.holder + 1);
      times++;
      return false;
    },
  };
  const wrapped: Prepared = {
    ...prepared,
    create: world => {
      said = world.one('said to lead for good', 'process');
      spent = world.one('faults so far');
      return prepared.create(world);
    },
  };
  return [wrapped, property, () => times];
}

describe('a process that is said to lead for good', () => {
  const shapes: readonly (readonly [string, readonly FaultKind[]])[] = [
    ['Patroni, synchronous_mode, 3', ['crash']],
    ['Patroni, quorum, 3', ['partition']],
    ['Patroni, asynchronous, 3', ['pause']],
  ];
  for (const [name, kinds] of shapes) {
    it(`does: ${name}, ${kinds.join(', ')}`, () => {
      const [prepared, property, times] = watched(modelOf(named(name)), 1);
      const found = explore(prepared, boundsOf(1, kinds), {
        properties: [property],
        maxStates: 12_000,
        perProperty: 1,
        reduced: true,
      });
      assert.ok(times() > 100, `said ${times()} times`);
      assert.equal(found.violations.length, 0);
    });
  }
});

describe('a search that does not go on where one process leads for good', () => {
  const fewest = (name: string, kinds: readonly FaultKind[], property: Property, reduced: boolean) => {
    const found = explore(modelOf(named(name)), boundsOf(1, kinds), {
      properties: [property],
      maxStates: 80_000,
      perProperty: 1,
      reduced,
    });
    assert.equal(found.stopped, undefined, `${name}: ${found.states} states`);
    return { states: found.states, faults: found.violations[0]?.faults };
  };
  const shapes: readonly (readonly [string, readonly FaultKind[], number | undefined])[] = [
    ['Patroni, synchronous_mode, 3', ['crash'], undefined],
    ['Patroni, quorum, 3', ['pause'], undefined],
    ['Patroni, asynchronous, 3', ['pause'], 1],
  ];
  for (const [name, kinds, expected] of shapes) {
    it(`says the same: ${name}, ${kinds.join(', ')}`, () => {
      const less = fewest(name, kinds, LOST, true);
      const all = fewest(name, kinds, restless, false);
      assert.equal(less.faults, expected);
      assert.equal(all.faults, expected);
      if (expected === undefined)
        assert.ok(less.states * 3 < all.states, `${less.states} of ${all.states} states`);
    });
  }
});

describe('commits that wait for every instance of CloudNativePG', () => {
  const fewest = (property: Property, bounds: Bounds, reduced: boolean) => {
    const found = explore(modelOf(named('CloudNativePG, any 2, 3')), bounds, {
      properties: [property],
      maxStates: 60_000,
      perProperty: 1,
      reduced,
    });
    assert.equal(found.stopped, undefined, `${found.states} states`);
    assert.equal(found.violations.length, 0);
    return found;
  };

  it('are not lost, as a search says that leaves nothing out', () => {
    const bounds = boundsOf(1, ['crash', 'partition', 'pause', 'powerLoss']);
    assert.ok(fewest(LOST, bounds, true).states * 3 < fewest(restless, bounds, false).states);
  });

  it('are searched to the end with three faults at any moment, timers at their latest too', () => {
    const { reached, completeFaults } = fewest(LOST, boundsOf(3, ['crash', 'partition', 'pause'], 2), true);
    assert.equal(completeFaults, 3);
    assert.ok(reached.acknowledged && reached.failover);
  });

  it('are told from those that wait for fewer, or that somebody lets go', () => {
    const says = (name: string, kinds: readonly FaultKind[]) =>
      new Stage(modelOf(named(name)), boundsOf(1, kinds)).protocol.keepsEveryWrite;
    assert.equal(says('CloudNativePG, any 2, 3', ['crash']), true);
    assert.equal(says('CloudNativePG, any 2, 3', ['crash', 'cancelWaits']), false);
    assert.equal(says('CloudNativePG, any 1, 3', ['crash']), false);
    assert.equal(says('CloudNativePG, 3', ['crash']), false);
  });
});
