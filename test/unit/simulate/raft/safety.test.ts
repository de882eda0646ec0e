import assert from 'node:assert/strict';
import { explore } from '../../../../server/src/simulate/explore/explore.js';
import { PROPERTIES } from '../../../../server/src/simulate/explore/properties.js';
import type { Payload } from '../../../../server/src/simulate/protocol.js';
import { Raft } from '../../../../server/src/simulate/protocols/raft/raft.js';
import { SeededChooser } from '../../../../server/src/simulate/world/chooser.js';
import { siteLatency } from '../../../../server/src/simulate/world/places.js';
import { World } from '../../../../server/src/simulate/world/world.js';
import { group, PLAIN } from './groups.js';

const LEADER = 3;

/** A group of three in which nothing has happened, with logs as given: per process the epochs of its entries. */
function groupWith(logs: readonly (readonly number[])[]): Raft {
  return worldWith(logs).raft;
}

function worldWith(logs: readonly (readonly number[])[]): { readonly raft: Raft; readonly world: World } {
  const { hosts, processes } = group(PLAIN);
  const world = new World(
    {
      hosts,
      processes,
      latency: siteLatency(hosts),
      operations: 1,
      messages: 24,
      depth: 6,
      writes: 1,
      unitMs: 1,
      timed: false,
      searching: false,
      slowLinks: false,
    },
    new SeededChooser(1),
  );
  const raft = new Raft(world, PLAIN);
  world.seal();
  for (const [p, epochs] of logs.entries()) for (const epoch of epochs) raft.log.append(p, epoch);
  return { raft, world };
}

function lead(raft: Raft, p: number, term: number): void {
  raft.state.set(p, LEADER);
  raft.term.set(p, term);
}

describe('simulate: the safety properties of Raft', () => {
  it('hold where logs differ only in what is not committed', () => {
    const raft = groupWith([[1, 1, 3], [1, 1, 2, 2], [1]]);
    raft.commit.set(0, 2);
    raft.commit.set(2, 1);
    lead(raft, 0, 3);
    assert.deepEqual(raft.broken(), []);
  });

  it('tell two leaders of one term', () => {
    const raft = groupWith([[1], [1], []]);
    lead(raft, 0, 1);
    lead(raft, 1, 1);
    assert.deepEqual(raft.broken(), ['election safety']);
    raft.term.set(1, 2);
    raft.log.append(1, 2);
    assert.deepEqual(raft.broken(), [], 'an old one that does not know it yet');
  });

  it('tell logs that meet again after they differed', () => {
    assert.deepEqual(groupWith([[1, 1, 3], [1, 2, 3], []]).broken(), ['log matching']);
    assert.deepEqual(groupWith([[1, 1, 3], [1, 2, 4], []]).broken(), []);
    assert.deepEqual(groupWith([[2, 2, 2], [1, 1, 1, 1, 2], []]).broken(), []);
  });

  it('tell a leader that lacks what is committed', () => {
    const raft = groupWith([
      [1, 1, 1],
      [1, 1],
      [1, 2],
    ]);
    raft.commit.set(1, 2);
    lead(raft, 2, 2);
    assert.deepEqual(raft.broken(), ['leader completeness']);
    raft.term.set(1, 3);
    assert.deepEqual(raft.broken(), [], 'what a later term committed it need not have');
  });

  it('tell two who applied different entries', () => {
    const raft = groupWith([[1, 1], [1, 2], []]);
    raft.commit.set(0, 2);
    raft.commit.set(1, 1);
    assert.deepEqual(raft.broken(), []);
    raft.commit.set(1, 2);
    assert.deepEqual(raft.broken(), ['state machine safety']);
  });

  it('tell a leader that lost the end of its own log', () => {
    const raft = groupWith([[1], [], []]);
    lead(raft, 0, 2);
    assert.deepEqual(raft.broken(), ['leader append-only']);
  });
});

describe('simulate: lost writes of Raft', () => {
  const APPENDED = 'appended';

  /** n1 took the write in term 1 and leads in term 3, n3 leads in term 2 without it, and does not know of term 3 yet. */
  function electedAgain() {
    const { raft, world } = worldWith([
      [1, 1, 3],
      [1, 1, 3],
      [1, 2],
    ]);
    lead(raft, 0, 3);
    lead(raft, 2, 2);
    raft.term.set(1, 3);
    world.operations.begin(0, 0, false, 0, 0);
    world.operations.place(0, 1, 2);
    const kind = world.mail.kinds.find(({ name }) => name === APPENDED)!.id;
    raft.deliver(0, { from: 1, kind, word: i => [3, 1, 3][i] ?? 0 });
    assert.ok(world.operations.isAcknowledged(0));
    return raft;
  }

  it('an old leader without what was committed after its election has lost nothing', () => {
    assert.equal(electedAgain().isLost(0), false);
  });

  it('what a majority has of an earlier term is not kept where a log ends in a later one: figure 8 of the paper', () => {
    const { raft, world } = worldWith([
      [1, 2, 4],
      [1, 2],
      [1, 3],
    ]);
    lead(raft, 0, 4);
    raft.term.set(1, 4);
    raft.term.set(2, 3);
    world.operations.begin(0, 0, false, 0, 0);
    world.operations.place(0, 2, 2);
    assert.equal(
      raft.isSafe(0),
      true,
      'if it is committed, then with what its leader wrote in the latest term',
    );
    world.operations.acknowledge(0);
    assert.equal(raft.isSafe(0), false);
    lead(raft, 2, 5);
    raft.log.append(2, 5);
    assert.equal(raft.isLost(0), true);
  });

  it('a leader elected after the acknowledgement that lacks it has lost it', () => {
    const raft = electedAgain();
    raft.term.set(2, 4);
    raft.log.append(2, 4);
    assert.equal(raft.isLost(0), true);
  });
});

const BOUNDS = { faults: 0, writes: 1, reads: 0, kinds: [], phases: 1, epochs: 2 } as const;
const SAFE = PROPERTIES.filter(({ name }) => name === 'protocol-safety' || name === 'no-lost-write');

/**
 * Three servers, terms up to 2, one write, any order of messages. TLC over the same bounds (3 servers, 1 value, terms and logs
 * up to 2, messages neither lost nor doubled) has 6,425,257 distinct states of the published specification and finds the same
 * properties kept (https://github.com/codeharris/raft.tla, README). Searched to its end ours has 568,488, and none that breaks one:
 * fewer, for it has an entry of its own for each leader in place of a second value, and drops answers that can do nothing
 * any more. The counts are not the same, the verdicts are.
 */
describe('simulate: searching Raft without a clock', () => {
  it('finds its properties kept, and leaders, failovers and acknowledged writes among the states', () => {
    const found = explore(group(PLAIN), BOUNDS, { properties: SAFE, maxStates: 60_000, perProperty: 1 });
    assert.deepEqual(found.violations, []);
    assert.ok(found.reached.leader && found.reached.failover && found.reached.acknowledged);
    assert.ok(found.states >= 60_000, 'the space is larger than that');
  });

  it('comes to an end in a single term, and finds no failover there', () => {
    const found = explore(
      group(PLAIN),
      { ...BOUNDS, epochs: 1 },
      { properties: SAFE, maxStates: 60_000, perProperty: 1 },
    );
    assert.equal(found.stopped, undefined);
    assert.equal(found.completeFaults, 0);
    assert.deepEqual(found.violations, []);
    assert.ok(found.reached.acknowledged && !found.reached.failover);
  });

  it('finds the same with a crash', () => {
    const found = explore(
      group(PLAIN),
      { ...BOUNDS, faults: 1, kinds: ['crash'] },
      { properties: SAFE, maxStates: 60_000, perProperty: 1 },
    );
    assert.deepEqual(found.violations, []);
  });

  it('finds what goes wrong when voters do not compare logs', () => {
    class Careless extends Raft {
      override deliver(to: number, m: Payload): void {
        const { name } = this.w.mail.kinds[m.kind - 1]!;
        // Every candidate's log looks longer than any.
        super.deliver(
          to,
          name === 'request vote'
            ? { from: m.from, kind: m.kind, word: i => (i === 1 || i === 2 ? 99 : m.word(i)) }
            : m,
        );
      }
    }
    const config = { ...PLAIN, preVote: false };
    const found = explore(
      group(config, world => new Careless(world, config)),
      BOUNDS,
      {
        properties: SAFE,
        maxStates: 400_000,
        perProperty: 1,
      },
    );
    assert.ok(found.violations.length > 0, `${found.states} states`);
  });
});
