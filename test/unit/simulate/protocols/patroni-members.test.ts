import assert from 'node:assert/strict';
import { type Run, run } from '../../../../server/src/simulate/run/run.js';
import { scheduleOf } from '../read-cluster.js';
import { patroni } from './patroni-clusters.js';

const SEEDS = [1, 2, 3];
const texts = (found: Run) => found.events.map(({ text }) => text).join('\n');

/** Acknowledged writes between two moments, in s. */
const acknowledged = (found: Run, fromS: number, toS: number) =>
  found.operations.filter(
    ({ kind, result, completedMs = 0 }) =>
      kind === 'write' &&
      result === 'acknowledged' &&
      completedMs >= fromS * 1000 &&
      completedMs < toS * 1000,
  ).length;

describe('simulate: members of Patroni and what they answer', () => {
  it('loses the lock while its server is frozen, and before 3.0.3 takes it back when the server goes on', () => {
    const frozen = scheduleOf(110, [
      [10, { kind: 'pause', hosts: ['@primary'], process: 'postgres' }],
      [70, { kind: 'resume', hosts: ['@primary'], process: 'postgres' }],
    ]);
    for (const seed of SEEDS) {
      const old = run(patroni({ version: '3.0.2' }), frozen, { seed });
      assert.match(texts(old), /does not answer its agent/);
      assert.ok(acknowledged(old, 50, 70) > 100, 'another one leads');
      assert.match(texts(old), /it writes the lock again/);
      assert.ok(old.lost.length > 100, `${old.lost.length}`);
      const now = run(patroni({ version: '3.3.0' }), frozen, { seed });
      assert.ok(acknowledged(now, 50, 70) > 100, 'another one leads');
      assert.doesNotMatch(texts(now), /it writes the lock again/);
      assert.ok(now.lost.length < 5, `${now.lost.length}`);
    }
  });

  it('does without a synchronous standby that is cut off when its key has ended, long before its connection has', () => {
    const schedule = scheduleOf(80, [[10, { kind: 'partition', groups: [['@r1'], ['@rest', 'c1', 'c2']] }]]);
    for (const seed of SEEDS) {
      const found = run(patroni({ dcs: ['synchronous_mode: true', 'synchronous_node_count: 2'] }), schedule, {
        seed,
      });
      assert.equal(acknowledged(found, 10.1, 29), 0, 'commits wait for the one that is gone');
      assert.ok(acknowledged(found, 52, 69) > 100, 'before wal_sender_timeout of 60 s');
    }
  });

  it('drops the slot of a standby that was away for longer than ttl, before 4.0', () => {
    const away = scheduleOf(90, [
      [10, { kind: 'crash', hosts: ['@r1'] }],
      [65, { kind: 'restart', hosts: ['@r1'] }],
    ]);
    const refused = (version: string) =>
      [1, 2, 3, 4, 5, 6].filter(seed =>
        texts(run(patroni({ version }), away, { seed })).includes('has no replication slot'),
      );
    assert.match(
      texts(run(patroni({ version: '3.0.2' }), away, { seed: 1 })),
      /drops the replication slots? of n\d/,
    );
    // Unless the leader has made it anew meanwhile.
    assert.notDeepEqual(refused('3.0.2'), []);
    assert.deepEqual(refused('4.0.1'), []);
  });
});
