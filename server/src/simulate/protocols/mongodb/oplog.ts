import { countBits } from '../../kit/sets.js';
import type { Payload } from '../../protocol.js';
import { type MongoState, STATE } from './state.js';

/** An oplog fetcher that hears nothing gives its source up after its wait for data and as long again, in ms. */
const FETCH_TIMEOUT: readonly [least: number, most: number] = [5_000, 10_000];
/** How long it takes to go on after a cut, and after a closed connection. */
const AFTER_CUT: readonly [least: number, most: number] = [50, 3_000];
const AFTER_CLOSE: readonly [least: number, most: number] = [50, 1_000];
/** How long a rollback takes at least, and with little data. */
const ROLLBACK: readonly [least: number, most: number] = [300, 3_000];

/**
 * The oplog: members fetch it from the primary or from each other, tell how far they are, and roll back what the
 * others do not have. After https://github.com/mongodb/mongo/blob/master/src/mongo/db/repl/README.md.
 */
export class Oplog {
  constructor(private readonly s: MongoState) {}

  /** The primary has something new, or a member has applied something. */
  spread(p: number): void {
    const { s } = this;
    for (let q = 0; q < s.n; q++) {
      if (s.source.get(q) !== p + 1 || s.broken.get(q) === 1) continue;
      if (this.isOpen(p, q)) {
        const { log } = s;
        s.w.send(
          p,
          q,
          s.data,
          log.lastEpoch(p),
          log.end(p),
          s.commit.get(p),
          log.epochBefore(p),
          log.endBefore(p),
        );
      } else {
        s.broken.set(q, 1);
        if (s.w.isUp(q)) s.fetch.arm(q, ...FETCH_TIMEOUT);
      }
    }
  }

  /** What a source sends is applied, or put aside by a delayed member. */
  onData(q: number, m: Payload): boolean {
    const { s } = this;
    if (s.source.get(q) !== m.from + 1 || s.state.get(q) === STATE.rollback || s.isPrimary(q)) return false;
    if (s.broken.get(q) === 1) return false;
    s.hear(q, m.from);
    const term = m.word(0);
    const end = m.word(1);
    if (term < s.log.lastEpoch(q)) return true;
    const { delayMs } = s.config.members[q]!;
    if (delayMs > 0) {
      s.fetchedTerm.set(q, term);
      s.fetchedEnd.set(q, end);
      if (!s.delayed.isArmed(q)) s.delayed.arm(q, delayMs);
      return true;
    }
    if (term > s.log.lastEpoch(q) && !this.follows(q, m.word(3), m.word(4))) {
      // A cursor goes on where it was: what was lost on the way comes again, before this.
      this.sync(q);
      return true;
    }
    const before = s.commit.get(q);
    const isNew = end > s.log.end(q);
    s.log.extend(q, term, end);
    this.learnCommit(q, m.word(2));
    if (isNew) this.applied(q);
    else if (s.commit.get(q) > before) this.spread(q);
    return true;
  }

  /** A delayed member applies what it fetched some time ago. */
  onDelay(q: number): void {
    const { s } = this;
    const end = s.fetchedEnd.get(q);
    if (s.fetchedTerm.get(q) < s.log.lastEpoch(q) || end <= s.log.end(q)) return;
    const source = s.source.get(q) - 1;
    if (s.fetchedTerm.get(q) === s.log.lastEpoch(q)) s.log.extend(q, s.fetchedTerm.get(q), end);
    // What it fetched before a later term comes before it; a source that has rolled it back is fetched from anew.
    else if (source >= 0 && s.log.common(q, source) === s.log.end(q)) s.log.copy(source, q, end);
    s.fetchedTerm.set(q, 0);
    s.fetchedEnd.set(q, 0);
    this.applied(q);
  }

  /** Something new is in the oplog of a member: to the journal with it, and on to those who fetch from it. */
  applied(q: number): void {
    const { s } = this;
    this.spread(q);
    // Whoever confirms majorities flushes its journal before it does.
    if (s.config.journaled && s.config.write === 'majority' && !this.isStalled(q)) return this.flushed(q);
    if (!s.journal.isArmed(q)) s.journal.arm(q, 1, s.config.journalMs);
    if (!s.config.journaled || s.config.write !== 'majority') this.tell(q);
  }

  flushed(q: number): void {
    const { s } = this;
    if (this.isStalled(q)) return;
    s.durable.set(q, s.log.end(q));
    this.tell(q);
  }

  /** Tells the primary how far it is, through its source if it does not reach it. */
  tell(q: number): void {
    const { s } = this;
    if (s.isPrimary(q)) return this.advance(q);
    const source = s.source.get(q) - 1;
    if (source < 0 || s.state.get(q) === STATE.rollback) return;
    const primary = s.known.get(q) - 1;
    const to = primary >= 0 && this.isOpen(q, primary) ? primary : source;
    const { log } = s;
    s.w.send(q, to, s.position, q + 1, s.term.get(q), log.end(q), s.durable.get(q), log.lastEpoch(q));
  }

  onPosition(p: number, m: Payload): void {
    const { s } = this;
    const of = m.word(0) - 1;
    s.hear(p, m.from);
    if (s.isPrimary(p)) {
      s.heard.set(s.pair(p, of), s.w.now + s.w.units(s.config.electionTimeoutMs));
      s.expect(p);
      if (m.word(1) !== s.term.get(p)) return;
      const counts = s.config.journaled && s.config.write === 'majority' ? m.word(3) : m.word(2);
      const at = s.pair(p, of);
      // A position names the term of its last entry: only what agrees with the primary's own oplog counts.
      if (counts > s.match.get(at) && s.log.contains(p, m.word(4), m.word(2))) s.match.set(at, counts);
      this.advance(p);
      return;
    }
    const source = s.source.get(p) - 1;
    if (source >= 0 && source !== m.from)
      s.w.send(p, source, s.position, m.word(0), m.word(1), m.word(2), m.word(3), m.word(4));
  }

  /** What enough members have of the present term is committed, and with it all before; waiting writes are answered. */
  advance(p: number): void {
    const { s } = this;
    const { members, journaled } = s.config;
    const own = journaled && s.config.write === 'majority' ? s.durable.get(p) : s.log.end(p);
    s.match.set(s.pair(p, p), own);
    let best = s.commit.get(p);
    for (let q = 0; q < s.n; q++) {
      const index = s.match.get(s.pair(p, q));
      if (index <= best || !s.votesAt(q) || members[q]!.arbiter) continue;
      let copies = 0;
      for (let r = 0; r < s.n; r++)
        if (s.votesAt(r) && !members[r]!.arbiter && s.match.get(s.pair(p, r)) >= index) copies++;
      if (copies >= s.writeMajority && s.log.epochAt(p, index) === s.term.get(p)) best = index;
    }
    const moved = best > s.commit.get(p);
    s.commit.set(p, best);
    this.answer(p);
    // Where nobody is told, it is found anew from what the members have each time that one of them has more.
    if (!s.tellsCommits) s.commit.set(p, 0);
    else if (moved) this.spread(p);
  }

  private answer(p: number): void {
    const { s } = this;
    const { operations } = s.w;
    for (let slot = 0; slot < operations.count; slot++) {
      if (!operations.isWaitingAt(slot, p) || operations.epoch.get(slot) !== s.term.get(p)) continue;
      const index = operations.index.get(slot);
      if (operations.isRead.get(slot) === 1) {
        if (index <= s.commit.get(p)) operations.answerFrom(slot, p);
      } else if (this.isDone(p, index)) operations.acknowledge(slot);
    }
  }

  /** Whether the write concern of a write at this index is fulfilled. */
  isDone(p: number, index: number): boolean {
    const { s } = this;
    if (s.config.write === 'majority') return index <= s.commit.get(p);
    let copies = 0;
    for (let q = 0; q < s.n; q++) if (s.match.get(s.pair(p, q)) >= index) copies++;
    return copies >= s.config.write;
  }

  /** Chooses whom to fetch from, and goes on from there; what the source does not have is rolled back first. */
  sync(q: number): void {
    const { s } = this;
    if (!s.hasData(q) || s.isPrimary(q) || s.state.get(q) === STATE.rollback) return;
    const source = this.choose(q);
    s.source.set(q, source + 1);
    s.broken.set(q, 0);
    if (source < 0) return;
    const common = s.log.common(q, source);
    if (common === s.log.end(q)) {
      if (s.config.members[q]!.delayMs > 0) {
        s.fetchedTerm.set(q, s.log.lastEpoch(source));
        s.fetchedEnd.set(q, s.log.end(source));
        if (s.log.lastEpoch(q) === s.log.lastEpoch(source)) {
          if (!s.delayed.isArmed(q) && s.log.end(source) > common)
            s.delayed.arm(q, s.config.members[q]!.delayMs);
          return;
        }
      }
      s.log.copy(source, q);
      this.learnCommit(q, s.commit.get(source));
      this.applied(q);
      return;
    }
    if (s.compare(source, q) <= 0) return;
    const away = s.log.end(q) - common;
    if (s.w.told)
      s.w.say(
        'rollback',
        q,
        `${s.name(q)} rolls back ${away} ${away === 1 ? 'entry' : 'entries'} that ${s.name(source)} does not have, and keeps them in a file.`,
        ...s.config.because.write,
      );
    s.state.set(q, STATE.rollback);
    s.log.truncate(q, common);
    s.durable.set(q, Math.min(s.durable.get(q), common));
    s.rollback.arm(q, ...ROLLBACK);
  }

  /** The rollback is done: it is a secondary again. */
  rolledBack(q: number): void {
    if (this.s.state.get(q) !== STATE.rollback) return;
    this.s.state.set(q, STATE.secondary);
    this.sync(q);
  }

  closed(q: number, peer: number): void {
    const { s } = this;
    if (s.source.get(q) === peer + 1) {
      s.broken.set(q, 1);
      s.fetch.arm(q, ...AFTER_CLOSE);
    }
  }

  /** A source is gone, with every cursor on it: whoever is not told by its host hears nothing, and gives it up. */
  sourceGone(p: number): void {
    const { s } = this;
    for (let q = 0; q < s.n; q++) {
      if (s.source.get(q) !== p + 1 || s.broken.get(q) === 1) continue;
      s.broken.set(q, 1);
      if (s.w.isUp(q)) s.fetch.arm(q, ...FETCH_TIMEOUT);
    }
  }

  joined(hostA: number, hostB: number): void {
    const { s } = this;
    for (let q = 0; q < s.n; q++) {
      const source = s.source.get(q) - 1;
      if (s.broken.get(q) === 0 || source < 0 || !s.w.isUp(q)) continue;
      const a = s.w.hostOf(q);
      const b = s.w.hostOf(source);
      if ((a === hostA && b === hostB) || (a === hostB && b === hostA)) s.fetch.arm(q, ...AFTER_CUT);
    }
  }

  /** The primary if it can be reached; where members may fetch from each other, one that has more. */
  private choose(q: number): number {
    const { s } = this;
    const primary = s.known.get(q) - 1;
    if (primary >= 0 && s.w.talks(q, primary) && s.isPrimary(primary)) return primary;
    if (!s.config.chaining) return -1;
    let best = -1;
    for (let p = 0; p < s.n; p++) {
      if (p === q || !s.hasData(p) || !s.w.talks(q, p) || s.state.get(p) === STATE.rollback) continue;
      if (s.compare(p, q) <= 0 || this.fetchesFrom(p, q)) continue;
      if (best < 0 || s.compare(p, best) > 0) best = p;
    }
    return best;
  }

  /** Whether what a member has comes from another one, over however many steps. */
  private fetchesFrom(p: number, origin: number): boolean {
    let at = p;
    for (let step = 0; step < this.s.n && at >= 0; step++) {
      at = this.s.source.get(at) - 1;
      if (at === origin) return true;
    }
    return false;
  }

  private learnCommit(q: number, commit: number): void {
    const { s } = this;
    if (!s.tellsCommits) return;
    const to = Math.min(commit, s.log.end(q));
    if (to > s.commit.get(q)) s.commit.set(q, to);
  }

  /** Whether a member ends where the entries of a later term begin at its source. */
  private follows(q: number, epochBefore: number, endBefore: number): boolean {
    const { log } = this.s;
    return log.lastEpoch(q) === epochBefore && log.end(q) === endBefore;
  }

  private isOpen(p: number, q: number): boolean {
    const { w } = this.s;
    const a = w.hostOf(p);
    const b = w.hostOf(q);
    return w.network.passes(a, b) && w.network.passes(b, a) && !w.isDown(q);
  }

  private isStalled(p: number): boolean {
    return this.s.w.stalled.get(this.s.w.hostOf(p)) !== 0;
  }
}

/** How many voting members of a set were heard of lately, itself included. */
export function heardBy(s: MongoState, p: number): number {
  let set = 0;
  for (let q = 0; q < s.n; q++) if (q === p || s.heard.get(s.pair(p, q)) > s.w.now) set |= 1 << q;
  return countBits(set & s.voters);
}
