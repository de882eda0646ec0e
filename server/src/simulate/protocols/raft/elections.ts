import { countBits } from '../../kit/sets.js';
import type { Payload } from '../../protocol.js';
import { CANDIDATE, LEADER, PRE_CANDIDATE, RaftBase } from './base.js';

/** Who leads: candidates, their votes, and leaders that give up. */
export abstract class RaftElections extends RaftBase {
  /** A leader looks at what a majority has. */
  protected abstract advance(p: number): void;

  protected abstract beat(p: number): void;

  protected stand(p: number): void {
    if (!this.members.isVoter(p) || this.leads(p)) return;
    if (!this.mayStand(p)) {
      this.known.set(p, 0);
      return;
    }
    if (!this.timed && this.term.get(p) >= this.w.options.depth) return;
    if (this.w.told && this.known.get(p) !== 0) this.saySilent(p);
    this.known.set(p, 0);
    this.draw(p, this.config.retryMs ?? this.config.members[p]!.electionMs ?? this.config.electionMs);
    if (this.timed && this.isStuck(p)) return;
    if (!this.votesFirst()) return this.campaign(p);
    this.state.set(p, PRE_CANDIDATE);
    this.votes.set(p, 1 << p);
    if (this.members.majority(p) === 1) return this.campaign(p);
    this.ask(p, this.term.get(p) + 1, 1);
  }

  protected campaign(p: number, how = 0): void {
    this.term.add(p, 1);
    this.votedFor.set(p, p + 1);
    this.votes.set(p, 1 << p);
    this.state.set(p, CANDIDATE);
    this.dropVain(p);
    if (this.w.told)
      this.w.say(
        'election',
        p,
        `${this.w.nameOf(p)} stands for election in term ${this.term.get(p)}.`,
        ...this.config.because.election,
      );
    if (this.members.majority(p) === 1) return this.becomeLeader(p);
    this.ask(p, this.term.get(p), how);
  }

  /** @param how 1: only whether it would be elected; 2: the leader itself wants it, no lease stands against it. */
  protected ask(p: number, term: number, how: number): void {
    for (let q = 0; q < this.n; q++) {
      if (q !== p && (this.members.voters(p) & (1 << q)) !== 0)
        this.post(p, q, this.asked, term, this.log.end(p), this.log.lastEpoch(p), how);
    }
  }

  protected onAsked(p: number, m: Payload): void {
    const term = m.word(0);
    const pre = m.word(3) === 1;
    const own = this.term.get(p);
    if (term > own) {
      const { stickyMs } = this.config;
      if (stickyMs !== undefined && this.timed && m.word(3) !== 2 && this.hearsLeader(p, stickyMs)) return;
      if (!pre) this.follow(p, term, -1);
    } else if (term < own && !pre && this.config.silent === true) return;
    const current = this.log.compare(m.word(2), m.word(1), this.log.lastEpoch(p), this.log.end(p)) >= 0;
    const free = pre
      ? term > own
      : term === this.term.get(p) &&
        (this.votedFor.get(p) === m.from + 1 || (this.votedFor.get(p) === 0 && this.known.get(p) === 0));
    if (!current || !free) {
      this.post(p, m.from, this.voted, this.term.get(p), 0, pre ? 1 : 0, 0);
      return;
    }
    if (!pre) {
      this.votedFor.set(p, m.from + 1);
      this.rearm(p);
    }
    const left = this.oldLease === undefined ? 0 : this.oldLease.leftMs(p);
    this.post(p, m.from, this.voted, term, 1, pre ? 1 : 0, left);
  }

  protected onVoted(p: number, m: Payload): void {
    const term = m.word(0);
    const pre = m.word(2) === 1;
    if (m.word(1) === 0) {
      if (term > this.term.get(p)) this.follow(p, term, -1);
      return;
    }
    const wanted = pre ? PRE_CANDIDATE : CANDIDATE;
    if (this.state.get(p) !== wanted || term !== this.term.get(p) + (pre ? 1 : 0)) return;
    this.votes.set(p, this.votes.get(p) | (1 << m.from));
    if (this.oldLease !== undefined && m.word(3) > this.oldLease.leftMs(p)) this.oldLease.arm(p, m.word(3));
    if (countBits(this.votes.get(p) & this.members.voters(p)) < this.members.majority(p)) return;
    if (pre) this.campaign(p);
    else this.becomeLeader(p);
  }

  protected becomeLeader(p: number): void {
    this.state.set(p, LEADER);
    this.known.set(p, p + 1);
    this.votes.set(p, 0);
    this.dropVain(p);
    this.election.cancel(p);
    // An entry of its own term, so that what came before can be committed.
    const end = this.log.append(p, this.term.get(p));
    for (let q = 0; q < this.n; q++) {
      this.match.set(p * this.n + q, q === p ? end : 0);
      this.next.set(p * this.n + q, end);
    }
    if (this.w.told) this.w.say('promotion', p, `${this.w.nameOf(p)} is leader of term ${this.term.get(p)}.`);
    if (this.clocked !== undefined) {
      this.clocked.patience.set(p, 0);
      this.clocked.heard.set(p, 0);
      const every =
        this.config.checkQuorumMs ?? (this.config.lease?.stepsDown ? this.config.leaseMs : undefined);
      if (every !== undefined) this.clocked.check.arm(p, every);
      // The votes that made it leader say that they are there.
      if (this.lease !== undefined) for (let q = 0; q < this.n; q++) if (q !== p) this.lease.hear(p, q);
    }
    this.advance(p);
    this.beat(p);
  }

  protected check(p: number): void {
    const { clocked, config } = this;
    if (!this.leads(p) || clocked === undefined) return;
    if (config.checkQuorumMs === undefined) {
      const left = this.lease?.leftMs(p, this.members.voters(p), this.members.majority(p)) ?? 0;
      if (left > 0) clocked.check.arm(p, left);
      else this.giveUp(p, 'for the length of its lease');
      return;
    }
    const heard = (clocked.heard.get(p) | (1 << p)) & this.members.voters(p);
    clocked.heard.set(p, 0);
    if (countBits(heard) >= this.members.majority(p)) clocked.check.arm(p, config.checkQuorumMs);
    else this.giveUp(p, `within ${config.checkQuorumMs / 1000} s`);
  }

  /**
   * Where timers count the same ticks, a leader looks for its majority before it sends heartbeats in a tick, as
   * etcd's does (`tickHeartbeat` in https://github.com/etcd-io/raft/blob/main/raft.go). Time in a search is coarser than
   * heartbeats are: the other order would have it hear from nobody for a whole step.
   */
  protected checkFirst(p: number): void {
    const check = this.clocked?.check;
    if (check === undefined || !this.w.options.searching || this.config.ticks !== true) return;
    if (check.isArmed(p) && check.leftMs(p) === 0 && check.goesOff(p)) this.check(p);
  }

  protected giveUp(p: number, when: string): void {
    if (this.w.told)
      this.w.say(
        'demotion',
        p,
        `${this.w.nameOf(p)} has not heard a majority ${when} and steps down.`,
        ...this.config.because.election,
      );
    this.stepDown(p);
  }

  protected saySilent(p: number): void {
    const waitedMs = this.clocked!.patience.get(p) * this.w.options.unitMs;
    this.w.say(
      'suspicion',
      p,
      `${this.w.nameOf(p)} has not heard from ${this.w.nameOf(this.known.get(p) - 1)} for ${(waitedMs / 1000).toFixed(1)} s.`,
      ...this.config.because.election,
    );
  }

  /** Without a clock nobody asks first: every election that follows on that may come without it too. */
  protected votesFirst(): boolean {
    if (!this.timed) return false;
    return this.preVotes === undefined ? this.config.preVote === true : this.preVotes.get() === 1;
  }
}
