import { strict as assert } from 'node:assert';
import { FAMILIES } from '../../../../server/src/simulate/families.js';
import { defaultSchedule } from '../../../../server/src/simulate/report/default-schedule.js';
import { run, runInSteps } from '../../../../server/src/simulate/run/run.js';
import { playableClusters } from '../../../fuzz/simulated-clusters.js';

describe('a run that is played some events at a time', () => {
  const playables = playableClusters();

  for (const { id } of FAMILIES)
    it(`is what it is in one go, though another run of ${id} goes on in between`, () => {
      const { prepared } = playables.get(id)?.[0] ?? assert.fail('no cluster of this family');
      const schedule = defaultSchedule(prepared, 1_500, 9_000);
      const seeds = [5, 6];
      const alone = seeds.map(seed => run(prepared, schedule, { seed }));
      const under = seeds.map(seed => runInSteps(prepared, schedule, { seed }));
      const together = under.map(() => undefined as ReturnType<typeof run> | undefined);
      let pauses = 0;
      while (together.includes(undefined))
        for (const [i, steps] of under.entries()) {
          if (together[i] !== undefined) continue;
          const step = steps.next();
          if (step.done) together[i] = step.value;
          else pauses++;
        }
      assert.ok(pauses > 1);
      assert.deepEqual(together, alone);
    });
});
