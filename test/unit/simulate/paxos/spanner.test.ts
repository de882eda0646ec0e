import assert from 'node:assert/strict';
import type { Prepared } from '../../../../server/src/simulate/family.js';
import type { SpannerConfig } from '../../../../server/src/simulate/protocols/spanner/config.js';
import { SpannerGroup } from '../../../../server/src/simulate/protocols/spanner/group.js';
import { SPANNER } from '../../../../server/src/simulate/protocols/spanner/index.js';
import { acknowledged, longestGap, names, readingAt, runs, staleReads } from '../raft/groups.js';
import { clustersOf, preparedFrom, scheduleOf } from '../read-cluster.js';

const terraform = (config: string) => ({
  'main.tf': `resource "google_spanner_instance" "main" {\n  name         = "main"\n  config       = "${config}"\n  display_name = "Main"\n  num_nodes    = 1\n}\n`,
});
const spanner = () => preparedFrom(terraform('regional-europe-west1'), SPANNER);

const CONFIG: SpannerConfig = {
  members: names(3),
  heartbeatMs: 1000,
  electionMs: [2000, 4000],
  leaseMs: 10_000,
  uncertaintyMs: 7,
  commitWait: true,
  reads: 'now',
  because: [],
};

function group(config: SpannerConfig): Prepared {
  return {
    family: 'spanner',
    title: 'Spanner',
    hosts: config.members.map(name => ({ name, aliases: [], client: false })),
    processes: config.members.map((name, host) => ({
      name,
      host,
      program: 'spanserver',
      member: name,
      serves: true,
    })),
    create: world => new SpannerGroup(world, config),
    searchUnitMs: 0,
    readLevels: [{ name: 'now', linearizable: true }],
    limits: [],
  };
}

const GROUPS = [
  ['@primary', 'c1'],
  ['@rest', 'c2'],
];

describe('simulate: Spanner', () => {
  it('has another leader only when the lease of the old one is over, and answers no stale read', () => {
    const schedule = scheduleOf(60, [[10, { kind: 'partition', groups: GROUPS }]]);
    for (const level of ['strong', 'strong, of several groups']) {
      for (const found of runs(readingAt(spanner(), level), schedule, 4)) {
        const gap = longestGap(found, 10, 60);
        assert.ok(gap > 9_000 && gap < 16_000, `${gap}`);
        assert.deepEqual(found.lost, []);
        assert.equal(staleReads(found), 0, level);
        assert.ok(acknowledged(found, 30, 60) > 100);
      }
    }
  });

  it('answers stale reads when clocks run ahead of their bound, so that a lease is over too early', () => {
    const schedule = scheduleOf(40, [
      [10, { kind: 'partition', groups: GROUPS }],
      [10, { kind: 'clock', hosts: ['@r1', '@r2'], byMs: 60_000 }],
    ]);
    for (const found of runs(spanner(), schedule, 4)) assert.ok(staleReads(found) > 0);
  });

  it('waits with a commit for as long as clocks may be apart', () => {
    const calm = scheduleOf(20, []);
    const latencies = (uncertaintyMs: number) =>
      runs(group({ ...CONFIG, uncertaintyMs }), calm, 2).flatMap(({ operations }) =>
        operations.flatMap(({ kind, invokedMs, completedMs }) =>
          kind === 'write' && completedMs !== undefined && invokedMs > 1000 ? [completedMs - invokedMs] : [],
        ),
      );
    assert.ok(Math.min(...latencies(100)) >= 200, 'twice the uncertainty');
    assert.ok(Math.max(...latencies(1)) < 20);
  });

  it('needs that wait: without it clocks within their bound are enough for a stale read', () => {
    const apart = scheduleOf(30, [
      [1, { kind: 'clock', hosts: ['@primary'], byMs: 50 }],
      [1, { kind: 'clock', hosts: ['@r2'], byMs: -50 }],
      [1, { kind: 'slow', from: ['@primary'], to: ['@r2'], latencyMs: 60, loss: 0 }],
    ]);
    const stale = (commitWait: boolean) =>
      runs(group({ ...CONFIG, uncertaintyMs: 70, commitWait }), apart, 3).map(found => staleReads(found));
    assert.deepEqual(new Set(stale(true)), new Set([0]));
    assert.ok(Math.min(...stale(false)) > 0);
  });

  it('answers stale reads at a replica whose clock is behind its bound', () => {
    const behind = (byMs: number) =>
      scheduleOf(30, [
        [5, { kind: 'clock', hosts: ['@r1'], byMs }],
        [
          10,
          {
            kind: 'partition',
            groups: [
              ['@r1', 'c1'],
              ['@primary', '@r2', 'c2'],
            ],
          },
        ],
      ]);
    for (const found of runs(group(CONFIG), behind(-5_000), 3)) assert.ok(staleReads(found) > 0);
    for (const found of runs(group(CONFIG), behind(-5), 3)) assert.equal(staleReads(found), 0);
  });

  it('says why it cannot be played where the copies are not known', () => {
    const clusters = clustersOf(terraform('nam-eur-asia1'));
    const found = SPANNER.prepare(clusters[0]!, clusters);
    assert.ok(found !== undefined && 'why' in found);
  });
});
