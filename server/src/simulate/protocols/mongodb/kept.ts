import { countBits } from '../../kit/sets.js';
import type { MongoState } from './state.js';

/** A write that nobody has begun yet. */
export const NOT_YET = { process: -1, term: 0, index: 0 } as const;

/**
 * Whether a write that waits for a majority, or one that somebody may still begin, will be in the oplog of whoever is primary in a term after
 * its own, if it is ever acknowledged. So it is where a majority of the voters is in the latest term `T`, given that only what is in the
 * journals of a majority with data, which has a member in common with every majority of the voters, is acknowledged.
 *
 * 1. In a term before `T` it is acknowledged only by what members have told already: one that is in `T` tells nothing in an earlier term, and a
 *    position names the term in which it was told and the entry that it ends with.
 * 2. Acknowledged in a term `t` from `T` on, it is by a primary of `t` and an entry of `t` that a majority had in its journals while it was in `t`.
 *    Nobody is in a term after `T`, so no vote in a term after `t` was given yet, and oplogs have no entries of such terms. Whoever wins one has
 *    the vote of one of that majority, given after it had the entry: so its oplog was at least as far, and has the entry, be it that its last
 *    entry is of `t`, or of a later term whose primary had it. Members that pull keep it for the same reason: they roll back only
 *    to what they share with one that is further.
 *
 * That is how MongoDB's protocol is proved to keep what is committed although members pull, and take entries in terms of which they have not
 * heard (Zhou and Mu, "Fault-Tolerant Replication with Pull-Based Consensus in MongoDB", NSDI 2021,
 * https://www.usenix.org/conference/nsdi21/presentation/zhou), from one state on. Terms and votes survive crashes.
 */
export function isKeptOnceAcknowledged(
  s: MongoState,
  { process, term, index }: { readonly process: number; readonly term: number; readonly index: number },
): boolean {
  const { config, n } = s;
  if (config.write !== 'majority' || !config.journaled || s.writeMajority !== s.majority) return false;
  // A delayed member has put entries aside that stand in no oplog.
  if (config.members.some(({ delayMs }) => delayMs > 0)) return false;
  let latest = 0;
  for (let p = 0; p < n; p++) if (s.term.get(p) > latest) latest = s.term.get(p);
  let there = 0;
  for (let p = 0; p < n; p++) if (s.votesAt(p) && s.term.get(p) === latest) there |= 1 << p;
  if (countBits(there) < s.majority) return false;
  if (index === 0 || term === latest) return true;
  // Only its own primary acknowledges it, in its own term.
  if (process < 0 || !s.isPrimary(process) || s.term.get(process) !== term) return true;
  let confirming = ~there | (1 << process);
  for (let q = 0; q < n; q++) if (s.match.get(s.pair(process, q)) >= index) confirming |= 1 << q;
  const { mail } = s.w;
  for (let slot = 0; slot < mail.top; slot++)
    if (mail.kindAt(slot) === s.position.id && mail.wordAt(slot, 1) === term && mail.wordAt(slot, 3) >= index)
      confirming |= 1 << (mail.wordAt(slot, 0) - 1);
  return countBits(confirming & s.voters) < s.majority;
}
