import assert from 'node:assert/strict';
import { figuresOf } from '../../../../server/src/simulate/history/figures.js';
import { checkHistory, type FinalState } from '../../../../server/src/simulate/history/index.js';
import type { History, Operation } from '../../../../server/src/simulate/history/model.js';
import { read, write } from './histories.js';

/** A write every half second, the first acknowledged at `from`. */
function steadily(client: number, node: string, first: number, from: number, to: number): Operation[] {
  const count = Math.floor((to - from) / 500) + 1;
  return Array.from({ length: count }, (_, at) => {
    const ms = from + at * 500;
    return write(client, first + at, ms - 10, ms, { node });
  });
}

/**
 * From 10 to 40 s n1 is cut off together with client a; n3 takes over at 17 s; n1 steps down after 20 s. Then n1 follows n3, and
 * what it took since 10 s is gone.
 */
const kept = steadily(0, 'n1', 1, 1_000, 10_000);
const gone = steadily(0, 'n1', 101, 10_500, 20_000);
const other = steadily(1, 'n3', 201, 17_000, 59_500);
const back = steadily(0, 'n3', 301, 40_500, 59_500);
const values = (operations: readonly Operation[]) => operations.map(({ value }) => value!);
const before = [...values(kept)];
const operations: Operation[] = [
  ...kept,
  ...gone,
  write(1, 999, 12_000, undefined, { node: 'n1' }),
  ...other,
  ...back,
  read(0, [...before, 101, 102], 11_200, 11_210, { node: 'n1' }),
  read(1, before, 15_000, 15_010, { node: 'n2' }),
  read(0, [...before, ...values(gone)], 30_000, 30_010, { node: 'n1' }),
  read(0, [...before, ...values(other).slice(0, 50)], 41_900, 41_910, { node: 'n1' }),
].sort((a, b) => a.invokedMs - b.invokedMs);
const history: History = { operations, events: [], endMs: 60_000 };
const final: FinalState = {
  object: 'log',
  present: new Set([...before, ...values(other), ...values(back)]),
  roles: {
    n1: [
      { atMs: 0, role: 'leader', epoch: 1 },
      { atMs: 20_200, role: 'stalled', epoch: 1 },
      { atMs: 40_200, role: 'replica', epoch: 2 },
    ],
    n3: [
      { atMs: 0, role: 'replica', epoch: 1 },
      { atMs: 16_000, role: 'leader', epoch: 2 },
    ],
  },
  firstFaultMs: 10_000,
  healMs: 40_000,
  clients: ['a', 'b'],
};

describe('checks of a history', () => {
  const verdicts = checkHistory(history, final);

  it('tell of a failover that lost writes all that went wrong', () => {
    assert.equal(verdicts.linearizability.verdict, 'violated');
    assert.deepEqual(
      verdicts.sessions.map(({ guarantee, count }) => [guarantee, count]),
      [
        ['read your writes', 1],
        ['monotonic reads', 1],
      ],
    );
    assert.deepEqual(verdicts.losses.lost.length, gone.length);
    assert.equal(verdicts.vanished.length, gone.length);
    assert.deepEqual(
      verdicts.leaders.map(({ node, fromMs, toMs }) => [node, fromMs, toMs]),
      [
        ['n1', 0, 20_200],
        ['n3', 16_000, 60_000],
      ],
    );
    assert.deepEqual(verdicts.twoLeaders, [{ nodes: ['n1', 'n3'], fromMs: 16_000, toMs: 20_200 }]);
  });

  it('give the figures of a run in seconds from the first fault', () => {
    assert.deepEqual(figuresOf(history, verdicts, 10_000, final.clients), {
      leader: { old: 'n1', last_ack_by_old_before_heal: 10, first_ack_by_another_node: 7 },
      clients: {
        a: {
          ack: 78,
          refused: 0,
          unknown: 0,
          gaps_over_1s: [[10, 30.5]],
          longest_gap_s: 20.5,
          acked_by_node: { n1: [[-9, 10]], n3: [[30.5, 49.5]] },
        },
        b: {
          ack: 86,
          refused: 0,
          unknown: 1,
          gaps_over_1s: [],
          longest_gap_s: 0,
          acked_by_node: { n3: [[7, 49.5]] },
        },
      },
      split_brain: { overlap_s: 3, pairs: { 'n1+n3': 3 } },
      durability: {
        acked: 164,
        acked_lost: 20,
        lost_by_node_and_client: { 'a>n1': 20 },
        lost_acked_between: [0.5, 10],
        refused_but_present: 0,
        unknown: 1,
        unknown_but_present: 0,
      },
      stale_reads: {
        // 30 s: b's first write, of 17 s, 13 s before. 41.9 s: all that a wrote since 10.5 s.
        n1: { reads: 3, stale: 2, max_age_s: 31.4 },
        n2: { reads: 1, stale: 1, max_age_s: 4.5 },
      },
    });
  });

  it('round figures to hundredths of a second', () => {
    const { leader, clients } = figuresOf(history, verdicts, 10_126, final.clients);
    assert.equal(leader.first_ack_by_another_node, 6.87);
    assert.deepEqual(clients.b!.acked_by_node, { n3: [[6.87, 49.37]] });
  });

  it('take a fault that did not end to last to the end', () => {
    const { healMs: _, ...lasting } = final;
    const late = [...operations, ...steadily(0, 'n1', 401, 50_000, 52_000)];
    const { takeover } = checkHistory({ ...history, operations: late }, lasting);
    assert.equal(takeover!.oldLastAckMs, 52_000);
    assert.equal(checkHistory({ ...history, operations: late }, final).takeover!.oldLastAckMs, 20_000);
  });

  it('find nothing in a run in which nothing happens', () => {
    const calm = [...kept, read(1, before, 10_100, 10_110, { node: 'n2' })];
    const { linearizability, sessions, stale, losses, vanished, dualWriters, takeover } = checkHistory(
      { operations: calm, events: [], endMs: 10_200 },
      { object: 'log', present: new Set(before), roles: {} },
    );
    assert.equal(linearizability.verdict, 'linearizable');
    assert.deepEqual(
      [sessions, stale.stale, losses.lost, vanished, dualWriters.ms, takeover],
      [[], 0, [], [], 0, undefined],
    );
  });

  it('judge linearizability by the reads that promise it', () => {
    const { linearizability } = checkHistory(history, {
      ...final,
      promisesLinearizable: ({ node }) => node === 'n3',
    });
    assert.deepEqual([linearizability.verdict, linearizability.reads], ['linearizable', 0]);
  });

  it('say the same of the same', () => {
    assert.deepEqual(checkHistory(history, final), verdicts);
  });
});
