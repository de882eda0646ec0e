import assert from 'node:assert/strict';
import fc from 'fast-check';
import { REDIS_SENTINEL } from '../../../../server/src/simulate/protocols/redis-sentinel/index.js';
import { type Run, run } from '../../../../server/src/simulate/run/run.js';
import { preparedFrom, scheduleOf } from '../read-cluster.js';
import { anySchedule } from './any-schedule.js';

interface Options {
  readonly nodes?: number;
  readonly quorum?: number;
  readonly redis?: string;
  readonly sentinel?: string;
}

function prepared({
  nodes = 3,
  quorum = 2,
  redis = 'save ""\nappendonly no\n',
  sentinel = '',
}: Options = {}) {
  const files: Record<string, string> = {};
  for (let i = 1; i <= nodes; i++) {
    files[`n${i}/redis.conf`] =
      `port 6379\nbind 10.0.0.${i}\n${redis}${i === 1 ? '' : 'replicaof 10.0.0.1 6379\n'}`;
    files[`n${i}/sentinel.conf`] =
      `port 26379\nbind 10.0.0.${i}\nsentinel monitor m 10.0.0.1 6379 ${quorum}\nsentinel down-after-milliseconds m 5000\n` +
      `sentinel failover-timeout m 60000\n${sentinel}`;
  }
  return preparedFrom(files, REDIS_SENTINEL);
}

const leaders = (found: Run) => found.finalLeaders.map(p => `n${p + 1}`);
const SEEDS = [1, 2, 3, 4, 5];

describe('simulate: Redis with Sentinel', () => {
  it('loses what a minority master acknowledges, for the whole partition and 10 s more', () => {
    const schedule = scheduleOf(
      90,
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
        [40, { kind: 'heal' }],
      ],
      [['n1'], ['n3']],
    );
    for (const seed of SEEDS) {
      const found = run(prepared({ nodes: 5, quorum: 3 }), schedule, { seed });
      const times = found.lost.map(at => found.operations[at]!.completedMs!);
      assert.ok(found.lost.length > 400, `${found.lost.length}`);
      assert.ok(Math.max(...times) > 49_500 && Math.max(...times) < 58_000, `${Math.max(...times)}`);
      assert.ok(!leaders(found).includes('n1'));
      assert.ok(found.converged);
    }
  });

  it('loses no more than min-replicas-max-lag allows where a master must have replicas', () => {
    const schedule = scheduleOf(
      90,
      [
        [10, { kind: 'partition', groups: [['n1'], ['n2', 'n3']] }],
        [40, { kind: 'heal' }],
      ],
      [['n1'], ['n2']],
    );
    for (const seed of SEEDS) {
      const found = run(
        prepared({ redis: 'save ""\nmin-replicas-to-write 1\nmin-replicas-max-lag 5\n' }),
        schedule,
        { seed },
      );
      const last = Math.max(...found.lost.map(at => found.operations[at]!.completedMs!));
      assert.ok(found.lost.length > 0);
      assert.ok(last > 14_000 && last < 17_000, `${last}`);
    }
  });

  it('chooses a replica that fell silent a moment ago, gives up, and chooses another one at its second try', () => {
    const files: Record<string, string> = {};
    for (const [i, priority] of [100, 10, 100].entries()) {
      const ip = `10.0.0.${i + 1}`;
      files[`n${i + 1}/redis.conf`] =
        `port 6379\nbind ${ip}\nsave ""\nreplica-priority ${priority}\n${i === 0 ? '' : 'replicaof 10.0.0.1 6379\n'}`;
      files[`s${i + 1}/sentinel.conf`] =
        `port 26379\nbind 10.0.0.${i + 4}\nsentinel monitor m 10.0.0.1 6379 2\n` +
        'sentinel down-after-milliseconds m 15000\nsentinel failover-timeout m 10000\n';
    }
    const cluster = preparedFrom(files, REDIS_SENTINEL);
    const schedule = scheduleOf(70, [
      [10, { kind: 'crash', hosts: ['n1'] }],
      [22.5, { kind: 'pause', hosts: ['n2'] }],
    ]);
    for (const seed of SEEDS) {
      const found = run(cluster, schedule, { seed });
      const led = found.roles[2]!.find(({ role }) => role === 'leader')!.atMs;
      // 15 s until it is down, twice the failover-timeout until the next try.
      assert.ok(led > 44_000 && led < 49_000, `${led}`);
      assert.match(found.events.map(({ text }) => text).join('\n'), /was not promoted in time/);
    }
  });

  it('answers a write that waits at a frozen master when the master goes on', () => {
    const schedule = scheduleOf(20, [
      [10, { kind: 'pause', hosts: ['n1'], process: 'redis' }],
      [10.8, { kind: 'resume', hosts: ['n1'], process: 'redis' }],
    ]);
    const found = run(prepared(), schedule, { seed: 1 });
    const waited = found.operations.filter(
      ({ kind, invokedMs, completedMs }) => kind === 'write' && invokedMs < 10_700 && completedMs! > 10_700,
    );
    assert.ok(waited.length > 0);
    for (const each of waited) assert.deepEqual([each.result, each.completedMs], ['acknowledged', 10_800]);
  });

  it('kills the one that leads now where a schedule names @primary twice', () => {
    const schedule = scheduleOf(60, [
      [10, { kind: 'crash', hosts: ['@primary'], process: 'redis' }],
      [25, { kind: 'crash', hosts: ['@primary'], process: 'redis' }],
    ]);
    for (const seed of SEEDS) {
      const found = run(prepared(), schedule, { seed });
      // Of three servers the third one is left.
      assert.equal(leaders(found).length, 1);
      assert.equal(found.roles.filter(list => list.some(({ role }) => role === 'leader')).length, 3);
    }
  });

  it('knows machines of Sentinels by their own names', () => {
    const files = {
      'n1/redis.conf': 'port 6379\nbind 10.0.0.1\n',
      'n2/redis.conf': 'port 6379\nbind 10.0.0.2\nreplicaof 10.0.0.1 6379\n',
      's1/sentinel.conf': 'port 26379\nbind 10.0.0.3\nsentinel monitor m 10.0.0.1 6379 1\n',
    };
    const schedule = scheduleOf(20, [[10, { kind: 'cut', from: ['s1'], to: ['n1'], oneWay: false }]]);
    const found = run(preparedFrom(files, REDIS_SENTINEL), schedule, { seed: 1 });
    assert.deepEqual(found.problems, []);
  });

  it('does not fail over where a majority of the Sentinels is out of reach, whatever the quorum', () => {
    const schedule = scheduleOf(60, [[10, { kind: 'powerLoss', hosts: ['n1'] }]]);
    for (const seed of SEEDS) {
      const two = run(prepared({ nodes: 2, quorum: 1 }), schedule, { seed });
      assert.deepEqual(leaders(two), []);
      assert.match(
        two.events.map(({ text }) => text).join('\n'),
        /1 of the 2 votes that it needs of 2 known/,
      );
      assert.equal(run(prepared(), schedule, { seed }).finalLeaders.length, 1);
    }
  });

  it('counts Sentinels that are long gone as voters', () => {
    const phantoms = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.8', '10.0.0.9']
      .map(host => `sentinel known-sentinel m ${host} 26379 ${host.padEnd(40, 'a')}\n`)
      .join('');
    const schedule = scheduleOf(60, [[10, { kind: 'powerLoss', hosts: ['n1'] }]]);
    for (const seed of SEEDS) {
      const found = run(prepared({ sentinel: phantoms }), schedule, { seed });
      assert.deepEqual(leaders(found), []);
      assert.match(
        found.events.map(({ text }) => text).join('\n'),
        /2 of the 3 votes that it needs of 5 known/,
      );
    }
  });

  it('loses everything when a master without a file comes back before it counts as down', () => {
    const schedule = scheduleOf(60, [
      [10, { kind: 'crash', hosts: ['n1'], process: 'redis' }],
      [12, { kind: 'restart', hosts: ['n1'], process: 'redis' }],
    ]);
    for (const seed of SEEDS) {
      const empty = run(prepared(), schedule, { seed });
      assert.deepEqual(leaders(empty), ['n1']);
      assert.ok(empty.lost.length > 300, `${empty.lost.length}`);
      assert.deepEqual(run(prepared({ redis: 'appendonly yes\n' }), schedule, { seed }).lost, []);
    }
  });

  it('loses the last second of everysec when all lose power, and nothing with always', () => {
    const hosts = ['n1', 'n2', 'n3'];
    const schedule = scheduleOf(60, [
      [10, { kind: 'powerLoss', hosts }],
      [11, { kind: 'restart', hosts }],
    ]);
    const lost = SEEDS.map(
      seed => run(prepared({ redis: 'appendonly yes\n' }), schedule, { seed }).lost.length,
    );
    assert.ok(Math.max(...lost) > 0 && Math.max(...lost) < 60, `${lost}`);
    for (const seed of SEEDS)
      assert.deepEqual(
        run(prepared({ redis: 'appendonly yes\nappendfsync always\n' }), schedule, { seed }).lost,
        [],
      );
  });

  it('promotes the replica with the lowest priority, though another has more', () => {
    const found = run(
      preparedFrom(
        {
          'n1/redis.conf': 'port 6379\nbind 10.0.0.1\n',
          'n2/redis.conf': 'port 6379\nbind 10.0.0.2\nreplicaof 10.0.0.1 6379\nreplica-priority 10\n',
          'n3/redis.conf': 'port 6379\nbind 10.0.0.3\nreplicaof 10.0.0.1 6379\n',
          ...Object.fromEntries(
            [1, 2, 3].map(i => [
              `n${i}/sentinel.conf`,
              `port 26379\nbind 10.0.0.${i}\nsentinel monitor m 10.0.0.1 6379 2\nsentinel down-after-milliseconds m 5000\n`,
            ]),
          ),
        },
        REDIS_SENTINEL,
      ),
      scheduleOf(60, [
        [10, { kind: 'cut', from: ['n1'], to: ['n2'], oneWay: false }],
        [14, { kind: 'powerLoss', hosts: ['n1'] }],
      ]),
      { seed: 1 },
    );
    assert.deepEqual(leaders(found), ['n2']);
    assert.ok(found.lost.length > 100, `${found.lost.length}`);
  });

  it('does nothing for 30 s after its clock has jumped', () => {
    const hosts = ['n1', 'n2', 'n3'];
    const schedule = scheduleOf(90, [
      [10, { kind: 'clock', hosts, byMs: 10_000 }],
      [10.1, { kind: 'crash', hosts: ['n1'], process: 'redis' }],
    ]);
    for (const seed of SEEDS) {
      const found = run(prepared(), schedule, { seed });
      const promoted = found.events.find(({ kind }) => kind === 'promotion')!;
      assert.ok(promoted.atMs >= 40_000 && promoted.atMs < 44_000, `${promoted.atMs}`);
    }
  });

  it('is the same for the same seed, and never throws or hangs', () => {
    const cluster = prepared();
    const names = ['n1', 'n2', 'n3'];
    fc.assert(
      fc.property(
        anySchedule(names, ['redis', 'sentinel']),
        fc.integer({ min: 0, max: 1000 }),
        (schedule, seed) => {
          const found = run(cluster, schedule, { seed });
          assert.equal(found.cut, false);
          assert.deepEqual(run(cluster, schedule, { seed }).events, found.events);
        },
      ),
      { numRuns: 40 },
    );
  });
});
