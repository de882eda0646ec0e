import assert from 'node:assert/strict';
import type {
  LogPicture,
  PicturedProcess,
  RunPicture,
} from '../../../../server/src/simulate/playback/index.js';
import { pictureOf } from '../../../../server/src/simulate/playback/index.js';
import { run } from '../../../../server/src/simulate/run/run.js';
import { labOf } from './lab.js';

/** The leader is alone from 10 s to 70 s of the run. */
const AT = 38_000;

describe('playback of a Patroni whose leader is cut off', () => {
  const { prepared, schedule } = labOf('patroni-async');
  const options = { seed: 7, lean: 'any' } as const;
  const { picture, run: played } = pictureOf(prepared, schedule, options);
  const old = processAt(picture, 9_000, 'leader');
  const next = processAt(picture, 60_000, 'leader');

  it('is the run that is played without anybody who looks on', () => {
    assert.deepEqual(played, run(prepared, schedule, options));
  });

  it('shows the old leader apart from the others, with its client, until the network heals', () => {
    const during = picture.network.filter(({ atMs }) => atMs <= AT).at(-1)!;
    assert.equal(during.groups.length, 2);
    const alone = during.groups.find(group => group.includes(old.host))!;
    const others = picture.processes.map(({ host }) => host).filter(host => host !== old.host);
    assert.deepEqual(
      others.filter(host => alone.includes(host)),
      [],
    );
    assert.ok(alone.includes('c1') && !alone.includes('c2'));
    assert.deepEqual(during.cuts, []);
    assert.deepEqual(
      picture.network.map(({ atMs, groups }) => [atMs, groups.length]),
      [
        [0, 1],
        [10_000, 2],
        [70_000, 1],
      ],
    );
    const [c1, c2] = picture.clients;
    assert.deepEqual(c1!.beside, [old.host]);
    assert.deepEqual([...c2!.beside].sort(), [...new Set(others)].sort());
  });

  it('shows what the old leader alone has, and that all of it is doomed', () => {
    const log = logAt(old, AT);
    assert.ok(log.only > 100, `${log.only}`);
    assert.equal(log.doomed, played.lost.length);
    assert.ok(log.doomed > 0 && log.doomed <= log.only);
    assert.equal(logAt(next, AT).doomed, 0);
    assert.equal(logAt(old, 9_500).only, 0);
  });

  it('counts at the end of every log what is there', () => {
    const end = picture.processes
      .filter(({ serves }) => serves)
      .map(process => logAt(process, picture.endMs));
    assert.ok(played.converged);
    for (const { held, only, doomed, lagMs } of end)
      assert.deepEqual({ held, only, doomed, lagMs }, { held: end[0]!.held, only: 0, doomed: 0, lagMs: 0 });
    const acknowledged = played.operations.filter(
      ({ kind, result }) => kind === 'write' && result === 'acknowledged',
    ).length;
    assert.ok(end[0]!.held >= acknowledged - played.lost.length);
  });

  it('shows how far the others fall behind, and for how long reads of them are stale', () => {
    const lag = logAt(next, 20_000).lagMs;
    assert.ok(lag > 9_000 && lag <= 10_000, `${lag}`);
    const [stale] = next.stale;
    assert.ok(stale!.fromMs > 10_000 && stale!.fromMs < 11_500);
    assert.ok(stale!.ageMs > 10_000);
  });

  it('has one bar for the partition, which the heal ends', () => {
    const title = picture.faults[0]!.title;
    assert.deepEqual(
      picture.faults.map(({ title: _, ...rest }) => rest),
      [{ event: 0, ends: 1, fromMs: 10_000, toMs: 70_000, lasting: false, kind: 'partition' }],
    );
    assert.match(title, new RegExp(`^partition .*\\b${old.host}\\b`));
    assert.doesNotMatch(title, /@/);
  });

  it('tells whose the lock is, and for how long', () => {
    const holders = [...new Set(picture.lock.map(({ holder }) => holder))];
    assert.deepEqual(holders, [old.name, undefined, next.name]);
    const free = picture.lock.find(({ holder }) => holder === undefined)!;
    const before = picture.lock.filter(({ atMs }) => atMs < free.atMs).at(-1)!;
    // It is given up when its lease, last renewed before the cut, is over.
    assert.ok(before.atMs <= 10_000);
    assert.ok(Math.abs(before.atMs + before.leftMs! - free.atMs) < 1_000);
  });

  it('shows what the members of etcd are in it', () => {
    const etcd = picture.processes.filter(({ coordination }) => coordination);
    assert.equal(etcd.length, 3);
    assert.equal(etcd.filter(process => roleAt(process, 5_000) === 'leader').length, 1);
    const alone = etcd.find(({ host }) => host === old.host)!;
    assert.equal(roleAt(alone, AT), 'stalled');
    assert.equal(etcd.filter(process => roleAt(process, AT) === 'leader').length, 1);
    assert.notEqual(roleAt(alone, 90_000), 'stalled');
  });

  it('has every write of a client in a span, and the time without an answer as a wait', () => {
    const c1 = picture.clients[0]!;
    const writes = played.operations.filter(({ kind, client }) => kind === 'write' && client === 0).length;
    assert.equal(
      c1.spans.reduce((sum, { count }) => sum + count, 0),
      writes,
    );
    const lost = c1.spans.filter(({ result }) => result === 'lost');
    assert.equal(
      lost.reduce((sum, { count }) => sum + count, 0),
      played.lost.filter(at => played.operations[at]!.client === 0).length,
    );
    const [wait] = c1.spans.filter(({ result }) => result === 'waiting');
    assert.ok(wait!.fromMs > 10_000 && wait!.toMs >= 70_000 && wait!.toMs < 72_000);
  });
});

function processAt(picture: RunPicture, atMs: number, role: string): PicturedProcess {
  const found = picture.processes.filter(process => process.serves && roleAt(process, atMs) === role);
  assert.equal(found.length, 1);
  return found[0]!;
}

function roleAt({ roles }: PicturedProcess, atMs: number): string {
  return roles.filter(each => each.atMs <= atMs).at(-1)!.role;
}

function logAt({ log }: PicturedProcess, atMs: number): LogPicture {
  return log.filter(each => each.atMs <= atMs).at(-1)!;
}
