import { countBits } from '../../kit/sets.js';
import { CANDIDATE, type RaftBase } from './base.js';

/**
 * What can still become of an entry, told by one state. It rests on an entry that nothing can displace any more, here the pivot, `(b, j)`:
 * of epoch `b`, at index `j`. It is one where
 *
 * 1. a majority of the voters have it, on disk;
 * 2. who lacks it has entries of `b` or earlier epochs only;
 * 3. who lacks it and leads does so in a term before `b`; who lacks it and stands for election does so in a term before `b`, or cannot win
 *    with the votes that it has, that are on their way and that may come from those who lack it;
 * 4. entries under way are of terms up to `b`, or of a later term of which some log has entries behind the pivot: its leader had it.
 *
 * Every step keeps that so. Who has the pivot is in term `b` or a later one: it takes entries from leaders of `b`, whose log has the pivot, and
 * from leaders of later terms that have it (4), which drop nothing up to `j`, for their logs agree so far. Of a candidate that
 * lacks it, its log ends before the pivot (2), so that no voter that has it votes for it in a term from `b` on; in an earlier one none does
 * anyhow, for its own term is later. So every new leader of a term after `b` has it, and what it sends to those who lack it is what stands in
 * its own log: 2 stays true. That is the argument of section 5.4.3 of https://raft.github.io/raft.pdf, from a state instead of from a
 * history. Only where logs survive crashes.
 */
export class Fate {
  /** The pivot, and the voters that have it. */
  private epoch = 0;
  private index = 0;
  private having = 0;

  constructor(private readonly raft: FateOf) {}

  /**
   * Whether no leader of a later term than that of its acknowledgement will ever lack an entry: it is part of what
   * cannot be displaced. In the terms up to the pivot's own nobody leads, or will, who lacks it and is of a later term than it.
   */
  isKept(epoch: number, index: number): boolean {
    const { raft } = this;
    const { log, processes } = raft;
    let having = 0;
    for (let p = 0; p < processes; p++) if (log.contains(p, epoch, index)) having |= 1 << p;
    for (let p = 0; p < processes; p++) {
      if ((having & (1 << p)) === 0) continue;
      if (countBits(having & raft.voters(p)) < raft.majority(p)) return false;
      if (this.findPivot(p) && this.index >= index) return !this.isRivalled(epoch, index);
    }
    return false;
  }

  /**
   * Whether an entry that nobody knows to be committed will be kept if anybody ever commits it. So it is where a majority of the voters is
   * in the latest term, and no leader of an earlier one has, or will get, confirmations of it from a majority.
   *
   * It is committed, if ever, by the leader of a term `t` then that is the latest one or comes after it: in an earlier term a majority
   * confirms nothing any more. No vote in a term after `t` was given so far, for nobody is in one. So the majority that elects a later leader has
   * somebody in it who took the entry of `t` with which this one was committed, and voted after that: the argument of section 5.4.3
   * holds from here on, without a look at what was before.
   */
  isKeptOnceCommitted(epoch: number, index: number): boolean {
    const { raft } = this;
    const n = raft.processes;
    let latest = 0;
    for (let p = 0; p < n; p++) {
      if (raft.term.get(p) > latest) latest = raft.term.get(p);
      if (raft.commit.get(p) >= index && raft.log.contains(p, epoch, index)) return false;
    }
    this.having = 0;
    for (let p = 0; p < n; p++) if (raft.term.get(p) === latest) this.having |= 1 << p;
    for (let p = 0; p < n; p++) if (countBits(this.having & raft.voters(p)) < raft.majority(p)) return false;
    return index === 0 || (this.isUnconfirmed(epoch, index) && !raft.tellsCommitted(index, latest));
  }

  /**
   * Whether nobody will ever commit an entry: what cannot be displaced is of a later epoch, and stands in logs without it. Leaders of
   * later terms have that; one of an earlier term that has the entry lacks the confirmations of a majority, which is in a later term
   * and will not confirm it.
   */
  isPassedOver(epoch: number, index: number): boolean {
    const { raft } = this;
    const { log } = raft;
    for (let p = 0; p < raft.processes; p++) {
      if (log.contains(p, epoch, index) || log.lastEpoch(p) <= epoch) continue;
      if (this.findPivot(p) && this.epoch > epoch) return this.isUnconfirmed(epoch, index);
    }
    return false;
  }

  /** Whether somebody without an entry leads in a term after its own, or may come to lead in one before the pivot's. */
  private isRivalled(epoch: number, index: number): boolean {
    const { raft } = this;
    for (let p = 0; p < raft.processes; p++) {
      const term = raft.term.get(p);
      if (term <= epoch || raft.log.contains(p, epoch, index)) continue;
      if (raft.leads(p) || (term < this.epoch && this.mayWin(p))) return true;
    }
    return false;
  }

  /** Whether a candidate without the pivot may win, in a term in which nobody who has it will vote for it any more. */
  private mayWin(p: number): boolean {
    const { raft } = this;
    if (raft.state.get(p) !== CANDIDATE) return false;
    const votes = raft.votes.get(p) | raft.votesUnderWay(p) | ~this.having;
    return countBits(votes & raft.voters(p)) >= raft.majority(p);
  }

  /** Looks for the last entry of a log that a majority has too, and whether nothing can displace it. */
  private findPivot(p: number): boolean {
    const { raft } = this;
    const { log } = raft;
    const voters = raft.voters(p);
    const majority = raft.majority(p);
    for (let index = log.end(p); index > 0; ) {
      const epoch = log.epochAt(p, index);
      let having = 0;
      let below = 0;
      for (let q = 0; q < raft.processes; q++) {
        if ((voters & (1 << q)) === 0) continue;
        const same = q === p ? log.end(p) : log.common(p, q);
        if (same >= index) having |= 1 << q;
        else if (same > below) below = same;
      }
      if (countBits(having) >= majority) {
        this.epoch = epoch;
        this.index = index;
        this.having = having;
        return this.isFirm();
      }
      index = below;
    }
    return false;
  }

  private isFirm(): boolean {
    const { raft, epoch, index } = this;
    for (let p = 0; p < raft.processes; p++) {
      if (raft.log.contains(p, epoch, index)) continue;
      if (raft.log.lastEpoch(p) > epoch) return false;
      if (raft.term.get(p) < epoch) continue;
      if (raft.leads(p) || this.mayWin(p)) return false;
    }
    return !raft.sendsEntries(term => term > epoch && !this.isBehindPivot(term));
  }

  /** Whether the leader of a term had the pivot from the beginning: whoever has an entry of that term has what came before it. */
  private isBehindPivot(term: number): boolean {
    const { log, processes } = this.raft;
    for (let p = 0; p < processes; p++)
      if (log.upTo(p, term) > 0 && log.contains(p, this.epoch, this.index)) return true;
    return false;
  }

  /** Whether no leader that has an entry can count on a majority that confirms it, without those of `having`, who will not. */
  private isUnconfirmed(epoch: number, index: number): boolean {
    const { raft, having } = this;
    const n = raft.processes;
    for (let p = 0; p < n; p++) {
      if ((having & (1 << p)) !== 0 || !raft.leads(p) || !raft.log.contains(p, epoch, index)) continue;
      let confirming = ~having | raft.confirmationsUnderWay(p, index) | (1 << p);
      for (let q = 0; q < n; q++) if (raft.match.get(p * n + q) >= index) confirming |= 1 << q;
      if (countBits(confirming & raft.voters(p)) >= raft.majority(p)) return false;
    }
    return true;
  }
}

/** What is asked of a group. */
export interface FateOf
  extends Pick<
    RaftBase,
    'log' | 'term' | 'commit' | 'state' | 'votes' | 'match' | 'processes' | 'leads' | 'voters' | 'majority'
  > {
  /** Set of those whose vote for the present term of a candidate is under way to it. */
  votesUnderWay(p: number): number;
  /** Set of those whose confirmation that they have an entry is under way to a leader of the present term. */
  confirmationsUnderWay(p: number, index: number): number;
  /** Whether entries or heartbeats are under way from leaders of such terms. */
  sendsEntries(such: (term: number) => boolean): boolean;
  /** Whether a leader of a term before this one has sent word that is under way that the log is committed so far. */
  tellsCommitted(index: number, before: number): boolean;
}
