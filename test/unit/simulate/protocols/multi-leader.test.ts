import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MULTI_LEADER } from '../../../../server/src/simulate/protocols/multi-leader/index.js';
import { type Run, run } from '../../../../server/src/simulate/run/run.js';
import type { Fault } from '../../../../server/src/simulate/schedule/model.js';
import { scheduleOf } from '../read-cluster.js';
import { anySchedule } from './any-schedule.js';
import { preparedIn, ready } from './prepared-in.js';

const preparedFrom = (files: Readonly<Record<string, string>>, dialect: 'mysql' | 'postgres' = 'postgres') =>
  preparedIn(files, MULTI_LEADER, dialect);

const SEEDS = [1, 2, 3, 4, 5];
const HEAL: Fault = { kind: 'heal' };
const split = (...groups: string[][]): Fault => ({ kind: 'partition', groups });
const texts = (found: Run) => found.events.map(({ text }) => text).join('\n');
const acknowledged = (found: Run, client: number, from: number, to = Infinity) =>
  found.operations.filter(
    each =>
      each.kind === 'write' &&
      each.client === client &&
      each.result === 'acknowledged' &&
      each.completedMs! >= from * 1000 &&
      each.completedMs! < to * 1000,
  ).length;

/** Ten seconds of peace, 20 of a cut, and time to meet. */
const apart = (a: string[], b: string[]) =>
  scheduleOf(
    110,
    [
      [10, split(a, b)],
      [30, HEAL],
    ],
    [a, b],
  );
/** Programs that use these nodes only. */
const at = (home: string[], schedule: ReturnType<typeof apart>) => ({
  ...schedule,
  clients: schedule.clients.map(client => ({ ...client, home })),
});
const slow = (schedule: ReturnType<typeof apart>) => ({
  ...schedule,
  clients: schedule.clients.map(client => ({ ...client, writesPerSecond: 5 })),
});

function table(strong: boolean) {
  return preparedFrom({
    'template.yaml':
      'Resources:\n  Orders:\n    Type: AWS::DynamoDB::GlobalTable\n    Properties:\n      KeySchema:\n        - { AttributeName: id, KeyType: HASH }\n' +
      `${strong ? '      MultiRegionConsistency: STRONG\n' : ''}      Replicas:\n        - Region: eu-west-1\n        - Region: us-east-1\n` +
      (strong ? '      GlobalTableWitnesses:\n        - Region: us-west-2\n' : ''),
  });
}

before(() => ready);

describe('simulate: DynamoDB global tables', () => {
  it('lose one of two writes within the replication latency, without any fault, and tell nobody', () => {
    for (const seed of SEEDS) {
      const found = run(table(false), scheduleOf(30, [], [['eu-west-1'], ['us-east-1']]), { seed });
      assert.ok(found.lost.length > 0 && found.conflicts > 0);
      assert.match(texts(found), /the later timestamp wins, and nobody is told/);
      // Where one region takes all writes, nothing is lost.
      const alone = run(table(false), at(['eu-west-1'], scheduleOf(30, [])), { seed });
      assert.deepEqual(alone.lost, []);
      assert.equal(alone.conflicts, 0);
    }
  });

  it('have a program on each side of a partition that names one region and the rest', () => {
    const sides = apart(['eu-west-1'], ['@rest']);
    for (const seed of SEEDS) {
      const { operations } = run(table(false), sides, { seed });
      const nodes = (client: number) =>
        new Set(
          operations.flatMap(({ client: who, kind, result, node, invokedMs }) =>
            who === client &&
            kind === 'write' &&
            result === 'acknowledged' &&
            invokedMs > 12_000 &&
            invokedMs < 30_000
              ? [node]
              : [],
          ),
        );
      assert.deepEqual([...nodes(0)], ['eu-west-1']);
      assert.ok(nodes(1).size > 0 && !nodes(1).has('eu-west-1'), [...nodes(1)].join());
    }
  });

  it('lose with a region what it had not sent', () => {
    const gone = at(['eu-west-1'], scheduleOf(30, [[20, { kind: 'powerLoss', hosts: ['eu-west-1'] }]]));
    let lost = 0;
    for (const seed of SEEDS) {
      const found = run(table(false), gone, { seed });
      lost += found.lost.length;
      for (const write of found.lost) assert.ok(found.operations[write]!.completedMs! > 18_900);
    }
    assert.ok(lost > 5);
  });

  it('with strong consistency lose nothing and refuse in a region that is cut off', () => {
    const cut = apart(['eu-west-1'], ['us-east-1', 'us-west-2']);
    for (const seed of SEEDS) {
      const found = run(table(true), cut, { seed });
      assert.deepEqual(found.lost, []);
      assert.ok(found.operations.every(({ staleMs }) => staleMs === undefined));
      assert.equal(acknowledged(found, 0, 10.2, 30), 0);
      assert.ok(acknowledged(found, 1, 12, 30) > 100);
      assert.equal(found.conflicts, 0);
    }
  });

  it('with strong consistency are three regions, or cannot be played', () => {
    assert.throws(() =>
      preparedFrom({
        'template.yaml':
          'Resources:\n  Orders:\n    Type: AWS::DynamoDB::GlobalTable\n    Properties:\n      MultiRegionConsistency: STRONG\n      Replicas:\n        - Region: eu-west-1\n        - Region: us-east-1\n',
      }),
    );
  });
});

describe('simulate: CouchDB databases that replicate', () => {
  const replication = (from: string, to: string) =>
    `{"_id":"${from}-${to}","source":"https://${from}.example.com/db","target":"https://${to}.example.com/db","continuous":true}`;
  const pair = () => preparedFrom({ 'a.json': replication('a', 'b'), 'b.json': replication('b', 'a') });

  it('keep both revisions and show a conflict', () => {
    const names = pair().hosts.map(({ name }) => name);
    for (const seed of SEEDS) {
      const found = run(pair(), apart([names[0]!], [names[1]!]), { seed });
      assert.deepEqual(found.lost, []);
      assert.ok(found.conflicts > 0);
      assert.ok(found.converged);
      assert.match(texts(found), /the revision with the longer history wins everywhere/);
    }
  });
});

describe('simulate: MySQL with several sources', () => {
  const server = (i: number, more: string) =>
    `[mysqld]\n# MySQL 8.0\nserver_id = ${i}\nlog_bin = on\nreport_host = db${i}\n${more}`;
  const change = (from: number) =>
    `CHANGE REPLICATION SOURCE TO SOURCE_HOST='db${from}', SOURCE_USER='r', SOURCE_PASSWORD='x';\nSTART REPLICA;\n`;
  const ring = (increments: boolean, nodes = 2) => {
    const files: Record<string, string> = {};
    for (let i = 1; i <= nodes; i++) {
      const from = i === 1 ? nodes : i - 1;
      files[`db${i}/my.cnf`] = server(
        i,
        increments ? `auto_increment_increment = ${nodes}\nauto_increment_offset = ${i}\n` : '',
      );
      files[`db${i}/replica.sql`] = change(from);
    }
    return preparedFrom(files, 'mysql');
  };

  it('stop at the same generated id on both sides, and not with increments and offsets', () => {
    for (const seed of SEEDS) {
      const same = run(ring(false), slow(apart(['db1'], ['db2'])), { seed });
      assert.match(texts(same), /error 1062/);
      assert.equal(same.converged, false);
      assert.deepEqual(same.lost, []);
      const apartIds = run(ring(true), slow(apart(['db1'], ['db2'])), { seed });
      assert.doesNotMatch(texts(apartIds), /1062/);
      assert.equal(apartIds.conflicts, 0);
      assert.ok(apartIds.converged);
    }
  });

  it('pass writes on around a ring, and no further than a server that is gone', () => {
    const schedule = scheduleOf(40, [[10, { kind: 'crash', hosts: ['db2'] }]], [['db1'], ['db3']]);
    const whole = run(ring(true, 3), scheduleOf(20, [], [['db1'], ['db3']]), { seed: 1 });
    assert.ok(whole.converged && whole.lost.length === 0);
    const broken = run(ring(true, 3), slow({ ...schedule }), { seed: 1 });
    assert.equal(broken.converged, false);
  });
});

describe('simulate: PostgreSQL servers that subscribe to each other', () => {
  const script = (own: string, other: string, options: string) =>
    `CREATE PUBLICATION pub_${own} FOR ALL TABLES;\n` +
    `CREATE SUBSCRIPTION sub_${own} CONNECTION 'host=${other} dbname=x' PUBLICATION pub_${other} WITH (copy_data = false${options});\n`;
  const pair = (options = ', origin = none') =>
    preparedFrom({ 'pg/a.sql': script('a', 'b', options), 'pg/b.sql': script('b', 'a', options) });

  it('stop at a row that both have made, and stay apart', () => {
    for (const seed of SEEDS) {
      const found = run(pair(), slow(apart(['a'], ['b'])), { seed });
      assert.match(texts(found), /duplicate key value violates unique constraint/);
      assert.equal(found.converged, false);
    }
    const one = run(
      pair(),
      at(
        ['a'],
        scheduleOf(60, [
          [10, split(['a'], ['b'])],
          [20, HEAL],
        ]),
      ),
      { seed: 1 },
    );
    assert.equal(one.conflicts, 0);
    assert.ok(one.converged);
  });

  it('get their own changes back without origin = none', () => {
    const found = run(pair(''), at(['a'], scheduleOf(10, [])), { seed: 1 });
    assert.match(texts(found), /its own write \d+, which came back to it/);
  });
});

describe('simulate: described stores with several leaders', () => {
  const store = (more: string) =>
    preparedFrom({
      's.faultline.yaml': `name: s\nprotocol: multi-leader\n${more}nodes:\n  - { name: x, region: eu }\n  - { name: y, region: us }\n  - { name: z, region: us }\n`,
    });

  it('lose, keep or merge what did not know of each other, as they say', () => {
    const cut = apart(['x'], ['y', 'z']);
    for (const seed of SEEDS) {
      const latest = run(store(''), cut, { seed });
      assert.ok(latest.lost.length > 100 && latest.conflicts > 0 && latest.converged);
      const siblings = run(store('conflicts: siblings\n'), cut, { seed });
      assert.ok(siblings.lost.length === 0 && siblings.conflicts > 0 && siblings.converged);
      const merged = run(store('conflicts: merge\n'), cut, { seed });
      assert.ok(merged.lost.length === 0 && merged.conflicts === 0 && merged.converged);
    }
  });

  it('play any schedule to its end, the same for the same seed', () => {
    const clusters = [store(''), store('conflicts: siblings\n'), store('conflicts: merge\n')];
    fc.assert(
      fc.property(anySchedule(['x', 'y', 'z']), fc.nat(1_000_000), (schedule, seed) => {
        const cluster = clusters[seed % 3]!;
        const found = run(cluster, schedule, { seed });
        assert.equal(found.cut, false);
        const up = found.roles.filter(list => list[list.length - 1]!.role === 'peer').length;
        if (seed % 3 > 0 && up === 3) assert.deepEqual(found.lost, []);
        if (seed % 10 === 0) assert.deepEqual(run(cluster, schedule, { seed }), found);
      }),
      { numRuns: 300 },
    );
  });

  it('of every other kind too', () => {
    const clusters = [table(false), table(true)];
    fc.assert(
      fc.property(anySchedule(['eu-west-1', 'us-east-1']), fc.nat(1_000_000), (schedule, seed) => {
        assert.equal(run(clusters[seed % 2]!, schedule, { seed }).cut, false);
      }),
      { numRuns: 100 },
    );
  });
});
