import assert from 'node:assert/strict';
import fc from 'fast-check';
import { explore } from '../../../../server/src/simulate/explore/explore.js';
import { propertyNamed } from '../../../../server/src/simulate/explore/properties.js';
import { Patroni } from '../../../../server/src/simulate/protocols/lease/patroni.js';
import { type Run, run, Table } from '../../../../server/src/simulate/run/run.js';
import type { FaultKind } from '../../../../server/src/simulate/schedule/model.js';
import { SeededChooser } from '../../../../server/src/simulate/world/chooser.js';
import { scheduleOf } from '../read-cluster.js';
import { anySchedule } from './any-schedule.js';
import { patroni } from './patroni-clusters.js';

const SEEDS = [1, 2, 3, 4];
const texts = (found: Run) => found.events.map(({ text }) => text).join('\n');

/** Acknowledged writes between two moments, in s; by one node where it is named. */
function acknowledged(found: Run, fromS: number, toS = Infinity, node?: string): number {
  return found.operations.filter(
    each =>
      each.kind === 'write' &&
      each.result === 'acknowledged' &&
      (node === undefined || each.node === node) &&
      (each.completedMs ?? 0) >= fromS * 1000 &&
      (each.completedMs ?? 0) < toS * 1000,
  ).length;
}

/** The node that led at first. */
const firstLeader = (found: Run) => found.operations.find(({ kind }) => kind === 'write')?.node ?? '?';

/** When another node than the first leader acknowledged its first write, in s. */
function takeover(found: Run): number {
  const writes = found.operations.filter(({ kind, result }) => kind === 'write' && result === 'acknowledged');
  const first = writes[0]?.node;
  return (writes.find(({ node }) => node !== first)?.completedMs ?? Infinity) / 1000;
}

/** The primary and one client on the one side, all others on the other. */
const ISOLATE = scheduleOf(
  120,
  [
    [
      10,
      {
        kind: 'partition',
        groups: [
          ['@primary', 'c1'],
          ['@rest', 'c2'],
        ],
      },
    ],
    [80, { kind: 'heal' }],
  ],
  [['@primary'], ['@rest']],
);

describe('simulate: Patroni', () => {
  it('stops an isolated primary before its lease ends, and loses what it took meanwhile unless writes wait', () => {
    for (const seed of SEEDS) {
      const plain = run(patroni(), ISOLATE, { seed });
      assert.ok(plain.lost.length > 50, `seed ${seed}: ${plain.lost.length}`);
      assert.ok(takeover(plain) > 29 && takeover(plain) < 46, `seed ${seed}: ${takeover(plain)}`);
      assert.match(texts(plain), /has not reached etcd for retry_timeout, 10 s, and stops its server/);
      assert.ok(plain.converged);
      const sync = run(patroni({ dcs: ['synchronous_mode: true'] }), ISOLATE, { seed });
      assert.deepEqual(sync.lost, []);
      assert.ok(acknowledged(sync, 60, 80) > 100);
    }
  });

  it('takes over within what ttl, loop_wait and retry_timeout say', () => {
    const quick = patroni({ dcs: ['ttl: 20', 'loop_wait: 2', 'retry_timeout: 3'] });
    const crash = scheduleOf(50, [[10, { kind: 'crash', hosts: ['@primary'] }]]);
    for (const seed of SEEDS) {
      const isolated = takeover(run(quick, ISOLATE, { seed }));
      assert.ok(isolated > 27 && isolated < 35, `${isolated}`);
      const crashed = takeover(run(quick, crash, { seed }));
      assert.ok(crashed > 27 && crashed < 33, `${crashed}`);
    }
  });

  it('demotes a healthy primary when etcd is gone, and keeps it with failsafe_mode until a member is missing (G7)', () => {
    const dcs = ['ttl: 20', 'loop_wait: 2', 'retry_timeout: 3'];
    const etcd = ['e1', 'e2', 'e3'];
    const schedule = scheduleOf(70, [
      [10, { kind: 'crash', hosts: etcd }],
      [40, { kind: 'crash', hosts: ['@r1'] }],
    ]);
    for (const seed of SEEDS) {
      const plain = run(patroni({ dcs }), schedule, { seed });
      assert.equal(acknowledged(plain, 16), 0);
      assert.deepEqual(plain.lost, []);
      const failsafe = run(patroni({ dcs: [...dcs, 'failsafe_mode: true'] }), schedule, { seed });
      assert.ok(acknowledged(failsafe, 30, 40) > 100);
      // Within 12 s of the loss of the replica.
      assert.equal(acknowledged(failsafe, 52), 0);
      assert.match(texts(failsafe), /reaches no etcd, but every other member: it goes on as primary/);
    }
  });

  it('has two primaries while an agent is frozen, and a watchdog prevents it (G8)', () => {
    const dcs = ['ttl: 20', 'loop_wait: 3', 'retry_timeout: 8'];
    const schedule = {
      ...scheduleOf(70, [[10, { kind: 'pause', hosts: ['@primary'], process: 'patroni' }]]),
    };
    for (const seed of SEEDS) {
      const frozen = run(patroni({ dcs }), schedule, { seed });
      const old = firstLeader(frozen);
      assert.ok(acknowledged(frozen, 60, 70, old) > 0, 'the old primary goes on');
      assert.equal(frozen.finalLeaders.length, 2);
      const guarded = run(patroni({ dcs, local: ['watchdog: {mode: required}'] }), schedule, { seed });
      assert.match(texts(guarded), /The watchdog of n\d was not fed in time and resets the machine/);
      assert.equal(guarded.finalLeaders.length, 1);
      assert.equal(acknowledged(guarded, 30, 70, firstLeader(guarded)), 0);
      assert.ok(takeover(guarded) < 50);
    }
  });

  it('has a machine back that its watchdog has reset, as a standby of the new primary', () => {
    const shape = patroni({
      dcs: ['ttl: 20', 'loop_wait: 3', 'retry_timeout: 8'],
      local: ['watchdog: {mode: required}'],
    });
    const pause = { kind: 'pause', hosts: ['@primary'], process: 'patroni' } as const;
    for (const seed of SEEDS) {
      const found = run(shape, scheduleOf(200, [[10, pause]]), { seed });
      const old = shape.processes.findIndex(({ name }) => name === firstLeader(found));
      const roles = found.roles[old]!.map(({ role }) => role);
      assert.ok(roles.includes('down'), 'it was reset');
      assert.equal(roles.at(-1), 'replica');
      assert.equal(found.finalLeaders.length, 1);
      assert.ok(found.converged);
    }
    // Switched off while it starts, it stays off.
    const off = scheduleOf(200, [
      [10, pause],
      [45, { kind: 'powerLoss', hosts: ['n1', 'n2', 'n3'] }],
    ]);
    for (const seed of SEEDS)
      for (const roles of run(shape, off, { seed }).roles.slice(0, 3))
        assert.equal(roles.at(-1)!.role, 'down');
  });

  it('writes quorum and standbys to /sync as Patroni does (G9)', () => {
    for (const [count, quorum] of [
      [1, 1],
      [2, 0],
    ] as const) {
      const shape = patroni({ dcs: ['synchronous_mode: quorum', `synchronous_node_count: ${count}`] });
      const table = new Table(shape, scheduleOf(1, []), new SeededChooser(1));
      assert.ok(table.protocol instanceof Patroni);
      const { s } = table.protocol;
      assert.equal(s.syncQuorum.get(), quorum);
      assert.equal(s.pg.state.method(s.owner), 'any');
      assert.equal(s.pg.state.count(s.owner), count);
    }
  });

  it('shows a write whose wait was cancelled under strict mode, and loses it (G3)', () => {
    const strict = patroni({ dcs: ['synchronous_mode: true', 'synchronous_mode_strict: true'] });
    const schedule = scheduleOf(
      70,
      [
        [
          10,
          {
            kind: 'partition',
            groups: [
              ['@primary', 'c1'],
              ['@rest', 'c2'],
            ],
          },
        ],
        [10.5, { kind: 'cancelWaits', host: 'n1' }],
        [10.5, { kind: 'cancelWaits', host: 'n2' }],
        [10.5, { kind: 'cancelWaits', host: 'n3' }],
        [60, { kind: 'heal' }],
      ],
      [['@primary'], ['@rest']],
    );
    for (const seed of SEEDS) {
      const found = run(strict, schedule, { seed });
      const warned = found.operations.flatMap(({ result }, at) => (result === 'warned' ? [at] : []));
      assert.ok(warned.length > 0);
      assert.ok(warned.every(at => found.lost.includes(at)));
      assert.ok(found.lost.every(at => warned.includes(at)));
    }
  });

  it('loses the lock with the local agent of Consul, and nobody takes it: the old primary is ahead of all (G4)', () => {
    const consul = patroni({ service: ['consul:', "  host: '127.0.0.1:8500'"] });
    const schedule = scheduleOf(60, [[10, { kind: 'crash', hosts: ['@primary'], process: 'consul' }]]);
    const runs = SEEDS.map(seed => run(consul, schedule, { seed }));
    const left = runs.filter(found => /leaves, and the session/.test(texts(found)));
    assert.ok(left.length > 0 && left.length < runs.length);
    for (const found of left) {
      assert.match(texts(found), /finds n\d still running as primary, and does not take the lock/);
      assert.ok(acknowledged(found, 10.5, 17) > 50, 'the old primary still writes');
      // Standbys that have lost the race stream from nobody, and the old primary wrote on (patroni/patroni#2070).
      assert.match(texts(found), /finds n\d further than itself/);
      assert.equal(takeover(found), Infinity);
    }
  });

  it('elects without the one node that has the write where PostgreSQL waits for any one and /sync says nothing (G5)', () => {
    const schedule = scheduleOf(80, [
      // Only one standby hears the primary; then both are gone.
      [10, { kind: 'cut', from: ['n1'], to: ['n3', 'n4', 'n5'], oneWay: false }],
      [14, { kind: 'powerLoss', hosts: ['n1', 'n2'] }],
    ]);
    const any1 = patroni({ nodes: 5, parameters: ["synchronous_standby_names: 'ANY 1 (*)'"] });
    const quorum = patroni({ nodes: 5, dcs: ['synchronous_mode: quorum'] });
    let seen = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const found = run(any1, schedule, { seed });
      if (firstLeader(found) !== 'n1') continue;
      seen++;
      assert.ok(found.lost.length > 20);
      const safe = run(quorum, schedule, { seed });
      if (firstLeader(safe) !== 'n1') continue;
      assert.equal(acknowledged(safe, 20), 0);
      assert.match(texts(safe), /reaches too few of those that may have the latest commit/);
    }
    assert.ok(seen > 1);
  });

  it('bounds what is lost by the lag it allows, at the price of nobody taking over (G6)', () => {
    const schedule = scheduleOf(90, [
      [10, { kind: 'cut', from: ['n1'], to: ['n2', 'n3'], oneWay: false }],
      [40, { kind: 'powerLoss', hosts: ['n1'] }],
    ]);
    let seen = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const loose = run(patroni(), schedule, { seed });
      if (firstLeader(loose) !== 'n1') continue;
      seen++;
      assert.ok(loose.lost.length > 500);
      const tight = run(patroni({ dcs: ['maximum_lag_on_failover: 2000'] }), schedule, { seed });
      assert.match(texts(tight), /is further behind than maximum_lag_on_failover allows/);
      assert.equal(acknowledged(tight, 45), 0);
    }
    assert.ok(seen > 0);
  });

  it('keeps its hands off in maintenance mode', () => {
    const schedule = scheduleOf(80, [
      [10, { kind: 'maintenance', on: true }],
      [12, { kind: 'crash', hosts: ['e1', 'e2', 'e3'] }],
    ]);
    const killed = scheduleOf(80, [
      [10, { kind: 'maintenance', on: true }],
      [12, { kind: 'crash', hosts: ['@primary'] }],
    ]);
    for (const seed of SEEDS) {
      assert.ok(acknowledged(run(patroni(), schedule, { seed }), 70) > 100);
      assert.equal(acknowledged(run(patroni(), killed, { seed }), 13), 0);
    }
  });

  it('hands over to whom an operator names, and loses nothing', () => {
    for (const seed of SEEDS) {
      const schedule = scheduleOf(40, [[10, { kind: 'promote', host: '@r2' }]]);
      const found = run(patroni(), schedule, { seed });
      assert.deepEqual(found.problems, []);
      assert.ok(takeover(found) < 15);
      assert.deepEqual(found.lost, []);
    }
  });

  it('goes on without a standby, and waits for one with synchronous_mode_strict', () => {
    const schedule = scheduleOf(120, [[10, { kind: 'crash', hosts: ['@replicas'] }]]);
    for (const seed of SEEDS) {
      const plain = run(patroni({ dcs: ['synchronous_mode: true'] }), schedule, { seed });
      assert.ok(acknowledged(plain, 30) > 100);
      const strict = run(
        patroni({ dcs: ['synchronous_mode: true', 'synchronous_mode_strict: true'] }),
        schedule,
        {
          seed,
        },
      );
      assert.equal(acknowledged(strict, 11), 0);
      assert.match(texts(strict), /has no synchronous standby left: commits wait until there is one/);
    }
  });

  it('may lose the new primary to the old one with etcd3 before 3.0.3 beside it, and never later or apart', () => {
    const late = scheduleOf(
      110,
      [
        [
          10,
          {
            kind: 'partition',
            groups: [
              ['@primary', 'c1'],
              ['@rest', 'c2'],
            ],
          },
        ],
        [90, { kind: 'heal' }],
      ],
      [['@primary'], ['@rest']],
    );
    const stolen = (shape: Parameters<typeof patroni>[0]) =>
      SEEDS.filter(seed => /it writes the lock again/.test(texts(run(patroni(shape), late, { seed }))))
        .length;
    const noPreVote = ["version: '3.4.0'", 'pre-vote: false'];
    assert.ok(stolen({ version: '3.0.2', etcd: 'beside', etcdLines: noPreVote }) > 0);
    assert.equal(stolen({ version: '3.0.3', etcd: 'beside', etcdLines: noPreVote }), 0);
    assert.equal(stolen({ version: '3.0.2', etcd: 'apart', etcdLines: noPreVote }), 0);
  });

  it('is found by a search to lose a write to one fault, and none with synchronous_mode', () => {
    const search = (dcs: readonly string[], kinds: readonly FaultKind[]) =>
      explore(
        patroni({ dcs, etcd: 'beside' }),
        { faults: 1, writes: 1, reads: 0, kinds, phases: 1, epochs: 6 },
        { properties: [propertyNamed('no-lost-write')!], maxStates: 200_000, perProperty: 1 },
      );
    const plain = search([], ['partition']);
    assert.deepEqual(
      plain.violations.map(({ faults }) => faults),
      [1],
    );
    const sync = search(['synchronous_mode: true'], ['crash']);
    assert.deepEqual(sync.violations, []);
    assert.equal(sync.completeFaults, 1);
    assert.ok(sync.reached.failover && sync.reached.acknowledged);
  });

  it('gives the same run for the same seed', () => {
    const one = run(patroni(), ISOLATE, { seed: 7 });
    assert.deepEqual(run(patroni(), ISOLATE, { seed: 7 }), one);
    assert.notDeepEqual(run(patroni(), ISOLATE, { seed: 8 }).roles, one.roles);
  });

  it('plays any schedule to its end', () => {
    const shapes = [
      patroni({ version: '3.0.2', etcd: 'beside' }),
      patroni({
        dcs: ['synchronous_mode: quorum', 'failsafe_mode: true'],
        local: ['watchdog: {mode: required}'],
      }),
      patroni({
        dcs: ['synchronous_mode: true', 'synchronous_mode_strict: true', 'primary_start_timeout: 0'],
      }),
      patroni({ service: ['consul:', "  host: '127.0.0.1:8500'"] }),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...shapes),
        anySchedule(['n1', 'n2', 'n3'], ['patroni', 'postgres', 'etcd', 'consul']),
        fc.integer({ min: 1, max: 1000 }),
        (shape, schedule, seed) => {
          const found = run(shape, schedule, { seed });
          assert.ok(!found.cut);
        },
      ),
      { numRuns: 250 },
    );
  }).timeout(120_000);
});
