import assert from 'node:assert/strict';
import { explore } from '../../../../server/src/simulate/explore/explore.js';
import type { Property } from '../../../../server/src/simulate/explore/properties.js';
import type { RaftConfig } from '../../../../server/src/simulate/protocols/raft/config.js';
import { Raft } from '../../../../server/src/simulate/protocols/raft/raft.js';
import { group, PLAIN } from './groups.js';

/** Makes nothing equal that differs. */
class Plain extends Raft {
  override renumber(): void {}
}

const SHAPES: readonly (readonly [string, Partial<RaftConfig>])[] = [
  [
    'ticks that stand still and connections that take time',
    { ticks: true, silent: true, reconnectMs: [0, 1100] },
  ],
];

describe('simulate: states of Raft that are made equal', () => {
  /** What shows of the states that come about: who leads in which term, what logs hold and how far they are committed. */
  function seen(
    config: RaftConfig,
    kind: 'crash' | 'partition' | 'pause',
    phases: number,
    raft: typeof Raft,
  ) {
    const found = new Set<string>();
    const looks: Property = {
      name: 'looks',
      says: '',
      otherwise: '',
      broken: ({ world, protocol, bounds }) => {
        const group = protocol as Raft;
        const shown = world.processes.map((_, p) =>
          [
            world.status.get(p),
            group.term.get(p),
            group.leads(p),
            group.commit.get(p),
            Array.from({ length: group.log.end(p) }, (_, i) => group.log.epochAt(p, i + 1)),
          ].join(),
        );
        const write = bounds.writes > 0 ? world.operations.status.get(0) : 0;
        found.add(`${shown.sort().join(' ')} ${write} ${world.network.isWhole}`);
        return false;
      },
    };
    const prepared = { ...group(config, world => new raft(world, config)), searchUnitMs: 500 };
    const bounds = { faults: 1, writes: 1, reads: 0, kinds: [kind], phases, epochs: 2 };
    const { stopped, states } = explore(prepared, bounds, {
      properties: [looks],
      maxStates: 30_000,
      perProperty: 1,
    });
    assert.equal(stopped, undefined, `${kind} ${phases}`);
    return { found: [...found].sort(), states };
  }

  for (const [name, more] of SHAPES) {
    it(`show all that those show that are not: ${name}`, () => {
      let fewer = 0;
      for (const kind of ['crash', 'partition', 'pause'] as const) {
        for (const phases of [1, 2]) {
          const config = { ...PLAIN, ...more };
          const equal = seen(config, kind, phases, Raft);
          const apart = seen(config, kind, phases, Plain);
          assert.deepEqual(equal.found, apart.found, `${kind} ${phases}`);
          assert.ok(equal.states <= apart.states);
          fewer += apart.states - equal.states;
        }
      }
      assert.ok(fewer > 0);
    });
  }
});
