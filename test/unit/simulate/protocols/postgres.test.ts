import assert from 'node:assert/strict';
import fc from 'fast-check';
import { propertyNamed } from '../../../../server/src/simulate/explore/properties.js';
import { searchCluster } from '../../../../server/src/simulate/explore/verdict.js';
import { PRIMARY_BACKUP } from '../../../../server/src/simulate/protocols/primary-backup/index.js';
import { type Run, run } from '../../../../server/src/simulate/run/run.js';
import { preparedFrom, scheduleOf } from '../read-cluster.js';
import { anySchedule } from './any-schedule.js';

const SEEDS = [1, 2, 3, 4, 5];

function prepared(primary: string, standby = '', standbys = 2) {
  const files: Record<string, string> = {
    'n1/postgresql.conf': `wal_level = replica\nlisten_addresses = '*'\n${primary}\n`,
  };
  for (let i = 1; i <= standbys; i++) {
    files[`n${i + 1}/postgresql.conf`] =
      `wal_level = replica\nprimary_conninfo = 'host=n1 application_name=s${i}'\n${standby}\n`;
    files[`n${i + 1}/standby.signal`] = '';
  }
  return preparedFrom(files, PRIMARY_BACKUP);
}

const texts = (found: Run) => found.events.map(({ text }) => text).join('\n');
const acknowledged = (found: Run, from: number, to = Infinity) =>
  found.operations.filter(
    ({ kind, result, completedMs = Infinity }) =>
      kind === 'write' && result === 'acknowledged' && completedMs >= from * 1000 && completedMs < to * 1000,
  ).length;

/** The primary is cut off from its second standby, dies, and an operator promotes that one. */
const PROMOTE_S2 = scheduleOf(40, [
  [10, { kind: 'cut', from: ['n1'], to: ['n3'], oneWay: false }],
  [16, { kind: 'crash', hosts: ['n1'] }],
  [18, { kind: 'promote', host: 'n3' }],
]);

describe('simulate: plain PostgreSQL', () => {
  it('loses what only the other standby has: a list of two is FIRST 1, and FIRST 2 prevents it by blocking', () => {
    for (const seed of SEEDS) {
      for (const names of [
        '',
        "synchronous_standby_names = 's1,s2'",
        "synchronous_standby_names = 'ANY 1 (s1,s2)'",
      ])
        assert.ok(run(prepared(names), PROMOTE_S2, { seed }).lost.length > 100, names);
      const both = run(prepared("synchronous_standby_names = 'FIRST 2 (s1,s2)'"), PROMOTE_S2, { seed });
      assert.deepEqual(both.lost, []);
      assert.equal(acknowledged(both, 10.2, 16), 0);
      assert.ok(acknowledged(both, 19) > 100);
    }
  });

  it('waits for a silent standby until wal_sender_timeout, and not at all for one that closed its connection', () => {
    const names = "synchronous_standby_names = 's1,s2'\nwal_sender_timeout = 20s";
    const silent = scheduleOf(
      60,
      [[10, { kind: 'partition', groups: [['n1', 'n3'], ['n2']] }]],
      [['n1'], ['n1']],
    );
    const killed = scheduleOf(60, [[10, { kind: 'crash', hosts: ['n2'] }]]);
    for (const seed of SEEDS) {
      const blocked = run(prepared(names), silent, { seed });
      assert.equal(acknowledged(blocked, 10.1, 29.8), 0);
      assert.ok(acknowledged(blocked, 30.3) > 100);
      assert.match(texts(blocked), /n1 has not heard s1 for 20 s/);
      assert.match(texts(blocked), /s2 takes its place/);
      assert.ok(acknowledged(run(prepared(names), killed, { seed }), 10.1, 11) > 10);
    }
  });

  it('shows a write whose wait was cancelled, and loses it with the primary: visible, then lost', () => {
    const schedule = {
      ...scheduleOf(
        50,
        [
          [
            10,
            {
              kind: 'partition',
              groups: [
                ['n1', 'c1', 'c2'],
                ['n2', 'n3'],
              ],
            },
          ],
          [15, { kind: 'cancelWaits', host: 'n1' }],
          [16, { kind: 'powerLoss', hosts: ['n1'] }],
          [17, { kind: 'heal' }],
          [18, { kind: 'promote', host: 'n2' }],
        ],
        [['n1'], ['n1']],
      ),
    };
    const patient = {
      ...schedule,
      clients: schedule.clients.map(each => ({ ...each, writeTimeoutMs: 60_000 })),
    };
    for (const seed of SEEDS) {
      const found = run(prepared("synchronous_standby_names = 'FIRST 2 (s1,s2)'"), patient, { seed });
      assert.equal(found.lost.length, 2);
      for (const at of found.lost) assert.equal(found.operations[at]!.result, 'warned');
      assert.match(texts(found), /2 waiting commits on n1 stop waiting/);
    }
  });

  it('comes back as primary whatever happened meanwhile: nothing fences it', () => {
    const schedule = scheduleOf(60, [
      [10, { kind: 'crash', hosts: ['n1'] }],
      [12, { kind: 'promote', host: 'n2' }],
      [20, { kind: 'restart', hosts: ['n1'] }],
    ]);
    const found = run(prepared(''), schedule, { seed: 1 });
    assert.deepEqual(found.finalLeaders, [0, 1]);
  });

  it('applies late by recovery_min_apply_delay, and lets commits wait for that at remote_apply', () => {
    const late = "recovery_min_apply_delay = '2s'";
    const schedule = scheduleOf(30, []);
    for (const seed of SEEDS) {
      const on = run(prepared("synchronous_standby_names = 's1'", late), schedule, { seed });
      assert.ok(on.shownStaleMs[1]! > 1_900 && on.shownStaleMs[1]! < 2_300, `${on.shownStaleMs[1]}`);
      assert.ok(acknowledged(on, 0) > 1_000);
      const patient = {
        ...schedule,
        clients: schedule.clients.map(each => ({ ...each, writeTimeoutMs: 9_000 })),
      };
      const apply = run(
        prepared("synchronous_standby_names = 's1'\nsynchronous_commit = remote_apply", late),
        patient,
        {
          seed,
        },
      );
      assert.ok(acknowledged(apply, 0) < 40);
      assert.equal(apply.shownStaleMs[1], 0);
    }
  });

  it('loses unflushed commits with synchronous_commit off, and none with on, when the primary alone loses power', () => {
    const schedule = scheduleOf(30, [
      [10, { kind: 'powerLoss', hosts: ['n1'] }],
      [12, { kind: 'restart', hosts: ['n1'] }],
    ]);
    let lost = 0;
    for (const seed of SEEDS) {
      const off = run(prepared('synchronous_commit = off\nwal_writer_delay = 1s'), schedule, { seed });
      lost += off.lost.length;
      for (const at of off.lost) assert.ok(off.operations[at]!.completedMs! > 6_900);
      assert.deepEqual(run(prepared(''), schedule, { seed }).lost, []);
    }
    assert.ok(lost > 20, `${lost}`);
  });

  it('loses with remote_write what a standby had not flushed when both lose power', () => {
    const schedule = scheduleOf(30, [
      [10, { kind: 'diskStall', hosts: ['n2'] }],
      [15, { kind: 'powerLoss', hosts: ['n1', 'n2'] }],
      [16, { kind: 'restart', hosts: ['n2'] }],
      [20, { kind: 'promote', host: 'n2' }],
    ]);
    const level = (name: string) =>
      prepared(`synchronous_standby_names = 's1'\nsynchronous_commit = ${name}`, '', 1);
    for (const seed of SEEDS) {
      assert.ok(run(level('remote_write'), schedule, { seed }).lost.length > 50);
      assert.deepEqual(run(level('on'), schedule, { seed }).lost, []);
    }
  });

  it('stays apart from a new primary where it has what that one lacks', () => {
    const schedule = scheduleOf(60, [
      [10, { kind: 'cut', from: ['n1'], to: ['n2'], oneWay: false }],
      [15, { kind: 'crash', hosts: ['n1'] }],
      [16, { kind: 'promote', host: 'n2' }],
    ]);
    const found = run(prepared(''), schedule, { seed: 1 });
    assert.deepEqual(found.finalLeaders, [1]);
    assert.equal(found.converged, false);
  });

  it('goes on after a heal with the retransmission of TCP, not at once', () => {
    const schedule = scheduleOf(
      60,
      [
        [10, { kind: 'partition', groups: [['n1'], ['n2', 'n3']] }],
        [28, { kind: 'heal' }],
      ],
      [['n1'], ['n1']],
    );
    const patient = {
      ...schedule,
      clients: schedule.clients.map(each => ({ ...each, writeTimeoutMs: 60_000 })),
    };
    for (const seed of SEEDS) {
      const found = run(prepared("synchronous_standby_names = 's1'"), patient, { seed });
      // Silent since 10 s: 200 to 240 ms, doubled seven times, are 25.4 to 30.5 s.
      assert.equal(acknowledged(found, 10.1, 35.3), 0);
      assert.ok(acknowledged(found, 41.5) > 100);
    }
  });

  it('searched: one fault loses a write of a list of two, and none loses one of FIRST 2', () => {
    const lost = (names: string) =>
      searchCluster(prepared(`synchronous_standby_names = '${names}'`), {
        bounds: { faults: 1, kinds: ['crash', 'powerLoss', 'promote'] },
        properties: [propertyNamed('no-lost-write')!],
      }).properties[0]!.verdict;
    assert.equal(lost('s1,s2'), 'broken');
    assert.equal(lost('FIRST 2 (s1,s2)'), 'holds');
  });

  it('plays any schedule to its end, the same way for the same seed', () => {
    const cluster = prepared(
      "synchronous_standby_names = 'ANY 1 (s1,s2)'",
      "recovery_min_apply_delay = '200ms'",
    );
    fc.assert(
      fc.property(anySchedule(['n1', 'n2', 'n3']), fc.nat(1_000_000), (schedule, seed) => {
        const found = run(cluster, schedule, { seed });
        assert.equal(found.cut, false);
        assert.deepEqual(
          found.problems.filter(text => /messages/.test(text)),
          [],
        );
        if (seed % 10 === 0) assert.deepEqual(run(cluster, schedule, { seed }), found);
      }),
      { numRuns: 200 },
    );
  });
});
