import assert from 'node:assert/strict';
import fc from 'fast-check';
import { VIRTUAL_SYNCHRONY } from '../../../../server/src/simulate/protocols/virtual-synchrony/index.js';
import { type Run, run } from '../../../../server/src/simulate/run/run.js';
import { preparedFrom, scheduleOf } from '../read-cluster.js';
import { anySchedule } from './any-schedule.js';

const SEEDS = [1, 2, 3, 4, 5];

function prepared(nodes: number, more = '', own: Readonly<Record<number, string>> = {}) {
  const seeds = Array.from({ length: nodes }, (_, i) => `n${i + 1}:33061`).join(',');
  const files: Record<string, string> = {};
  for (let i = 1; i <= nodes; i++)
    files[`n${i}/my.cnf`] =
      `[mysqld]\n# MySQL 8.0.36\nserver_id=${i}\nreport_host=n${i}\nplugin_load_add=group_replication.so\n` +
      `group_replication_group_name="aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"\ngroup_replication_local_address="n${i}:33061"\n` +
      `group_replication_group_seeds="${seeds}"\n${more}${own[i] ?? ''}`;
  return preparedFrom(files, VIRTUAL_SYNCHRONY);
}

const texts = (found: Run) => found.events.map(({ text }) => text).join('\n');
const acknowledged = (found: Run, nodes: string, from: number, to = Infinity) =>
  found.operations.filter(
    each =>
      each.kind === 'write' &&
      nodes.split(' ').includes(each.node ?? '') &&
      each.result === 'acknowledged' &&
      each.completedMs! >= from * 1000 &&
      each.completedMs! < to * 1000,
  ).length;
const WEIGHTS = { 1: 'group_replication_member_weight=90\n', 3: 'group_replication_member_weight=80\n' };
const split = (...groups: string[][]) => ({ kind: 'partition', groups }) as const;

describe('simulate: Group Replication', () => {
  it('expels a silent primary after 5 s and member_expel_timeout, and elects the heaviest of the others', () => {
    const schedule = scheduleOf(60, [[10, { kind: 'powerLoss', hosts: ['n1'] }]]);
    const firstAcks = (more: string) =>
      SEEDS.map(seed => {
        const found = run(prepared(3, more, WEIGHTS), schedule, {
          seed,
        });
        assert.deepEqual(found.finalLeaders, [2]);
        assert.deepEqual(found.lost, []);
        return found.operations.find(
          each => each.kind === 'write' && each.node === 'n3' && each.result === 'acknowledged',
        )!.completedMs!;
      });
    for (const at of firstAcks('')) assert.ok(at > 19_000 && at < 23_000, `${at}`);
    for (const at of firstAcks('group_replication_member_expel_timeout=20\n'))
      assert.ok(at > 34_000 && at < 38_000, `${at}`);
  });

  it('lets the writes of a minority wait, and loses nothing when the partition ends', () => {
    const schedule = scheduleOf(
      90,
      [
        [10, split(['n1'], ['n2', 'n3'])],
        [40, { kind: 'heal' }],
      ],
      [['n1'], ['n2']],
    );
    for (const seed of SEEDS) {
      const found = run(prepared(3), schedule, { seed });
      assert.equal(acknowledged(found, 'n1', 10.1, 40), 0);
      assert.ok(acknowledged(found, 'n2 n3', 23, 40) > 100);
      assert.deepEqual(found.lost, []);
      assert.match(texts(found), /n1 sees no majority of the group: its writes wait, however long it takes/);
      assert.match(texts(found), /n1 learns that it was expelled/);
      assert.equal(found.converged, true);
    }
  });

  it('stops on both sides of an even split until an operator forces members', () => {
    const even = scheduleOf(60, [[10, split(['n1', 'n2'], ['n3', 'n4'])]], [['n1'], ['n3']]);
    const forced = {
      ...even,
      events: [...even.events, { at: 30_000, fault: { kind: 'promote', host: 'n3' } as const }],
    };
    for (const seed of SEEDS) {
      const none = run(prepared(4), even, { seed });
      assert.equal(acknowledged(none, 'n1 n2 n3 n4', 10.1), 0);
      assert.ok(acknowledged(run(prepared(4), forced, { seed }), 'n3 n4', 31) > 100);
    }
  });

  it('leaves the group after unreachable_majority_timeout, and takes its exit action where it does not rejoin', () => {
    const schedule = scheduleOf(60, [[10, split(['n1'], ['n2', 'n3'])]], [['n1'], ['n2']]);
    const exit = (action: string) =>
      run(
        prepared(
          3,
          `group_replication_unreachable_majority_timeout=5\ngroup_replication_autorejoin_tries=0\ngroup_replication_exit_state_action=${action}\n`,
        ),
        schedule,
        { seed: 1 },
      );
    const readsAtN1 = (found: Run) =>
      found.operations.filter(each => each.kind === 'read' && each.node === 'n1' && each.invokedMs > 30_000)
        .length;
    const readOnly = exit('READ_ONLY');
    assert.match(texts(readOnly), /n1 has seen no majority for 5 s and leaves the group/);
    assert.ok(readsAtN1(readOnly) > 20 && readOnly.shownStaleMs[0]! > 20_000);
    assert.equal(readsAtN1(exit('OFFLINE_MODE')), 0);
    assert.equal(readsAtN1(exit('ABORT_SERVER')), 0);
  });

  it('waits for every member with AFTER, and only for a majority without', () => {
    const schedule = scheduleOf(40, [[10, split(['n1', 'n2'], ['n3'])]], [['n1'], ['n1']]);
    for (const seed of SEEDS) {
      assert.ok(acknowledged(run(prepared(3), schedule, { seed }), 'n1', 11, 14) > 50);
      const after = run(prepared(3, 'group_replication_consistency=AFTER\n'), schedule, { seed });
      assert.equal(acknowledged(after, 'n1', 10.1, 19), 0);
      assert.ok(acknowledged(after, 'n1', 23) > 100);
    }
  });

  it('takes writes everywhere in multi-primary mode', () => {
    const found = run(prepared(3, 'group_replication_single_primary_mode=OFF\n'), scheduleOf(20, []), {
      seed: 1,
    });
    assert.deepEqual(found.finalLeaders, [0, 1, 2]);
    assert.ok(acknowledged(found, 'n1', 0) > 100 && acknowledged(found, 'n3', 0) > 100);
  });

  it('keeps out a member that has what a group that was booted anew lacks', () => {
    const schedule = scheduleOf(60, [
      [10, { kind: 'powerLoss', hosts: ['n3'] }],
      [20, { kind: 'powerLoss', hosts: ['n1', 'n2'] }],
      [25, { kind: 'restart', hosts: ['n3'] }],
      [32, { kind: 'promote', host: 'n3' }],
      [40, { kind: 'restart', hosts: ['n1'] }],
    ]);
    for (const seed of SEEDS) {
      const found = run(prepared(3), schedule, { seed });
      assert.ok(found.lost.length > 100);
      assert.match(texts(found), /n1 has transactions that the group does not have/);
    }
  });

  it('has lost nothing where the majority that has it is frozen', () => {
    const schedule = scheduleOf(50, [
      [3, { kind: 'cut', from: ['n1'], to: ['n2'], oneWay: true }],
      [5, { kind: 'pause', hosts: ['n2', 'n3'] }],
    ]);
    for (let seed = 0; seed < 20; seed++) {
      const found = run(prepared(3, 'group_replication_single_primary_mode=OFF\n'), schedule, { seed });
      assert.deepEqual(found.lost, []);
      assert.deepEqual(found.finalLeaders, []);
    }
  });

  it('keeps every acknowledged write whatever is cut and frozen, and plays any schedule to its end', () => {
    for (const cluster of [prepared(3), prepared(3, 'group_replication_single_primary_mode=OFF\n')]) {
      fc.assert(
        fc.property(anySchedule(['n1', 'n2', 'n3']), fc.nat(1_000_000), (schedule, seed) => {
          const found = run(cluster, schedule, { seed });
          assert.equal(found.cut, false);
          const mild = schedule.events.every(
            ({ fault }) => !['promote', 'crash', 'powerLoss', 'restart'].includes(fault.kind),
          );
          if (mild) assert.deepEqual(found.lost, []);
          if (seed % 10 === 0) assert.deepEqual(run(cluster, schedule, { seed }), found);
        }),
        { numRuns: 150 },
      );
    }
  });
});
