import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RaftConfig } from '../../../../server/src/simulate/protocols/raft/config.js';
import { Raft } from '../../../../server/src/simulate/protocols/raft/raft.js';
import { run } from '../../../../server/src/simulate/run/run.js';
import type { Fault, Schedule } from '../../../../server/src/simulate/schedule/model.js';
import type { World } from '../../../../server/src/simulate/world/world.js';
import { anySchedule } from '../protocols/any-schedule.js';
import { group, names, PLAIN } from './groups.js';

const CONFIGS: readonly RaftConfig[] = [
  PLAIN,
  {
    ...PLAIN,
    preVote: 'either',
    ticks: true,
    silent: true,
    reconnectMs: [0, 1000],
    membership: { strict: true },
  },
  { ...PLAIN, preVote: false, membership: { strict: false }, reads: 'any' },
  {
    ...PLAIN,
    leaseMs: 2000,
    lease: { wallClock: true, stepsDown: true, blocks: true, renewMs: 1000, marginMs: 100 },
    reads: 'lease',
    closedMs: [10, 200],
  },
  {
    ...PLAIN,
    members: names(5).map((name, i) => ({ name, voter: i < 4, witness: i === 4, follows: i === 3 })),
    reads: 'connected',
  },
];

/** Members come and go besides. */
function withMembers(all: readonly string[]): fc.Arbitrary<Schedule> {
  const change = fc.tuple(
    fc.integer({ min: 1_000, max: 40_000 }),
    fc
      .tuple(
        fc.constantFrom<'addMember' | 'removeMember'>('addMember', 'removeMember'),
        fc.constantFrom(...all, 'n9'),
      )
      .map(([kind, host]): Fault => ({ kind, host })),
  );
  return fc.tuple(anySchedule(all), fc.array(change, { maxLength: 2 })).map(([schedule, changes]) => ({
    ...schedule,
    events: [...schedule.events, ...changes.map(([at, fault]) => ({ at, fault }))].sort(
      (a, b) => a.at - b.at,
    ),
  }));
}

describe('simulate: any schedule on Raft', () => {
  it('breaks none of its properties, loses nothing, and ends', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CONFIGS),
        withMembers(names(4)),
        fc.nat(999),
        (config, schedule, seed) => {
          let raft: Raft | undefined;
          const create = (world: World) => (raft = new Raft(world, config));
          const found = run(group(config, create), schedule, { seed });
          assert.equal(found.cut, false);
          assert.deepEqual(raft!.broken(), []);
          assert.deepEqual(found.lost, []);
        },
      ),
      { numRuns: 150, seed: 1 },
    );
  });

  it('leaves nobody without a leader once everything is mended', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CONFIGS),
        anySchedule(names(3)),
        fc.nat(999),
        (config, schedule, seed) => {
          const hosts = config.members.map(({ name }) => name);
          const mended: Schedule = {
            ...schedule,
            until: 90_000,
            events: [
              ...schedule.events,
              { at: 50_000, fault: { kind: 'heal' } },
              { at: 50_000, fault: { kind: 'resume', hosts } },
              { at: 50_000, fault: { kind: 'restart', hosts } },
            ],
          };
          const found = run(group(config), mended, { seed });
          assert.equal(found.finalLeaders.length, 1);
          assert.ok(found.converged);
          assert.ok(
            found.operations.some(
              ({ result, completedMs }) => result === 'acknowledged' && completedMs! > 75_000,
            ),
          );
        },
      ),
      { numRuns: 60, seed: 2 },
    );
  });
});
