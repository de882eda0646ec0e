import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FAMILIES } from '../../../../server/src/simulate/families.js';
import type { Prepared } from '../../../../server/src/simulate/family.js';
import { pictureOf, type RunPicture } from '../../../../server/src/simulate/playback/index.js';
import { Tape } from '../../../../server/src/simulate/playback/tape.js';
import { type Run, run } from '../../../../server/src/simulate/run/run.js';
import type { Schedule } from '../../../../server/src/simulate/schedule/model.js';
import { one, randomSchedule } from '../../../fuzz/schedules.js';
import { playableClusters } from '../../../fuzz/simulated-clusters.js';
import { Random } from '../../../recall/site.js';

/** Whatever is done to whatever cluster, what is shown of it fits together. */
describe('playback of any run', () => {
  const playables = playableClusters();

  for (const { id } of FAMILIES)
    it(`fits together: ${id}`, () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 0, max: 1e6 }),
          fc.constantFrom('least', 'most', 'any'),
          (seed, lean) => {
            const random = new Random(seed);
            const { prepared } = one(random, playables.get(id)!);
            const schedule = randomSchedule(prepared, random);
            const options = { seed, lean } as const;
            const { picture, run: played } = pictureOf(prepared, schedule, options);
            assert.deepEqual(played, run(prepared, schedule, options));
            checkTimes(picture, schedule);
            checkReaders(picture);
            checkLogs(picture);
            checkNetwork(picture, prepared, schedule);
            checkLost(picture, played);
            checkEnd(prepared, schedule, picture, played, options);
          },
        ),
        { numRuns: 6, seed: 20_260 },
      );
    });
});

/** A process is stale to whoever reads it: its stretches are those of its readers together. */
function checkReaders({ processes, clients }: RunPicture) {
  for (const { name, stale } of processes) {
    const read = clients.flatMap(client => client.stale.filter(({ node }) => node === name));
    assert.equal(read.length > 0, stale.length > 0);
    for (const { fromMs, toMs, ageMs } of read)
      assert.ok(stale.some(each => each.fromMs <= fromMs && toMs <= each.toMs && ageMs <= each.ageMs));
    for (const { ageMs } of stale) assert.ok(read.some(each => each.ageMs === ageMs));
  }
}

function checkTimes(
  { endMs, processes, faults, network, clients, messages, lock }: RunPicture,
  schedule: Schedule,
) {
  const rising = (times: readonly number[]) => {
    for (const [i, at] of times.entries())
      assert.ok(at >= 0 && at <= endMs && (i === 0 || at >= times[i - 1]!));
  };
  assert.equal(endMs, schedule.until);
  for (const { roles, log, serves, stale } of processes) {
    assert.equal(roles[0]!.atMs, 0);
    rising(roles.map(({ atMs }) => atMs));
    rising(log.map(({ atMs }) => atMs));
    assert.equal(log.length > 0, serves);
    if (serves) assert.equal(log[0]!.atMs, 0);
    for (const { fromMs, toMs, ageMs } of stale)
      assert.ok(fromMs >= 0 && fromMs <= toMs && toMs <= endMs && ageMs > 0 && ageMs <= toMs);
  }
  rising(faults.map(({ fromMs }) => fromMs));
  for (const { event, ends, fromMs, toMs, lasting } of faults) {
    assert.equal(schedule.events[event]!.at, fromMs);
    if (toMs !== undefined) assert.ok(toMs >= fromMs && toMs <= endMs && !lasting);
    if (ends !== undefined) assert.equal(schedule.events[ends]!.at, toMs);
  }
  // Every event begins a bar, or has a hand in the end of one.
  const told = new Set(faults.map(({ event }) => event));
  for (const [at, { fault }] of schedule.events.entries())
    assert.ok(
      told.has(at) || ['heal', 'restart', 'resume', 'maintenance'].includes(fault.kind),
      `event ${at}`,
    );
  assert.equal(network[0]!.atMs, 0);
  rising(network.map(({ atMs }) => atMs));
  rising(lock.map(({ atMs }) => atMs));
  for (const { spans } of clients)
    for (const { fromMs, toMs } of spans) assert.ok(fromMs >= 0 && fromMs <= toMs && toMs <= endMs);
  rising(messages.map(({ sentMs }) => sentMs));
  for (const { sentMs, arrivesMs } of messages) assert.ok(arrivesMs - sentMs >= 20);
}

function checkLogs({ processes }: RunPicture) {
  for (const { log, name } of processes)
    for (const { held, only, doomed, lagMs } of log)
      assert.ok(
        held >= only && only >= 0 && doomed <= held && doomed >= 0 && lagMs >= 0,
        `${name}: ${JSON.stringify({ held, only, doomed, lagMs })}`,
      );
}

function checkNetwork({ network, clients }: RunPicture, { hosts }: Prepared, schedule: Schedule) {
  const all = [...hosts.map(({ name }) => name), ...schedule.clients.map(({ name }) => name)].sort();
  for (const { groups, cuts } of network) {
    assert.deepEqual(groups.flat().sort(), all);
    for (const { from, to } of cuts) {
      const group = groups.find(each => each.includes(from))!;
      assert.ok(group.includes(to), `${from} and ${to} stand in one group`);
    }
  }
  const names = new Set(hosts.map(({ name }) => name));
  for (const { beside } of clients) for (const name of beside) assert.ok(names.has(name), name);
}

/** What was acknowledged and is gone stands in spans of its own. */
function checkLost({ clients }: RunPicture, { lost, operations }: Run) {
  const told = clients.flatMap(({ spans }) => spans).filter(({ result }) => result === 'lost');
  const byWriters = lost.filter(at => clients[operations[at]!.client]!.writes);
  assert.equal(
    told.reduce((sum, { count }) => sum + count, 0),
    byWriters.length,
  );
}

/** The last state of each log, counted write by write. */
function checkEnd(
  prepared: Prepared,
  schedule: Schedule,
  picture: RunPicture,
  played: Run,
  options: { readonly seed: number; readonly lean: 'least' | 'most' | 'any' },
) {
  const tape = new Tape(schedule);
  run(prepared, schedule, { ...options, watcher: tape });
  const { protocol, recorder } = tape.table!;
  const places = recorder.placesNow();
  const has = (p: number, at: number): boolean => {
    const { epoch, index } = places[at]!;
    if (protocol.holdsUpTo === undefined) return protocol.holdsValue!(p, at, played.operations[at]!.key);
    return epoch > 0 && protocol.holdsUpTo(p, epoch) >= index;
  };
  const writes = played.operations.flatMap(({ kind }, at) => (kind === 'write' ? [at] : []));
  const serving = prepared.processes.flatMap(({ serves }, p) => (serves ? [p] : []));
  const lost = new Set(played.lost);
  for (const p of serving) {
    const held = writes.filter(at => has(p, at));
    const only = held.filter(at => serving.every(q => q === p || !has(q, at)));
    const { log, name } = picture.processes[p]!;
    const last = log.at(-1)!;
    assert.deepEqual(
      [name, last.held, last.only, last.doomed],
      [name, held.length, only.length, held.filter(at => lost.has(at)).length],
    );
  }
}
