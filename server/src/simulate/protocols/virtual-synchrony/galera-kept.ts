import { countBits, has } from '../../kit/sets.js';
import { OPERATION } from '../../world/operations.js';
import { isEverywhere } from './galera-choices.js';
import { type GaleraState, NODE } from './galera-state.js';

/**
 * Whether every primary component that may still come about has a write, given that it is acknowledged, be it already or later. It rests on
 * three facts: only a majority of the last primary component, of those who stayed in it, or all of its members, whoever they are now,
 * make up the next one; who stayed in it has what it received, and hands it on before the next one begins; and who lacks something waits
 * for a transfer from a member that has all. So it is told for two or three members of the same weight:
 *
 * - All but one have it on disk. A component has at least two members, hence one that has it and is not behind: whoever lacks it has less.
 * - No fault will follow, and a member of the last component has it on disk, and so has whoever stayed in that component received it, or waits
 *   for a transfer. A component without it would need somebody who is ready and lacks it. He was in none since, for who joins
 *   one with the write waits for it; so the one before consists of the other two, both are in the next one too, and one is ready and has it.
 * - One fault will follow, and at most one member waits for a transfer. Who waits forgets that he did with a crash. Two who wait make up a
 *   component once the third one is cut off, and that one was connected when they met: two faults, until one of them is ready without it.
 * - It is acknowledged later, in the last component: when all members say that they have received it, and those who stayed have it then.
 *
 * One that is acknowledged in a component of before needs those who have left it, and they take no part. Only where what is committed survives
 * crashes, and no operator makes a component primary.
 */
export function isKept(state: GaleraState, operation: number, left: number): boolean {
  if (isEverywhere(state, operation)) return true;
  if (!survives(state) || !isOnly(state, operation) || !isOneChain(state)) return false;
  const { operations } = state.w;
  const epoch = operations.epoch.get(operation);
  const index = operations.index.get(operation);
  if (epoch === 0) return left === 0;
  let onDisk = 0;
  let joining = 0;
  for (let p = 0; p < state.count; p++) {
    const waits = state.node.get(p) === NODE.joining;
    if (waits) joining++;
    if (state.log.contains(p, epoch, index)) {
      if (!waits && state.applied.get(p) >= index) onDisk |= 1 << p;
      continue;
    }
    if (state.log.compare(state.log.lastEpoch(p), state.log.end(p), epoch, index) >= 0) return false;
    if (state.isSynced(p) && state.lastEpoch.get(p) > epoch) return false;
  }
  if (countBits(onDisk) >= state.count - 1) return true;
  if (left > 1 || (left === 1 && joining > 1)) return false;
  const last = latest(state);
  if (operations.isWaiting(operation) && epoch === state.lastEpoch.get(last)) return true;
  const members = state.lastMembers.get(last);
  if ((onDisk & members) === 0) return false;
  for (let p = 0; p < state.count; p++)
    if (has(members, p) && state.isSynced(p) && !state.log.contains(p, epoch, index)) return false;
  return true;
}

/** Whether no fault that follows is needed to say so of any write that is still to be begun, where there is one at most. */
export function keepsWrites(state: GaleraState): boolean {
  return state.w.operations.count === 1 && survives(state) && isOneChain(state);
}

/** What the argument asks of settings and of the faults that are searched. */
function survives({ config, w, count }: GaleraState): boolean {
  const { promotes, cutsLinks, losesPower } = w.options;
  if (count < 2 || count > 3 || promotes !== false || cutsLinks !== false) return false;
  return config.members.every(
    ({ data, recovers, ignoresSplit, ignoresQuorum, flush, weight }) =>
      data &&
      recovers &&
      !ignoresSplit &&
      !ignoresQuorum &&
      weight > 0 &&
      weight === config.members[0]!.weight &&
      (flush === 1 || (flush === 2 && losesPower === false)),
  );
}

/** No other write was ever taken. */
function isOnly({ w: { operations } }: GaleraState, operation: number): boolean {
  for (let slot = 0; slot < operations.count; slot++) {
    if (slot === operation || operations.isRead.get(slot) === 1) continue;
    const status = operations.status.get(slot);
    if (status !== OPERATION.free && status !== OPERATION.refused) return false;
  }
  return true;
}

/** One that remembers the last primary component. */
function latest({ lastEpoch, count }: GaleraState): number {
  let last = 0;
  for (let p = 1; p < count; p++) if (lastEpoch.get(p) > lastEpoch.get(last)) last = p;
  return last;
}

/**
 * Whether only the last primary component can have a successor: all of its members remember it, they are two at least, and of each one before so many
 * have gone on to a later one that the others are no majority of it.
 */
function isOneChain(state: GaleraState): boolean {
  const { lastEpoch, lastMembers, log, count } = state;
  const last = latest(state);
  const epoch = lastEpoch.get(last);
  const members = lastMembers.get(last);
  if (countBits(members) < 2) return false;
  for (let p = 0; p < count; p++) {
    const own = lastEpoch.get(p);
    if (log.lastEpoch(p) > epoch) return false;
    if (own === epoch) {
      if (lastMembers.get(p) !== members || !has(members, p)) return false;
      continue;
    }
    if (has(members, p)) return false;
    let stayed = 0;
    const before = lastMembers.get(p);
    for (let q = 0; q < count; q++) if (has(before, q) && lastEpoch.get(q) <= own) stayed++;
    if (stayed * 2 > countBits(before)) return false;
  }
  return true;
}
