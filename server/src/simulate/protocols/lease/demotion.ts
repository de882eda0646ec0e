import { nextRetransmission } from '../../kit/tcp.js';
import { JOB, type LeaseState } from './state.js';

/**
 * The lock is somebody else's, or nobody's: PostgreSQL is stopped at once (`pg_ctl stop -m immediate`), and goes on as a
 * standby.
 */
export function demoteWithoutLock(s: LeaseState, i: number): void {
  const { w, config } = s;
  if (w.told)
    w.say(
      'demotion',
      s.agent(i),
      `${s.name(i)} has lost the lock, and ${config.agent} stops its server at once.`,
      ...config.because.ttl,
    );
  stop(s, i, 1_200, 2_500);
}

/**
 * The DCS does not answer: PostgreSQL is stopped before the lease ends. It stops taking writes at once, but its shutdown waits for standbys
 * that are connected until they have everything, and for silent ones until wal_sender_timeout
 * (https://www.postgresql.org/docs/current/app-pg-ctl.html).
 */
export function demoteOffline(s: LeaseState, i: number): void {
  const { w, config } = s;
  if (w.told)
    w.say(
      'demotion',
      s.agent(i),
      `${s.name(i)} has not reached ${config.service.name} for retry_timeout, ${config.retryTimeoutMs / 1000} s, and stops its server before its lease can end.`,
      ...config.because.retry,
    );
  const silent = silentFor(s, i);
  if (silent === 0) stop(s, i, 100, 1_700);
  else stop(s, i, silent + 500, silent + 1_900);
  s.silence.set(s.agent(i), w.dueIn(silent, silent));
}

/** An operator wants another leader: the server is stopped when all that are connected have everything, then the lock is given up. */
export function handOver(s: LeaseState, i: number): boolean {
  const to = s.forced.get() - 1;
  const { w } = s;
  if (to < 0 || to === i || !w.talks(s.agent(i), s.agent(to)) || !s.pg.isStandby(to)) return false;
  if (w.told) w.say('demotion', s.agent(i), `${s.name(i)} hands over to ${s.name(to)}.`);
  stop(s, i, 200, 2_000);
  s.service.release(s.agent(i));
  return true;
}

function stop(s: LeaseState, i: number, leastMs: number, mostMs: number): void {
  s.pg.stop(i);
  s.watchdog.cancel(i);
  s.syncing.cancel(s.agent(i));
  s.job.set(s.agent(i), JOB.stopping);
  s.work.arm(s.agent(i), leastMs, mostMs);
}

/** For how long a shutdown still waits for connected standbys that do not answer, in ms. */
function silentFor(s: LeaseState, i: number): number {
  const { state } = s.pg;
  let most = 0;
  for (let j = 0; j < s.n; j++) {
    if ((state.senders.get(i) & (1 << j)) === 0 || s.w.talks(i, j)) continue;
    const due = state.heard.get(state.pair(i, j));
    most = Math.max(most, (due - s.w.now) * s.w.options.unitMs);
  }
  return most;
}

/** A cut is over for a server that is shutting down: its standbys answer with the next retransmission, and it is done. */
export function hearAgain(s: LeaseState, i: number, j: number): void {
  const a = s.agent(i);
  if (s.job.get(a) !== JOB.stopping || !s.work.isArmed(a) || !s.w.isUp(j)) return;
  const timeout = s.pg.state.node(i).walSenderTimeoutMs;
  const left = s.work.leftMs(a);
  if (timeout === 0 || left < 3_000) return;
  const until = s.silence.get(a);
  const silent = until === 0 ? left : (until - s.w.now) * s.w.options.unitMs;
  const [least, most] = nextRetransmission(s.w, i, j, Math.max(0, timeout - silent));
  if (most < left) s.work.arm(a, least + 100, most + 1_500);
}
