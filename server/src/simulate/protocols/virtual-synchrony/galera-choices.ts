import { leavesOut } from '../../kit/calm.js';
import { has } from '../../kit/sets.js';
import { type GaleraState, NODE } from './galera-state.js';

/** Refused outside of the primary component, as MySQL's error 1047 has it. */
export const NOT_READY = 'WSREP has not yet prepared node for application use';

/** Of the members of a view that go on: the one that has received most; -1: none has data. */
export function furthest(state: GaleraState, set: number, view: number): number {
  let best = -1;
  for (let q = 0; q < state.count; q++) {
    if (!has(set, q) || state.view.get(q) !== view || state.node.get(q) !== NODE.ready) continue;
    if (!state.config.members[q]!.data) continue;
    if (best < 0 || state.log.end(q) > state.log.end(best)) best = q;
  }
  return best;
}

/** The member with the data of the component: of those that have it all, the one that is furthest. */
export function sourceOf(state: GaleraState, set: number): number {
  let best = -1;
  for (let p = 0; p < state.count; p++) {
    if (!has(set, p) || !state.config.members[p]!.data || state.node.get(p) !== NODE.ready) continue;
    if (best < 0 || state.log.isAtLeast(p, best)) best = p;
  }
  return best;
}

/** Something of it may be under way: a client waits, or what it has received is not delivered yet. */
export function hasOpen(state: GaleraState, p: number): boolean {
  const { w } = state;
  if (state.log.end(p) > state.applied.get(p)) return true;
  const { operations } = w;
  for (let slot = 0; slot < operations.count; slot++) {
    if (!operations.isWaitingAt(slot, p)) continue;
    // What has its place in the order is not proposed again: in a search nobody looks for that.
    if (!leavesOut(w) || operations.isRead.get(slot) === 1 || operations.epoch.get(slot) === 0) return true;
  }
  for (let q = 0; q < state.count; q++)
    if (
      state.orderer.get(p) === p + 1 &&
      state.config.members[q]!.data &&
      has(state.members.get(p), q) &&
      state.applied.get(q) < state.log.end(p)
    )
      return true;
  return false;
}

/** The lowest member that has all data puts write sets in their order. */
export function chooseOrderer(state: GaleraState, set: number): void {
  let orderer = -1;
  for (let p = state.count - 1; p >= 0; p--)
    if (has(set, p) && state.config.members[p]!.data && state.node.get(p) === NODE.ready) orderer = p;
  for (let p = 0; p < state.count; p++) if (has(set, p)) state.orderer.set(p, orderer + 1);
}

/** Clients that wait on a node are told that it cannot say what became of their writes. */
export function abandon(state: GaleraState, p: number, reason: string): void {
  const { operations } = state.w;
  for (let slot = 0; slot < operations.count; slot++) {
    if (!operations.isWaitingAt(slot, p)) continue;
    if (operations.isRead.get(slot) === 1) operations.refuse(slot, NOT_READY);
    else operations.leaveUnknown(slot, reason);
  }
}

/** A primary component of later goes on without a write. */
export function isMissing(state: GaleraState, operation: number): boolean {
  const { operations } = state.w;
  const epoch = operations.epoch.get(operation);
  const index = operations.index.get(operation);
  for (let p = 0; p < state.count; p++) {
    if (!state.isSynced(p) || !state.w.isUp(p) || state.lastEpoch.get(p) <= epoch) continue;
    if (!state.log.contains(p, epoch, index)) return true;
  }
  return false;
}
