import assert from 'node:assert/strict';
import fc from 'fast-check';
import { explore } from '../../../../server/src/simulate/explore/explore.js';
import { PROPERTIES } from '../../../../server/src/simulate/explore/properties.js';
import type { Prepared } from '../../../../server/src/simulate/family.js';
import type { Payload } from '../../../../server/src/simulate/protocol.js';
import type { PaxosConfig } from '../../../../server/src/simulate/protocols/paxos/config.js';
import { nextBallot } from '../../../../server/src/simulate/protocols/paxos/rules.js';
import { SingleDecree } from '../../../../server/src/simulate/protocols/paxos/single.js';
import { run } from '../../../../server/src/simulate/run/run.js';
import type { Schedule } from '../../../../server/src/simulate/schedule/model.js';
import type { World } from '../../../../server/src/simulate/world/world.js';
import { anySchedule } from '../protocols/any-schedule.js';
import { names } from '../raft/groups.js';

const CONFIG: PaxosConfig = { members: names(3), retryMs: [20, 200], durable: true };

function group(
  config: PaxosConfig,
  latencyMs = 1,
  create = (world: World) => new SingleDecree(world, config),
): Prepared {
  return {
    family: 'paxos',
    title: 'Paxos',
    hosts: config.members.map(name => ({ name, aliases: [], client: false })),
    processes: config.members.map((name, host) => ({
      name,
      host,
      program: 'paxos',
      member: name,
      serves: true,
    })),
    latency: (from, to) => (from === to ? 0 : latencyMs),
    create,
    searchUnitMs: 0,
    readLevels: [{ name: 'learned', linearizable: false }],
    limits: [],
  };
}

/** Three clients, each at a member of its own, that propose 17 ms after one another. */
const DUEL: Schedule = {
  until: 20_000,
  clients: names(3).map((name, i) => ({
    name: `c${i + 1}`,
    home: [name],
    writesPerSecond: 2,
    readsPerSecond: 0,
    writeTimeoutMs: 60_000,
  })),
  events: [],
};

const SAFE = PROPERTIES.filter(({ name }) => name === 'protocol-safety' || name === 'no-lost-write');
const BOUNDS = { faults: 0, writes: 2, reads: 0, kinds: [], phases: 1, epochs: 1 } as const;

describe('simulate: single-decree Paxos', () => {
  it('gives every proposer ballots of its own, each higher than what it saw', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 9 }), (seen, n) => {
        const ballots = Array.from({ length: n }, (_, p) => nextBallot(seen, p, n));
        assert.ok(ballots.every(ballot => ballot > seen && ballot <= seen + 2 * n));
        assert.equal(new Set(ballots.map(ballot => ballot % n)).size, n);
      }),
    );
  });

  it('never agrees while three proposers outbid each other, and does once they wait by chance', () => {
    // Two round trips of 10 ms each way take 40 ms: a proposer alone has its way within 51 ms.
    const patient = (retryMs: readonly [number, number]) => group({ ...CONFIG, retryMs }, 10);
    const acknowledged = (prepared: Prepared, schedule: Schedule, seed: number) =>
      run(prepared, schedule, { seed }).operations.filter(({ result }) => result === 'acknowledged').length;
    const alone = { ...DUEL, clients: DUEL.clients.slice(0, 1) };
    assert.equal(acknowledged(patient([51, 51]), alone, 1), 1);
    assert.equal(acknowledged(patient([51, 51]), DUEL, 1), 0, 'duelling proposers');
    for (const seed of [1, 2, 3, 4]) assert.equal(acknowledged(patient([51, 500]), DUEL, seed), 1);
  });

  it('agrees on one value that somebody proposed, in whatever order messages come', () => {
    const found = explore(group(CONFIG), BOUNDS, { properties: SAFE, maxStates: 60_000, perProperty: 1 });
    assert.deepEqual(found.violations, []);
    assert.ok(found.reached.acknowledged);
  });

  it('agrees no more when acceptors forget what they promised', () => {
    // A majority chooses, and loses its power; the third one was cut off and has another proposal.
    const schedule: Schedule = {
      ...DUEL,
      clients: DUEL.clients.slice(0, 2),
      events: [
        { at: 1, fault: { kind: 'partition', groups: [['n1', 'n3'], ['n2']] } },
        { at: 10_000, fault: { kind: 'powerLoss', hosts: ['n1', 'n3'] } },
        { at: 10_100, fault: { kind: 'restart', hosts: ['n1', 'n3'] } },
        { at: 10_200, fault: { kind: 'heal' } },
      ],
    };
    const chosen = (durable: boolean) =>
      run(group({ ...CONFIG, durable }), schedule, { seed: 1 }).operations.filter(
        ({ result }) => result === 'acknowledged',
      ).length;
    assert.equal(chosen(true), 1);
    assert.equal(chosen(false), 2);
  });

  it('agrees no more when proposers take their own value whatever was accepted', () => {
    class Stubborn extends SingleDecree {
      override deliver(to: number, m: Payload): void {
        const { name } = this.w.mail.kinds[m.kind - 1]!;
        super.deliver(
          to,
          name === 'promise' ? { from: m.from, kind: m.kind, word: i => (i === 0 ? m.word(0) : 0) } : m,
        );
      }
    }
    const found = explore(
      group(CONFIG, 1, world => new Stubborn(world, CONFIG)),
      BOUNDS,
      {
        properties: SAFE,
        maxStates: 600_000,
        perProperty: 1,
      },
    );
    assert.ok(found.violations.length > 0, `${found.states} states`);
  });

  it('bears any schedule and keeps agreement', () => {
    fc.assert(
      fc.property(anySchedule(names(3)), fc.nat(999), (schedule, seed) => {
        let paxos: SingleDecree | undefined;
        const found = run(
          group(CONFIG, 1, world => (paxos = new SingleDecree(world, CONFIG))),
          schedule,
          { seed },
        );
        assert.equal(found.cut, false);
        assert.deepEqual(paxos!.broken(), []);
        assert.ok(
          found.operations.filter(({ kind, result }) => kind === 'write' && result === 'acknowledged')
            .length <= 1,
        );
      }),
      { numRuns: 60, seed: 4 },
    );
  });
});
