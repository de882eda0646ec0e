import assert from 'node:assert/strict';
import { Fingerprint } from '../../../../server/src/simulate/explore/fingerprint.js';
import { Stage } from '../../../../server/src/simulate/explore/stage.js';
import { LOG_ROOM } from '../../../../server/src/simulate/world/cells.js';
import { Random } from '../../../../server/src/simulate/world/random.js';
import { playableClusters } from '../../../fuzz/simulated-clusters.js';
import { register } from './register.js';

/** Steps of a walk; at each of its states every step is tried and taken back. */
const STEPS = 25;

describe('fingerprints that follow what a step changes', () => {
  for (const [family, clusters] of playableClusters()) {
    it(`of ${family} are those of the states that come out, and each step can be taken back`, () => {
      for (const { prepared, from } of clusters.slice(0, 2)) {
        for (const whole of [false, true]) {
          const bounds = {
            faults: 9,
            writes: 1,
            reads: 1,
            kinds: ['crash', 'partition', 'pause'] as const,
            phases: 2,
            epochs: 3,
          };
          const stage = new Stage(prepared, bounds, whole);
          const { world, protocol, chooser } = stage;
          const symmetric = whole ? [] : protocol.symmetric;
          const following = new Fingerprint(world, symmetric, { whole });
          const fresh = new Fingerprint(world, symmetric, { whole });
          const random = new Random(family.length);
          chooser.begin([]);
          stage.start();
          for (let step = 0; step < STEPS; step++) {
            const state = world.s.slice();
            const actions: number[] = [];
            following.begin(state);
            stage.actions(actions, true);
            if (actions.length === 0) break;
            for (const action of actions) {
              chooser.begin([]);
              do {
                chooser.again();
                following.back();
                assert.deepEqual(world.s, state, `${from}: ${stage.describe(action)} was taken back`);
                stage.act(action, true, () => false);
                following.take();
                fresh.take();
                assert.deepEqual(
                  [following.low, following.high],
                  [fresh.low, fresh.high],
                  `${from}: ${stage.describe(action)}`,
                );
              } while (chooser.next());
            }
            following.back();
            chooser.begin([]);
            stage.act(actions[random.below(actions.length)]!, true, () => false);
          }
        }
      }
    });
  }

  it('do without the log where more was written than it has room for', () => {
    const bounds = { faults: 1, writes: 1, reads: 0, kinds: [], phases: 1, epochs: 3 };
    const stage = new Stage(register({ copies: 2, nodes: 3 }), bounds);
    const { world, protocol, chooser } = stage;
    chooser.begin([]);
    stage.start();
    const following = new Fingerprint(world, protocol.symmetric);
    const state = world.s.slice();
    following.begin(state);
    for (let i = 0; i <= LOG_ROOM; i++) world.flags.set(0, i % 2);
    assert.equal(world.logged, LOG_ROOM);
    following.take();
    const fresh = new Fingerprint(world, protocol.symmetric);
    fresh.take();
    assert.deepEqual([following.low, following.high], [fresh.low, fresh.high]);
    following.back();
    assert.deepEqual(world.s, state);
    following.take();
    fresh.take();
    assert.deepEqual([following.low, following.high], [fresh.low, fresh.high]);
  });
});
