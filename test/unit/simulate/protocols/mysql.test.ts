import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PRIMARY_BACKUP } from '../../../../server/src/simulate/protocols/primary-backup/index.js';
import { type Run, run } from '../../../../server/src/simulate/run/run.js';
import type { Schedule } from '../../../../server/src/simulate/schedule/model.js';
import { preparedFrom, scheduleOf } from '../read-cluster.js';
import { anySchedule } from './any-schedule.js';

const SEEDS = [1, 2, 3, 4, 5];

interface Options {
  readonly source?: string;
  readonly replica?: string;
  readonly replicas?: number;
  readonly more?: Readonly<Record<string, string>>;
}

/** `n1` is the source, `n2` and so on its replicas. */
function prepared({ source = '', replica = '', replicas = 2, more = {} }: Options = {}) {
  const files: Record<string, string> = {
    'n1/my.cnf': `[mysqld]\nserver_id=1\nlog_bin=ON\nsync_binlog=1\n${source}\n`,
  };
  for (let i = 2; i <= replicas + 1; i++) {
    files[`n${i}/my.cnf`] = `[mysqld]\nserver_id=${i}\nlog_bin=ON\nsync_binlog=1\nread_only=ON\n${replica}\n`;
    files[`n${i}/replicate.sql`] = "CHANGE REPLICATION SOURCE TO SOURCE_HOST='n1', SOURCE_AUTO_POSITION=1;\n";
  }
  return preparedFrom({ ...files, ...more }, PRIMARY_BACKUP);
}

const SEMI: Options = {
  source: 'rpl_semi_sync_source_enabled=1',
  replica: 'rpl_semi_sync_replica_enabled=1\nrpl_semi_sync_source_enabled=1',
};
const semi = (source: string, replicas = 2) =>
  prepared({ ...SEMI, source: `${SEMI.source}\n${source}`, replicas });

const MHA = (defaults = '', n2 = '', n3 = '') => ({
  'mha/app1.cnf': `[server default]\nuser=u\nping_interval=3\n${defaults}\n[server1]\nhostname=n1\n[server2]\nhostname=n2\n${n2}\n[server3]\nhostname=n3\n${n3}\n`,
});

const patient = (schedule: Schedule): Schedule => ({
  ...schedule,
  clients: schedule.clients.map(each => ({ ...each, writeTimeoutMs: 60_000 })),
});
const texts = (found: Run) => found.events.map(({ text }) => text).join('\n');
const acknowledged = (found: Run, from: number, to = Infinity) =>
  found.operations.filter(
    ({ kind, result, completedMs = Infinity }) =>
      kind === 'write' && result === 'acknowledged' && completedMs >= from * 1000 && completedMs < to * 1000,
  ).length;
const firstAckBy = (found: Run, node: string) =>
  found.operations.find(each => each.kind === 'write' && each.node === node && each.result === 'acknowledged')
    ?.completedMs;

const cutOff = (untilS: number, ...more: Parameters<typeof scheduleOf>[1]) =>
  scheduleOf(
    untilS,
    [[10, { kind: 'partition', groups: [['n1'], ['n2', 'n3']] }], ...more],
    [['n1'], ['n1']],
  );

describe('simulate: MySQL', () => {
  it('loses acknowledged writes when a source whose replicas are cut off dies; semi-sync without a fallback prevents it by blocking', () => {
    const schedule = patient(
      cutOff(
        60,
        [18, { kind: 'powerLoss', hosts: ['n1'] }],
        [19, { kind: 'heal' }],
        [20, { kind: 'promote', host: 'n2' }],
      ),
    );
    for (const seed of SEEDS) {
      assert.ok(run(prepared(), schedule, { seed }).lost.length > 100);
      const strict = run(semi('rpl_semi_sync_source_timeout=1000000000'), schedule, { seed });
      assert.deepEqual(strict.lost, []);
      assert.equal(acknowledged(strict, 10.1, 18), 0);
      assert.ok(acknowledged(strict, 21) > 100);
    }
  });

  it('falls back to asynchronous replication after rpl_semi_sync_source_timeout, and loses what it acknowledges then', () => {
    const schedule = patient(
      cutOff(
        60,
        [20, { kind: 'powerLoss', hosts: ['n1'] }],
        [21, { kind: 'heal' }],
        [22, { kind: 'promote', host: 'n2' }],
      ),
    );
    for (const seed of SEEDS) {
      const found = run(semi('rpl_semi_sync_source_timeout=4000'), schedule, { seed });
      const times = found.lost.map(at => found.operations[at]!.completedMs!);
      assert.equal(acknowledged(found, 10.1, 13.9), 0);
      assert.ok(found.lost.length > 100);
      assert.ok(Math.min(...times) >= 13_900);
      assert.match(texts(found), /has waited 4 s for the receipt of a replica and goes on asynchronously/);
    }
  });

  it('returns to semi-sync when a replica has caught up', () => {
    const schedule = patient(
      cutOff(90, [20, { kind: 'heal' }], [60, { kind: 'partition', groups: [['n1'], ['n2', 'n3']] }]),
    );
    const found = run(semi('rpl_semi_sync_source_timeout=4000'), schedule, { seed: 1 });
    assert.match(texts(found), /n1 replicates semi-synchronously again/);
    assert.equal(acknowledged(found, 60.1, 63.9), 0);
    assert.ok(acknowledged(found, 65) > 100);
  });

  it('waits for as many receipts as rpl_semi_sync_source_wait_for_replica_count says', () => {
    const one = patient(
      scheduleOf(40, [[10, { kind: 'partition', groups: [['n1', 'n2'], ['n3']] }]], [['n1'], ['n1']]),
    );
    for (const seed of SEEDS) {
      const two = run(
        semi('rpl_semi_sync_source_wait_for_replica_count=2\nrpl_semi_sync_source_timeout=100000'),
        one,
        { seed },
      );
      assert.equal(acknowledged(two, 10.1), 0);
      assert.ok(acknowledged(run(semi('rpl_semi_sync_source_timeout=100000'), one, { seed }), 10.1) > 1_000);
    }
  });

  it('shows rows that are on no replica with AFTER_COMMIT, and none with AFTER_SYNC', () => {
    const shown = (point: string) => {
      const cluster = semi(`rpl_semi_sync_source_timeout=100000\nrpl_semi_sync_source_wait_point=${point}`);
      const found = run(cluster, cutOff(30), { seed: 1 });
      return found.presentAllTheSame.length;
    };
    assert.ok(shown('AFTER_COMMIT') > 10);
    assert.equal(shown('AFTER_SYNC'), 0);
  });

  it('loses committed rows of a source that loses power where the logs are not flushed at each commit', () => {
    const schedule = scheduleOf(40, [
      [10, { kind: 'powerLoss', hosts: ['n1'] }],
      [12, { kind: 'restart', hosts: ['n1'] }],
    ]);
    const killed = scheduleOf(40, [
      [10, { kind: 'crash', hosts: ['n1'] }],
      [12, { kind: 'restart', hosts: ['n1'] }],
    ]);
    const lost = (source: string, what: Schedule) =>
      SEEDS.reduce(
        (sum, seed) => sum + run(prepared({ source, replicas: 1 }), what, { seed }).lost.length,
        0,
      );
    assert.ok(lost('sync_binlog=0', schedule) > 5);
    assert.ok(lost('innodb_flush_log_at_trx_commit=2', schedule) > 5);
    assert.equal(lost('innodb_flush_log_at_trx_commit=2', killed), 0);
    assert.ok(lost('innodb_flush_log_at_trx_commit=0', killed) > 5);
    assert.equal(lost('', schedule), 0);
  });
});

describe('simulate: MHA', () => {
  const dies = scheduleOf(60, [[10, { kind: 'crash', hosts: ['n1'] }]]);
  const dark = scheduleOf(60, [[10, { kind: 'powerLoss', hosts: ['n1'] }]]);

  it('promotes after three pings in vain, candidate_master first, and fetches what a dead server with a live machine still has', () => {
    const lag = scheduleOf(60, [
      [8, { kind: 'cut', from: ['n1'], to: ['n2'], oneWay: false }],
      [8, { kind: 'cut', from: ['n1'], to: ['n3'], oneWay: false }],
      [10, { kind: 'crash', hosts: ['n1'] }],
    ]);
    const without = scheduleOf(60, [
      ...lag.events.slice(0, 2).map(({ fault }) => [8, fault] as const),
      [10, { kind: 'powerLoss', hosts: ['n1'] }],
    ]);
    for (const seed of SEEDS) {
      const cluster = prepared({ more: MHA('', '', 'candidate_master=1') });
      const found = run(cluster, dies, { seed });
      const at = firstAckBy(found, 'n3')!;
      assert.ok(at > 18_000 && at < 33_000, `${at}`);
      assert.deepEqual(found.finalLeaders, [2]);
      assert.deepEqual(run(cluster, lag, { seed }).lost, []);
      assert.ok(run(cluster, without, { seed }).lost.length > 50);
    }
  });

  it('does nothing while another replica is down as well, unless ignore_fail', () => {
    const two = scheduleOf(60, [[10, { kind: 'powerLoss', hosts: ['n1', 'n3'] }]]);
    for (const seed of SEEDS) {
      const found = run(prepared({ more: MHA() }), two, { seed });
      assert.deepEqual(found.finalLeaders, []);
      assert.match(texts(found), /n3 does not answer either/);
      assert.deepEqual(
        run(prepared({ more: MHA('', '', 'ignore_fail=1') }), two, { seed }).finalLeaders,
        [1],
      );
    }
  });

  it('leaves two sources behind a partition without a script that fences, and one with shutdown_script', () => {
    const schedule = scheduleOf(
      90,
      [[10, { kind: 'partition', groups: [['n1'], ['n2', 'n3', 'mha-manager']] }]],
      [['n1'], ['n2']],
    );
    for (const seed of SEEDS) {
      const both = run(prepared({ more: MHA() }), schedule, { seed });
      assert.equal(both.finalLeaders.length, 2);
      assert.ok(both.lost.length > 100);
      const fenced = run(prepared({ more: MHA('shutdown_script=/usr/bin/power') }), schedule, { seed });
      assert.equal(fenced.finalLeaders.length, 1);
    }
  });

  it('asks others before it gives a master up only with secondary_check_script', () => {
    const link = scheduleOf(60, [[10, { kind: 'cut', from: ['mha-manager'], to: ['n1'], oneWay: false }]]);
    for (const seed of SEEDS) {
      assert.equal(run(prepared({ more: MHA() }), link, { seed }).finalLeaders.length, 2);
      const asked = prepared({ more: MHA('secondary_check_script=masterha_secondary_check -s n2') });
      assert.deepEqual(run(asked, link, { seed }).finalLeaders, [0]);
    }
  });

  it('fails over once', () => {
    const twice = scheduleOf(120, [
      [10, { kind: 'powerLoss', hosts: ['n1'] }],
      [60, { kind: 'powerLoss', hosts: ['n2'] }],
    ]);
    assert.deepEqual(
      run(prepared({ more: MHA('', 'candidate_master=1') }), twice, { seed: 1 }).finalLeaders,
      [],
    );
    assert.deepEqual(
      run(prepared({ more: MHA('', 'candidate_master=1') }), dark, { seed: 1 }).finalLeaders,
      [1],
    );
  });
});

describe('simulate: Orchestrator', () => {
  const orchestrator = (more: object = {}) => ({
    'o1/orchestrator.conf.json': JSON.stringify({
      RecoverMasterClusterFilters: ['*'],
      InstancePollSeconds: 5,
      MySQLTopologyUser: 'o',
      ...more,
    }),
  });

  it('promotes the replica that has received most, after a few polls', () => {
    const schedule = scheduleOf(60, [
      [8, { kind: 'cut', from: ['n1'], to: ['n2'], oneWay: false }],
      [12, { kind: 'powerLoss', hosts: ['n1'] }],
    ]);
    for (const seed of SEEDS) {
      const found = run(prepared({ more: orchestrator() }), schedule, { seed });
      assert.deepEqual(found.finalLeaders, [2]);
      const at = firstAckBy(found, 'n3')!;
      assert.ok(at > 17_000 && at < 30_000, `${at}`);
    }
  });

  it('leaves a source alone that only orchestrator does not reach', () => {
    const schedule = scheduleOf(60, [
      [10, { kind: 'cut', from: ['orchestrator'], to: ['n1'], oneWay: false }],
    ]);
    for (const seed of SEEDS)
      assert.deepEqual(run(prepared({ more: orchestrator() }), schedule, { seed }).finalLeaders, [0]);
  });

  it('leaves two sources behind a partition, for it fences nobody', () => {
    const schedule = scheduleOf(
      60,
      [[10, { kind: 'partition', groups: [['n1'], ['n2', 'n3', 'orchestrator']] }]],
      [['n1'], ['n2']],
    );
    for (const seed of SEEDS)
      assert.equal(run(prepared({ more: orchestrator() }), schedule, { seed }).finalLeaders.length, 2);
  });

  it('leaves a promoted server read-only with ApplyMySQLPromotionAfterMasterFailover off', () => {
    const schedule = scheduleOf(60, [[10, { kind: 'powerLoss', hosts: ['n1'] }]]);
    const found = run(
      prepared({ more: orchestrator({ ApplyMySQLPromotionAfterMasterFailover: false }) }),
      schedule,
      { seed: 1 },
    );
    assert.deepEqual(found.finalLeaders, []);
    assert.match(texts(found), /stays read-only/);
  });

  it('plays any schedule to its end, the same way for the same seed', () => {
    const cluster = prepared({ ...SEMI, more: orchestrator() });
    const mha = prepared({ more: MHA() });
    fc.assert(
      fc.property(anySchedule(['n1', 'n2', 'n3']), fc.nat(1_000_000), (schedule, seed) => {
        for (const each of [cluster, mha]) {
          const found = run(each, schedule, { seed });
          assert.equal(found.cut, false);
          if (seed % 10 === 0) assert.deepEqual(run(each, schedule, { seed }), found);
        }
      }),
      { numRuns: 100 },
    );
  });
});
