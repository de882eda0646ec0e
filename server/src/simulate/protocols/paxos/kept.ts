import type { Logs } from '../../kit/logs.js';
import { countBits } from '../../kit/sets.js';
import type { Cells } from '../../world/cells.js';

/** What is asked of a group of Multi-Paxos. */
export interface KeptOf {
  readonly promised: Cells;
  readonly acceptedIn: Cells;
  readonly commit: Cells;
  readonly log: Logs;
  readonly processes: number;
  leads(p: number): boolean;
  /** Asks for promises and has not enough of them yet. */
  prepares(p: number): boolean;
  /** What a proposer knows, or will hear from promises that are under way, of whoever gave it one is how it is. */
  knowsPromises(p: number): boolean;
  /** Set of those of whom a leader knows, or will hear from what is under way, that they accepted so much in its ballot. */
  confirming(p: number, index: number): number;
  /** Whether word is under way, from the leader of a ballot before this one, that the log is decided so far. */
  tellsDecided(index: number, before: number): boolean;
}

/**
 * Whether no leader of a higher ballot will lack an entry: a majority accepted it in one ballot `b`, and whoever accepted something in a
 * later one has it too. Who leads in a ballot after `b` has the promise of one of that majority, given after it accepted, for nobody accepts in
 * `b` who promised a later ballot: so the log that was accepted in the highest ballot, which the new leader takes over, has the entry
 * (Lamport, "Paxos Made Simple", 2.2, for each index of the log). Leaders without it, and proposers of a ballot between the entry's
 * own and `b`, are excluded.
 */
export function isKept(group: KeptOf, epoch: number, index: number): boolean {
  const { processes, log, acceptedIn, promised } = group;
  for (let q = 0; q < processes; q++) {
    if (!log.contains(q, epoch, index)) continue;
    const ballot = acceptedIn.get(q);
    let having = 0;
    let firm = true;
    for (let p = 0; p < processes && firm; p++) {
      if (log.contains(p, epoch, index)) {
        if (acceptedIn.get(p) === ballot) having++;
        continue;
      }
      const own = promised.get(p);
      firm = acceptedIn.get(p) <= ballot;
      if (own > epoch && (group.leads(p) || (group.prepares(p) && own <= ballot))) firm = false;
    }
    if (firm && having > processes >> 1) return true;
  }
  return false;
}

/**
 * Whether an entry that nobody knows to be decided will be kept if anybody ever decides it, in a ballot `b` then. Index 0: an entry that
 * stands nowhere yet.
 *
 * A majority has promised the highest ballot in which anybody leads. So nothing is decided in a lower one any more, unless its leader has
 * word, or will get it, of a majority that accepted before. Whoever comes to lead in a ballot after `b` has promises from a majority, and among
 * them one of somebody who accepts in `b`, and does so before it promises: a proposer of now knows of all that its promises go with, and
 * later ones will. That is the argument of "Paxos Made Simple", 2.2, from one state on.
 */
export function isKeptOnceDecided(group: KeptOf, epoch: number, index: number): boolean {
  const { processes, log, commit, promised } = group;
  const isMinority = (set: number) => countBits(set) <= processes >> 1;
  let led = 0;
  for (let p = 0; p < processes; p++) {
    if (group.leads(p) && promised.get(p) > led) led = promised.get(p);
    if (group.prepares(p) && !group.knowsPromises(p)) return false;
    if (index > 0 && commit.get(p) >= index && log.contains(p, epoch, index)) return false;
  }
  let others = 0;
  for (let p = 0; p < processes; p++) if (promised.get(p) < led) others |= 1 << p;
  if (countBits(others) >= processes - (processes >> 1)) return false;
  if (index === 0) return true;
  for (let p = 0; p < processes; p++) {
    if ((others & (1 << p)) === 0 || !group.leads(p) || !log.contains(p, epoch, index)) continue;
    if (!isMinority(others | group.confirming(p, index) | (1 << p))) return false;
  }
  return !group.tellsDecided(index, led);
}
