import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LEADERLESS } from '../../../../server/src/simulate/protocols/leaderless/index.js';
import { type Run, run } from '../../../../server/src/simulate/run/run.js';
import type { Fault } from '../../../../server/src/simulate/schedule/model.js';
import { scheduleOf } from '../read-cluster.js';
import { anySchedule } from './any-schedule.js';
import { preparedIn, ready } from './prepared-in.js';

const preparedFrom = (files: Readonly<Record<string, string>>, dialect: 'mysql' | 'postgres' = 'postgres') =>
  preparedIn(files, LEADERLESS, dialect);

const SEEDS = [1, 2, 3, 4, 5];

interface Options {
  readonly level?: string;
  /** Data centre of each node. */
  readonly sites?: readonly string[];
  readonly more?: string;
  readonly copies?: string;
}

function cassandra({ level, sites = ['dc1', 'dc1', 'dc1'], more = '', copies }: Options = {}) {
  const files: Record<string, string> = {};
  for (const [i, dc] of sites.entries()) {
    files[`n${i + 1}/cassandra.yaml`] =
      `cluster_name: app\nlisten_address: 10.0.0.${i + 1}\nendpoint_snitch: GossipingPropertyFileSnitch\n` +
      `seed_provider:\n  - class_name: org.apache.cassandra.locator.SimpleSeedProvider\n    parameters:\n      - seeds: "10.0.0.1"\n${more}`;
    files[`n${i + 1}/cassandra-rackdc.properties`] = `dc=${dc}\nrack=r${i + 1}\n`;
  }
  const each = [...new Set(sites)]
    .map(dc => `'${dc}': ${sites.filter(other => other === dc).length}`)
    .join(', ');
  files['schema.cql'] =
    `CREATE KEYSPACE app WITH replication = {'class': 'NetworkTopologyStrategy', ${copies ?? each}};\n` +
    `CREATE TABLE app.t (id int PRIMARY KEY, v int);\n`;
  if (level !== undefined)
    files['application.conf'] =
      `datastax-java-driver {\n  basic.contact-points = ["10.0.0.1:9042"]\n  basic.request.consistency = ${level}\n}\n`;
  return preparedFrom(files);
}

const split = (...groups: string[][]): Fault => ({ kind: 'partition', groups });
const HEAL: Fault = { kind: 'heal' };
const texts = (found: Run) => found.events.map(({ text }) => text).join('\n');
const stale = (found: Run) => found.operations.filter(({ staleMs }) => staleMs !== undefined).length;
const acknowledged = (found: Run, client: number, from: number, to = Infinity) =>
  found.operations.filter(
    each =>
      each.kind === 'write' &&
      each.client === client &&
      each.result === 'acknowledged' &&
      each.completedMs! >= from * 1000 &&
      each.completedMs! < to * 1000,
  ).length;

before(() => ready);

describe('simulate: Cassandra', () => {
  const parted = scheduleOf(
    100,
    [
      [10, split(['10.0.0.1'], ['10.0.0.2', '10.0.0.3'])],
      [50, HEAL],
    ],
    [['10.0.0.1'], ['10.0.0.3']],
  );

  it('takes writes on both sides of a cut at ONE, reads stale, and loses one side when they meet', () => {
    for (const seed of SEEDS) {
      const found = run(cassandra({ level: 'ONE' }), parted, { seed });
      assert.ok(found.lost.length > 100, `${found.lost.length}`);
      assert.ok(found.conflicts > 0 && stale(found) > 0);
      assert.ok(found.converged);
      assert.ok(acknowledged(found, 0, 12, 50) > 500 && acknowledged(found, 1, 12, 50) > 500);
    }
  });

  it('loses nothing and reads nothing stale at QUORUM; the smaller side refuses once it has noticed', () => {
    for (const seed of SEEDS) {
      const found = run(cassandra({ level: 'QUORUM' }), parted, { seed });
      assert.deepEqual(found.lost, []);
      assert.equal(stale(found), 0);
      assert.ok(found.converged);
      assert.equal(acknowledged(found, 0, 10.1, 50), 0);
      assert.ok(acknowledged(found, 1, 12, 50) > 500);
    }
  });

  it('takes writes in both data centres at LOCAL_QUORUM, and those of one are lost; QUORUM waits for both', () => {
    const sites = ['a', 'a', 'a', 'b', 'b', 'b'];
    const cut = scheduleOf(
      100,
      [
        [10, split(['10.0.0.1', '10.0.0.2', '10.0.0.3'], ['10.0.0.4', '10.0.0.5', '10.0.0.6'])],
        [50, HEAL],
      ],
      [['10.0.0.1'], ['10.0.0.4']],
    );
    const local = run(cassandra({ level: 'LOCAL_QUORUM', sites }), cut, { seed: 1 });
    assert.ok(acknowledged(local, 0, 12, 50) > 500 && acknowledged(local, 1, 12, 50) > 500);
    assert.ok(local.lost.length > 100 && local.conflicts > 100);
    for (const level of ['QUORUM', 'EACH_QUORUM']) {
      const both = run(cassandra({ level, sites }), cut, { seed: 1 });
      assert.equal(acknowledged(both, 0, 10.2, 50) + acknowledged(both, 1, 10.2, 50), 0, level);
      assert.deepEqual(both.lost, []);
    }
    // One data centre cannot be reached by a single node of the other: EACH_QUORUM stops, QUORUM goes on.
    const one = scheduleOf(60, [[10, { kind: 'powerLoss', hosts: ['10.0.0.5', '10.0.0.6'] }]]);
    assert.equal(acknowledged(run(cassandra({ level: 'EACH_QUORUM', sites }), one, { seed: 1 }), 0, 11), 0);
    assert.ok(acknowledged(run(cassandra({ level: 'QUORUM', sites }), one, { seed: 1 }), 0, 11) > 500);
  });

  it('loses acknowledged writes of a clock that is behind, at any level', () => {
    const skewed = scheduleOf(
      60,
      [[10, { kind: 'clock', hosts: ['10.0.0.1'], byMs: -5_000 }]],
      [['10.0.0.1'], ['10.0.0.3']],
    );
    for (const seed of SEEDS) {
      const found = run(cassandra({ level: 'QUORUM' }), skewed, { seed });
      assert.ok(found.lost.length > 100, `${found.lost.length}`);
      assert.ok(found.lost.every(at => found.operations[at]!.client === 0));
      // Ballots of Paxos are later than those before, whatever the clock says.
      assert.deepEqual(run(cassandra({ level: 'SERIAL' }), skewed, { seed }).lost, []);
    }
  });

  it('runs conditional writes by Paxos: nothing lost, nothing stale, and no answer on the smaller side', () => {
    for (const seed of SEEDS) {
      const found = run(cassandra({ level: 'SERIAL' }), parted, { seed });
      assert.deepEqual(found.lost, []);
      assert.equal(found.conflicts, 0);
      assert.equal(stale(found), 0);
      assert.equal(acknowledged(found, 0, 10.1, 50), 0);
      assert.ok(acknowledged(found, 1, 12, 50) > 300);
    }
  });

  it('brings what a node missed by hints, and not without them or past their window', () => {
    const away = scheduleOf(140, [
      [10, { kind: 'crash', hosts: ['10.0.0.1'] }],
      [80, { kind: 'restart', hosts: ['10.0.0.1'] }],
    ]);
    const at = (more: string) => run(cassandra({ level: 'QUORUM', more }), away, { seed: 3 });
    assert.ok(at('').converged);
    assert.match(texts(at('')), /gets \d+ writes that 10\.0\.0\.\d had kept for it/);
    assert.doesNotMatch(texts(at('hinted_handoff_enabled: false\n')), /had kept for it/);
    const short = texts(at('max_hint_window: 10s\n'));
    const count = (text: string) =>
      [...text.matchAll(/gets (\d+) writes/g)].reduce((sum, [, found]) => sum + Number(found), 0);
    assert.ok(count(short) < count(texts(at(''))) / 2);
  });

  it('loses what was confirmed and not synced when the power of all goes, unless commitlog_sync is batch', () => {
    const dark = scheduleOf(60, [
      [20, { kind: 'powerLoss', hosts: ['10.0.0.1', '10.0.0.2', '10.0.0.3'] }],
      [25, { kind: 'restart', hosts: ['10.0.0.1', '10.0.0.2', '10.0.0.3'] }],
    ]);
    const quiet = { ...dark, clients: dark.clients.map(client => ({ ...client, writesPerSecond: 2 })) };
    let lost = 0;
    for (const seed of SEEDS) {
      const found = run(cassandra({ level: 'QUORUM' }), quiet, { seed });
      lost += found.lost.length;
      for (const at of found.lost) assert.ok(found.operations[at]!.completedMs! > 9_000);
      assert.deepEqual(
        run(cassandra({ level: 'QUORUM', more: 'commitlog_sync: batch\n' }), quiet, { seed }).lost,
        [],
      );
    }
    assert.ok(lost > 0, `${lost}`);
  });

  it('takes writes at ANY where no copy can be reached, and shows them to nobody', () => {
    const sites = ['a', 'a', 'a', 'a'];
    const cut = scheduleOf(
      60,
      [[10, split(['10.0.0.4'], ['10.0.0.1', '10.0.0.2', '10.0.0.3'])]],
      [['10.0.0.4'], ['10.0.0.1']],
    );
    const any = run(cassandra({ level: 'ANY', sites, copies: "'a': 1" }), cut, { seed: 1 });
    const one = run(cassandra({ level: 'ONE', sites, copies: "'a': 1" }), cut, { seed: 1 });
    assert.ok(acknowledged(any, 0, 35) > acknowledged(one, 0, 35) * 2);
    assert.ok(stale(any) > 0);
  });

  it('has what it agreed on at QUORUM whatever is cut and killed, and the same run for the same seed', () => {
    const cluster = cassandra({ level: 'QUORUM', more: 'commitlog_sync: batch\n' });
    const names = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
    fc.assert(
      fc.property(
        anySchedule(names).map(schedule => ({
          ...schedule,
          events: schedule.events.filter(({ fault }) => fault.kind !== 'clock'),
        })),
        fc.nat(1_000_000),
        (schedule, seed) => {
          const found = run(cluster, schedule, { seed });
          assert.equal(found.cut, false);
          assert.equal(stale(found), 0);
          assert.equal(found.conflicts, 0);
          const up = found.roles.filter(list => list[list.length - 1]!.role === 'peer').length;
          if (up === 3) assert.deepEqual(found.lost, []);
          if (seed % 10 === 0) assert.deepEqual(run(cluster, schedule, { seed }), found);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('plays any schedule of five nodes to its end, at every level', () => {
    const names = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5'];
    const sites = ['a', 'a', 'a', 'b', 'b'];
    const levels = ['ANY', 'ONE', 'LOCAL_QUORUM', 'EACH_QUORUM', 'ALL', 'SERIAL', 'LOCAL_SERIAL'];
    const clusters = levels.map(level => cassandra({ level, sites, copies: "'a': 2, 'b': 2" }));
    fc.assert(
      fc.property(anySchedule(names), fc.nat(1_000_000), (schedule, seed) => {
        const found = run(clusters[seed % clusters.length]!, schedule, { seed });
        assert.equal(found.cut, false);
        assert.deepEqual(
          found.problems.filter(text => text.startsWith('More messages')),
          [],
        );
      }),
      { numRuns: 200 },
    );
  });
});

describe('simulate: Dynamo and its kin', () => {
  const described = (more: string, nodes = 5) =>
    preparedFrom({
      'carts.faultline.yaml':
        `name: carts\nprotocol: leaderless\ncopies: 3\n${more}nodes:\n` +
        Array.from({ length: nodes }, (_, i) => `  - { name: d${i + 1} }\n`).join('') +
        'clients:\n  - { name: app, readCopies: 2, writeCopies: 2 }\n',
    });
  const SLOPPY = 'commit: { copies: 2, degrades: true }\n';
  const schedule = scheduleOf(
    100,
    [
      [10, split(['d1'], ['d2', 'd3', 'd4', 'd5'])],
      [50, HEAL],
    ],
    [['d1'], ['d3']],
  );

  it('goes on everywhere with sloppy quorums, and keeps siblings where neither knew the other', () => {
    for (const seed of SEEDS) {
      const found = run(described(`${SLOPPY}conflicts: siblings\n`), schedule, { seed });
      assert.ok(acknowledged(found, 0, 17, 50) > 300 && acknowledged(found, 1, 17, 50) > 300);
      assert.deepEqual(found.lost, []);
      assert.ok(found.conflicts > 0 && stale(found) > 0);
      assert.match(texts(found), /side by side, for neither knew of the other/);
    }
  });

  it('loses one side of it with timestamps, and nothing where writes are merged', () => {
    for (const seed of SEEDS) {
      assert.ok(run(described(SLOPPY), schedule, { seed }).lost.length > 100);
      const merged = run(described(`${SLOPPY}conflicts: merge\n`), schedule, { seed });
      assert.deepEqual(merged.lost, []);
      assert.equal(merged.conflicts, 0);
    }
  });

  it('refuses on the smaller side with strict quorums: no siblings, nothing lost', () => {
    for (const more of ['conflicts: siblings\n', '']) {
      const found = run(
        described(more, 3),
        scheduleOf(60, [[10, split(['d1'], ['d2', 'd3'])]], [['d1'], ['d3']]),
        {
          seed: 1,
        },
      );
      assert.equal(acknowledged(found, 0, 10.1), 0);
      assert.deepEqual(found.lost, []);
      assert.equal(found.conflicts, 0);
      assert.equal(stale(found), 0);
    }
  });

  it('plays any schedule to its end', () => {
    const names = ['d1', 'd2', 'd3', 'd4', 'd5'];
    const clusters = [
      described(`${SLOPPY}conflicts: siblings\n`),
      described(SLOPPY),
      described('conflicts: siblings\n'),
    ];
    fc.assert(
      fc.property(anySchedule(names), fc.nat(1_000_000), (schedule, seed) => {
        const which = seed % clusters.length;
        const found = run(clusters[which]!, schedule, { seed });
        assert.equal(found.cut, false);
        // Every disk is still there, and siblings lose nothing.
        const up = found.roles.filter(list => list[list.length - 1]!.role === 'peer').length;
        if (which !== 1 && up === names.length) assert.deepEqual(found.lost, []);
      }),
      { numRuns: 150 },
    );
  });
});

describe('simulate: the nodes of a CouchDB cluster', () => {
  const couch = (copies = 3) =>
    preparedFrom(
      Object.fromEntries(
        [1, 2, 3].map(i => [
          `couch${i}/local.ini`,
          `[couchdb]\nuuid = a\n[cluster]\nq = 2\nn = ${copies}\nseedlist = couchdb@couch1,couchdb@couch2,couchdb@couch3\n`,
        ]),
      ),
    );

  it('answers 202 on the smaller side once it has noticed, and keeps both revisions', () => {
    const cut = scheduleOf(
      240,
      [
        [10, split(['couch1'], ['couch2', 'couch3'])],
        [120, HEAL],
      ],
      [['couch1'], ['couch3']],
    );
    for (const seed of SEEDS.slice(0, 3)) {
      const found = run(couch(), cut, { seed });
      const accepted = found.operations.filter(({ client, result }) => client === 0 && result === 'warned');
      assert.ok(accepted.length > 200 && accepted.every(({ completedMs }) => completedMs! > 55_000));
      assert.deepEqual(found.lost, []);
      assert.ok(found.conflicts > 0);
      assert.match(texts(found), /one revision wins everywhere/);
    }
  });

  it('plays any schedule to its end and loses no revision', () => {
    const cluster = couch();
    fc.assert(
      fc.property(anySchedule(['couch1', 'couch2', 'couch3']), fc.nat(1_000_000), (schedule, seed) => {
        const found = run(cluster, schedule, { seed });
        assert.equal(found.cut, false);
        const up = found.roles.filter(list => list[list.length - 1]!.role === 'peer').length;
        if (up === 3) assert.deepEqual(found.lost, []);
      }),
      { numRuns: 100 },
    );
  });
});
