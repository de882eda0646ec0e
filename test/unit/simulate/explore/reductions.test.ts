import { strict as assert } from 'node:assert';
import { type Exploration, explore } from '../../../../server/src/simulate/explore/explore.js';
import { Play } from '../../../../server/src/simulate/explore/play.js';
import { PROPERTIES, propertyNamed } from '../../../../server/src/simulate/explore/properties.js';
import type { Bounds } from '../../../../server/src/simulate/explore/stage.js';
import type { Prepared } from '../../../../server/src/simulate/family.js';
import { type Playable, playableClusters } from '../../../fuzz/simulated-clusters.js';
import { etcd } from '../raft/groups.js';
import { register } from './register.js';

const LOST = propertyNamed('no-lost-write')!;
const WRITERS = propertyNamed('one-writer')!;
const STALE = propertyNamed('no-stale-read')!;
const SAFETY = propertyNamed('protocol-safety')!;

const BOUNDS: Bounds = {
  faults: 1,
  writes: 1,
  reads: 0,
  kinds: ['crash', 'partition', 'pause'],
  phases: 1,
  epochs: 3,
};

function both(
  prepared: Prepared,
  bounds: Partial<Bounds>,
  property: (typeof PROPERTIES)[number],
  maxStates: number,
): readonly [reduced: Exploration, whole: Exploration] {
  const search = (reduced: boolean) =>
    explore(
      prepared,
      { ...BOUNDS, ...bounds },
      { properties: [property], maxStates, perProperty: 1, reduced },
    );
  return [search(true), search(false)];
}

/** Where a search came to an end: what it says. What ended at its bound on states says less. */
function outcome({ violations, completeFaults, stopped }: Exploration): string {
  const [violation] = violations;
  if (violation !== undefined) return `broken by ${violation.faults}`;
  return stopped === undefined ? `holds up to ${completeFaults}` : 'undecided';
}

function agree(name: string, [reduced, whole]: readonly [Exploration, Exploration]): boolean {
  assert.ok(reduced.completeFaults >= whole.completeFaults, name);
  if (outcome(whole) === 'undecided') return false;
  // Fewer states are never more than all of them; on the way to a counterexample there may be others before it.
  if (whole.violations.length === 0)
    assert.ok(reduced.states <= whole.states, `${name}: ${reduced.states} of ${whole.states} states`);
  assert.equal(outcome(reduced), outcome(whole), name);
  return true;
}

/** The smallest cluster of a family in which there is a majority to lose. */
function smallest(clusters: readonly Playable[]): Playable | undefined {
  const sorted = [...clusters].sort((a, b) => a.prepared.processes.length - b.prepared.processes.length);
  return sorted.find(({ prepared }) => prepared.processes.length >= 3) ?? sorted.at(-1);
}

describe('what a search leaves out', () => {
  const clusters = playableClusters();
  const decided = new Set<string>();

  for (const [family, members] of clusters) {
    const cluster = smallest(members);
    if (cluster === undefined) continue;
    it(`makes no difference to what is said of ${family}`, () => {
      const { prepared, from } = cluster;
      const searches = [
        [LOST, { faults: 0 }],
        [LOST, { kinds: ['crash', 'powerLoss'] }],
        [LOST, { kinds: ['partition'] }],
        [WRITERS, { kinds: ['pause'] }],
        [STALE, { kinds: ['partition'], reads: 1 }],
      ] as const;
      for (const [property, bounds] of searches)
        if (agree(`${from}: ${property.name}`, both(prepared, bounds, property, 3_000))) decided.add(family);
    });
  }

  it('was compared where searches come to an end, and not only where they do not', () => {
    assert.ok(decided.size >= 14, [...decided].join());
  });

  it('makes no difference to how many faults a register takes', () => {
    for (const copies of [1, 2, 3, 4])
      for (const kinds of [['powerLoss'], ['powerLoss', 'partition']] as const)
        assert.ok(
          agree(`${copies}`, both(register({ copies, nodes: 3 }), { faults: 3, kinds }, LOST, 200_000)),
        );
  });

  it('makes no difference to Raft with two faults of a kind, with a clock or without', () => {
    for (const kind of ['crash', 'partition'] as const) {
      assert.ok(agree(kind, both(etcd(2), { faults: 2, kinds: [kind], epochs: 2 }, LOST, 200_000)));
      const untimed = { faults: 1, kinds: [kind], epochs: 1, anyTiming: true };
      assert.ok(agree(`${kind}, any timing`, both(etcd(3), untimed, LOST, 200_000)));
    }
  });

  it('is nothing where states are to be counted: Raft has as many as its TLA+ module', () => {
    const count = (servers: number, writes: number, epochs: number) =>
      explore(
        etcd(servers),
        { ...BOUNDS, faults: 0, kinds: [], writes, epochs, anyTiming: true },
        { properties: [SAFETY], maxStates: 20_000, perProperty: 1, reduced: false },
      ).states;
    // TLC's counts of distinct states, without its symmetry.
    assert.equal(count(2, 0, 1), 35);
    assert.equal(count(2, 1, 2), 461);
    assert.equal(count(3, 1, 1), 7_265);
  });
});

describe('traces of searches', () => {
  for (const [family, members] of playableClusters()) {
    const cluster = smallest(members);
    if (cluster === undefined) continue;
    it(`of ${family} play again as they were found`, () => {
      const { prepared, from } = cluster;
      for (const phases of [1, 2]) {
        const bounds: Bounds = { ...BOUNDS, phases, reads: 1, kinds: ['crash', 'partition', 'powerLoss'] };
        const { violations } = explore(prepared, bounds, {
          properties: PROPERTIES.filter(({ name }) => name !== 'available'),
          maxStates: 3_000,
          perProperty: 2,
        });
        for (const { property, trace } of violations) {
          const { broken } = propertyNamed(property)!;
          const play = new Play(prepared, bounds);
          play.follow(trace, broken);
          assert.ok(broken(play.stage), `${from}: ${property}`);
        }
      }
    });
  }
});
