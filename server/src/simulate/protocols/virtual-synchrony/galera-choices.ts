import { leavesOut } from '../../kit/calm.js';
import type { Ranks } from '../../kit/renumber.js';
import { has } from '../../kit/sets.js';
import type { MessageKind } from '../../world/mailbox.js';
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

/**
 * Every node with data has committed a write and has it on disk: what a node gives up comes after what it had committed, and who
 * receives a state transfer gets it from one that has it.
 */
export function isEverywhere(state: GaleraState, operation: number): boolean {
  const { operations } = state.w;
  const epoch = operations.epoch.get(operation);
  const index = operations.index.get(operation);
  for (let p = 0; p < state.count; p++) {
    if (!state.config.members[p]!.data) continue;
    if (state.durable.get(p) < index || !state.log.contains(p, epoch, index)) return false;
  }
  return true;
}

/**
 * Views are told apart by their numbers, and which of two is later; how many there were is nobody's business.
 *
 * @param viewsIn By kind of message: which of its words are numbers of views.
 * @param passed The kind of message that carries another one, of which nothing is known: while one is under way all stays.
 */
export function renumberViews(
  state: GaleraState,
  ranks: Ranks,
  viewsIn: readonly (readonly number[] | undefined)[],
  passed: number,
): void {
  const { mail } = state.w;
  ranks.clear();
  state.useViews(ranks);
  for (let slot = 0; slot < mail.top; slot++) {
    const kind = mail.kindAt(slot);
    if (kind === passed) return;
    for (const at of viewsIn[kind] ?? []) ranks.use(mail.wordAt(slot, at));
  }
  if (!ranks.rank()) return;
  state.rankViews(ranks);
  for (let slot = 0; slot < mail.top; slot++)
    for (const at of viewsIn[mail.kindAt(slot)] ?? [])
      mail.setWord(slot, at, ranks.of(mail.wordAt(slot, at)));
}

/** In a search: the orderer knows already that another one has received so much, and hears it. To be told again changes nothing. */
export function knows(state: GaleraState, orderer: number, p: number, end: number): boolean {
  const at = state.pair(orderer, p);
  return leavesOut(state.w) && state.got.get(at) >= end && state.heard.get(at) === 0;
}

/** In a search: it has delivered so much already. Where it hears everybody as well, to be told again changes nothing. */
export function hasDelivered(state: GaleraState, q: number, upTo: number): boolean {
  return leavesOut(state.w) && state.applied.get(q) >= upTo;
}

/** By kind of message: which of its words mean something. */
export function wordsOf(
  ...kinds: readonly (readonly [kind: MessageKind, ...words: readonly number[]])[]
): readonly (readonly number[] | undefined)[] {
  const found: (readonly number[] | undefined)[] = [];
  for (const [kind, ...words] of kinds) found[kind.id] = words;
  return found;
}

/** Members of the view that ends have what any of those has who go on with them as the primary component; the others drop it. */
export function exchange(state: GaleraState, set: number, primary: boolean): void {
  for (let p = 0; p < state.count; p++) {
    if (!has(set, p) || state.primary.get(p) === 0 || state.node.get(p) !== NODE.ready) continue;
    if (!primary) {
      state.log.truncate(p, state.applied.get(p));
      continue;
    }
    const from = furthest(state, set, state.view.get(p));
    if (from >= 0 && from !== p && state.config.members[p]!.data) state.log.copy(from, p);
  }
}
