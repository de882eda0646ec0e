import assert from 'node:assert/strict';
import { FAMILIES } from '../../../../server/src/simulate/families.js';
import { playableClusters } from '../../../fuzz/simulated-clusters.js';
import { fuzzSimulations } from '../../../fuzz/simulations.js';

/** A few of the schedules that `npm run fuzz -- --simulations 300` plays by the thousand. */
describe('schedules at random, hostile ones too', () => {
  const playables = playableClusters();

  for (const { id } of FAMILIES)
    it(`are played by ${id} to their end, twice alike, and break nothing that always holds`, () => {
      const found = fuzzSimulations(playables.get(id) ?? assert.fail('no cluster of this family'), 6, 20_260);
      assert.deepEqual(found.failures, []);
      assert.ok(found.acknowledged > 0);
    });
});
