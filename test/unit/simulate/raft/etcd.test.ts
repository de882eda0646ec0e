import assert from 'node:assert/strict';
import { run } from '../../../../server/src/simulate/run/run.js';
import { scheduleOf } from '../read-cluster.js';
import { acknowledged, etcd, longestGap, names, readingAt, runs, staleReads } from './groups.js';

const ISOLATE = scheduleOf(
  45,
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
    [28, { kind: 'heal' }],
  ],
  [['@primary'], ['@rest']],
);

describe('simulate: etcd', () => {
  it('elects another leader within some timeouts and loses nothing', () => {
    for (const found of runs(etcd(3, 'pre-vote: true\n'), ISOLATE)) {
      assert.deepEqual(found.lost, []);
      assert.ok(found.converged);
      assert.equal(acknowledged(found, 10.1, 27.9, 0), 0, 'the side of one member');
      assert.ok(acknowledged(found, 15, 27.9, 1) > 100, 'the side of two');
    }
  });

  it('does not suffer from what piles up before a member that is frozen for long', () => {
    const frozen = scheduleOf(100, [
      [10, { kind: 'pause', hosts: ['@primary'] }],
      [95, { kind: 'resume', hosts: ['@primary'] }],
    ]);
    for (const found of runs(etcd(3, 'pre-vote: true\n'), frozen, 4))
      assert.ok(longestGap(found, 15, 94) < 1_000, `${longestGap(found, 15, 94)} ms`);
  });

  it('shows old data to whoever asked a member while it was frozen, and holds on to nothing that came to it meanwhile', () => {
    const frozen = scheduleOf(32, [
      [10, { kind: 'pause', hosts: ['@primary'] }],
      [22, { kind: 'resume', hosts: ['@primary'] }],
    ]);
    for (const found of runs(etcd(3, 'pre-vote: true\n'), frozen, 4)) {
      const oldest = Math.max(...found.shownStaleMs);
      // Asked a second before the end at most; the others went on within four.
      assert.ok(oldest > 5_000 && oldest < 12_000, `${found.shownStaleMs}`);
      assert.ok(found.converged);
    }
  });

  it('elects soon after all members were started, unless they are told to wait the whole timeout', () => {
    const killed = scheduleOf(25, [
      [10, { kind: 'crash', hosts: ['@nodes'] }],
      [15, { kind: 'restart', hosts: ['@nodes'] }],
    ]);
    const electedAfter = (more: string) =>
      runs(etcd(3, more), killed).map(({ roles }) =>
        Math.min(
          ...roles.flatMap(list =>
            list.flatMap(({ role, atMs }) => (role === 'leader' && atMs > 15_000 ? [atMs - 15_000] : [])),
          ),
        ),
      );
    const soon = electedAfter('pre-vote: true\n');
    assert.ok(Math.max(...soon) < 1_300 && Math.min(...soon) < 900, `${soon}`);
    const late = electedAfter('pre-vote: true\ninitial-election-tick-advance: false\n');
    assert.ok(Math.min(...late) >= 950, `${late}`);
  });

  it('has a second outage when the network heals without pre-vote, and none with it', () => {
    const without = runs(etcd(3, 'pre-vote: false\n'), ISOLATE).map(found => longestGap(found, 28, 40));
    const withIt = runs(etcd(3, 'pre-vote: true\n'), ISOLATE).map(found => longestGap(found, 28, 40));
    assert.ok(Math.min(...without) > 900, `${without}`);
    assert.ok(Math.max(...without) < 9_000, `${without}`);
    assert.ok(Math.max(...withIt) < 500, `${withIt}`);
  });

  it('goes by its version where nobody says whether it votes first, and may do either where that is not told', () => {
    const gapsOf = (comment: string) =>
      runs(etcd(3, '', comment), ISOLATE, 8).map(found => longestGap(found, 28, 40) > 800);
    assert.ok(gapsOf('# etcd 3.4.23\n').every(Boolean));
    assert.ok(!gapsOf('# etcd 3.5.9\n').some(Boolean));
    const either = gapsOf('');
    assert.ok(either.some(Boolean) && !either.every(Boolean), `${either}`);
  });

  it('stops on both sides when four members are cut in halves, and goes on with three of five', () => {
    const halves = scheduleOf(
      30,
      [
        [
          10,
          {
            kind: 'partition',
            groups: [
              ['n1', 'n2'],
              ['n3', 'n4'],
            ],
          },
        ],
      ],
      [['n1'], ['n3']],
    );
    for (const found of runs(etcd(4), halves, 5)) assert.equal(acknowledged(found, 13, 30), 0);
    const most = scheduleOf(
      30,
      [
        [
          10,
          {
            kind: 'partition',
            groups: [
              ['n1', 'n2'],
              ['n3', 'n4', 'n5'],
            ],
          },
        ],
      ],
      [['n1'], ['n3']],
    );
    for (const found of runs(etcd(5), most, 5)) {
      assert.ok(acknowledged(found, 20, 30, 1) > 100);
      assert.equal(acknowledged(found, 13, 30, 0), 0);
      assert.deepEqual(found.lost, []);
    }
  });

  it('answers serializable reads on the side without a majority from what it had, and linearizable ones not', () => {
    const prepared = etcd(3, 'pre-vote: true\n');
    for (const found of runs(prepared, ISOLATE, 5)) assert.equal(staleReads(found), 0);
    const stale = runs(readingAt(prepared, 'serializable'), ISOLATE, 5).map(found =>
      Math.max(0, ...found.operations.map(({ staleMs }) => staleMs ?? 0)),
    );
    assert.ok(Math.min(...stale) > 14_000 && Math.max(...stale) < 20_000, `${stale}`);
  });

  it('loses its majority for good when a member that does not come is added to three of which one is down', () => {
    const events = scheduleOf(60, [
      [10, { kind: 'crash', hosts: ['n3'] }],
      [20, { kind: 'addMember', host: 'n4' }],
      [30, { kind: 'removeMember', host: 'n4' }],
      [40, { kind: 'removeMember', host: 'n3' }],
    ]);
    for (const found of runs(etcd(3, 'strict-reconfig-check: false\n'), events, 5)) {
      assert.ok(acknowledged(found, 14, 20) > 50, 'two of three');
      assert.equal(acknowledged(found, 22, 60), 0, 'two of four, and no change comes through');
    }
    // The check refuses while a member is away; what is left can then be mended.
    for (const found of runs(etcd(3, 'strict-reconfig-check: true\n'), events, 5)) {
      assert.ok(acknowledged(found, 22, 60) > 500);
      assert.ok(found.events.some(({ text }) => text.includes('is refused')));
    }
  });

  it('needs fewer members after the one that is down was removed', () => {
    const schedule = scheduleOf(50, [
      [10, { kind: 'crash', hosts: ['n5'] }],
      [14, { kind: 'crash', hosts: ['n4'] }],
      [20, { kind: 'removeMember', host: 'n5' }],
      [22, { kind: 'removeMember', host: 'n4' }],
      [30, { kind: 'crash', hosts: ['n3'] }],
    ]);
    for (const found of runs(etcd(5), schedule, 5))
      assert.ok(acknowledged(found, 38, 50) > 50, 'two of three');
    const without = {
      ...schedule,
      events: schedule.events.filter(({ fault }) => fault.kind !== 'removeMember'),
    };
    for (const found of runs(etcd(5), without, 5))
      assert.equal(acknowledged(found, 33, 50), 0, 'two of five');
  });

  it('keeps what it acknowledged when the power of all members fails, unless it does not wait for the disk', () => {
    const schedule = scheduleOf(40, [
      [20, { kind: 'powerLoss', hosts: names(3) }],
      [22, { kind: 'restart', hosts: names(3) }],
    ]);
    for (const found of runs(etcd(3), schedule, 5)) assert.deepEqual(found.lost, []);
    const lost = runs(etcd(3, 'unsafe-no-fsync: true\n'), schedule, 5).map(found => found.lost.length);
    assert.ok(Math.min(...lost) > 0, `${lost}`);
  });

  it('gives up a leader that can send and hears nothing, by its check of the quorum', () => {
    const deaf = scheduleOf(40, [[10, { kind: 'cut', from: ['@rest'], to: ['@primary'], oneWay: true }]]);
    for (const found of runs(etcd(3), deaf, 8)) {
      assert.ok(acknowledged(found, 20, 40) > 100, 'another one leads');
      assert.deepEqual(found.lost, []);
    }
  });

  it('hands leadership over when it is told to', () => {
    const schedule = scheduleOf(20, [[10, { kind: 'promote', host: '@r1' }]]);
    for (const found of runs(etcd(3), schedule, 5)) {
      const before = found.roles.findIndex(list =>
        list.some(({ atMs, role }) => atMs < 10_000 && role === 'leader'),
      );
      assert.notDeepEqual(found.finalLeaders, [before]);
      assert.ok(longestGap(found, 9, 12) < 300, 'nobody waits for a timeout');
    }
  });

  it('loses its leader when the disk of that one stalls', () => {
    const schedule = scheduleOf(40, [[10, { kind: 'diskStall', hosts: ['@primary'], forMs: 10_000 }]]);
    for (const found of runs(etcd(3), schedule, 5)) {
      assert.ok(acknowledged(found, 16, 20) > 20, 'another one leads');
      assert.deepEqual(found.lost, []);
      assert.ok(found.converged);
    }
  });

  it('plays the same run from the same seed', () => {
    const [one, other, third] = [7, 7, 8].map(seed => JSON.stringify(run(etcd(3), ISOLATE, { seed })));
    assert.equal(one, other);
    assert.notEqual(one, third);
  });

  it('takes the timeout that its files give', () => {
    const slow = etcd(3, 'pre-vote: true\nheartbeat-interval: 500\nelection-timeout: 5000\n');
    const gaps = runs(slow, ISOLATE, 8).map(found => longestGap(found, 10, 28));
    assert.ok(Math.min(...gaps) > 4_000 && Math.max(...gaps) < 17_000, `${gaps}`);
    for (const found of runs(slow, ISOLATE, 1))
      assert.ok(found.events.some(({ because }) => because?.some(({ name }) => name === 'election-timeout')));
  });
});
