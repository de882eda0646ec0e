import { OPERATION } from '../../world/operations.js';
import { has } from '../sets.js';
import type { PostgresState } from './state.js';

/** No standby is waited for. */
const NO_WAIT = Infinity;
/** Not enough standbys are connected for anything to be let go. */
const STUCK = -1;

/**
 * Up to which position commits of a primary may be let go: the lowest confirmed position of the first n listed standbys
 * that are connected and have caught up, or the n-th highest of any
 * (https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-SYNCHRONOUS-STANDBY-NAMES).
 */
export function syncPosition(state: PostgresState, p: number): number {
  const method = state.method(p);
  const { level } = state.node(p);
  if (method === 'none' || level === 'off' || level === 'local') return NO_WAIT;
  const candidates = state.caughtUp.get(p) & state.syncMembers.get(p) & ~(1 << p);
  const count = state.count(p);
  return method === 'first' ? firstOf(state, p, candidates, count) : anyOf(state, p, candidates, count);
}

/** The standbys that a commit waits for at the moment, as a set. Of ANY: all that may do. */
export function syncStandbys(state: PostgresState, p: number): number {
  const candidates = state.caughtUp.get(p) & state.syncMembers.get(p) & ~(1 << p);
  if (state.method(p) !== 'first') return state.method(p) === 'any' ? candidates : 0;
  let found = 0;
  let left = state.count(p);
  for (const standby of orderOf(state, p)) {
    if (left > 0 && has(candidates, standby)) {
      found |= 1 << standby;
      left--;
    }
  }
  return found;
}

/**
 * Lets go what the standbys have confirmed. Waiters go in the order of their positions, as SyncRepReleaseWaiters has it
 * (https://github.com/postgres/postgres/blob/master/src/backend/replication/syncrep.c).
 */
export function release(state: PostgresState, p: number): void {
  if (!state.isPrimary(p)) return;
  const position = Math.min(syncPosition(state, p), state.flushed.get(p));
  if (position > state.applied.get(p)) state.applied.set(p, position);
  if (position >= 0) acknowledge(state, p, position, false);
}

/**
 * Whoever waits for standbys stops waiting: each client is told success with a warning, and the rows are visible
 * (SyncRepWaitForLSN). Answers how many there were.
 */
export function cancelWaits(state: PostgresState, p: number): number {
  if (!state.isPrimary(p)) return 0;
  const { flushed, applied } = state;
  const count = waiting(state, p, flushed.get(p));
  if (count === 0) return 0;
  applied.set(p, Math.max(applied.get(p), lastWaiting(state, p, flushed.get(p))));
  acknowledge(state, p, flushed.get(p), true);
  return count;
}

/** How many commits wait on a primary. */
export function waiting(state: PostgresState, p: number, upTo = Infinity): number {
  const { operations } = state.w;
  let count = 0;
  for (let slot = 0; slot < operations.count; slot++) if (isWaiting(state, p, slot, upTo)) count++;
  return count;
}

function lastWaiting(state: PostgresState, p: number, upTo: number): number {
  const { operations } = state.w;
  let last = 0;
  for (let slot = 0; slot < operations.count; slot++)
    if (isWaiting(state, p, slot, upTo)) last = Math.max(last, operations.index.get(slot));
  return last;
}

function acknowledge(state: PostgresState, p: number, upTo: number, warned: boolean): void {
  const { operations } = state.w;
  for (let slot = 0; slot < operations.count; slot++)
    if (isWaiting(state, p, slot, upTo)) operations.acknowledge(slot, warned);
}

function isWaiting(state: PostgresState, p: number, slot: number, upTo: number): boolean {
  const { operations } = state.w;
  return (
    operations.status.get(slot) === OPERATION.waiting &&
    operations.process.get(slot) === p + 1 &&
    operations.isRead.get(slot) === 0 &&
    operations.index.get(slot) <= upTo &&
    operations.epoch.get(slot) > 0 &&
    state.log.contains(p, operations.epoch.get(slot), operations.index.get(slot))
  );
}

function firstOf(state: PostgresState, p: number, candidates: number, count: number): number {
  let least = NO_WAIT;
  let left = count;
  for (const standby of orderOf(state, p)) {
    if (left === 0) break;
    if (!has(candidates, standby)) continue;
    least = Math.min(least, state.confirmed.get(state.pair(p, standby)));
    left--;
  }
  return left > 0 ? STUCK : least;
}

function anyOf(state: PostgresState, p: number, candidates: number, count: number): number {
  let best = STUCK;
  for (const standby of state.all) {
    if (!has(candidates, standby)) continue;
    const position = state.confirmed.get(state.pair(p, standby));
    let above = 0;
    for (const other of state.all)
      if (has(candidates, other) && state.confirmed.get(state.pair(p, other)) >= position) above++;
    if (above >= count && position > best) best = position;
  }
  return best;
}

/** By priority: in the order of the node's own list, and as they come where a manager set another one. */
function orderOf(state: PostgresState, p: number): readonly number[] {
  const { members } = state.node(p).sync;
  return members.length === 0 || (state.syncMembers.get(p) & ~maskOf(members)) !== 0 ? state.all : members;
}

function maskOf(members: readonly number[]): number {
  let mask = 0;
  for (const member of members) mask |= 1 << member;
  return mask;
}
