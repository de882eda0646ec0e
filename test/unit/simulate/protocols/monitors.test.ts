import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Prepared } from '../../../../server/src/simulate/family.js';
import { AUTO_FAILOVER, REPMGR } from '../../../../server/src/simulate/protocols/monitor/index.js';
import { type Run, run } from '../../../../server/src/simulate/run/run.js';
import { preparedFrom, scheduleOf } from '../read-cluster.js';
import { anySchedule } from './any-schedule.js';

const SEEDS = [1, 2, 3, 4, 5];
const texts = (found: Run) => found.events.map(({ text }) => text).join('\n');
const writes = (found: Run) => found.operations.filter(({ kind }) => kind === 'write');

function acknowledged(found: Run, fromS: number, toS = Infinity): number {
  return writes(found).filter(
    ({ result, completedMs = 0 }) =>
      result === 'acknowledged' && completedMs >= fromS * 1000 && completedMs < toS * 1000,
  ).length;
}

/** When another node than n1 acknowledged its first write, in s. */
function takeover(found: Run): number {
  const other = writes(found).find(({ node, result }) => result === 'acknowledged' && node !== 'n1');
  return (other?.completedMs ?? Infinity) / 1000;
}

/** n1 is primary, the others stream from it. @param own Lines of each node's repmgr.conf. */
function repmgr(own: readonly string[][], shared: readonly string[] = []): Prepared {
  const files: Record<string, string> = {};
  for (const [at, lines] of own.entries()) {
    const n = at + 1;
    files[`db/n${n}/postgresql.conf`] =
      `listen_addresses = '*'\nwal_level = replica\n${n === 1 ? '' : "primary_conninfo = 'host=10.0.0.1 application_name=n'\n"}`;
    if (n > 1) files[`db/n${n}/standby.signal`] = '';
    files[`db/n${n}/repmgr.conf`] = [
      `node_id=${n}`,
      `node_name='n${n}'`,
      `conninfo='host=10.0.0.${n} connect_timeout=2'`,
      "failover='automatic'",
      "promote_command='repmgr standby promote'",
      "follow_command='repmgr standby follow'",
      ...shared,
      ...lines,
    ].join('\n');
  }
  return preparedFrom(files, REPMGR);
}

function autoFailover(nodes: number): Prepared {
  const names = Array.from({ length: nodes }, (_, i) => `n${i + 1}`);
  const node = (name: string) =>
    `  ${name}:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name ${name} --monitor postgres://x@monitor/pg_auto_failover --run\n`;
  return preparedFrom(
    {
      'compose.yml': `services:\n  monitor:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create monitor --run\n${names.map(node).join('')}`,
    },
    AUTO_FAILOVER,
  );
}

const CRASH = scheduleOf(120, [[10, { kind: 'crash', hosts: ['n1'] }]]);
const ISOLATE = scheduleOf(
  150,
  [
    [
      10,
      {
        kind: 'partition',
        groups: [
          ['n1', 'c1'],
          ['@rest', 'c2'],
        ],
      },
    ],
    [120, { kind: 'heal' }],
  ],
  [['n1'], ['@rest']],
);

describe('simulate: repmgr', () => {
  const quick = ['reconnect_attempts=3', 'reconnect_interval=5'];

  it('promotes after its attempts to reconnect, and fences nobody: an isolated primary goes on beside the new one', () => {
    for (const seed of SEEDS) {
      const crashed = takeover(run(repmgr([[], [], []], quick), CRASH, { seed }));
      assert.ok(crashed > 19 && crashed < 32, `${crashed}`);
      const slow = takeover(run(repmgr([[], [], []]), CRASH, { seed }));
      assert.ok(slow > 59 && slow < 76, `${slow}`);
      const isolated = run(repmgr([[], [], []], quick), ISOLATE, { seed });
      assert.equal(isolated.finalLeaders.length, 2);
      assert.ok(isolated.lost.length > 1000);
    }
  });

  it('promotes nobody without more than half of the standbys, or without one at the location of the primary', () => {
    const alone = scheduleOf(
      90,
      [
        [
          10,
          {
            kind: 'partition',
            groups: [
              ['n1', 'n2', 'c1'],
              ['n3', 'c2'],
            ],
          },
        ],
      ],
      [['n1'], ['n3']],
    );
    for (const seed of SEEDS) {
      const minority = run(repmgr([[], [], []], quick), alone, { seed });
      assert.deepEqual(minority.finalLeaders, [0]);
      assert.match(texts(minority), /sees 1 of 2 nodes, and that is not more than half: nobody is promoted/);
      const places = [["location='a'"], ["location='b'"], ["location='b'"]];
      const apart = run(repmgr(places, quick), CRASH, { seed });
      assert.equal(takeover(apart), Infinity);
      assert.match(texts(apart), /sees nobody at the location of the primary/);
    }
  });

  it('prefers who is further, then the higher priority', () => {
    for (const seed of SEEDS) {
      const found = run(repmgr([[], ['priority=10'], ['priority=90']], quick), CRASH, { seed });
      assert.match(texts(found), /n3 wins the election/);
    }
  });
});

describe('simulate: pg_auto_failover', () => {
  it('gives the old primary the time to stop, so that there are never two', () => {
    for (const seed of SEEDS) {
      const isolated = run(autoFailover(3), ISOLATE, { seed });
      assert.deepEqual(isolated.lost, []);
      assert.equal(isolated.finalLeaders.length, 1);
      assert.match(texts(isolated), /has reached neither the monitor nor a standby for 20 s, and stops/);
      const taken = takeover(isolated);
      assert.ok(taken > 10 + 20 + 30 && taken < 10 + 30 + 30 + 8, `${taken}`);
      assert.ok(isolated.converged);
    }
  });

  it('goes on alone with one standby and waits with two, when they are gone', () => {
    const gone = (hosts: string[]) => scheduleOf(100, [[10, { kind: 'crash', hosts }]]);
    for (const seed of SEEDS) {
      const two = run(autoFailover(2), gone(['n2']), { seed });
      assert.equal(acknowledged(two, 11, 29), 0);
      assert.ok(acknowledged(two, 50) > 100);
      assert.match(texts(two), /has no healthy standby and goes on alone/);
      const three = run(autoFailover(3), gone(['n2', 'n3']), { seed });
      assert.equal(acknowledged(three, 11), 0);
    }
  });

  it('promotes nobody while too few of the synchronous standbys report, or without its monitor', () => {
    for (const seed of SEEDS) {
      const few = run(autoFailover(3), scheduleOf(120, [[10, { kind: 'powerLoss', hosts: ['n1', 'n2'] }]]), {
        seed,
      });
      assert.equal(acknowledged(few, 11), 0);
      assert.match(texts(few), /Only 1 of the synchronous standbys report, and 2 must/);
      const blind = run(
        autoFailover(3),
        scheduleOf(120, [
          [5, { kind: 'crash', hosts: ['monitor'] }],
          [10, { kind: 'crash', hosts: ['n1'] }],
        ]),
        { seed },
      );
      assert.ok(acknowledged(blind, 6, 10) > 50);
      assert.equal(takeover(blind), Infinity);
    }
  });

  it('plays any schedule to its end, and so does repmgr', () => {
    const shapes = [autoFailover(3), autoFailover(2), repmgr([[], [], []])];
    fc.assert(
      fc.property(
        fc.constantFrom(...shapes),
        anySchedule(['n1', 'n2', 'n3', 'monitor'], ['postgres', 'repmgrd', 'pg_autoctl']),
        fc.integer({ min: 1, max: 1000 }),
        (shape, schedule, seed) => {
          const found = run(shape, schedule, { seed });
          assert.ok(!found.cut);
          assert.deepEqual(run(shape, schedule, { seed }).roles, found.roles);
        },
      ),
      { numRuns: 150 },
    );
  }).timeout(120_000);
});
