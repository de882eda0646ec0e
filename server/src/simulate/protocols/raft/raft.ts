import { Logs } from '../../kit/logs.js';
import { countBits } from '../../kit/sets.js';
import { type Payload, Protocol } from '../../protocol.js';
import type { NodeRole } from '../../report/model.js';
import type { Fault } from '../../schedule/model.js';
import type { MessageKind } from '../../world/mailbox.js';
import { OPERATION } from '../../world/operations.js';
import type { Timer } from '../../world/timer.js';
import type { World } from '../../world/world.js';
import type { RaftConfig, RaftMember } from './config.js';
import { LeaderLease } from './lease.js';
import { Links } from './links.js';
import { changeMembers } from './member-commands.js';
import { Membership } from './membership.js';
import { Reads } from './reads.js';
import { brokenProperty } from './safety.js';

const FOLLOWER = 0;
const PRE_CANDIDATE = 1;
const CANDIDATE = 2;
const LEADER = 3;

/** How often the system writes what is not flushed to the disk by itself: Linux keeps dirty pages for up to 30 s. */
const WRITE_BACK_MS = [5_000, 30_000] as const;

/**
 * Raft, after Ongaro & Ousterhout, "In Search of an Understandable Consensus Algorithm" (https://raft.github.io/raft.pdf), with
 * pre-vote, check-quorum, leases and read index as etcd's library has them (https://pkg.go.dev/go.etcd.io/raft/v3).
 * Without a clock only what the paper has takes part: nothing there rests on time.
 */
export class Raft extends Protocol {
  override readonly asynchronous = true;
  override readonly symmetric: readonly (readonly number[])[];

  readonly term = this.w.perProcess('term');
  readonly votedFor = this.w.perProcess('voted for', 'process');
  readonly state = this.w.perProcess('role');
  readonly known = this.w.perProcess('leader', 'process');
  readonly votes = this.w.perProcess('votes', 'processes');
  readonly commit = this.w.perProcess('commit');
  /** Per leader and follower: up to where they agree, and what to send next. */
  readonly match = this.w.perPair('match');
  readonly next = this.w.perPair('next');
  readonly log = new Logs(this.w);

  private readonly asked = this.w.message('request vote', 'value', 'value', 'value', 'value');
  private readonly voted = this.w.message('vote', 'value', 'value', 'value', 'value');
  private readonly append = this.w.message(
    'append entries',
    'value',
    'value',
    'value',
    'value',
    'value',
    'value',
  );
  private readonly appended = this.w.message('appended', 'value', 'value', 'value');
  private readonly propose = this.w.message('proposal', 'value', 'value');

  private readonly election = this.w.timer('election timeout');
  private readonly timed = this.w.options.timed;
  private readonly clocked: Clocked | undefined;
  private readonly heartbeat: Timer | undefined;
  private readonly lease: LeaderLease | undefined;
  private readonly links: Links | undefined;
  /** While it runs, the lease of a leader that this process heard may still last. */
  private readonly oldLease: Timer | undefined;
  /** 1: pre-vote, where the version that decides it is not known. */
  private readonly preVotes;
  private readonly flushedTo;
  private readonly writeBack: Timer | undefined;
  readonly members: Membership;
  private readonly reads: Reads;
  private readonly n: number;

  constructor(
    world: World,
    readonly config: RaftConfig,
  ) {
    super(world);
    this.n = config.members.length;
    const base = config.members.reduce((set, { voter }, p) => (voter ? set | (1 << p) : set), 0);
    this.members = new Membership(world, this.log, base, this.timed && config.membership !== undefined);
    if (this.timed) {
      this.heartbeat = world.timer('heartbeat');
      this.clocked = {
        patience: world.perProcess('patience'),
        heard: world.perProcess('heard', 'processes'),
        check: world.timer('check quorum'),
      };
      if (config.leaseMs !== undefined) {
        const { wallClock = false, renewMs = 0, marginMs = 0 } = config.lease ?? {};
        this.lease = new LeaderLease(world, config.leaseMs - renewMs - marginMs, wallClock);
      }
      if (config.reconnectMs !== undefined) this.links = new Links(world, config.reconnectMs);
      if (config.lease?.blocks === true) this.oldLease = world.timer('lease of the old leader');
      if (!config.flushed) this.writeBack = world.timer('write back');
    }
    if (!config.flushed) this.flushedTo = world.perProcess('on disk');
    if (config.preVote === 'either') this.preVotes = world.one('pre-vote');
    this.reads = new Reads(world, this, config.reads, config.forwards && this.timed);
    this.symmetric = config.members.every(isPlain) ? config.members.map((_, p) => [p]) : [];
  }

  /** Untimed, nobody leads yet: that somebody can is part of what is searched. Timed, somebody has just won. */
  start(): void {
    this.members.start();
    this.preVotes?.set(0, this.w.choose(2));
    const candidates: number[] = [];
    for (let p = 0; p < this.n; p++) if (this.mayStand(p)) candidates.push(p);
    if (!this.timed) {
      for (const p of candidates) this.election.arm(p, 1);
      return;
    }
    const preferred = candidates.filter(p => this.config.members[p]!.preferred === true);
    const likely = preferred.length > 0 ? preferred : candidates;
    // Members that are alike: whoever it is.
    const alike = this.symmetric.length > 0 && !this.w.told;
    const first = likely[alike ? 0 : this.w.choose(likely.length)] ?? 0;
    for (let p = 0; p < this.n; p++) {
      this.term.set(p, 1);
      this.votedFor.set(p, first + 1);
      this.known.set(p, first + 1);
      this.writeBack?.arm(p, ...WRITE_BACK_MS);
      if (p !== first) this.waitForLeader(p);
    }
    this.becomeLeader(first);
    // It leads for a while already: where its timers stand is open.
    const { check } = this.clocked!;
    if (this.w.told && check.isArmed(first)) check.arm(first, 1, check.leftMs(first));
  }

  deliver(to: number, m: Payload): void {
    if (this.timed && this.isStuck(to)) return;
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
        if (this.w.operations.value.get(m.word(0)) === m.word(1)) this.onProposal(to, m.word(0));
        return;
      default:
        this.reads.deliver(to, m);
    }
  }

  expire(p: number, timer: number): void {
    if (timer === this.election.id) this.stand(p);
    else if (timer === this.heartbeat?.id) this.beat(p);
    else if (timer === this.clocked?.check.id) this.check(p);
    else if (timer === this.writeBack?.id) {
      this.flushedTo?.set(p, this.log.end(p));
      this.writeBack.arm(p, ...WRITE_BACK_MS);
    } else if (timer === this.oldLease?.id && this.leads(p)) this.advance(p);
  }

  write(p: number, operation: number): void {
    if (this.leads(p)) return this.onProposal(p, operation);
    const leader = this.known.get(p) - 1;
    if (!this.config.forwards || leader < 0) {
      this.w.operations.refuse(operation, 'no leader');
      return;
    }
    this.post(p, leader, this.propose, operation, this.w.operations.value.get(operation));
  }

  read(p: number, operation: number): void {
    this.reads.begin(p, operation);
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
    const { witness, voter } = this.config.members[p]!;
    if (!voter) return witness ? 'arbiter' : 'learner';
    const state = this.state.get(p);
    return state === LEADER ? 'leader' : state === FOLLOWER ? 'follower' : 'candidate';
  }

  epoch(p: number): number {
    return this.term.get(p);
  }

  position(p: number): number {
    return this.commit.get(p);
  }

  writable(p: number): boolean {
    if (this.leads(p)) return !this.waitsForOldLease(p) && (this.oldLease === undefined || this.hasLease(p));
    return this.config.forwards && this.timed && this.known.get(p) !== 0;
  }

  isLost(operation: number): boolean {
    const { operations } = this.w;
    const epoch = operations.epoch.get(operation);
    const index = operations.index.get(operation);
    for (let p = 0; p < this.n; p++) {
      if (this.leads(p) && this.term.get(p) > epoch && !this.log.contains(p, epoch, index)) return true;
    }
    return false;
  }

  override broken(): readonly string[] {
    const found = brokenProperty(this);
    return found === undefined ? NOTHING : [found];
  }

  /** For what looks at states: how many processes there are. */
  get processes(): number {
    return this.n;
  }

  leads(p: number): boolean {
    return this.state.get(p) === LEADER;
  }

  isReady(p: number): boolean {
    return this.log.epochAt(p, this.commit.get(p)) === this.term.get(p) && !this.waitsForOldLease(p);
  }

  hasLease(p: number): boolean {
    if (this.lease === undefined) return true;
    return this.lease.leftMs(p, this.members.voters(p), this.members.majority(p)) > 0;
  }

  voters(p: number): number {
    return this.members.voters(p);
  }

  majority(p: number): number {
    return this.members.majority(p);
  }

  post(from: number, to: number, kind: MessageKind, a = 0, b = 0, c = 0, d = 0, e = 0, f = 0): void {
    if (this.links?.isDown(from, to) === true) return;
    this.w.send(from, to, kind, a, b, c, d, e, f);
  }

  crashed(p: number, powerLoss: boolean): void {
    this.state.set(p, FOLLOWER);
    this.known.set(p, 0);
    this.votes.set(p, 0);
    this.clocked?.patience.set(p, 0);
    if (this.config.keepsCommit !== true) this.commit.set(p, 0);
    this.forgetFollowers(p);
    if (powerLoss && this.flushedTo !== undefined) this.loseUnflushed(p);
    this.members.apply(p, this.config.keepsCommit === true ? this.commit.get(p) : Infinity);
  }

  restarted(p: number): void {
    this.writeBack?.arm(p, ...WRITE_BACK_MS);
    this.waitForLeader(p);
  }

  override closed(p: number, peer: number): void {
    const { closedMs } = this.config;
    if (closedMs === undefined || this.known.get(p) !== peer + 1 || !this.mayStand(p)) return;
    if (this.timed) this.election.arm(p, ...closedMs);
  }

  override joined(hostA: number, hostB: number): void {
    this.links?.dial(hostA, hostB);
  }

  /** Ticks that were missed are not made up for: the timers stood still. */
  override resumed(p: number): void {
    if (this.config.ticks !== true || !this.timed) return;
    if (this.leads(p)) {
      this.heartbeat?.arm(p, 1);
      if (this.config.checkQuorumMs !== undefined) this.clocked?.check.arm(p, this.config.checkQuorumMs);
    } else if (this.election.isArmed(p)) this.waitForLeader(p);
  }

  override command(fault: Fault, process: number): boolean {
    return this.timed && changeMembers(this, this.w, fault, process);
  }

  private stand(p: number): void {
    if (!this.mayStand(p) || this.leads(p)) return;
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
    if (this.members.majority(p) === 1) return this.becomeLeader(p);
    this.ask(p, this.term.get(p), 0);
  }

  private ask(p: number, term: number, pre: number): void {
    for (let q = 0; q < this.n; q++) {
      if (q !== p && (this.members.voters(p) & (1 << q)) !== 0)
        this.post(p, q, this.asked, term, this.log.end(p), this.log.lastEpoch(p), pre);
    }
  }

  private onAsked(p: number, m: Payload): void {
    const term = m.word(0);
    const pre = m.word(3) === 1;
    const own = this.term.get(p);
    if (term > own) {
      if (this.config.stickyMs !== undefined && this.timed && this.hearsLeader(p, this.config.stickyMs))
        return;
      if (!pre) this.follow(p, term, -1);
    } else if (term < own && !pre && this.config.silent === true) return;
    const current = this.log.compare(m.word(2), m.word(1), this.log.lastEpoch(p), this.log.end(p)) >= 0;
    const free = pre
      ? term > own
      : term === this.term.get(p) &&
        (this.votedFor.get(p) === m.from + 1 || (this.votedFor.get(p) === 0 && this.known.get(p) === 0));
    if (!current || !free) {
      this.post(p, m.from, this.voted, this.term.get(p), 0, m.word(3), 0);
      return;
    }
    if (!pre) {
      this.votedFor.set(p, m.from + 1);
      if (this.mayStand(p)) this.rearm(p);
    }
    const left = this.oldLease === undefined ? 0 : this.oldLease.leftMs(p);
    this.post(p, m.from, this.voted, term, 1, m.word(3), left);
  }

  private onVoted(p: number, m: Payload): void {
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

  private becomeLeader(p: number): void {
    this.state.set(p, LEADER);
    this.known.set(p, p + 1);
    this.votes.set(p, 0);
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

  private beat(p: number): void {
    if (!this.leads(p)) return;
    this.heartbeat?.arm(p, this.config.heartbeatMs);
    if (this.timed && this.isStuck(p)) return;
    this.sendAll(p);
  }

  private sendAll(p: number): void {
    for (let q = 0; q < this.n; q++) if (q !== p && this.replicatesTo(p, q)) this.sendTo(p, q);
  }

  /** The next entries of one term, or none: then it is a heartbeat. */
  private sendTo(p: number, q: number): void {
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
  }

  private onAppend(p: number, m: Payload): void {
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

  private onAppended(p: number, m: Payload): void {
    const term = m.word(0);
    if (term > this.term.get(p)) return this.follow(p, term, -1);
    if (!this.leads(p) || term !== this.term.get(p)) return;
    if (this.clocked !== undefined) {
      this.clocked.heard.set(p, this.clocked.heard.get(p) | (1 << m.from));
      this.lease?.hear(p, m.from);
    }
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
    if (this.leads(p) && this.match.get(at) < this.log.end(p)) this.sendTo(p, m.from);
  }

  /** What a majority has, of the leader's own term, is committed, and with it all before. */
  private advance(p: number): void {
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
  private committed(p: number, index: number): void {
    this.commit.set(p, index);
    if (this.members.apply(p, index)) this.membershipChanged(p);
    const { operations } = this.w;
    for (let slot = 0; slot < operations.count; slot++) {
      if (operations.status.get(slot) !== OPERATION.waiting || operations.isRead.get(slot) === 1) continue;
      const at = operations.index.get(slot);
      if (at === 0 || at > index || operations.process.get(slot) !== p + 1) continue;
      if (this.log.contains(p, operations.epoch.get(slot), at)) operations.acknowledge(slot);
    }
    this.reads.advanced(p);
  }

  private membershipChanged(p: number): void {
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

  private onProposal(p: number, operation: number): void {
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

  private follow(p: number, term: number, leader: number): void {
    const was = this.state.get(p);
    const knew = this.known.get(p);
    const later = term > this.term.get(p);
    if (later) {
      this.term.set(p, term);
      this.votedFor.set(p, 0);
    }
    if (was === LEADER) {
      if (this.w.told)
        this.w.say(
          'demotion',
          p,
          `${this.w.nameOf(p)} hears of term ${term} and steps down.`,
          ...(leader < 0 ? this.config.because.preVote : []),
        );
      this.stopLeading(p);
    }
    this.state.set(p, FOLLOWER);
    this.votes.set(p, 0);
    this.known.set(p, leader + 1);
    if (leader >= 0 && this.oldLease !== undefined) this.noteLease(p, this.oldLease);
    if (!later && was === FOLLOWER && knew === leader + 1 && this.mayStand(p)) this.rearm(p);
    else this.waitForLeader(p);
  }

  /** The leader whom it hears extends its lease now and then. */
  private noteLease(p: number, oldLease: Timer): void {
    const { leaseMs = 1, lease } = this.config;
    if (oldLease.leftMs(p) <= leaseMs - (lease?.renewMs ?? 0)) oldLease.arm(p, leaseMs);
  }

  /** Waits for so long as it drew when it began to follow. */
  private rearm(p: number): void {
    const patience = this.clocked?.patience.get(p) ?? 0;
    if (patience === 0) this.waitForLeader(p);
    else this.election.arm(p, patience * this.w.options.unitMs);
  }

  private waitForLeader(p: number): void {
    if (this.mayStand(p)) this.draw(p, this.config.members[p]!.electionMs ?? this.config.electionMs);
  }

  private draw(p: number, [least, most]: readonly [number, number]): void {
    const { w } = this;
    if (this.clocked === undefined) {
      this.election.arm(p, 1);
      return;
    }
    const from = w.units(least);
    const to = w.units(most);
    // A replay never lets all of them draw the same: nobody would win. A search tries a few moments.
    const patience = w.told ? from + w.choose(to - from + 1) : w.chooser.between(from, to);
    this.clocked.patience.set(p, patience);
    this.election.arm(p, patience * w.options.unitMs);
  }

  /** Whether it is the leader, or heard from one within this time: told by how long its election timer runs already. */
  private hearsLeader(p: number, withinMs: number): boolean {
    if (this.leads(p)) return true;
    if (this.known.get(p) === 0 || this.clocked === undefined) return false;
    if (withinMs === Infinity) return true;
    const { unitMs } = this.w.options;
    return this.clocked.patience.get(p) * unitMs - this.election.leftMs(p) < withinMs;
  }

  private check(p: number): void {
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

  private giveUp(p: number, when: string): void {
    if (this.w.told)
      this.w.say(
        'demotion',
        p,
        `${this.w.nameOf(p)} has not heard a majority ${when} and steps down.`,
        ...this.config.because.election,
      );
    this.stepDown(p);
  }

  private stepDown(p: number): void {
    this.stopLeading(p);
    this.state.set(p, FOLLOWER);
    this.known.set(p, 0);
    this.waitForLeader(p);
  }

  private stopLeading(p: number): void {
    this.heartbeat?.cancel(p);
    this.clocked?.check.cancel(p);
    this.forgetFollowers(p);
  }

  /** Only a leader's own view of its followers counts; kept, it would tell equal states apart. */
  private forgetFollowers(p: number): void {
    for (let q = 0; q < this.n; q++) {
      this.match.set(p * this.n + q, 0);
      this.next.set(p * this.n + q, 0);
    }
    this.clocked?.heard.set(p, 0);
    this.lease?.forget(p);
  }

  /** The power is gone before the end of the log, or the vote, was on the disk. */
  private loseUnflushed(p: number): void {
    const { log } = this;
    const kept = this.timed ? (this.flushedTo?.get(p) ?? 0) : this.w.choose(2) === 0 ? 0 : log.end(p);
    if (kept >= log.end(p)) return;
    if (this.w.told)
      this.w.say(
        'recovery',
        p,
        `${this.w.nameOf(p)} loses ${log.end(p) - kept} entries that were not on its disk.`,
        ...(this.config.because.disk ?? []),
      );
    log.truncate(p, kept);
    this.term.set(p, log.lastEpoch(p));
    this.votedFor.set(p, 0);
    if (this.commit.get(p) > kept) this.commit.set(p, kept);
  }

  private saySilent(p: number): void {
    const { patience } = this.clocked!;
    this.w.say(
      'suspicion',
      p,
      `${this.w.nameOf(p)} has not heard from ${this.w.nameOf(this.known.get(p) - 1)} for ${(patience.get(p) / 1000).toFixed(1)} s.`,
      ...this.config.because.election,
    );
  }

  private votesFirst(): boolean {
    return this.preVotes === undefined ? this.config.preVote === true : this.preVotes.get() === 1;
  }

  private waitsForOldLease(p: number): boolean {
    return this.oldLease?.isArmed(p) === true;
  }

  /** Its disk takes nothing: what it receives cannot be kept, what it would send is not sent. */
  private isStuck(p: number): boolean {
    return this.w.stalled.get(this.w.hostOf(p)) !== 0;
  }

  private mayStand(p: number): boolean {
    return this.members.isVoter(p) && this.config.members[p]!.follows !== true;
  }

  /** Learners and witnesses get the log as well; who was removed gets nothing. */
  private replicatesTo(p: number, q: number): boolean {
    return (this.members.voters(p) & (1 << q)) !== 0 || !this.config.members[q]!.voter;
  }
}

/** A member like every other one of its kind. */
function isPlain({ voter, witness, follows, preferred, electionMs }: RaftMember): boolean {
  return voter && !witness && follows !== true && preferred !== true && electionMs === undefined;
}

/** What only takes part where time passes. */
interface Clocked {
  /** How long a process waits for the leader, in units: drawn once, as long as it follows the same one. */
  readonly patience: ReturnType<World['perProcess']>;
  /** From whom the leader heard since the last check. */
  readonly heard: ReturnType<World['perProcess']>;
  readonly check: Timer;
}

const NOTHING: readonly string[] = [];
