import type { SettingRef } from '../../history/model.js';
import { has } from '../../kit/sets.js';
import { arm, type LeaseState, PHASE } from './state.js';

/** Bytes of WAL of a small write: a row, its index entry and the commit. */
export const WAL_OF_A_WRITE = 180;
/** How long an agent waits for another one's answer, in ms: the timeout of Patroni's requests. */
const ASK_MS = 2_000;

/**
 * Nobody has the lock. Whoever may lead asks the others how far they are, and takes it where none is further
 * (_is_healthiest_node). Those that do not answer hold it up.
 * @returns `asking`: it waits for answers and is woken again.
 */
export function race(s: LeaseState, i: number): 'won' | 'lost' | 'asking' {
  if (s.pg.isPrimary(i)) {
    const later = s.config.knowsLaterTimelines && s.pg.timeline(i) < s.lastTimeline.get();
    return !later && s.service.acquire(s.agent(i)) ? 'won' : 'lost';
  }
  if (!mayStand(s, i)) return 'lost';
  if (s.forced.get() === i + 1) return s.service.acquire(s.agent(i)) ? 'won' : 'lost';
  const a = s.agent(i);
  const backoff = s.config.raceBackoffMs > 0 && followsLivePrimary(s, i) ? s.config.raceBackoffMs : 0;
  const asks = someoneIsSilent(s, i) ? ASK_MS : 0;
  if (backoff + asks === 0) return finishRace(s, i) ? 'won' : 'lost';
  s.phase.set(a, PHASE.asking);
  arm(s, s.loop, a, backoff + asks, backoff + asks + 150);
  return 'asking';
}

/** The answers are there. True: it has the lock now. */
export function finishRace(s: LeaseState, i: number): boolean {
  return mayStand(s, i) && isHealthiest(s, i) && s.service.acquire(s.agent(i));
}

function mayStand(s: LeaseState, i: number): boolean {
  const { config, pg } = s;
  if (!pg.isStandby(i) || pg.isChanging(i)) return false;
  const forced = s.forced.get() - 1;
  if (forced >= 0) return forced === i || !s.w.talks(s.agent(i), s.agent(forced));
  if (s.isPaused || s.node(i).noFailover) return false;
  if (
    config.sync === 'on' &&
    s.syncLeader.get() !== 0 &&
    !has(s.syncSet.get(), i) &&
    s.syncLeader.get() !== i + 1
  )
    return tell(s, i, `was not synchronous when the last leader was lost`, config.because.sync);
  if ((s.published.get() - pg.received(i)) * WAL_OF_A_WRITE > config.maximumLagBytes)
    return tell(s, i, `is further behind than maximum_lag_on_failover allows`, config.because.lag);
  if (config.checkTimeline && pg.timeline(i) < s.lastTimeline.get())
    return tell(s, i, `is on an earlier timeline than the last leader was`, config.because.timeline);
  return true;
}

function isHealthiest(s: LeaseState, i: number): boolean {
  const { config, pg, w } = s;
  const mine = pg.received(i);
  const byQuorum = config.sync === 'quorum' && s.syncLeader.get() !== 0;
  const voters = byQuorum ? s.syncSet.get() : 0;
  const onlySync = config.sync === 'on' && s.syncLeader.get() !== 0;
  let votes = has(voters, i) ? 0 : -1;
  let further = 0;
  const moves = followsLivePrimary(s, i);
  for (let j = 0; j < s.n; j++) {
    if (j === i || !w.talks(s.agent(i), s.agent(j)) || !w.isUp(j) || !pg.isRunning(j)) continue;
    const former = s.syncLeader.get() === j + 1 && config.sync !== 'off';
    if (onlySync && !former && !has(s.syncSet.get(), j)) continue;
    if (s.node(j).noFailover && !has(voters, j)) continue;
    if (pg.isPrimary(j)) return tell(s, i, `finds ${s.name(j)} still running as primary`, []);
    const theirs = pg.received(j);
    // While WAL still comes in, the other one's answer is of a later moment than its own position.
    const ahead = theirs > mine || (theirs === mine && moves && w.options.unitMs === 1 && w.choose(2) === 1);
    if (ahead && !former) return tell(s, i, `finds ${s.name(j)} further than itself`, []);
    if (ahead) {
      further++;
      continue;
    }
    if (theirs === mine && !byQuorum && s.node(j).priority > s.node(i).priority && !former)
      return tell(s, i, `leaves it to ${s.name(j)}, which has a higher priority`, config.because.tags);
    if (has(voters, j)) votes++;
  }
  // The former leader is counted as healthy without others, unless one of them is further.
  const wasLeader = s.syncLeader.get() === i + 1 && further === 0;
  if (byQuorum && votes < s.syncQuorum.get() && !wasLeader)
    return tell(s, i, `reaches too few of those that may have the latest commit`, config.because.sync);
  return true;
}

/** Its server still streams from a primary whose agent is silent. */
function followsLivePrimary(s: LeaseState, i: number): boolean {
  const up = s.pg.upstream(i);
  return up >= 0 && s.pg.isStreaming(i) && s.pg.isPrimary(up) && s.w.talks(i, up);
}

/** Whether an agent that it asks neither answers nor refuses the connection. */
function someoneIsSilent(s: LeaseState, i: number): boolean {
  const { w } = s;
  const a = s.agent(i);
  for (let j = 0; j < s.n; j++) {
    const b = s.agent(j);
    if (j === i || w.talks(a, b)) continue;
    const passes = w.network.passes(w.hostOf(a), w.hostOf(b)) && w.network.passes(w.hostOf(b), w.hostOf(a));
    if (!passes || !w.isDown(b)) return true;
  }
  return false;
}

function tell(s: LeaseState, i: number, what: string, because: readonly SettingRef[]): false {
  if (s.w.told)
    s.w.say('election', s.agent(i), `${s.name(i)} ${what}, and does not take the lock.`, ...because);
  return false;
}
