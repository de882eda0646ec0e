import { changeStatus } from '../../faults.js';
import type { Protocol } from '../../protocol.js';
import { demoteOffline, demoteWithoutLock, handOver } from './demotion.js';
import { keepSlots, renewMember, stopsRenewing } from './member-keys.js';
import { finishRace, race } from './race.js';
import { JOB, type LeaseState, PHASE } from './state.js';
import { manageSync, takeSync } from './sync.js';

/**
 * One round of an agent's loop, after Patroni's (https://github.com/patroni/patroni/blob/master/patroni/ha.py): reads who has the lock, and
 * does what that asks for. What needs the DCS and is not answered waits for retry_timeout.
 */
export function wake(s: LeaseState, protocol: Protocol, i: number): void {
  const a = s.agent(i);
  if (hangs(s, i)) return;
  if (s.reaches(i)) renewMember(s, i);
  switch (s.phase.get(a)) {
    case PHASE.waiting:
      if (!s.reaches(i)) return fail(s, i);
      s.phase.set(a, PHASE.idle);
      // The request that was under way goes through at last, with what was read before it.
      if (s.saw.get(a) === a + 1) return updateLock(s, protocol, i);
      return round(s, protocol, i);
    case PHASE.asking:
      s.phase.set(a, PHASE.idle);
      if (s.owner >= 0 || !s.reaches(i)) return round(s, protocol, i);
      if (finishRace(s, i)) lead(s, protocol, i);
      else followNobody(s, i);
      return;
    case PHASE.blocked:
      return;
    default:
      return round(s, protocol, i);
  }
}

/**
 * The server is frozen: the agent has read who has the lock, asks its server how far it is, and waits for the answer without a timeout, before it
 * renews anything (`_run_cycle`, `update_lock`, `last_operation`).
 */
function hangs(s: LeaseState, i: number): boolean {
  const a = s.agent(i);
  if (s.w.isUp(i) || s.w.isDown(i) || s.job.get(a) !== JOB.none) return false;
  s.saw.set(a, s.read(i) === a ? a + 1 : 0);
  s.phase.set(a, PHASE.blocked);
  s.loop.cancel(a);
  stopsRenewing(s, i);
  if (s.w.told)
    s.w.say('note', a, `The server of ${s.name(i)} does not answer its agent, which waits for it.`);
  return true;
}

/** The server answers again, or its connections are closed: the round goes on with what it had read before. */
export function goOn(s: LeaseState, i: number): void {
  const a = s.agent(i);
  if (!s.w.isUp(a) || s.phase.get(a) !== PHASE.blocked || s.job.get(a) !== JOB.none) return;
  s.phase.set(a, PHASE.waiting);
  s.soon(i, 300);
}

function round(s: LeaseState, protocol: Protocol, i: number): void {
  const a = s.agent(i);
  const seen = s.read(i);
  const reached = s.reaches(i);
  // Whoever else has it is read anew each time.
  s.saw.set(a, seen === a ? a + 1 : 0);
  if (!reached) {
    if (seen < 0 || seen === a) return wait(s, i);
    if (s.pg.isPrimary(i) && !s.isPaused) demoteWithoutLock(s, i);
    return s.rest(i);
  }
  if (seen === a) return updateLock(s, protocol, i);
  if (seen >= 0) return follow(s, protocol, i, seen - s.n);
  if (s.job.get(a) !== JOB.none) return s.sleep(i);
  if (s.pg.isStopped(i)) return recover(s, protocol, i, -1);
  const ready = race(s, i);
  if (ready === 'won') lead(s, protocol, i);
  else if (ready === 'lost') followNobody(s, i);
}

/**
 * It does not stand, and nobody leads: its server streams from nobody until somebody does, also where the old primary still runs
 * (`process_unhealthy_cluster`, `follow`: primary_conninfo is taken out).
 */
function followNobody(s: LeaseState, i: number): void {
  if (s.owner < 0 && s.pg.isStandby(i) && !s.isPaused) s.pg.follow(i, -1);
  s.sleep(i);
}

/** The agent takes itself for the holder of the lock: it renews the lease, and finds out whether it is. */
export function updateLock(s: LeaseState, protocol: Protocol, i: number): void {
  const a = s.agent(i);
  const { config, service, w } = s;
  if (service.renew(a)) return lead(s, protocol, i);
  const other = s.owner;
  if (config.putsBlindly && other >= 0) {
    if (w.told)
      w.say(
        'election',
        a,
        `${s.name(i)} had read from a member of ${config.service.name} that was behind that it has the lock; its lease is over, and it writes the lock again: ${s.name(other)} loses it, and with it the writes that it took.`,
        ...config.because.ttl,
      );
    service.put(a);
    return lead(s, protocol, i);
  }
  if (other < 0 && config.renewsExpired) {
    service.put(a);
    return lead(s, protocol, i);
  }
  s.saw.set(a, 0);
  if (s.pg.isPrimary(i) && !s.isPaused) demoteWithoutLock(s, i);
  s.soon(i);
}

/** It has the lock. */
function lead(s: LeaseState, protocol: Protocol, i: number): void {
  const { pg, w, config } = s;
  const a = s.agent(i);
  s.saw.set(a, a + 1);
  s.sleep(i);
  if (s.isPaused && !pg.isPrimary(i) && s.forced.get() !== i + 1) {
    s.service.release(a);
    return s.rest(i);
  }
  if (s.forced.get() === i + 1) s.forced.set(0, 0);
  if (s.job.get(a) !== JOB.none) return;
  if (pg.isChanging(i)) return s.loop.arm(a, 1_000);
  if (pg.isStopped(i) || w.isDown(i)) return recover(s, protocol, i, i);
  keepWatchdog(s, i);
  s.published.set(0, pg.received(i));
  keepSlots(s, i);
  if (pg.isPrimary(i)) {
    if (s.forced.get() !== 0 && handOver(s, i)) return;
    s.lastTimeline.set(0, Math.max(s.lastTimeline.get(), pg.timeline(i)));
    return manageSync(s, i);
  }
  takeSync(s, i);
  s.lastTimeline.set(0, Math.max(s.lastTimeline.get(), pg.timeline(i) + 1));
  if (w.told)
    w.say(
      'election',
      a,
      `${s.name(i)} has the lock of ${config.agent} and is promoted.`,
      ...config.because.ttl,
    );
  pg.promote(i);
  // The end of the promotion wakes the loop.
  s.loop.arm(a, 700, 1_200);
}

/** Somebody else has it. */
function follow(s: LeaseState, protocol: Protocol, i: number, leader: number): void {
  const { pg, w } = s;
  const a = s.agent(i);
  if (s.job.get(a) !== JOB.none) return s.sleep(i);
  if (pg.isPrimary(i)) {
    if (!s.isPaused) demoteWithoutLock(s, i);
    return s.sleep(i);
  }
  if (pg.isChanging(i)) return s.sleep(i);
  if (pg.isStopped(i) || w.isDown(i)) return recover(s, protocol, i, leader);
  if (startsRewind(s, i, leader)) return s.sleep(i);
  const { replicateFrom } = s.node(i);
  const target = replicateFrom !== undefined && pg.isStandby(replicateFrom) ? replicateFrom : leader;
  if (pg.upstream(i) !== target) {
    pg.follow(i, target);
    // A new primary first has to be one, and to make a slot: who comes earlier tries again at the next interval.
    pg.streams.seek(i, 100, pg.state.node(i).retryIntervalMs + 500);
  }
  if (pg.isStreaming(i) || (pg.isApart(i) && !mayRewindLater(s, i, leader))) return s.rest(i);
  s.phase.set(a, PHASE.idle);
  s.loop.arm(a, 1_000, s.config.loopWaitMs);
}

/** A server that does not run is started: after a rewind where its history went apart. */
function recover(s: LeaseState, protocol: Protocol, i: number, leader: number): void {
  const { pg, w, config } = s;
  s.sleep(i);
  if (s.isPaused) return;
  if (w.isDown(i)) changeStatus(w, protocol, i, 'restart');
  if (leader === i && config.primaryStartMs === 0 && hasSuccessor(s, i)) {
    if (w.told)
      w.say(
        'demotion',
        s.agent(i),
        `The server of ${s.name(i)} is down, and ${s.name(i)} gives the lock up at once.`,
        ...config.because.start,
      );
    pg.startUp(i, -1);
    s.service.release(s.agent(i));
    return;
  }
  if (leader >= 0 && leader !== i && startsRewind(s, i, leader)) return;
  if (w.told) w.say('recovery', s.agent(i), `${config.agent} starts the server of ${s.name(i)}.`);
  pg.startUp(i, leader === i ? -1 : leader);
  // The end of the start wakes the loop: the one with the lock is promoted then.
  s.loop.arm(s.agent(i), 1_000, leader === i ? 3_000 : Math.max(3_000, config.loopWaitMs));
}

/** Whether the server must be made a copy of the leader's first; then that begins. */
function startsRewind(s: LeaseState, i: number, leader: number): boolean {
  const { pg, w, config } = s;
  if (!pg.isPrimary(leader) || !w.isUp(leader) || !s.w.talks(s.agent(i), leader)) return false;
  // Agents compare the numbers of timelines: two promotions from the same one look alike.
  if (pg.timeline(i) === pg.timeline(leader)) return false;
  // Who was primary when it went down has a checkpoint at the least that nobody else has.
  if (!pg.isAheadOf(i, leader) && pg.isStandbyByFile(i)) return false;
  if (!s.node(i).rewinds) {
    if (w.told && !pg.isApart(i))
      w.say(
        'note',
        i,
        `${s.name(i)} has writes that ${s.name(leader)} does not have and is not rewound: it does not replicate until somebody builds it anew.`,
        ...config.because.rewind,
      );
    return false;
  }
  if (!pg.isStopped(i)) pg.stop(i);
  s.job.set(s.agent(i), JOB.rewinding);
  s.work.arm(s.agent(i), 2_500, 5_000);
  return true;
}

function mayRewindLater(s: LeaseState, i: number, leader: number): boolean {
  return s.node(i).rewinds && s.pg.timeline(i) !== s.pg.timeline(leader);
}

/**
 * A copy that starts takes connections only when it has replayed all that its source had at the end of the copy
 * (https://www.postgresql.org/docs/current/app-pgrewind.html).
 */
export function finishRestore(s: LeaseState, i: number): void {
  const leader = s.owner;
  s.job.set(s.agent(i), JOB.none);
  if (leader >= 0 && leader !== i && s.pg.isPrimary(leader) && s.w.talks(i, leader)) s.pg.rewind(i, leader);
}

/** A job has ended. */
export function finishJob(s: LeaseState, i: number): void {
  const a = s.agent(i);
  const { w } = s;
  const job = s.job.get(a);
  s.job.set(a, JOB.none);
  if (!s.w.isUp(i)) return s.soon(i);
  if (job === JOB.rewinding) {
    const leader = s.owner;
    if (leader >= 0 && leader !== i && s.pg.isPrimary(leader) && s.w.talks(i, leader)) {
      s.pg.rewind(i, leader);
      s.pg.startUp(i, leader);
      s.job.set(a, JOB.restoring);
    }
    return s.soon(i, 1_000);
  }
  // It was demoted: it starts as a standby, and is rewound only when the next round finds that it must be.
  const leader = s.reaches(i) ? s.owner : -1;
  s.pg.startUp(i, leader === i ? -1 : leader);
  const held = s.phase.get(a);
  const offline = s.silence.get(a) !== 0;
  s.silence.set(a, 0);
  if (held === PHASE.waiting) return;
  // It was stopped beside a loop that has gone on meanwhile: nothing wakes that one.
  if (offline && held === PHASE.idle && s.loop.isArmed(a)) return;
  s.phase.set(a, PHASE.idle);
  // A loop that the shutdown held up goes on at once, or when its next round is due.
  if (held !== PHASE.blocked || w.choose(3) > 0) s.loop.arm(a, 800, 1_500);
  else s.loop.arm(a, 1_300, s.config.loopWaitMs);
}

/** The DCS does not answer: whoever has something to lose gives up after a while, and the others wait. */
function wait(s: LeaseState, i: number): void {
  const a = s.agent(i);
  s.phase.set(a, PHASE.waiting);
  s.loop.cancel(a);
  if (!s.pg.isPrimary(i) && s.job.get(a) !== JOB.stopping) return;
  const { retryTimeoutMs } = s.config;
  s.loop.arm(a, Math.round(retryTimeoutMs * 0.78), Math.round(retryTimeoutMs * 1.2));
}

function fail(s: LeaseState, i: number): void {
  const a = s.agent(i);
  const { config, pg, w } = s;
  if (s.job.get(a) === JOB.stopping) {
    s.phase.set(a, PHASE.blocked);
    return;
  }
  if (!pg.isPrimary(i) || s.isPaused) return wait(s, i);
  if (config.failsafe && allAnswer(s, i)) {
    if (w.told)
      w.say(
        'note',
        a,
        `${s.name(i)} reaches no ${config.service.name}, but every other member: it goes on as primary.`,
        ...config.because.failsafe,
      );
    keepWatchdog(s, i);
    return s.sleep(i);
  }
  demoteOffline(s, i);
  wait(s, i);
}

function allAnswer(s: LeaseState, i: number): boolean {
  for (let j = 0; j < s.n; j++) if (j !== i && !s.w.talks(s.agent(i), s.agent(j))) return false;
  return true;
}

function hasSuccessor(s: LeaseState, i: number): boolean {
  for (let j = 0; j < s.n; j++)
    if (j !== i && !s.node(j).noFailover && s.w.talks(s.agent(i), s.agent(j)) && s.pg.isStandby(j))
      return true;
  return false;
}

function keepWatchdog(s: LeaseState, i: number): void {
  const { watchdogMs } = s.node(i);
  if (watchdogMs !== undefined && !s.isPaused) s.watchdog.arm(i, watchdogMs);
}
