import assert from 'node:assert/strict';
import fc from 'fast-check';
import { REDIS_CLUSTER } from '../../../../server/src/simulate/protocols/redis-cluster/index.js';
import { type Run, run } from '../../../../server/src/simulate/run/run.js';
import { preparedFrom, scheduleOf } from '../read-cluster.js';
import { anySchedule } from './any-schedule.js';

/** Masters n1, n2, n3, with the replicas n4, n5, n6. */
function prepared(settings = '') {
  const conf = `port 6379\ncluster-enabled yes\ncluster-node-timeout 5000\n${settings}`;
  const files: Record<string, string> = {
    'create.sh': `redis-cli --cluster create ${[1, 2, 3, 4, 5, 6].map(i => `10.0.0.${i}:6379`).join(' ')} --cluster-replicas 1\n`,
  };
  for (let i = 1; i <= 6; i++) files[`n${i}/redis.conf`] = `bind 10.0.0.${i}\n${conf}`;
  return preparedFrom(files, REDIS_CLUSTER);
}

const host = (i: number) => `10.0.0.${i}:6379`;
const hosts = (...which: number[]) => which.map(host);
const leaders = (cluster: ReturnType<typeof prepared>, found: Run) =>
  found.finalLeaders.map(p => cluster.processes[p]!.name);
const SEEDS = [1, 2, 3, 4, 5];

describe('simulate: Redis Cluster', () => {
  it('elects the replica; a master in the minority stops after the node timeout', () => {
    const cluster = prepared();
    const schedule = scheduleOf(
      70,
      [
        [10, { kind: 'partition', groups: [hosts(1), hosts(2, 3, 4, 5, 6)] }],
        [40, { kind: 'heal' }],
      ],
      [hosts(1), hosts(2)],
    );
    for (const seed of SEEDS) {
      const found = run(cluster, schedule, { seed });
      const times = found.lost.map(at => found.operations[at]!.completedMs!);
      assert.deepEqual(leaders(cluster, found), [host(4)]);
      assert.ok(found.lost.length > 50);
      assert.ok(Math.max(...times) > 14_900 && Math.max(...times) < 17_000, `${Math.max(...times)}`);
      const promoted = found.events.find(({ kind }) => kind === 'promotion')!.atMs;
      assert.ok(promoted > 15_500 && promoted < 19_000, `${promoted}`);
      assert.ok(found.converged);
    }
  });

  it('elects nobody without a majority of the masters', () => {
    const cluster = prepared();
    const schedule = scheduleOf(60, [[10, { kind: 'powerLoss', hosts: hosts(1, 2) }]]);
    for (const seed of SEEDS) {
      const found = run(cluster, schedule, { seed });
      assert.deepEqual(leaders(cluster, found), []);
      assert.ok(
        found.operations.every(
          ({ kind, result, invokedMs }) => kind === 'read' || result !== 'acknowledged' || invokedMs < 20_000,
        ),
      );
    }
  });

  it('refuses all writes while some slots have no owner, unless full coverage is not asked for', () => {
    const schedule = scheduleOf(60, [[10, { kind: 'powerLoss', hosts: hosts(2, 5) }]]);
    const late = (found: Run) =>
      found.operations.some(
        ({ kind, result, invokedMs }) => kind === 'write' && result === 'acknowledged' && invokedMs > 30_000,
      );
    assert.equal(late(run(prepared(), schedule, { seed: 1 })), false);
    assert.equal(late(run(prepared('cluster-require-full-coverage no\n'), schedule, { seed: 1 })), true);
  });

  it('does not elect a replica whose data is too old', () => {
    const schedule = scheduleOf(120, [
      [10, { kind: 'cut', from: hosts(1), to: hosts(4), oneWay: false }],
      [70, { kind: 'powerLoss', hosts: hosts(1) }],
    ]);
    const strict = prepared('cluster-replica-validity-factor 1\n');
    assert.deepEqual(leaders(strict, run(strict, schedule, { seed: 1 })), []);
    const always = prepared('cluster-replica-validity-factor 0\n');
    assert.deepEqual(leaders(always, run(always, schedule, { seed: 1 })), [host(4)]);
  });

  it('is the same for the same seed, and never throws or hangs', () => {
    const cluster = prepared();
    fc.assert(
      fc.property(
        anySchedule(hosts(1, 2, 3, 4, 5, 6)),
        fc.integer({ min: 0, max: 1000 }),
        (schedule, seed) => {
          const found = run(cluster, schedule, { seed });
          assert.equal(found.cut, false);
          assert.deepEqual(run(cluster, schedule, { seed }).events, found.events);
        },
      ),
      { numRuns: 15 },
    );
  });
});
