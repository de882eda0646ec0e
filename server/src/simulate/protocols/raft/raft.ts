import { Logs } from '../../kit/logs.js';
import { countBits } from '../../kit/sets.js';
import { type Payload, Protocol } from '../../protocol.js';
import type { NodeRole } from '../../report/model.js';
import { OPERATION } from '../../world/operations.js';
import type { World } from '../../world/world.js';
import type { RaftConfig } from './config.js';

const FOLLOWER = 0;
const PRE_CANDIDATE = 1;
const CANDIDATE = 2;
const LEADER = 3;

/**
 * Raft, after Ongaro & Ousterhout, "In Search of an Understandable Consensus Algorithm" (https://raft.github.io/raft.pdf), with
 * pre-vote, check-quorum and leader leases as etcd's library has them (https://pkg.go.dev/go.etcd.io/raft/v3).
 */
export class Raft extends Protocol {
  override readonly asynchronous = true;
  override readonly symmetric: readonly (readonly number[])[];

  protected readonly term = this.w.perProcess('term');
  protected readonly votedFor = this.w.perProcess('voted for', 'process');
  protected readonly state = this.w.perProcess('role');
  protected readonly known = this.w.perProcess('leader', 'process');
  protected readonly votes = this.w.perProcess('votes', 'processes');
  protected readonly commit = this.w.perProcess('commit');
  protected readonly heard = this.w.perProcess('heard', 'processes');
  /** Per leader and follower: up to where they agree, and what to send next. */
  protected readonly match = this.w.perPair('match');
  protected readonly next = this.w.perPair('next');
  protected readonly log = new Logs(this.w);

  protected readonly election = this.w.timer('election timeout');
  protected readonly heartbeat = this.w.timer('heartbeat');
  protected readonly checkQuorum = this.w.timer('check quorum');
  /** While it runs, a follower has a leader and does not help to replace it. */
  protected readonly lease = this.w.timer('leader lease');

  protected readonly asked = this.w.message('request vote', 'value', 'value', 'value', 'value');
  protected readonly voted = this.w.message('vote', 'value', 'value', 'value');
  protected readonly append = this.w.message(
    'append entries',
    'value',
    'value',
    'value',
    'value',
    'value',
    'value',
  );
  protected readonly appended = this.w.message('appended', 'value', 'value', 'value');
  protected readonly propose = this.w.message('proposal', 'value');
  protected readonly proposed = this.w.message('proposal done', 'value');

  protected readonly voters: number;
  protected readonly majority: number;
  protected readonly n: number;

  constructor(
    world: World,
    protected readonly config: RaftConfig,
  ) {
    super(world);
    this.n = config.members.length;
    this.voters = config.members.reduce((set, { voter }, p) => (voter ? set | (1 << p) : set), 0);
    this.majority = Math.floor(countBits(this.voters) / 2) + 1;
    this.symmetric = config.members.every(({ voter, witness }) => voter && !witness)
      ? config.members.map((_, p) => [p])
      : [];
  }

  /** Untimed, nobody leads yet: that somebody can is part of what is searched. Timed, the first one has just won. */
  start(): void {
    if (!this.w.options.timed) {
      for (let p = 0; p < this.n; p++) if (this.isVoter(p)) this.election.arm(p, 1);
      return;
    }
    const leader = this.w.choose(this.n);
    const first = this.isVoter(leader) ? leader : 0;
    for (let p = 0; p < this.n; p++) {
      this.term.set(p, 1);
      this.votedFor.set(p, first + 1);
      this.known.set(p, first + 1);
      if (p !== first) this.waitForLeader(p);
    }
    this.becomeLeader(first);
  }

  deliver(to: number, m: Payload): void {
    switch (m.kind) {
      case this.asked.id:
        return this.onAsked(to, m);
      case this.voted.id:
        return this.onVoted(to, m);
      case this.append.id:
        return this.onAppend(to, m);
      case this.appended.id:
        return this.onAppended(to, m);
      case this.propose.id:
        return this.onProposal(to, m.word(0));
      case this.proposed.id:
        return this.w.operations.acknowledge(m.word(0));
    }
  }

  expire(p: number, timer: number): void {
    if (timer === this.election.id) this.stand(p);
    else if (timer === this.heartbeat.id) this.beat(p);
    else if (timer === this.checkQuorum.id) this.countHeard(p);
  }

  write(p: number, operation: number): void {
    if (this.state.get(p) === LEADER) return this.onProposal(p, operation);
    const leader = this.known.get(p) - 1;
    if (!this.config.forwards || leader < 0) {
      this.w.operations.refuse(operation, 'no leader');
      return;
    }
    this.w.send(p, leader, this.propose, operation);
  }

  read(p: number, operation: number): void {
    const { reads } = this.config;
    if (reads === 'any' || this.state.get(p) === LEADER) this.w.operations.answerFrom(operation, p);
    else this.w.operations.refuse(operation, 'not leader');
  }

  holds(p: number, operation: number): boolean {
    const { operations } = this.w;
    const index = operations.index.get(operation);
    return index <= this.commit.get(p) && this.log.contains(p, operations.epoch.get(operation), index);
  }

  override holdsUpTo(p: number, epoch: number): number {
    return this.log.upTo(p, epoch, this.commit.get(p));
  }

  role(p: number): NodeRole {
    const state = this.state.get(p);
    if (!this.isVoter(p)) return this.config.members[p]!.witness ? 'arbiter' : 'learner';
    return state === LEADER ? 'leader' : state === FOLLOWER ? 'follower' : 'candidate';
  }

  epoch(p: number): number {
    return this.term.get(p);
  }

  position(p: number): number {
    return this.commit.get(p);
  }

  writable(p: number): boolean {
    return this.state.get(p) === LEADER || (this.config.forwards && this.known.get(p) !== 0);
  }

  isLost(operation: number): boolean {
    const { operations } = this.w;
    const epoch = operations.epoch.get(operation);
    const index = operations.index.get(operation);
    for (let p = 0; p < this.n; p++) {
      if (this.state.get(p) === LEADER && this.term.get(p) > epoch && !this.log.contains(p, epoch, index))
        return true;
    }
    return false;
  }

  override broken(): readonly string[] {
    for (let a = 0; a < this.n; a++) {
      for (let b = a + 1; b < this.n; b++) {
        if (
          this.state.get(a) === LEADER &&
          this.state.get(b) === LEADER &&
          this.term.get(a) === this.term.get(b)
        )
          return ['election safety'];
        const both = Math.min(this.commit.get(a), this.commit.get(b));
        if (both > 0 && this.log.common(a, b) < both) return ['state machine safety'];
      }
    }
    return [];
  }

  crashed(p: number): void {
    this.state.set(p, FOLLOWER);
    this.known.set(p, 0);
    this.votes.set(p, 0);
    this.heard.set(p, 0);
    this.commit.set(p, 0);
    this.forgetFollowers(p);
  }

  restarted(p: number): void {
    this.waitForLeader(p);
  }

  private stand(p: number): void {
    if (!this.isVoter(p) || this.state.get(p) === LEADER) return;
    if (!this.w.options.timed && this.term.get(p) >= this.w.options.depth) return;
    this.election.arm(p, ...this.config.electionMs);
    this.known.set(p, 0);
    if (this.config.preVote) {
      this.state.set(p, PRE_CANDIDATE);
      this.votes.set(p, 1 << p);
      if (this.majority === 1) return this.campaign(p);
      this.ask(p, this.term.get(p) + 1, 1);
      return;
    }
    this.campaign(p);
  }

  private campaign(p: number): void {
    this.term.add(p, 1);
    this.votedFor.set(p, p + 1);
    this.votes.set(p, 1 << p);
    this.state.set(p, CANDIDATE);
    if (this.w.told)
      this.w.say(
        'election',
        p,
        `${this.w.nameOf(p)} stands for election in term ${this.term.get(p)}.`,
        ...this.config.because.election,
      );
    if (this.majority === 1) return this.becomeLeader(p);
    this.ask(p, this.term.get(p), 0);
  }

  private ask(p: number, term: number, pre: number): void {
    for (let q = 0; q < this.n; q++) {
      if (q !== p && this.isVoter(q))
        this.w.send(p, q, this.asked, term, this.log.end(p), this.log.lastEpoch(p), pre);
    }
  }

  private onAsked(p: number, m: Payload): void {
    const term = m.word(0);
    const pre = m.word(3) === 1;
    // Whoever hears a leader does not help to replace it.
    if (this.config.checkQuorumMs !== undefined && this.w.options.timed && term > this.term.get(p)) {
      if (this.lease.isArmed(p) && this.lease.leftMs(p) > 0) return;
    }
    if (!pre && term > this.term.get(p)) this.follow(p, term, -1);
    const current = this.log.compare(m.word(2), m.word(1), this.log.lastEpoch(p), this.log.end(p)) >= 0;
    const free = pre
      ? term > this.term.get(p)
      : term === this.term.get(p) && (this.votedFor.get(p) === 0 || this.votedFor.get(p) === m.from + 1);
    if (!current || !free) {
      this.w.send(p, m.from, this.voted, this.term.get(p), 0, m.word(3));
      return;
    }
    if (!pre) {
      this.votedFor.set(p, m.from + 1);
      this.election.arm(p, ...this.config.electionMs);
    }
    this.w.send(p, m.from, this.voted, term, 1, m.word(3));
  }

  private onVoted(p: number, m: Payload): void {
    const term = m.word(0);
    const granted = m.word(1) === 1;
    const pre = m.word(2) === 1;
    if (!granted) {
      if (term > this.term.get(p)) this.follow(p, term, -1);
      return;
    }
    const wanted = pre ? PRE_CANDIDATE : CANDIDATE;
    if (this.state.get(p) !== wanted || term !== this.term.get(p) + (pre ? 1 : 0)) return;
    this.votes.set(p, this.votes.get(p) | (1 << m.from));
    if (countBits(this.votes.get(p) & this.voters) < this.majority) return;
    if (pre) this.campaign(p);
    else this.becomeLeader(p);
  }

  private becomeLeader(p: number): void {
    this.state.set(p, LEADER);
    this.known.set(p, p + 1);
    this.votes.set(p, 0);
    this.heard.set(p, 0);
    this.election.cancel(p);
    this.lease.cancel(p);
    // An entry of its own term, so that what came before can be committed.
    const end = this.log.append(p, this.term.get(p));
    for (let q = 0; q < this.n; q++) {
      this.match.set(p * this.n + q, q === p ? end : 0);
      this.next.set(p * this.n + q, end);
    }
    if (this.w.told) this.w.say('promotion', p, `${this.w.nameOf(p)} is leader of term ${this.term.get(p)}.`);
    if (this.config.checkQuorumMs !== undefined && this.w.options.timed)
      this.checkQuorum.arm(p, this.config.checkQuorumMs);
    this.advance(p);
    this.beat(p);
  }

  private beat(p: number): void {
    if (this.state.get(p) !== LEADER) return;
    if (this.w.options.timed) this.heartbeat.arm(p, this.config.heartbeatMs);
    for (let q = 0; q < this.n; q++) if (q !== p) this.sendTo(p, q);
  }

  /** The next entries of one term, or none: then it is a heartbeat. */
  private sendTo(p: number, q: number): void {
    const next = this.next.get(p * this.n + q);
    const before = next - 1;
    const end = this.log.segmentEnd(p, next);
    this.w.send(
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
  }

  private onAppend(p: number, m: Payload): void {
    const term = m.word(0);
    if (term < this.term.get(p)) {
      this.w.send(p, m.from, this.appended, this.term.get(p), 0, 0);
      return;
    }
    this.follow(p, term, m.from);
    const before = m.word(1);
    if (before > 0 && this.log.epochAt(p, before) !== m.word(2)) {
      // Says how far it could agree: its own end, or the beginning of the term that differs.
      this.w.send(p, m.from, this.appended, term, 0, Math.min(this.log.end(p), before - 1));
      return;
    }
    const end = m.word(4);
    let agreed = before;
    if (end > before) {
      const epoch = m.word(3);
      if (this.log.epochAt(p, before + 1) !== epoch) {
        this.log.truncate(p, before);
        this.log.extend(p, epoch, end);
      } else if (this.log.upTo(p, epoch) < end) {
        this.log.truncate(p, this.log.upTo(p, epoch));
        this.log.extend(p, epoch, end);
      }
      agreed = end;
    }
    const commit = Math.min(m.word(5), agreed);
    if (commit > this.commit.get(p)) this.commit.set(p, commit);
    this.w.send(p, m.from, this.appended, term, 1, agreed);
  }

  private onAppended(p: number, m: Payload): void {
    const term = m.word(0);
    if (term > this.term.get(p)) return this.follow(p, term, -1);
    if (this.state.get(p) !== LEADER || term !== this.term.get(p)) return;
    this.heard.set(p, this.heard.get(p) | (1 << m.from));
    const at = p * this.n + m.from;
    const index = m.word(2);
    if (m.word(1) === 0) {
      if (index + 1 < this.next.get(at)) {
        this.next.set(at, Math.max(this.match.get(at) + 1, index + 1));
        this.sendTo(p, m.from);
      }
      return;
    }
    if (index > this.match.get(at)) this.match.set(at, index);
    this.next.set(at, this.match.get(at) + 1);
    this.advance(p);
    if (this.match.get(at) < this.log.end(p)) this.sendTo(p, m.from);
  }

  /** What a majority has, of the leader's own term, is committed, and with it all before. */
  private advance(p: number): void {
    const end = this.log.end(p);
    this.match.set(p * this.n + p, end);
    const first = Math.max(this.commit.get(p) + 1, 1);
    for (let index = end; index >= first; index--) {
      if (this.log.epochAt(p, index) !== this.term.get(p)) break;
      let copies = 0;
      for (let q = 0; q < this.n; q++) {
        if (this.isVoter(q) && this.match.get(p * this.n + q) >= index) copies++;
      }
      if (copies < this.majority) continue;
      this.commit.set(p, index);
      this.release(p);
      break;
    }
  }

  private release(p: number): void {
    const { operations } = this.w;
    for (let slot = 0; slot < operations.count; slot++) {
      if (operations.status.get(slot) !== OPERATION.waiting || operations.isRead.get(slot) === 1) continue;
      if (operations.extra.get(slot * 2) !== p + 1) continue;
      const epoch = operations.epoch.get(slot);
      const index = operations.index.get(slot);
      if (epoch === 0 || index > this.commit.get(p) || !this.log.contains(p, epoch, index)) continue;
      const process = operations.process.get(slot) - 1;
      if (process === p) operations.acknowledge(slot);
      else this.w.send(p, process, this.proposed, slot);
    }
  }

  private onProposal(p: number, operation: number): void {
    const { operations } = this.w;
    if (this.state.get(p) !== LEADER || !operations.isWaiting(operation)) return;
    const index = this.log.append(p, this.term.get(p));
    operations.place(operation, this.term.get(p), index);
    operations.extra.set(operation * 2, p + 1);
    this.advance(p);
    for (let q = 0; q < this.n; q++) {
      if (q !== p && this.next.get(p * this.n + q) === index) this.sendTo(p, q);
    }
  }

  private follow(p: number, term: number, leader: number): void {
    const was = this.state.get(p);
    if (term > this.term.get(p)) {
      this.term.set(p, term);
      this.votedFor.set(p, 0);
    }
    if (was === LEADER) {
      this.heartbeat.cancel(p);
      this.checkQuorum.cancel(p);
      this.forgetFollowers(p);
      if (this.w.told) this.w.say('demotion', p, `${this.w.nameOf(p)} hears of term ${term} and steps down.`);
    }
    this.state.set(p, FOLLOWER);
    this.votes.set(p, 0);
    this.known.set(p, leader + 1);
    this.waitForLeader(p, leader >= 0);
  }

  private waitForLeader(p: number, hears = false): void {
    if (this.isVoter(p)) this.election.arm(p, ...this.config.electionMs);
    if (hears && this.config.checkQuorumMs !== undefined && this.w.options.timed)
      this.lease.arm(p, this.config.checkQuorumMs);
  }

  private countHeard(p: number): void {
    if (this.state.get(p) !== LEADER) return;
    const heard = (this.heard.get(p) | (1 << p)) & this.voters;
    this.heard.set(p, 0);
    if (countBits(heard) >= this.majority) {
      this.checkQuorum.arm(p, this.config.checkQuorumMs ?? this.config.electionMs[0]);
      return;
    }
    if (this.w.told)
      this.w.say(
        'demotion',
        p,
        `${this.w.nameOf(p)} has not heard a majority for an election timeout and steps down.`,
        ...this.config.because.election,
      );
    this.state.set(p, FOLLOWER);
    this.known.set(p, 0);
    this.heartbeat.cancel(p);
    this.forgetFollowers(p);
    this.waitForLeader(p);
  }

  /** Only a leader's own view of its followers counts; kept, it would tell equal states apart. */
  private forgetFollowers(p: number): void {
    for (let q = 0; q < this.n; q++) {
      this.match.set(p * this.n + q, 0);
      this.next.set(p * this.n + q, 0);
    }
  }

  protected isVoter(p: number): boolean {
    return (this.voters & (1 << p)) !== 0;
  }
}
