import { countBits, has } from '../../kit/sets.js';
import type { MessageKind } from '../../world/mailbox.js';
import { OPERATION } from '../../world/operations.js';
import { STATUS } from '../../world/world.js';
import { type GroupState, MEMBER } from './group-state.js';

/**
 * Whether every member that orders transactions in a later ballot has a transaction, given that it is acknowledged, be it already or later.
 * It is acknowledged when a majority of the view has accepted it in its ballot. A later ballot, in that view or in the next one, takes a majority
 * of the members of its view that are online, and goes on with what the furthest of them has accepted: of two or three members one is of both
 * majorities, unless it has left. Who leaves, for he crashed or was expelled, comes back only by recovery from a member that is online. So
 * a ballot has what those before it decided, as in Paxos.
 *
 * Told of one state: ballots and views of before have no majority any more; and of the last view no majority lacks the transaction, or its
 * ballot is the last one, or nobody decides it in its own. Only where no operator makes a group of those that are left.
 *
 * @param got The kind of message that says what was accepted. @param decided The one that says what was decided.
 */
export function isKept(
  state: GroupState,
  operation: number,
  got: MessageKind,
  decided: MessageKind,
): boolean {
  if (!isOneGroup(state) || !isOnly(state, operation)) return false;
  const { operations } = state.w;
  const epoch = operations.epoch.get(operation);
  const index = operations.index.get(operation);
  if (epoch === 0) return operations.isWaiting(operation);
  let last = 0;
  for (let p = 0; p < state.count; p++) {
    last = Math.max(last, state.ballot.get(p));
    if (state.log.contains(p, epoch, index)) continue;
    if (state.log.compare(state.log.lastEpoch(p), state.log.end(p), epoch, index) >= 0) return false;
  }
  if (operations.isWaiting(operation) && (epoch === last || isUndecided(state, epoch, index, got, decided)))
    return true;
  const view = lastView(state);
  let members = 0;
  let without = 0;
  for (let p = 0; p < state.count; p++) {
    if (!takesPart(state, p)) continue;
    const lacks = !state.log.contains(p, epoch, index);
    const leads = !state.config.singlePrimary || state.primary.get(p) === p + 1;
    if (lacks && state.ballot.get(p) > epoch && (leads || state.ballot.get(p) === last)) return false;
    if (state.view.get(p) !== view) continue;
    members = state.members.get(p);
    if (lacks) without++;
  }
  return without * 2 <= countBits(members);
}

/**
 * Every member but one at most has committed it and has it on disk: who leaves gives up nothing of that, and who joins is sent it.
 * The one that lacks it is less far than anybody who has it, orders nothing since, and is not a group of its own: to become
 * more, it needs a majority of a view with another one, and then takes what the furthest of them has. Only an operator could
 * make it a group by itself.
 */
export function isOnDisks(state: GroupState, operation: number): boolean {
  const { operations, options } = state.w;
  const epoch = operations.epoch.get(operation);
  const index = operations.index.get(operation);
  let without = -1;
  for (let p = 0; p < state.count; p++) {
    if (state.durable.get(p) >= index && state.log.contains(p, epoch, index)) continue;
    if (without >= 0 || epoch === 0) return false;
    without = p;
  }
  if (without < 0) return true;
  if (options.promotes !== false || state.count < 2 || state.members.get(without) === 1 << without)
    return false;
  const { log, ballot, orderer } = state;
  // It has accepted it, and may lose it again with a crash: then it is less far, and in no group.
  if (log.contains(without, epoch, index)) return true;
  if (log.compare(log.lastEpoch(without), log.end(without), epoch, index) >= 0) return false;
  const orders = orderer.get(without) === without + 1;
  return ballot.get(without) < epoch || (ballot.get(without) === epoch && !orders);
}

/** Whether that can be said of any transaction that is still to be begun, where there is one at most. */
export function keepsWrites(state: GroupState): boolean {
  return state.w.operations.count === 1 && isOneGroup(state);
}

/** Nobody has word, or will get it, of a majority that accepted it in its ballot, which is none of the last: then only a later one decides it. */
function isUndecided(
  state: GroupState,
  epoch: number,
  index: number,
  got: MessageKind,
  decided: MessageKind,
): boolean {
  const { count, ballot, log, applied, members } = state;
  const { mail } = state.w;
  let accepting = 0;
  for (let p = 0; p < count; p++) {
    if (applied.get(p) >= index && log.contains(p, epoch, index)) return false;
    if (ballot.get(p) === epoch) accepting |= 1 << p;
  }
  for (let slot = 0; slot < mail.top; slot++) {
    const kind = mail.kindAt(slot);
    if (kind === 0 || mail.wordAt(slot, 0) !== epoch || mail.wordAt(slot, 1) < index) continue;
    if (kind === decided.id) return false;
    if (kind === got.id) accepting |= 1 << mail.fromAt(slot);
  }
  for (let p = 0; p < count; p++) {
    if (ballot.get(p) !== epoch || state.orderer.get(p) !== p + 1) continue;
    let all = accepting;
    for (let q = 0; q < count; q++) if (state.got.get(state.pair(p, q)) >= index) all |= 1 << q;
    if (state.isMajority(all, members.get(p))) return false;
  }
  return true;
}

/** It has not left: frozen or not, it may decide again. */
function takesPart(state: GroupState, p: number): boolean {
  const status = state.status.get(p);
  return state.w.status.get(p) !== STATUS.down && (status === MEMBER.online || status === MEMBER.recovering);
}

function lastView(state: GroupState): number {
  let last = 0;
  for (let p = 0; p < state.count; p++) if (takesPart(state, p)) last = Math.max(last, state.view.get(p));
  return last;
}

/** No other transaction was ever taken. */
function isOnly({ w: { operations } }: GroupState, operation: number): boolean {
  for (let slot = 0; slot < operations.count; slot++) {
    if (slot === operation || operations.isRead.get(slot) === 1) continue;
    const status = operations.status.get(slot);
    if (status !== OPERATION.free && status !== OPERATION.refused) return false;
  }
  return true;
}

/** Whether only those of the last view, and of them those of the last ballot, may be a majority: the others are too few. */
function isOneGroup(state: GroupState): boolean {
  const { count, view, members, ballot, log } = state;
  if (count < 2 || count > 3 || state.w.options.promotes !== false) return false;
  const last = lastView(state);
  let latest = 0;
  for (let p = 0; p < count; p++) latest = Math.max(latest, ballot.get(p));
  for (let p = 0; p < count; p++) {
    if (log.lastEpoch(p) > latest) return false;
    if (!takesPart(state, p)) continue;
    const own = view.get(p);
    const all = members.get(p);
    if (countBits(all) < 2 || !has(all, p)) return false;
    const stale = own < last || ballot.get(p) < latest;
    let alike = 0;
    for (let q = 0; q < count; q++) {
      if (!takesPart(state, q) || view.get(q) !== own) continue;
      if (members.get(q) !== all) return false;
      if (own < last || ballot.get(q) === ballot.get(p)) alike++;
    }
    if (stale && alike * 2 > countBits(all)) return false;
  }
  return true;
}
