import assert from 'node:assert/strict';
import fc from 'fast-check';
import { VIRTUAL_SYNCHRONY } from '../../../../server/src/simulate/protocols/virtual-synchrony/index.js';
import { type Run, run } from '../../../../server/src/simulate/run/run.js';
import { preparedFrom, scheduleOf } from '../read-cluster.js';
import { anySchedule } from './any-schedule.js';

const SEEDS = [1, 2, 3, 4, 5];

interface Options {
  readonly more?: string;
  readonly options?: string;
  readonly garbd?: boolean;
  /** Provider options of single nodes. */
  readonly own?: Readonly<Record<number, string>>;
}

function prepared(nodes: number, { more = '', options = '', garbd = false, own = {} }: Options = {}) {
  const addresses = Array.from({ length: nodes }, (_, i) => `10.0.0.${i + 1}`).join(',');
  const files: Record<string, string> = {};
  for (let i = 1; i <= nodes; i++) {
    const provider = [options, own[i] ?? ''].filter(each => each !== '').join(';');
    files[`n${i}/my.cnf`] =
      `[mysqld]\n# MariaDB 10.11\nwsrep_on=ON\nwsrep_cluster_name=c\nwsrep_cluster_address=gcomm://${addresses}\n` +
      `wsrep_node_address=10.0.0.${i}\nwsrep_node_name=n${i}\n${provider === '' ? '' : `wsrep_provider_options="${provider}"\n`}${more}`;
  }
  if (garbd) files['g1/garb.cnf'] = `group=c\naddress=gcomm://${addresses}\n`;
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

const split = (...groups: string[][]) => ({ kind: 'partition', groups }) as const;

describe('simulate: Galera', () => {
  it('stops on both sides of an even split, and keeps one of them where garbd stands', () => {
    const two = scheduleOf(60, [[10, split(['n1', 'n2'], ['n3', 'n4'])]], [['n1'], ['n3']]);
    const withGarbd = scheduleOf(60, [[10, split(['n1', 'n2'], ['n3', 'n4', 'g1'])]], [['n1'], ['n3']]);
    for (const seed of SEEDS) {
      const none = run(prepared(4), two, { seed });
      assert.deepEqual(none.finalLeaders, []);
      for (const node of ['n1', 'n2', 'n3', 'n4']) assert.equal(acknowledged(none, node, 10.2), 0, node);
      const one = run(prepared(4, { garbd: true }), withGarbd, { seed });
      assert.deepEqual(one.finalLeaders, [2, 3]);
      assert.deepEqual(one.lost, []);
      assert.ok(acknowledged(one, 'n3 n4', 17.2) > 100);
    }
  });

  it('commits nothing on either side while a silent member is suspected', () => {
    const schedule = scheduleOf(40, [[10, split(['n1'], ['n2', 'n3'])]], [['n1'], ['n3']]);
    for (const seed of SEEDS) {
      const found = run(prepared(3, { options: 'evs.suspect_timeout=PT8S' }), schedule, { seed });
      for (const node of ['n1', 'n2', 'n3']) assert.equal(acknowledged(found, node, 10.1, 18.4), 0, node);
      assert.ok(acknowledged(found, 'n2 n3', 20) > 100);
      assert.match(texts(found), /has not heard n1 for 8 s/);
    }
  });

  it('goes by weights: the heavier side of two stays', () => {
    const schedule = scheduleOf(60, [[10, split(['n1'], ['n2'])]], [['n1'], ['n2']]);
    for (const seed of SEEDS) {
      const found = run(prepared(2, { own: { 1: 'pc.weight=2' } }), schedule, { seed });
      assert.deepEqual(found.finalLeaders, [0]);
      // Who is silent and sent no join counts as inactive at once, of two nodes too: evs.inactive_timeout is not waited for.
      assert.equal(acknowledged(found, 'n1', 10.1, 15.4), 0);
      assert.ok(acknowledged(found, 'n1', 17) > 100);
      assert.deepEqual(run(prepared(2), schedule, { seed }).finalLeaders, []);
    }
  });

  it('does not count who was started again: an arbitrator that alone comes from the last component is none', () => {
    // n1 is silent, n2 is back before anybody has noticed: neither comes from the component together with the arbitrator.
    const schedule = scheduleOf(60, [
      [10, { kind: 'pause', hosts: ['n1'] }],
      [10.2, { kind: 'crash', hosts: ['n2'] }],
      [10.5, { kind: 'restart', hosts: ['n2'] }],
    ]);
    for (const seed of SEEDS) {
      const found = run(prepared(2, { garbd: true }), schedule, { seed });
      assert.deepEqual(found.finalLeaders, []);
      assert.equal(acknowledged(found, 'n1 n2', 10.6), 0);
    }
  });

  it('takes writes on both sides with pc.ignore_sb, and goes on so when the network heals: who is primary dials nobody', () => {
    const schedule = scheduleOf(
      90,
      [
        [10, split(['n1', 'n2'], ['n3', 'n4'])],
        [40, { kind: 'heal' }],
      ],
      [['n1'], ['n4']],
    );
    for (const seed of SEEDS) {
      const found = run(prepared(4, { options: 'pc.ignore_sb=TRUE' }), schedule, { seed });
      assert.ok(found.lost.length > 100);
      assert.doesNotMatch(texts(found), /meets another primary component/);
      assert.deepEqual(found.finalLeaders, [0, 1, 2, 3]);
      for (const node of ['n1 n2', 'n3 n4']) assert.ok(acknowledged(found, node, 60) > 100, node);
      assert.deepEqual(run(prepared(4), schedule, { seed }).lost, []);
    }
  });

  it('may need evs.install_timeout until three that were alone are together again', () => {
    const schedule = scheduleOf(60, [
      [10, split(['n1'], ['n2'], ['n3'])],
      [30, { kind: 'heal' }],
    ]);
    const firstAfter = [...SEEDS, 6, 7, 8].map(seed => {
      const found = run(prepared(3), schedule, { seed });
      assert.deepEqual(found.finalLeaders, [0, 1, 2]);
      return Math.min(
        ...found.operations.flatMap(({ kind, result, completedMs = 0 }) =>
          kind === 'write' && result === 'acknowledged' && completedMs > 30_000 ? [completedMs] : [],
        ),
      );
    });
    assert.ok(
      firstAfter.some(at => at < 33_500),
      firstAfter.join(),
    );
    assert.ok(
      firstAfter.some(at => at > 37_500),
      firstAfter.join(),
    );
    assert.ok(
      firstAfter.every(at => at < 43_000),
      firstAfter.join(),
    );
  });

  it('takes writes on both sides when an operator bootstraps the second one', () => {
    const schedule = scheduleOf(
      60,
      [
        [10, split(['n1'], ['n2', 'n3'])],
        [20, { kind: 'promote', host: 'n1' }],
      ],
      [['n1'], ['n3']],
    );
    const found = run(prepared(3), schedule, { seed: 1 });
    assert.ok(acknowledged(found, 'n1', 21) > 100 && acknowledged(found, 'n2 n3', 21) > 100);
  });

  it('loses committed writes when all nodes crash together with innodb_flush_log_at_trx_commit 0, and none with 1', () => {
    const schedule = scheduleOf(60, [
      [10, { kind: 'crash', hosts: ['n1', 'n2', 'n3'] }],
      [15, { kind: 'restart', hosts: ['n1', 'n2', 'n3'] }],
    ]);
    let lost = 0;
    for (const seed of SEEDS) {
      const lazy = run(prepared(3, { more: 'innodb_flush_log_at_trx_commit=0\n' }), schedule, { seed });
      lost += lazy.lost.length;
      for (const at of lazy.lost) assert.ok(lazy.operations[at]!.completedMs! > 8_900);
      const flushed = run(prepared(3), schedule, { seed });
      assert.deepEqual(flushed.lost, []);
      // Primary again by itself: all members of the last component are back.
      assert.deepEqual(flushed.finalLeaders, [0, 1, 2]);
    }
    assert.ok(lost > 5, `${lost}`);
  });

  it('stays without a primary component until all members of the last one are back', () => {
    const schedule = scheduleOf(60, [
      [10, { kind: 'powerLoss', hosts: ['n1', 'n2', 'n3'] }],
      [15, { kind: 'restart', hosts: ['n1', 'n2'] }],
    ]);
    const bootstrapped = {
      ...schedule,
      events: [...schedule.events, { at: 40_000, fault: { kind: 'promote', host: 'n1' } as const }],
    };
    assert.deepEqual(run(prepared(3), schedule, { seed: 1 }).finalLeaders, []);
    assert.deepEqual(run(prepared(3), bootstrapped, { seed: 1 }).finalLeaders, [0, 1]);
  });

  it('goes on down to one node where members leave by their own will', () => {
    const schedule = scheduleOf(40, [
      [10, { kind: 'removeMember', host: 'n3' }],
      [15, { kind: 'removeMember', host: 'n2' }],
    ]);
    for (const seed of SEEDS) {
      const found = run(prepared(3), schedule, { seed });
      assert.deepEqual(found.finalLeaders, [0]);
      assert.ok(acknowledged(found, 'n1', 16) > 100);
      assert.deepEqual(found.lost, []);
    }
  });

  it('goes on after gmcast.peer_timeout where one link of three is cut, for the third passes on what the two say', () => {
    const schedule = scheduleOf(40, [[10, { kind: 'cut', from: ['n1'], to: ['n2'], oneWay: false }]]);
    for (const seed of SEEDS) {
      const found = run(prepared(3), schedule, { seed });
      assert.deepEqual(found.finalLeaders, [0, 1, 2]);
      assert.equal(acknowledged(found, 'n1 n2 n3', 10.1, 12.9), 0);
      assert.ok(acknowledged(found, 'n1 n2 n3', 15) > 500);
      assert.equal(found.converged, true);
      assert.match(texts(found), /n3 passes on what they say/);
    }
  });

  it('lets reads wait with wsrep_sync_wait where a view is not agreed', () => {
    const schedule = scheduleOf(30, [[10, split(['n1'], ['n2', 'n3'])]], [['n1'], ['n3']]);
    const readAt = (more: string) =>
      run(prepared(3, { more }), schedule, { seed: 1 }).operations.filter(
        each =>
          each.kind === 'read' && each.invokedMs > 10_100 && each.invokedMs < 15_000 && each.node === 'n3',
      ).length;
    assert.ok(readAt('') > 5);
    assert.equal(readAt('wsrep_sync_wait=1\n'), 0);
  });

  it('keeps every acknowledged write while a primary component is left, whatever is cut and killed', () => {
    const cluster = prepared(3);
    fc.assert(
      fc.property(
        anySchedule(['n1', 'n2', 'n3']).map(schedule => ({
          ...schedule,
          events: schedule.events.filter(({ fault }) => fault.kind !== 'promote'),
        })),
        fc.nat(1_000_000),
        (schedule, seed) => {
          const found = run(cluster, schedule, { seed });
          assert.equal(found.cut, false);
          if (found.finalLeaders.length > 0) assert.deepEqual(found.lost, []);
          if (seed % 10 === 0) assert.deepEqual(run(cluster, schedule, { seed }), found);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('plays any schedule of four nodes and an arbitrator to its end', () => {
    const cluster = prepared(4, {
      garbd: true,
      more: 'innodb_flush_log_at_trx_commit=2\nwsrep_sync_wait=1\n',
    });
    fc.assert(
      fc.property(anySchedule(['n1', 'n2', 'n3', 'n4', 'g1']), fc.nat(1_000_000), (schedule, seed) => {
        assert.equal(run(cluster, schedule, { seed }).cut, false);
      }),
      { numRuns: 100 },
    );
  });
});
