import assert from 'node:assert/strict';
import type { RaftConfig } from '../../../../server/src/simulate/protocols/raft/config.js';
import { RAFT } from '../../../../server/src/simulate/protocols/raft/index.js';
import { preparedFrom, scheduleOf } from '../read-cluster.js';
import { acknowledged, group, longestGap, PLAIN, readingAt, runs, staleReads } from './groups.js';

const consul = (multiplier: number) =>
  preparedFrom(
    Object.fromEntries(
      [1, 2, 3].map(i => [
        `n${i}/consul.hcl`,
        `# Consul 1.21\nnode_name = "n${i}"\nserver = true\nbootstrap_expect = 3\nadvertise_addr = "10.0.0.${i}"\nretry_join = ["10.0.0.1", "10.0.0.2", "10.0.0.3"]\nperformance {\n  raft_multiplier = ${multiplier}\n}\n`,
      ]),
    ),
    RAFT,
  );

/**
 * One follower hears nothing of the leader for five seconds, in which nobody writes: it is about to stand for election. Then
 * the other follower is cut off from the leader too, and started again, so that it knows of no leader and votes at once. The old
 * leader's lease of 2.5 s runs on meanwhile.
 */
const REPLACED_EARLY = scheduleOf(60, [
  [1, { kind: 'partition', groups: [['@nodes'], ['c1', 'c2']] }],
  [20, { kind: 'cut', from: ['@primary'], to: ['@r1'], oneWay: false }],
  [25, { kind: 'heal' }],
  [
    25,
    {
      kind: 'partition',
      groups: [
        ['@primary', 'c1'],
        ['@rest', 'c2'],
      ],
    },
  ],
  [25, { kind: 'crash', hosts: ['@r2'] }],
  [25.1, { kind: 'restart', hosts: ['@r2'] }],
  [50, { kind: 'heal' }],
]);

describe('simulate: leases of Raft leaders', () => {
  it('let Consul answer stale reads by default while a deposed leader’s lease lasts', () => {
    const prepared = consul(5);
    const stale = (level: string) =>
      runs(readingAt(prepared, level), REPLACED_EARLY, 12).map(found => staleReads(found));
    assert.ok(Math.max(...stale('default')) > 0, 'the default trusts the lease');
    assert.deepEqual(new Set(stale('consistent')), new Set([0]), 'a round of the quorum tells');
    assert.ok(Math.min(...stale('stale')) > 0, 'whoever is asked answers');
  });

  it('scale with raft_multiplier', () => {
    const isolate = scheduleOf(50, [
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
    ]);
    const gaps = (multiplier: number) =>
      runs(consul(multiplier), isolate, 6).map(found => longestGap(found, 10, 50));
    const [fast, slow] = [gaps(1), gaps(5)];
    assert.ok(Math.max(...fast) < 7_000, `${fast}`);
    assert.ok(Math.min(...slow) > 4_900 && Math.min(...slow) < 12_000, `${slow}`);
    // The old leader gives up half a timeout after it heard the last of a majority.
    for (const found of runs(consul(5), isolate, 3)) {
      const old = found.roles.find(list =>
        list.some(({ atMs, role }) => role === 'leader' && atMs < 10_000),
      )!;
      const ended = old.find(({ atMs, role }) => atMs > 10_000 && role !== 'leader')!.atMs;
      assert.ok(ended >= 11_700 && ended <= 12_600, `${ended}`);
    }
  });

  const wallClock: RaftConfig = {
    ...PLAIN,
    leaseMs: 900,
    lease: { wallClock: true, stepsDown: false, blocks: false },
  };
  // The leader's clock goes back by a minute when it is cut off, so that its lease seems to last.
  const skewed = scheduleOf(
    40,
    [
      [10, { kind: 'clock', hosts: ['@primary'], byMs: -60_000 }],
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
    ],
    [['@primary'], ['@rest']],
  );
  // Nothing makes it step down.
  const { checkQuorumMs: _, ...unchecked } = wallClock;

  it('are worth nothing when the clock of the leader goes back, and a read index is not touched by that', () => {
    const stale = (config: RaftConfig) => runs(group(config), skewed, 5).map(found => staleReads(found));
    assert.ok(Math.min(...stale({ ...unchecked, reads: 'lease' })) > 20);
    const { wallClock: __, ...lease } = unchecked.lease!;
    assert.deepEqual(
      new Set(stale({ ...unchecked, lease: { ...lease, wallClock: false }, reads: 'lease' })),
      new Set([0]),
    );
    assert.deepEqual(new Set(stale({ ...unchecked, reads: 'quorum' })), new Set([0]));
    assert.ok(
      Math.min(...stale({ ...unchecked, reads: 'leader' })) > 20,
      'whoever takes itself for the leader',
    );
  });

  it('keep a new leader from writing before the old one is over', () => {
    const isolate = scheduleOf(40, [
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
    ]);
    const gaps = (blocks: boolean) =>
      runs(
        group({ ...PLAIN, leaseMs: 8_000, lease: { wallClock: false, stepsDown: false, blocks } }),
        isolate,
        6,
      ).map(found => longestGap(found, 10, 40));
    assert.ok(Math.max(...gaps(false)) < 7_000);
    assert.ok(Math.min(...gaps(true)) > 7_900 && Math.max(...gaps(true)) < 10_500, `${gaps(true)}`);
  });

  it('do not help a leader that hears nobody to go on: what it sends is not acknowledged either, and stops arriving', () => {
    const deaf = scheduleOf(40, [[10, { kind: 'cut', from: ['@rest'], to: ['@primary'], oneWay: true }]]);
    const { checkQuorumMs: __, ...without } = PLAIN;
    for (const config of [PLAIN, without])
      for (const found of runs(group(config), deaf)) assert.ok(acknowledged(found, 20, 40) > 100);
  });
});
