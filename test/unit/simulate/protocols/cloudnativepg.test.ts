import assert from 'node:assert/strict';
import fc from 'fast-check';
import { propertyNamed } from '../../../../server/src/simulate/explore/properties.js';
import { searchCluster } from '../../../../server/src/simulate/explore/verdict.js';
import type { Prepared } from '../../../../server/src/simulate/family.js';
import { CLOUDNATIVEPG } from '../../../../server/src/simulate/protocols/cloudnativepg/index.js';
import { type Run, run } from '../../../../server/src/simulate/run/run.js';
import { preparedFrom, scheduleOf } from '../read-cluster.js';
import { anySchedule } from './any-schedule.js';

const SEEDS = [1, 2, 3, 4, 5, 6];
const texts = (found: Run) => found.events.map(({ text }) => text).join('\n');
const writes = (found: Run) => found.operations.filter(({ kind }) => kind === 'write');
const firstLeader = (found: Run) => writes(found)[0]?.node ?? '?';

function acknowledged(found: Run, fromS: number, toS = Infinity): number {
  return writes(found).filter(
    ({ result, completedMs = 0 }) =>
      result === 'acknowledged' && completedMs >= fromS * 1000 && completedMs < toS * 1000,
  ).length;
}

function takeover(found: Run): number {
  const old = firstLeader(found);
  const other = writes(found).find(({ node, result }) => result === 'acknowledged' && node !== old);
  return (other?.completedMs ?? Infinity) / 1000;
}

function cluster(spec: readonly string[] = [], synchronous: readonly string[] = [], instances = 3): Prepared {
  return preparedFrom(
    {
      'cluster.yaml': [
        'apiVersion: postgresql.cnpg.io/v1',
        'kind: Cluster',
        'metadata:',
        '  name: pg',
        'spec:',
        `  instances: ${instances}`,
        ...spec.map(line => `  ${line}`),
        ...(synchronous.length > 0
          ? ['  postgresql:', '    synchronous:', ...synchronous.map(line => `      ${line}`)]
          : []),
        '  storage:',
        '    size: 1Gi',
      ].join('\n'),
    },
    CLOUDNATIVEPG,
  );
}

const ANY_1 = ['method: any', 'number: 1'];
/** The primary and the only standby that hears it lose power together. */
const TWO_LOST = (primary: string, standby: string, other: string) =>
  scheduleOf(160, [
    [10, { kind: 'cut', from: [primary], to: [other], oneWay: false }],
    [25, { kind: 'powerLoss', hosts: [primary, standby] }],
  ]);

describe('simulate: CloudNativePG', () => {
  it('promotes a standby that lacks what was acknowledged, unless failoverQuorum keeps it from it (G1)', () => {
    let seen = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const schedule = TWO_LOST('pg-1', 'pg-2', 'pg-3');
      const loose = run(cluster([], ANY_1), schedule, { seed });
      if (firstLeader(loose) !== 'pg-1') continue;
      seen++;
      assert.ok(loose.lost.length > 100, `${loose.lost.length}`);
      assert.ok(acknowledged(loose, 100) > 0 || loose.finalLeaders.length === 1);
      const careful = run(cluster([], [...ANY_1, 'failoverQuorum: true']), schedule, { seed });
      assert.equal(acknowledged(careful, 30), 0);
      assert.equal(careful.finalLeaders.length, 0);
      assert.match(texts(careful), /reaches 1 of 2 standbys, and commits wait for 1/);
    }
    assert.ok(seen > 0);
  });

  it('finds in a search that the promoted standby lacks what two others had (G1), and no race that longer steps would make', () => {
    const search = (more: readonly string[]) =>
      searchCluster(cluster([], [...ANY_1, ...more]), {
        bounds: { faults: 1, kinds: ['partition'], phases: 1 },
        properties: [propertyNamed('no-lost-write')!],
        most: 1,
      }).properties[0]!;
    const without = search([]);
    assert.equal(without.verdict, 'broken');
    assert.equal(without.faults, 1);
    assert.match(without.counterexamples[0]!.sentence, /pg-\d, pg-\d \| pg-\d, kubernetes/);
    assert.notEqual(search(['failoverQuorum: true']).verdict, 'broken');
  });

  it('blocks writes after a failover while the list names the dead one (G2), and goes on with preferred', () => {
    const any2 = ['method: any', 'number: 2'];
    const schedule = scheduleOf(180, [[10, { kind: 'powerLoss', hosts: ['@primary'] }]]);
    for (const seed of SEEDS) {
      const blocked = run(cluster([], any2), schedule, { seed });
      assert.match(texts(blocked), /is primary, on timeline 2/);
      assert.equal(acknowledged(blocked, 11), 0);
      const preferred = run(cluster([], [...any2, 'dataDurability: preferred']), schedule, { seed });
      assert.ok(acknowledged(preferred, 120) > 100);
    }
  });

  it('takes over from a silent node after the grace period of Kubernetes, the delay and the lease', () => {
    const schedule = scheduleOf(200, [[10, { kind: 'powerLoss', hosts: ['@primary'] }]]);
    for (const seed of SEEDS) {
      const plain = takeover(run(cluster(), schedule, { seed }));
      assert.ok(plain > 10 + 40 + 15 && plain < 10 + 55 + 15 + 15, `${plain}`);
      const delayed = takeover(run(cluster(['failoverDelay: 60']), schedule, { seed }));
      assert.ok(delayed > 10 + 40 + 60 + 15 && delayed < 10 + 55 + 60 + 15 + 15, `${delayed}`);
      const crashed = takeover(
        run(cluster(), scheduleOf(90, [[10, { kind: 'crash', hosts: ['@primary'] }]]), { seed }),
      );
      assert.ok(crashed < 10 + 5 + 15 + 10, `${crashed}`);
    }
  });

  it('shuts an isolated primary down before another one is named, unless the check is off', () => {
    const schedule = scheduleOf(
      150,
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
        [130, { kind: 'heal' }],
      ],
      [['@primary'], ['@rest']],
    );
    for (const seed of SEEDS) {
      const fenced = run(cluster(), schedule, { seed });
      assert.match(
        texts(fenced),
        /reaches neither the API of Kubernetes nor another instance, and is shut down/,
      );
      const off = run(cluster(['probes: {liveness: {isolationCheck: {enabled: false}}}']), schedule, {
        seed,
      });
      assert.doesNotMatch(texts(off), /is shut down/);
      assert.ok(off.lost.length > fenced.lost.length + 500);
      assert.equal(off.finalLeaders.length, 1);
    }
  });

  it('has two primaries where one reaches a standby and not the API', () => {
    const schedule = scheduleOf(
      150,
      [
        [
          10,
          {
            kind: 'partition',
            groups: [
              ['pg-1', 'pg-2', 'c1'],
              ['pg-3', 'kubernetes', 'c2'],
            ],
          },
        ],
      ],
      [['pg-1'], ['pg-3']],
    );
    let seen = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const found = run(cluster([], ANY_1), schedule, { seed });
      if (firstLeader(found) !== 'pg-1') continue;
      seen++;
      assert.equal(found.finalLeaders.length, 2);
      assert.ok(acknowledged(found, 120) > 300);
    }
    assert.ok(seen > 0);
  });

  it('hands over to whom an operator names, and loses nothing', () => {
    for (const seed of SEEDS) {
      const found = run(cluster(), scheduleOf(60, [[10, { kind: 'promote', host: '@r1' }]]), { seed });
      assert.ok(takeover(found) < 18, `${takeover(found)}`);
      assert.deepEqual(found.lost, []);
      assert.ok(found.converged);
    }
  });

  it('plays any schedule to its end, the same for the same seed', () => {
    const shapes = [
      cluster(),
      cluster([], [...ANY_1, 'failoverQuorum: true']),
      cluster(['failoverDelay: 5']),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...shapes),
        anySchedule(['pg-1', 'pg-2', 'pg-3', 'kubernetes'], ['postgres', 'operator']),
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
