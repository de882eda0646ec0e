import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NDB } from '../../../../server/src/simulate/protocols/ndb/index.js';
import { judge } from '../../../../server/src/simulate/protocols/ndb/view.js';
import { run } from '../../../../server/src/simulate/run/run.js';
import { acknowledged, longestGap, runs, staleReads } from '../raft/groups.js';
import { preparedFrom, scheduleOf } from '../read-cluster.js';
import { anySchedule } from './any-schedule.js';

/** So many data nodes `d1` … in groups of two, and a management node `m`. */
const ndb = (nodes: number, more = '') =>
  preparedFrom(
    {
      'ndb/config.ini': `[ndbd default]\nNoOfReplicas=2\nHeartbeatIntervalDbDb=1500\n${more}[ndb_mgmd]\nNodeId=49\nHostName=m\n${Array.from({ length: nodes }, (_, i) => `[ndbd]\nNodeId=${i + 1}\nHostName=d${i + 1}\n`).join('')}`,
    },
    NDB,
  );

const halves = (one: readonly string[], other: readonly string[], untilS = 60) =>
  scheduleOf(untilS, [[10, { kind: 'partition', groups: [one, other] }]], [[one[0]!], [other[0]!]]);

describe('simulate: NDB Cluster', () => {
  it('judges what is left by its node groups', () => {
    const groups = [0, 0, 1, 1];
    assert.equal(judge(0b1111, 0b0011, groups), 'stop', 'the other group is missing');
    assert.equal(judge(0b1111, 0b0101, groups), 'ask', 'one of each');
    assert.equal(judge(0b1111, 0b0111, groups), 'go on', 'one whole group and one of the other');
    assert.equal(judge(0b1111, 0b1000, groups), 'stop');
    assert.equal(judge(0b0111, 0b0101, groups), 'go on', 'the last of the second group is whole by now');
  });

  it('lets the arbitrator choose one of two halves, and loses nothing', () => {
    for (const found of runs(ndb(4), halves(['d1', 'd3', 'm'], ['d2', 'd4']), 8)) {
      assert.equal(acknowledged(found, 30, 60, 1), 0, 'the half without the arbitrator stops');
      assert.ok(acknowledged(found, 30, 60, 0) > 100, 'the other goes on');
      assert.deepEqual(found.lost, []);
      const gap = longestGap(found, 10, 30);
      assert.ok(gap > 4_000 && gap < 8_500, `three to four and more heartbeats: ${gap}`);
    }
  });

  it('stops on both sides where the arbitrator is out of reach', () => {
    for (const found of runs(
      ndb(2),
      scheduleOf(60, [[10, { kind: 'partition', groups: [['d1'], ['d2'], ['m']] }]], [['d1'], ['d2']]),
      5,
    )) {
      assert.equal(acknowledged(found, 30, 60), 0);
      assert.ok(
        found.events.some(({ because }) => because?.some(({ name }) => name === 'ArbitrationTimeout')),
      );
    }
  });

  it('goes on on both sides with Arbitration=Disabled', () => {
    for (const found of runs(ndb(2, 'Arbitration=Disabled\n'), halves(['d1', 'm'], ['d2']), 5)) {
      assert.ok(acknowledged(found, 30, 60, 0) > 100);
      assert.ok(acknowledged(found, 30, 60, 1) > 100, 'split brain');
    }
  });

  it('needs no arbitrator for a half with a whole node group', () => {
    for (const found of runs(
      ndb(4),
      scheduleOf(
        60,
        [
          [9, { kind: 'crash', hosts: ['m'] }],
          [10, { kind: 'partition', groups: [['d1', 'd2', 'd3'], ['d4']] }],
        ],
        [['d1'], ['d4']],
      ),
      5,
    )) {
      assert.ok(acknowledged(found, 30, 60, 0) > 100);
      assert.equal(acknowledged(found, 30, 60, 1), 0);
    }
    // A whole group on either side: each lacks the other one.
    for (const found of runs(ndb(4), halves(['d1', 'd2', 'm'], ['d3', 'd4']), 5))
      assert.equal(acknowledged(found, 30, 60), 0);
  });

  it('notices a killed node at once and takes it in again', () => {
    const schedule = scheduleOf(60, [
      [10, { kind: 'crash', hosts: ['d2'] }],
      [20, { kind: 'restart', hosts: ['d2'] }],
    ]);
    for (const found of runs(ndb(2), schedule, 5)) {
      assert.ok(longestGap(found, 10, 60) < 1_500);
      assert.deepEqual(found.lost, []);
      assert.ok(found.converged);
      assert.equal(staleReads(found), 0);
      assert.equal(found.roles[1]!.at(-1)!.role, 'peer');
    }
  });

  it('loses what is younger than the last global checkpoint when all nodes fail', () => {
    const all = ['d1', 'd2'];
    const schedule = scheduleOf(60, [
      [10, { kind: 'powerLoss', hosts: all }],
      [15, { kind: 'restart', hosts: all }],
    ]);
    for (const found of runs(ndb(2), schedule, 5)) {
      assert.ok(acknowledged(found, 30, 60) > 100, 'it starts again');
      const ages = found.lost.map(at => 10_000 - found.operations[at]!.completedMs!);
      assert.ok(ages.length > 0 && Math.max(...ages) <= 2_100, `${Math.max(...ages)}`);
    }
  });

  it('bears any schedule, and plays it the same from the same seed', () => {
    const prepared = ndb(4, 'StopOnError=false\n');
    fc.assert(
      fc.property(anySchedule(['d1', 'd2', 'd3', 'd4', 'm']), fc.nat(999), (schedule, seed) => {
        const found = run(prepared, schedule, { seed });
        assert.equal(found.cut, false);
        assert.deepEqual(run(prepared, schedule, { seed }), found);
      }),
      { numRuns: 60, seed: 3 },
    );
  });
});
