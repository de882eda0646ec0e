import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KAFKA } from '../../../../server/src/simulate/protocols/kafka/index.js';
import { type Run, run } from '../../../../server/src/simulate/run/run.js';
import { preparedFrom, scheduleOf } from '../read-cluster.js';
import { anySchedule } from './any-schedule.js';

interface Options {
  readonly more?: string;
  readonly producer?: string;
  /** Controllers on machines of their own, k4 to k6; else on the brokers. */
  readonly apart?: boolean;
  readonly version?: string;
}

/** Brokers `k1`, `k2`, `k3`, three copies. */
function prepared({ more = '', producer = '', apart = false, version = '3.9.0' }: Options = {}) {
  const controllers = apart ? [4, 5, 6] : [1, 2, 3];
  const voters = controllers.map(i => `${i}@k${i}:9093`).join(',');
  const service = (i: number, roles: string, settings: readonly string[]) =>
    `  k${i}:\n    image: apache/kafka:${version}\n    environment:\n` +
    [
      `KAFKA_NODE_ID: ${i}`,
      `KAFKA_PROCESS_ROLES: ${roles}`,
      `KAFKA_CONTROLLER_QUORUM_VOTERS: ${voters}`,
      'KAFKA_DEFAULT_REPLICATION_FACTOR: 3',
      ...settings,
    ]
      .map(line => `      ${line}\n`)
      .join('');
  const settings = more.split('\n').filter(Boolean);
  const brokers = [1, 2, 3].map(i => service(i, apart ? 'broker' : 'broker,controller', settings));
  const others = apart ? controllers.map(i => service(i, 'controller', [])) : [];
  return preparedFrom(
    {
      'docker-compose.yml': `services:\n${[...brokers, ...others].join('')}`,
      ...(producer === '' ? {} : { 'producer.properties': `bootstrap.servers=k1:9092,k2:9092\n${producer}` }),
    },
    KAFKA,
  );
}

const leaders = (found: Run) => found.finalLeaders.map(p => `k${p + 1}`);
const SEEDS = [1, 2, 3, 4, 5, 6];
const MIN_TWO = 'KAFKA_MIN_INSYNC_REPLICAS: 2\n';
const UNCLEAN = 'KAFKA_UNCLEAN_LEADER_ELECTION_ENABLE: "true"\n';
const acked = (found: Run, from: number, to: number) =>
  found.operations.filter(
    ({ kind, result, completedMs = 0 }) =>
      kind === 'write' && result === 'acknowledged' && completedMs > from && completedMs < to,
  ).length;

describe('simulate: Kafka', () => {
  it('shows what a leader that is alone in sync has taken at once, whatever producers wait for', () => {
    const alone = scheduleOf(60, [[10, { kind: 'crash', hosts: ['k2', 'k3'] }]]);
    for (const seed of SEEDS) {
      const found = run(prepared({ producer: 'acks=1\n', apart: true }), alone, { seed });
      const late = found.operations.filter(
        ({ kind, node, invokedMs }) => kind === 'read' && node === 'k1' && invokedMs > 50_000,
      );
      assert.ok(late.length > 0 && acked(found, 50_000, 60_000) > 100);
      assert.deepEqual(
        late.filter(({ staleMs = 0 }) => staleMs > 100),
        [],
      );
    }
  });

  it('truncates acknowledged records where a stale copy may lead and starts first', () => {
    const schedule = scheduleOf(160, [
      [10, { kind: 'crash', hosts: ['k1'] }],
      [40, { kind: 'crash', hosts: ['k2'] }],
      [60, { kind: 'crash', hosts: ['k3'] }],
      [80, { kind: 'restart', hosts: ['k1'] }],
      [110, { kind: 'restart', hosts: ['k2', 'k3'] }],
    ]);
    for (const seed of SEEDS) {
      const found = run(prepared({ more: MIN_TWO + UNCLEAN, apart: true }), schedule, { seed });
      assert.deepEqual(leaders(found), ['k1']);
      assert.ok(found.lost.length > 300, `${found.lost.length}`);
      // With one copy less than the least, nothing is taken.
      assert.equal(acked(found, 51_000, 60_000), 0);
      const clean = run(prepared({ more: MIN_TWO, apart: true }), schedule, { seed });
      assert.deepEqual(clean.lost, []);
      assert.equal(acked(clean, 62_000, 110_000), 0);
      assert.equal(clean.finalLeaders.length, 1);
    }
  });

  it('loses with acks=1 what a leader took that was alone, and nothing with all and two in sync', () => {
    const schedule = scheduleOf(
      90,
      [
        [10, { kind: 'partition', groups: [['k1'], ['k2', 'k3', 'k4', 'k5', 'k6']] }],
        [50, { kind: 'heal' }],
      ],
      [['k1'], ['k2']],
    );
    for (const seed of SEEDS) {
      const one = run(prepared({ producer: 'acks=1\n', apart: true }), schedule, { seed });
      const last = Math.max(...one.lost.map(at => one.operations[at]!.completedMs!));
      assert.ok(one.lost.length > 600, `${one.lost.length}`);
      assert.ok(last > 49_000 && last < 54_000, `${last}`);
      const all = run(prepared({ more: MIN_TWO, producer: 'acks=all\n', apart: true }), schedule, { seed });
      assert.deepEqual(all.lost, []);
      assert.ok(all.converged);
      const first = all.events.find(({ kind }) => kind === 'promotion')!.atMs;
      assert.ok(first > 16_500 && first < 20_000, `${first}`);
    }
  });

  it('waits for a silent copy for replica.lag.time.max.ms, then goes on without it', () => {
    const schedule = scheduleOf(90, [[10, { kind: 'cut', from: ['k3'], to: ['k1', 'k2'], oneWay: false }]]);
    for (const seed of SEEDS) {
      const found = run(prepared({ more: 'KAFKA_REPLICA_LAG_TIME_MAX_MS: 20000\n', apart: true }), schedule, {
        seed,
      });
      // Its sessions go on: only the lag takes it out.
      assert.equal(acked(found, 11_000, 29_000), 0);
      assert.ok(acked(found, 41_000, 90_000) > 500);
      assert.deepEqual(leaders(found), ['k1']);
    }
  });

  it('loses what was not written out when all lose power, and nothing that is flushed', () => {
    const hosts = ['k1', 'k2', 'k3'];
    const schedule = scheduleOf(90, [
      [20, { kind: 'powerLoss', hosts }],
      [22, { kind: 'restart', hosts }],
    ]);
    const lost = SEEDS.map(seed => run(prepared({ more: MIN_TWO }), schedule, { seed }).lost.length);
    assert.ok(Math.max(...lost) > 50, `${lost}`);
    for (const seed of SEEDS) {
      const flushed = run(prepared({ more: `${MIN_TWO}KAFKA_LOG_FLUSH_INTERVAL_MESSAGES: 1\n` }), schedule, {
        seed,
      });
      assert.deepEqual(flushed.lost, []);
      assert.equal(flushed.finalLeaders.length, 1);
    }
  });

  it('loses what the last copy in sync lost with the power, unless it is not committed below the least', () => {
    const schedule = scheduleOf(120, [
      [10, { kind: 'crash', hosts: ['k2', 'k3'] }],
      [40, { kind: 'powerLoss', hosts: ['k1'] }],
      [60, { kind: 'restart', hosts: ['k1', 'k2', 'k3'] }],
    ]);
    const lost = SEEDS.map(seed => run(prepared({ apart: true }), schedule, { seed }).lost.length);
    assert.ok(Math.max(...lost) > 0, `${lost}`);
    for (const seed of SEEDS)
      assert.deepEqual(
        run(prepared({ more: MIN_TWO, apart: true, version: '4.1.0' }), schedule, { seed }).lost,
        [],
      );
  });

  it('elects nobody while a majority of the controllers is gone', () => {
    const schedule = scheduleOf(60, [[10, { kind: 'crash', hosts: ['k1', 'k2'] }]]);
    for (const seed of SEEDS) assert.deepEqual(leaders(run(prepared(), schedule, { seed })), []);
  });

  it('with acks=all and two in sync loses nothing, whatever fails, as long as the power stays on', () => {
    const cluster = prepared({ more: MIN_TWO });
    const hosts = ['k1', 'k2', 'k3'];
    fc.assert(
      fc.property(anySchedule(hosts), fc.integer({ min: 0, max: 1000 }), (schedule, seed) => {
        const at = schedule.until;
        const whole = {
          ...schedule,
          until: at + 60_000,
          events: [
            ...schedule.events.filter(({ fault }) => fault.kind !== 'powerLoss'),
            { at, fault: { kind: 'heal' as const } },
            { at, fault: { kind: 'restart' as const, hosts } },
            { at, fault: { kind: 'resume' as const, hosts } },
          ],
        };
        const found = run(cluster, whole, { seed });
        assert.deepEqual(found.lost, []);
        assert.equal(found.finalLeaders.length, 1);
      }),
      { numRuns: 60 },
    );
  });

  it('is the same for the same seed, and never throws or hangs', () => {
    const cluster = prepared({ more: MIN_TWO });
    fc.assert(
      fc.property(anySchedule(['k1', 'k2', 'k3']), fc.integer({ min: 0, max: 1000 }), (schedule, seed) => {
        const found = run(cluster, schedule, { seed });
        assert.equal(found.cut, false);
        assert.deepEqual(run(cluster, schedule, { seed }).events, found.events);
      }),
      { numRuns: 60 },
    );
  });
});
