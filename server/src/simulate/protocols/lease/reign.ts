import { OPERATION } from '../../world/operations.js';
import { JOB, type LeaseState, PHASE } from './state.js';

/** How long a round of the loop of a node with the lock waits for its server at most before the next one, in ms. */
const SERVER_MS = 3_000;

/**
 * Whether the node that holds the lock keeps it for ever, if all that anybody does to the cluster from here on is to mend it: it renews its lease
 * before that can end, each time, and who is no primary becomes one only with the lock. So nobody else takes writes, or ever will, and
 * no write is lost that this node has. Its server may still start or be promoted.
 *
 * While the DCS elects anew, because a member comes back whose term has grown, no lease ends, and the lease begins anew with its next leader; before
 * that time is up nobody gives up. Once, that is: of two elections in a row nothing is said here.
 *
 * @param ends How many faults there are that may end.
 */
export function reigns(s: LeaseState, ends: number): boolean {
  const { owner, pg, w, config, service } = s;
  if (owner < 0 || s.isPaused || s.forced.get() !== 0) return false;
  const agent = s.agent(owner);
  const phase = s.phase.get(agent);
  if (!w.isUp(owner) || !w.isUp(agent) || s.job.get(agent) !== JOB.none) return false;
  if (phase === PHASE.blocked || !s.loop.isArmed(agent)) return false;
  if (config.primaryStartMs === 0 && !pg.isRunning(owner)) return false;
  // What links in one direction do is not looked at.
  if (w.options.cutsLinks === true && !w.network.isWhole) return false;
  for (let i = 0; i < s.n; i++) {
    if (config.nodes[i]!.watchdogMs !== undefined) return false;
    if (i !== owner && !isSubject(s, i)) return false;
  }
  if (!s.reaches(owner) || !service.hasLeader || !renewsInTime(s, agent)) return false;
  if (!service.isUndisturbed && (ends > 1 || phase !== PHASE.idle || !outlastsElection(s, agent)))
    return false;
  return keepsAll(s, owner);
}

/** A node that is no primary, nor becomes one without the lock. */
function isSubject(s: LeaseState, i: number): boolean {
  const { pg, config } = s;
  const agent = s.agent(i);
  // By what it had read before it would write the lock again.
  if (config.putsBlindly && s.saw.get(agent) === agent + 1) return false;
  return pg.isStopped(i) || (pg.isStandbyByFile(i) && !pg.isPromoting(i));
}

/** The next round of the loop comes before the lease ends, and so does each one after it. */
function renewsInTime(s: LeaseState, agent: number): boolean {
  const { config, service, loop, w } = s;
  const most = Math.max(config.loopWaitMs, SERVER_MS);
  if (w.units(most) >= w.units(config.service.expiryMs[0])) return false;
  return loop.leftMs(agent) + loop.slackMs(agent) < (service.leftMs ?? 0);
}

/** A round that finds the DCS without a leader waits for longer than that can last, and reads nothing else meanwhile. */
function outlastsElection(s: LeaseState, agent: number): boolean {
  const { config, service, w } = s;
  const { electionMs, expiryMs } = config.service;
  const patience = Math.round(config.retryTimeoutMs * 0.78);
  const back = Math.round(config.retryTimeoutMs / 3);
  if (w.units(electionMs[1]) >= w.units(patience) || w.units(back) >= w.units(expiryMs[0])) return false;
  return config.localAgents === undefined && service.remembersOnly(agent);
}

/** It has every write that was acknowledged; one that waits elsewhere will never be. */
function keepsAll(s: LeaseState, owner: number): boolean {
  const { operations } = s.w;
  for (let slot = 0; slot < operations.count; slot++) {
    const waits = operations.status.get(slot) === OPERATION.waiting && operations.isRead.get(slot) === 0;
    if (!operations.isAcknowledged(slot) && !(waits && operations.process.get(slot) === owner + 1)) continue;
    if (!s.pg.state.log.contains(owner, operations.epoch.get(slot), operations.index.get(slot))) return false;
  }
  return true;
}
