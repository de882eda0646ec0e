import assert from 'node:assert/strict';
import fc from 'fast-check';
import { explore } from '../../../../server/src/simulate/explore/explore.js';
import { PROPERTIES } from '../../../../server/src/simulate/explore/properties.js';
import type { Prepared } from '../../../../server/src/simulate/family.js';
import type { Payload } from '../../../../server/src/simulate/protocol.js';
import { MultiPaxos, type MultiPaxosConfig } from '../../../../server/src/simulate/protocols/paxos/multi.js';
import { run } from '../../../../server/src/simulate/run/run.js';
import type { World } from '../../../../server/src/simulate/world/world.js';
import { anySchedule } from '../protocols/any-schedule.js';
import { acknowledged, names, runs } from '../raft/groups.js';
import { scheduleOf } from '../read-cluster.js';

const CONFIG: MultiPaxosConfig = { members: names(3), heartbeatMs: 100, electionMs: [1000, 2000] };

function group(create = (world: World) => new MultiPaxos(world, CONFIG)): Prepared {
  return {
    family: 'paxos',
    title: 'Multi-Paxos',
    hosts: CONFIG.members.map(name => ({ name, aliases: [], client: false })),
    processes: CONFIG.members.map((name, host) => ({
      name,
      host,
      program: 'paxos',
      member: name,
      serves: true,
    })),
    create,
    searchUnitMs: 0,
    readLevels: [{ name: 'decided', linearizable: false }],
    limits: [],
  };
}

const SAFE = PROPERTIES.filter(({ name }) => name === 'protocol-safety' || name === 'no-lost-write');
const BOUNDS = { faults: 0, writes: 1, reads: 0, kinds: [], phases: 1, epochs: 2 } as const;

describe('simulate: Multi-Paxos', () => {
  it('lets somebody else lead who was behind, with all that was decided', () => {
    const schedule = scheduleOf(40, [
      // One hears nothing for a while; then it is the only one beside another.
      [5, { kind: 'cut', from: ['@primary'], to: ['@r2'], oneWay: false }],
      [5, { kind: 'cut', from: ['@r1'], to: ['@r2'], oneWay: true }],
      [12, { kind: 'heal' }],
      [12, { kind: 'crash', hosts: ['@primary'] }],
    ]);
    for (const found of runs(group(), schedule, 8)) {
      assert.deepEqual(found.lost, []);
      assert.ok(acknowledged(found, 20, 40) > 100);
    }
  });

  it('keeps agreement in whatever order messages come', () => {
    const found = explore(group(), BOUNDS, { properties: SAFE, maxStates: 60_000, perProperty: 1 });
    assert.deepEqual(found.violations, []);
    assert.ok(found.reached.leader && found.reached.acknowledged);
  });

  it('loses what was decided when proposers do not take over the log of those who promise', () => {
    class Forgetful extends MultiPaxos {
      override deliver(to: number, m: Payload): void {
        const { name } = this.w.mail.kinds[m.kind - 1]!;
        super.deliver(
          to,
          name === 'promise' ? { from: m.from, kind: m.kind, word: i => (i === 0 ? m.word(0) : 0) } : m,
        );
      }
    }
    const found = explore(
      group(world => new Forgetful(world, CONFIG)),
      BOUNDS,
      {
        properties: SAFE,
        maxStates: 400_000,
        perProperty: 1,
      },
    );
    assert.ok(found.violations.length > 0, `${found.states} states`);
  });

  it('bears any schedule, loses nothing, and plays it the same from the same seed', () => {
    fc.assert(
      fc.property(anySchedule(names(3)), fc.nat(999), (schedule, seed) => {
        let paxos: MultiPaxos | undefined;
        const found = run(
          group(world => (paxos = new MultiPaxos(world, CONFIG))),
          schedule,
          { seed },
        );
        assert.equal(found.cut, false);
        assert.deepEqual(paxos!.broken(), []);
        assert.deepEqual(found.lost, []);
        assert.deepEqual(run(group(), schedule, { seed }), found);
      }),
      { numRuns: 60, seed: 5 },
    );
  });
});
