import assert from 'node:assert/strict';
import { factsOf } from '../../../../server/src/simulate/report/facts.js';
import { failover, PREPARED, runOf, schedule, type Told } from './hand-made.js';

function facts(told: Told, events = schedule()) {
  return factsOf(PREPARED, events, runOf(told));
}

describe('facts of a run', () => {
  it('tell who stopped leading and who began', () => {
    const found = facts(failover(4_000, 9_000));
    assert.equal(found.old, 0);
    assert.equal(found.oldStoppedMs, 4_000);
    assert.equal(found.newLeaderMs, 9_000);
    assert.equal(found.oldLastAckMs, 3_900);
    assert.equal(found.newFirstAckMs, 9_100);
    assert.equal(found.dualMs, 0);
  });

  it('count only the old leader’s answers of before the repair', () => {
    const found = facts(failover(35_000, 40_000));
    assert.equal(found.oldLastAckMs, 19_900);
  });

  it('tell of no new leader’s answer where a follower only passes writes on', () => {
    const found = facts({
      roles: { n1: [[-10_000, 'leader', 1]] },
      writes: [{ client: 0, node: 'n2', from: -5_000, to: 20_000 }],
    });
    assert.equal(found.newFirstAckMs, undefined);
    assert.equal(found.newLeaderMs, undefined);
  });

  it('leave out the leaders of what keeps the lock', () => {
    const found = facts({ roles: { w1: [[-10_000, 'leader', 7]] } });
    assert.equal(found.old, undefined);
    assert.deepEqual(found.spans, []);
  });

  it('measure the time in which two leaders both acknowledged', () => {
    assert.equal(facts(failover(12_000, 9_000)).dualMs, 2_800);
  });

  it('hold equals of one epoch for no two leaders', () => {
    const both = (epoch: number) =>
      facts({
        roles: {
          n1: [[-10_000, 'peer', 1]],
          n2: [[-10_000, 'peer', epoch]],
        },
        writes: [
          { client: 0, node: 'n1', from: -5_000, to: 5_000 },
          { client: 1, node: 'n2', from: -5_000, to: 8_000 },
        ],
      }).dualMs;
    assert.equal(both(1), 0);
    assert.equal(both(2), 10_000);
  });

  it('do not count a pause as time in which a node acknowledged', () => {
    const found = facts({
      roles: { n1: [[-10_000, 'leader', 1]], n2: [[-10_000, 'leader', 2]] },
      writes: [
        { client: 0, node: 'n1', from: 0, to: 1_000 },
        { client: 0, node: 'n1', from: 9_000, to: 10_000 },
        { client: 1, node: 'n2', from: 3_000, to: 7_000 },
      ],
    });
    assert.equal(found.dualMs, 0);
  });

  it('give the gaps and losses of each client', () => {
    const found = facts({
      writes: [
        { client: 0, node: 'n1', from: -10_000, to: 2_000 },
        { client: 0, node: 'n1', from: 1_000, to: 2_000, lost: true },
        { client: 1, node: 'n2', from: -10_000, to: -100 },
        { client: 1, node: 'n2', from: 6_000, to: 49_900 },
      ],
    });
    assert.deepEqual(found.clients[0]!.gaps, [{ fromMs: 2_000 }]);
    assert.deepEqual(found.clients[1]!.gaps, [{ fromMs: -100, toMs: 6_000 }]);
    assert.deepEqual([found.clients[0]!.lost, found.clients[1]!.lost, found.lost], [11, 0, 11]);
    assert.deepEqual(found.lostBetweenMs, [1_000, 2_000]);
  });

  it('have a gap from the beginning for who is never answered, and none for who only reads', () => {
    const writes = [{ client: 1, node: 'n2', from: -4_000, to: 49_900 }];
    const [c1, c2] = facts({ writes }).clients;
    assert.deepEqual(c1!.gaps, [{ fromMs: -10_000 }]);
    assert.deepEqual(c2!.gaps, [{ fromMs: -10_000, toMs: -4_000 }]);
    const { clients, ...rest } = schedule();
    const [reader] = facts(
      {},
      { ...rest, clients: clients.map(each => ({ ...each, writesPerSecond: 0 })) },
    ).clients;
    assert.deepEqual(reader!.gaps, []);
  });
});
