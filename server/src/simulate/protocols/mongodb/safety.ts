import { countBits } from '../../kit/sets.js';
import { type MongoState, STATE } from './state.js';

/**
 * Whether a write can be lost no more: all members with data have it in their journals; or so many voters do that the others are no
 * majority, and everybody who lacks it is less far and about to lead nothing. That is what makes Raft safe (its Leader
 * Completeness, https://raft.github.io/raft.pdf, 5.4.3), and it stays so:
 *
 * - A voter that has it votes for nobody who is less far, so that of the others only those without a vote to come can lead.
 * - Entries are made by primaries alone. Who lacks the write gets further only by what others have: from one that lacks it too
 *   nothing that is as far, from one that has it the write as well, for each message says what comes before it.
 * - Whoever has it rolls back only to what it has in common with a member that is further, and that has it too.
 */
export function isSafe(s: MongoState, operation: number): boolean {
  const { operations } = s.w;
  const term = operations.epoch.get(operation);
  const index = operations.index.get(operation);
  if (term === 0) return false;
  let having = 0;
  let all = true;
  for (let p = 0; p < s.n; p++) {
    if (s.hasData(p) && s.durable.get(p) >= index && s.log.contains(p, term, index)) having |= 1 << p;
    else if (s.hasData(p)) all = false;
  }
  if (all) return true;
  // A delayed member has put entries aside that stand in no oplog.
  if (s.config.members.some(({ delayMs }) => delayMs > 0)) return false;
  if (countBits(s.voters & ~having) >= s.majority) return false;
  for (let p = 0; p < s.n; p++) {
    if (!s.hasData(p) || s.log.contains(p, term, index)) continue;
    if (s.log.compare(s.log.lastEpoch(p), s.log.end(p), term, index) >= 0 || s.isPrimary(p)) return false;
    // Votes for it may be under way that were given before the voters had the write.
    if (s.state.get(p) === STATE.candidate && s.dry.get(p) === 0) return false;
  }
  const { mail } = s.w;
  for (let slot = 0; slot < mail.top; slot++) {
    if (mail.kindAt(slot) !== s.data.id || s.log.contains(mail.fromAt(slot), term, index)) continue;
    // What its sender has lost itself since.
    if (s.log.compare(mail.wordAt(slot, 0), mail.wordAt(slot, 1), term, index) >= 0) return false;
  }
  return true;
}
