import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SEARCH } from '../../../../server/src/simulate/protocols/elasticsearch/index.js';
import { type Run, run } from '../../../../server/src/simulate/run/run.js';
import { preparedFrom, scheduleOf } from '../read-cluster.js';
import { anySchedule } from './any-schedule.js';

interface Options {
  readonly nodes?: number;
  readonly more?: string;
  readonly version?: string;
  readonly index?: Readonly<Record<string, unknown>>;
}

/** Nodes `e1`, `e2` … with all roles; the primary of the shard is on e1. */
function prepared({ nodes = 3, more = '', version = '8.15.0', index = {} }: Options = {}) {
  const names = Array.from({ length: nodes }, (_, i) => `e${i + 1}`);
  const service = (name: string) =>
    `  ${name}:\n    image: docker.elastic.co/elasticsearch/elasticsearch:${version}\n    environment:\n` +
    [`node.name=${name}`, 'cluster.name=logs', `discovery.seed_hosts=${names.join(',')}`, ...more.split('\n')]
      .filter(Boolean)
      .map(line => `      - ${line}\n`)
      .join('');
  return preparedFrom(
    {
      'docker-compose.yml': `services:\n${names.map(service).join('')}`,
      'index.json': JSON.stringify({
        settings: { number_of_shards: 1, number_of_replicas: 1, ...index },
        mappings: { properties: { a: { type: 'keyword' } } },
      }),
    },
    SEARCH,
  );
}

const leaders = (found: Run) => found.finalLeaders.map(p => `e${p + 1}`);
const SEEDS = [1, 2, 3, 4, 5];
const ackedBy = (found: Run, node: string, from: number, to: number) =>
  found.operations.filter(
    ({ kind, result, node: by, completedMs = 0 }) =>
      kind === 'write' && result === 'acknowledged' && by === node && completedMs > from && completedMs < to,
  ).length;
const isolate = scheduleOf(
  180,
  [
    [10, { kind: 'partition', groups: [['e1'], ['e2', 'e3']] }],
    [120, { kind: 'heal' }],
  ],
  [['e1'], ['e2']],
);

describe('simulate: Elasticsearch', () => {
  it('acknowledges nothing on a primary that is cut off, and loses nothing', () => {
    for (const seed of SEEDS) {
      const found = run(prepared(), isolate, { seed });
      assert.deepEqual(found.lost, []);
      assert.equal(ackedBy(found, 'e1', 10_010, 120_000), 0);
      assert.deepEqual(leaders(found), ['e2']);
      const promoted = found.events.find(({ kind }) => kind === 'promotion')!.atMs;
      // The nodes give their master up after three checks, and the new master the old node after three more.
      assert.ok(promoted > 70_000 && promoted < 80_000, `${promoted}`);
      assert.ok(found.converged);
    }
  });

  it('promotes a copy at once when the connection of the primary is closed', () => {
    const schedule = scheduleOf(60, [[10, { kind: 'crash', hosts: ['e1'] }]]);
    for (const seed of SEEDS) {
      const found = run(prepared(), schedule, { seed });
      const promoted = found.events.find(({ kind }) => kind === 'promotion')!.atMs;
      assert.deepEqual(leaders(found), ['e2']);
      assert.deepEqual(found.lost, []);
      assert.ok(promoted < 20_000, `${promoted}`);
    }
  });

  it('loses what a stale copy lacks when an operator makes it primary, and is red without that', () => {
    const faults = [
      [10, { kind: 'crash', hosts: ['e2'] }],
      [30, { kind: 'crash', hosts: ['e1'] }],
      [35, { kind: 'restart', hosts: ['e2'] }],
    ] as const;
    for (const seed of SEEDS) {
      const left = run(prepared(), scheduleOf(80, faults), { seed });
      assert.deepEqual(leaders(left), []);
      const forced = run(prepared(), scheduleOf(80, [...faults, [50, { kind: 'promote', host: 'e2' }]]), {
        seed,
      });
      assert.deepEqual(leaders(forced), ['e2']);
      assert.ok(forced.lost.length > 300, `${forced.lost.length}`);
    }
  });

  it('before version 7 has two masters where the least number of them is no majority', () => {
    const late = scheduleOf(
      400,
      [
        [10, { kind: 'partition', groups: [['e1'], ['e2', 'e3']] }],
        [330, { kind: 'heal' }],
      ],
      [['e1'], ['e2']],
    );
    const old = (least: number) =>
      prepared({ version: '6.8.23', more: `discovery.zen.minimum_master_nodes=${least}\n` });
    const split = run(old(1), late, { seed: 1 });
    assert.ok(split.lost.length > 100, `${split.lost.length}`);
    assert.ok(ackedBy(split, 'e1', 200_000, 330_000) > 0);
    assert.ok(ackedBy(split, 'e2', 200_000, 330_000) > 0);
    const safe = run(old(2), late, { seed: 1 });
    assert.deepEqual(safe.lost, []);
    assert.equal(ackedBy(safe, 'e1', 10_010, 330_000), 0);
  });

  it('loses the last seconds when all lose power and the translog is flushed later', () => {
    const hosts = ['e1', 'e2', 'e3'];
    const schedule = scheduleOf(90, [
      [20, { kind: 'powerLoss', hosts }],
      [22, { kind: 'restart', hosts }],
    ]);
    const lost = SEEDS.map(
      seed => run(prepared({ index: { 'translog.durability': 'async' } }), schedule, { seed }).lost.length,
    );
    assert.ok(Math.max(...lost) > 0, `${lost}`);
    for (const seed of SEEDS) {
      const found = run(prepared(), schedule, { seed });
      assert.deepEqual(found.lost, []);
      assert.equal(found.finalLeaders.length, 1);
    }
  });

  it('refuses writes while too few copies are active, if it is asked to wait for them', () => {
    const schedule = scheduleOf(40, [[10, { kind: 'crash', hosts: ['e2'] }]]);
    for (const seed of SEEDS) {
      const waits = run(prepared({ nodes: 3, index: { 'write.wait_for_active_shards': 'all' } }), schedule, {
        seed,
      });
      assert.equal(ackedBy(waits, 'e1', 12_000, 40_000), 0);
      assert.ok(ackedBy(run(prepared(), schedule, { seed }), 'e1', 12_000, 40_000) > 300);
    }
  });

  it('has no master without a majority of those that vote', () => {
    const schedule = scheduleOf(100, [[10, { kind: 'powerLoss', hosts: ['e2', 'e3'] }]]);
    for (const seed of SEEDS) {
      const found = run(prepared(), schedule, { seed });
      assert.equal(ackedBy(found, 'e1', 10_010, 100_000), 0);
      assert.equal(
        found.operations.some(
          ({ kind, result, invokedMs }) => kind === 'read' && result === 'acknowledged' && invokedMs > 80_000,
        ),
        true,
      );
    }
  });

  it('is the same for the same seed, never throws or hangs, and loses nothing by itself', () => {
    const cluster = prepared();
    const hosts = ['e1', 'e2', 'e3'];
    fc.assert(
      fc.property(anySchedule(hosts), fc.integer({ min: 0, max: 1000 }), (schedule, seed) => {
        const at = schedule.until;
        const whole = {
          ...schedule,
          until: at + 150_000,
          events: [
            ...schedule.events.filter(({ fault }) => fault.kind !== 'promote'),
            { at, fault: { kind: 'heal' as const } },
            { at, fault: { kind: 'restart' as const, hosts } },
            { at, fault: { kind: 'resume' as const, hosts } },
          ],
        };
        const found = run(cluster, whole, { seed });
        assert.equal(found.cut, false);
        assert.deepEqual(found.lost, []);
        assert.equal(found.finalLeaders.length, 1);
        assert.deepEqual(run(cluster, whole, { seed }).events, found.events);
      }),
      { numRuns: 50 },
    );
  });
});
