import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { prepare } from '../../../../server/src/simulate/families.js';
import { isPrepared } from '../../../../server/src/simulate/family.js';
import { Protocol } from '../../../../server/src/simulate/protocol.js';
import { defaultSchedule } from '../../../../server/src/simulate/report/default-schedule.js';
import { LEAST_RUNS, MOST_RUNS, playRuns, runPlan } from '../../../../server/src/simulate/report/play.js';
import { simulate } from '../../../../server/src/simulate/report/simulate.js';
import type { World } from '../../../../server/src/simulate/world/world.js';
import { clusterOf } from '../../../conformance/lab/cluster.js';
import { PREPARED } from './hand-made.js';

function prepared(scenario: string, system: string) {
  const read = clusterOf(scenario, system)!;
  const found = prepare(read.cluster, read.all);
  assert.ok(isPrepared(found));
  return { ...read, prepared: found };
}

/** Nobody leads, and nothing happens. */
class Idle extends Protocol {
  start(): void {}
  deliver(): void {}
  expire(): void {}
  write(): void {}
  read(): void {}
  holds(): boolean {
    return false;
  }
  role(): 'peer' {
    return 'peer';
  }
  epoch(): number {
    return 0;
  }
  position(): number {
    return 0;
  }
  writable(): boolean {
    return false;
  }
  isLost(): boolean {
    return false;
  }
  crashed(): void {}
  restarted(): void {}
}

/** How many lead in the end is left to chance. */
class Dice extends Idle {
  private readonly eyes = this.w.one('eyes');

  override start(): void {
    this.eyes.set(0, this.w.choose(40));
  }
  override leaders(): readonly number[] {
    return Array.from({ length: this.eyes.get() }, () => 0);
  }
}

describe('a simulation', () => {
  it('names the lines of the settings, and defaults as such', () => {
    const { cluster, all, prepared: made } = prepared('redis-isolate', 'Sentinel');
    const result = simulate(cluster, all, defaultSchedule(made), { runs: 4 });
    assert.ok(!('why' in result));
    const values = result.reasons.flatMap(reason => reason.values);
    const written = values.find(({ name }) => name === 'down-after-milliseconds');
    assert.ok(written?.source && written.written);
    const file = written.source.file.replace('file:///lab/', 'test/fixtures/clusters/lab/');
    const { start, end } = written.source.range;
    const line = readFileSync(file, 'utf8').split('\n')[start.line]!;
    assert.equal(line.slice(start.character, end.character), '5000');
    assert.equal(written.value, '5 s');
    const given = values.filter(value => !value.written);
    assert.ok(given.length > 0 && given.every(({ source }) => source === undefined));
  });

  it('cuts off whoever leads where nobody says what is to happen, else the first that takes writes', () => {
    const { events, clients, until } = defaultSchedule(prepared('redis-isolate', 'Sentinel').prepared);
    assert.deepEqual(events, [
      { at: 10_000, fault: { kind: 'partition', groups: [['@primary'], ['@rest']] } },
      { at: 70_000, fault: { kind: 'heal' } },
    ]);
    assert.deepEqual(
      clients.map(({ group }) => group),
      [['@primary'], ['@rest']],
    );
    assert.ok(until > 70_000);
    const nobody = defaultSchedule({ ...PREPARED, create: world => new Idle(world) });
    const [first] = nobody.events;
    assert.deepEqual(first!.fault, { kind: 'partition', groups: [['n1'], ['@rest']] });
  });

  it('plays some runs with all timers at their ends, and no seed twice', () => {
    const plan = runPlan(5, 40);
    assert.deepEqual([...new Set(plan.map(({ seed }) => seed))].length, 40);
    assert.equal(plan[0]!.seed, 5);
    const count = (lean: string) => plan.filter(each => each.lean === lean).length;
    assert.deepEqual([count('least'), count('most'), count('any')], [4, 4, 32]);
    assert.deepEqual(runPlan(9, 1), [{ seed: 9, lean: 'any' }]);
  });

  it('goes on for as long as there is something new', () => {
    const until = 1_000;
    const idle = { ...PREPARED, create: (world: World) => new Idle(world) };
    assert.equal(playRuns(idle, { until, clients: [], events: [] }, { seed: 1 }).length, LEAST_RUNS);
    const dice = { ...PREPARED, create: (world: World) => new Dice(world) };
    const played = playRuns(dice, { until, clients: [], events: [] }, { seed: 1 }).length;
    assert.ok(played > LEAST_RUNS && played <= MOST_RUNS, `${played}`);
    assert.equal(playRuns(dice, { until, clients: [], events: [] }, { seed: 1, runs: 7 }).length, 7);
  });

  it('ends at once where somebody gives up', () => {
    const { cluster, all, prepared: made } = prepared('redis-isolate', 'Sentinel');
    let asked = 0;
    const result = simulate(cluster, all, defaultSchedule(made), { runs: 2, cancelled: () => ++asked > 10 });
    assert.ok(!('why' in result));
    assert.match(result.problems.join(), /ended early/);
    assert.ok(asked < 30);
    assert.equal(result.bounds.runs, 1);
  });
});
