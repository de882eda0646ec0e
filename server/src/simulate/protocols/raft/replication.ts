import { countBits } from '../../kit/sets.js';
import type { Payload } from '../../protocol.js';
import { OPERATION } from '../../world/operations.js';
import { RaftElections } from './elections.js';

/** How the log comes from the leader to the others, and when what is in it is committed. */
export abstract class RaftReplication extends RaftElections {
  protected beat(p: number): void {
    if (!this.leads(p)) return;
    this.checkFirst(p);
    if (!this.leads(p)) return;
    this.heartbeat?.arm(p, this.config.heartbeatMs);
    if (this.timed && this.isStuck(p)) return;
    this.sendAll(p);
  }

  protected sendAll(p: number): void {
    for (let q = 0; q < this.n; q++) if (q !== p && this.replicatesTo(p, q)) this.sendTo(p, q);
  }

  /** The next entries of one term, or none: then it is a heartbeat. */
  protected sendTo(p: number, q: number): void {
    const next = this.next.get(p * this.n + q);
    const before = next - 1;
    const end = this.log.segmentEnd(p, next);
    this.post(
      p,
      q,
      this.append,
      this.term.get(p),
      before,
      this.log.epochAt(p, before),
      end === 0 ? 0 : this.log.epochAt(p, next),
      end,
      this.commit.get(p),
    );
    // The next ones go out without waiting for the answer; who lacks these says so. A search sends one after the other.
    if (this.timed && end >= next) this.next.set(p * this.n + q, end + 1);
  }

  protected onAppend(p: number, m: Payload): void {
    const term = m.word(0);
    if (term < this.term.get(p)) {
      // Where this one went on to a later term alone, the answer deposes the leader.
      this.post(p, m.from, this.appended, this.term.get(p), 0, 0);
      return;
    }
    this.follow(p, term, m.from);
    const { log } = this;
    const before = m.word(1);
    if (before > 0 && log.epochAt(p, before) !== m.word(2)) {
      // Says how far it could agree: not beyond its own end, nor where its entries are of later terms than the leader's.
      let hint = Math.min(log.end(p), before - 1);
      while (hint > this.commit.get(p) && log.epochAt(p, hint) > m.word(2)) hint--;
      this.post(p, m.from, this.appended, term, 0, hint);
      return;
    }
    const end = m.word(4);
    let agreed = before;
    if (end > before) {
      const epoch = m.word(3);
      const has = log.epochAt(p, before + 1) === epoch ? log.upTo(p, epoch) : before;
      if (has < end) {
        log.truncate(p, has);
        log.extend(p, epoch, end);
        if (this.flushedTo !== undefined && this.flushedTo.get(p) > has) this.flushedTo.set(p, has);
      }
      agreed = end;
    }
    const commit = Math.min(m.word(5), agreed);
    if (commit > this.commit.get(p)) this.committed(p, commit);
    this.post(p, m.from, this.appended, term, 1, agreed);
  }

  protected onAppended(p: number, m: Payload): void {
    const term = m.word(0);
    if (term > this.term.get(p)) return this.follow(p, term, -1);
    if (!this.leads(p) || term !== this.term.get(p)) return;
    if (this.clocked !== undefined) {
      this.clocked.heard.set(p, this.enough(p, this.clocked.heard.get(p) | (1 << m.from)));
      this.lease?.hear(p, m.from);
    }
    const at = p * this.n + m.from;
    const index = m.word(2);
    if (m.word(1) === 0) {
      // It lost with its power what it had confirmed: it is sent that again.
      if (this.flushedTo !== undefined && index < this.match.get(at)) this.match.set(at, index);
      if (index + 1 < this.next.get(at)) {
        this.next.set(at, Math.max(this.match.get(at) + 1, index + 1));
        this.sendTo(p, m.from);
      }
      return;
    }
    if (index > this.match.get(at)) this.match.set(at, index);
    if (!this.timed || this.next.get(at) <= this.match.get(at)) this.next.set(at, this.match.get(at) + 1);
    this.advance(p);
    if (this.leads(p) && this.next.get(at) <= this.log.end(p)) this.sendTo(p, m.from);
  }

  /**
   * From whom a leader has heard. All that it asks of them is whether they are a majority, and while a search lasts the
   * members stay the same: a majority is as good as all then.
   */
  private enough(p: number, heard: number): number {
    const voters = this.members.voters(p);
    const { searching, whole } = this.w.options;
    return searching && whole !== true && countBits((heard | (1 << p)) & voters) >= this.members.majority(p)
      ? voters
      : heard;
  }

  /** What a majority has, of the leader's own term, is committed, and with it all before. */
  protected advance(p: number): void {
    if (this.waitsForOldLease(p)) return;
    const { log, match, n } = this;
    const end = log.end(p);
    match.set(p * n + p, end);
    const voters = this.members.voters(p);
    const majority = this.members.majority(p);
    const term = this.term.get(p);
    const least = this.commit.get(p);
    for (let index = end; index > least && log.epochAt(p, index) === term; ) {
      let copies = 0;
      let lower = 0;
      for (let q = 0; q < n; q++) {
        if ((voters & (1 << q)) === 0) continue;
        const has = match.get(p * n + q);
        if (has >= index) copies++;
        else if (has > lower) lower = has;
      }
      if (copies >= majority) {
        this.committed(p, index);
        // Followers learn of it at once; a search has no use for that message.
        if (this.timed && this.leads(p)) this.sendAll(p);
        return;
      }
      index = lower;
    }
  }

  /** A process knows that the log is committed so far: it applies it, and answers who waited for that. */
  protected committed(p: number, index: number): void {
    this.commit.set(p, index);
    if (this.members.apply(p, index)) this.membershipChanged(p);
    const { operations } = this.w;
    for (let slot = 0; slot < operations.count; slot++) {
      if (operations.status.get(slot) !== OPERATION.waiting || operations.isRead.get(slot) === 1) continue;
      const at = operations.index.get(slot);
      if (at === 0 || at > index || operations.process.get(slot) !== p + 1) continue;
      if (!this.log.contains(p, operations.epoch.get(slot), at)) continue;
      this.termsOn.set(slot, this.term.get(p) - operations.epoch.get(slot));
      operations.acknowledge(slot);
    }
    this.reads.advanced(p);
  }

  protected membershipChanged(p: number): void {
    if (this.w.told) {
      const count = countBits(this.members.voters(p));
      this.w.say(
        'membership',
        p,
        `${this.w.nameOf(p)} knows of ${count} voters now: ${this.members.majority(p)} are a majority.`,
      );
    }
    if (this.mayStand(p)) {
      if (!this.leads(p) && !this.election.isArmed(p)) this.waitForLeader(p);
      return;
    }
    this.election.cancel(p);
    if (this.leads(p)) this.stepDown(p);
  }

  protected onProposal(p: number, operation: number): void {
    const { operations } = this.w;
    if (!this.leads(p) || !operations.isWaiting(operation)) return;
    if (this.timed && (this.isStuck(p) || !this.writable(p))) return;
    const index = this.log.append(p, this.term.get(p));
    operations.place(operation, this.term.get(p), index);
    this.advance(p);
    this.sendNew(p, index);
  }

  /** Sends a new entry to those who have all before it; others get it in their turn. */
  sendNew(p: number, index: number): void {
    for (let q = 0; q < this.n; q++) {
      if (q !== p && this.next.get(p * this.n + q) === index && this.replicatesTo(p, q)) this.sendTo(p, q);
    }
  }
}
