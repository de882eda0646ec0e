import type { Payload } from '../../protocol.js';
import type { NodeRole } from '../../report/model.js';
import type { Fault } from '../../schedule/model.js';
import { STATUS } from '../../world/world.js';
import { CANDIDATE, FOLLOWER, LEADER } from './base.js';
import { command } from './commands.js';
import { Fate } from './fate.js';
import { RaftReplication } from './replication.js';
import { brokenProperty } from './safety.js';

/** How long a member takes to start and to have its first connections, and how often it then counts them. */
const STARTS_MS = [100, 250] as const;
const COUNTS_MS = 50;
/** How long it takes until connections that were closed for silence are there again: members dial every 100 ms. */
const REDIAL_MS = [20, 250] as const;

/** How long a closed connection takes to be noticed, behind what came through it before. */
const HANG_UP_MS = 50;

/** How often the system writes what is not flushed to the disk by itself: Linux keeps dirty pages for up to 30 s. */
const WRITE_BACK_MS = [5_000, 30_000] as const;

/**
 * Raft, after Ongaro & Ousterhout, "In Search of an Understandable Consensus Algorithm" (https://raft.github.io/raft.pdf), with
 * pre-vote, check-quorum, leases and read index as etcd's library has them (https://pkg.go.dev/go.etcd.io/raft/v3).
 * Without a clock only what the paper has takes part: nothing there rests on time.
 */
export class Raft extends RaftReplication {
  override readonly asynchronous = true;
  private readonly fate = new Fate(this);

  /** Seen with etcd, which answers serializable reads from what it has (https://etcd.io/docs/v3.5/learning/api_guarantees/). */
  override get answersFirst(): boolean {
    return this.config.ticks === true;
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
    const alike = this.symmetric.length > 0 && this.w.options.searching;
    const first = likely[alike ? 0 : this.w.choose(likely.length)] ?? 0;
    for (let p = 0; p < this.n; p++) {
      this.term.set(p, 1);
      this.votedFor.set(p, first + 1);
      this.known.set(p, first + 1);
      this.writeBack?.arm(p, ...WRITE_BACK_MS);
      if (p !== first) this.waitForLeader(p);
    }
    this.becomeLeader(first);
    // It leads for a while already: it has heard the others, and where its timers stand is open.
    const { check, heard } = this.clocked!;
    if (!this.w.options.searching && check.isArmed(first)) {
      heard.set(first, this.members.voters(first));
      check.arm(first, 1, check.leftMs(first));
    }
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
      case this.standNow.id:
        if (m.word(0) === this.term.get(to) && this.mayStand(to)) this.campaign(to, 2);
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
    } else if (timer === this.peers?.id) this.countPeers(p);
    else if (timer === this.hangUp?.id) this.leaderGone(p);
    else if (timer === this.oldLease?.id && this.leads(p)) this.advance(p);
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

  /** What a majority has, the next leader has. */
  override keptBy(): readonly number[] {
    return this.w.processes.flatMap((_, p) => (this.members.isVoter(p) ? [p] : []));
  }

  role(p: number): NodeRole {
    const { witness, voter } = this.config.members[p]!;
    if (witness || !voter) return witness ? 'arbiter' : 'learner';
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

  /**
   * Leaders of later terms than that in which it was committed have it (leader completeness, section 5.4.3 of the paper). One of a
   * term between its own and that one need not: the entry may have been committed only when its leader was elected again.
   */
  isLost(operation: number): boolean {
    const { operations } = this.w;
    const epoch = operations.epoch.get(operation);
    const index = operations.index.get(operation);
    const acknowledgedIn = epoch + this.termsOn.get(operation);
    for (let p = 0; p < this.n; p++) {
      if (this.leads(p) && this.term.get(p) > acknowledgedIn && !this.log.contains(p, epoch, index))
        return true;
    }
    return false;
  }

  /**
   * Everybody has it on disk. An entry goes only when somebody takes entries from a leader that lacks it: leaders never drop
   * their own, all that lead now have it, and new ones come from among those who do. What is under way from an earlier leader may
   * lack it, if its term is after the entry's own; but not if it is of the term in which it was committed or a later one, nor
   * where the receiver is in a later term and refuses it. Or it is part of what nothing can displace: see {@link Fate}.
   */
  override isSafe(operation: number): boolean {
    const { operations, mail } = this.w;
    const epoch = operations.epoch.get(operation);
    const index = operations.index.get(operation);
    if (this.flushedTo === undefined) {
      if (index !== 0 && this.fate.isKept(epoch, index)) return true;
      if (operations.isWaiting(operation) && this.fate.isKeptOnceCommitted(epoch, index)) return true;
    }
    if (index === 0) return false;
    for (let p = 0; p < this.n; p++) {
      if (!this.log.contains(p, epoch, index)) return false;
      if (this.flushedTo !== undefined && (!this.timed || this.flushedTo.get(p) < index)) return false;
    }
    const committedIn = operations.isAcknowledged(operation) ? epoch + this.termsOn.get(operation) : Infinity;
    for (let slot = 0; slot < mail.top; slot++) {
      if (mail.kindAt(slot) !== this.append.id) continue;
      const term = mail.wordAt(slot, 0);
      if (term > epoch && term < committedIn && term >= this.term.get(mail.toAt(slot))) return false;
    }
    return true;
  }

  /** Whatever leader of whatever term takes it: see {@link Fate}. */
  override keepsWrites(): boolean {
    return this.flushedTo === undefined && this.fate.isKeptOnceCommitted(0, 0);
  }

  /**
   * It stands in no log, and nothing is under way that could bring it into one: who was asked asks the leader once. Or it stands where it
   * will not be committed: see {@link Fate}.
   */
  override isForlorn(operation: number): boolean {
    const { operations, mail } = this.w;
    const epoch = operations.epoch.get(operation);
    const index = operations.index.get(operation);
    if (index !== 0 && this.flushedTo === undefined && this.fate.isPassedOver(epoch, index))
      return !this.isProposed(operation);
    if (index !== 0) for (let p = 0; p < this.n; p++) if (this.log.contains(p, epoch, index)) return false;
    for (let slot = 0; slot < mail.top; slot++) {
      const kind = mail.kindAt(slot);
      if (kind === this.propose.id && mail.wordAt(slot, 0) === operation) return false;
      if (index === 0 || kind !== this.append.id) continue;
      if (mail.wordAt(slot, 3) === epoch && mail.wordAt(slot, 4) >= index) return false;
    }
    return true;
  }

  /** Somebody passes it on to whom it takes for the leader. */
  private isProposed(operation: number): boolean {
    const { mail } = this.w;
    for (let slot = 0; slot < mail.top; slot++)
      if (mail.kindAt(slot) === this.propose.id && mail.wordAt(slot, 0) === operation) return true;
    return false;
  }

  /** Set of those whose vote for the present term of a candidate is under way to it. */
  votesUnderWay(p: number): number {
    const { mail } = this.w;
    let set = 0;
    for (let slot = 0; slot < mail.top; slot++) {
      if (mail.kindAt(slot) !== this.voted.id || mail.toAt(slot) !== p) continue;
      if (
        mail.wordAt(slot, 0) === this.term.get(p) &&
        mail.wordAt(slot, 1) === 1 &&
        mail.wordAt(slot, 2) === 0
      )
        set |= 1 << mail.fromAt(slot);
    }
    return set;
  }

  /** Set of those whose confirmation that they have an entry is under way to a leader of the present term. */
  confirmationsUnderWay(p: number, index: number): number {
    const { mail } = this.w;
    let set = 0;
    for (let slot = 0; slot < mail.top; slot++) {
      if (mail.kindAt(slot) !== this.appended.id || mail.toAt(slot) !== p) continue;
      if (mail.wordAt(slot, 0) !== this.term.get(p) || mail.wordAt(slot, 1) !== 1) continue;
      if (mail.wordAt(slot, 2) >= index) set |= 1 << mail.fromAt(slot);
    }
    return set;
  }

  /** Whether entries or heartbeats are under way from leaders of such terms. */
  sendsEntries(such: (term: number) => boolean): boolean {
    const { mail } = this.w;
    for (let slot = 0; slot < mail.top; slot++)
      if (mail.kindAt(slot) === this.append.id && such(mail.wordAt(slot, 0))) return true;
    return false;
  }

  /** Whether a leader of a term before this one has sent word that is under way that the log is committed so far. */
  tellsCommitted(index: number, before: number): boolean {
    const { mail } = this.w;
    for (let slot = 0; slot < mail.top; slot++) {
      if (mail.kindAt(slot) !== this.append.id || mail.wordAt(slot, 0) >= before) continue;
      if (mail.wordAt(slot, 5) >= index) return true;
    }
    return false;
  }

  /** The entry, an answer about it, or word that it is committed is on its way. */
  override isUnderWay(operation: number): boolean {
    const { operations, mail } = this.w;
    if (operations.isRead.get(operation) === 1) return true;
    const index = operations.index.get(operation);
    for (let slot = 0; slot < mail.top; slot++) {
      const kind = mail.kindAt(slot);
      if (kind === 0 || this.w.status.get(mail.toAt(slot)) === 2) continue;
      if (kind === this.propose.id && mail.wordAt(slot, 0) === operation) return true;
      if (index === 0) continue;
      if (kind === this.append.id && (mail.wordAt(slot, 4) >= index || mail.wordAt(slot, 5) >= index))
        return true;
      if (kind === this.appended.id && mail.wordAt(slot, 1) === 1 && mail.wordAt(slot, 2) >= index)
        return true;
    }
    return false;
  }

  override renumber(): void {
    if (this.flushedTo !== undefined) return;
    this.links?.forgetCut();
    this.forgetTimes();
    this.forgetLate();
  }

  /**
   * Messages that came too late for what they carry: terms only grow, where logs survive crashes. Answers of older terms do nothing, nor
   * do questions of older terms that get no answer. Of an older leader's entries, and of an older candidate's question,
   * only that they are answered counts: the answer is the same whatever they carry. While a write waits they are left alone: what is under
   * way says at which moments faults may come.
   */
  private forgetLate(): void {
    const { mail, operations } = this.w;
    for (let slot = 0; slot < operations.count; slot++) if (operations.isWaiting(slot)) return;
    for (let slot = mail.top - 1; slot >= 0; slot--) {
      const kind = mail.kindAt(slot);
      const to = mail.toAt(slot);
      if (kind === this.voted.id || kind === this.appended.id) {
        // A refusal by somebody of its own term finds a candidate as its leader, if it wins before: it has heard of that one then.
        const mayCount = kind === this.appended.id && this.state.get(to) === CANDIDATE;
        if (mayCount && mail.wordAt(slot, 0) === this.term.get(to)) continue;
        if (this.isVain(to, kind, mail.wordAt(slot, 0), mail.wordAt(slot, 1), mail.wordAt(slot, 2)))
          mail.remove(slot);
      } else if (kind === this.append.id) {
        if (mail.wordAt(slot, 0) < this.term.get(to)) this.empty(slot, 0);
      } else if (kind === this.asked.id) {
        const pre = mail.wordAt(slot, 3) === 1;
        const own = this.term.get(to);
        if (pre ? mail.wordAt(slot, 0) > own : mail.wordAt(slot, 0) >= own) continue;
        if (!pre && this.config.silent === true) mail.remove(slot);
        else this.empty(slot, pre ? 1 : 0);
      }
    }
  }

  /** Leaves of a question that it will be answered, and how. */
  private empty(slot: number, how: number): void {
    const { mail, status } = this.w;
    if (status.get(mail.toAt(slot)) !== STATUS.up) return;
    for (let w = 0; w < mail.payloadWords; w++) {
      const word = w === 3 ? how : 0;
      if (mail.wordAt(slot, w) !== word) mail.setWord(slot, w, word);
    }
  }

  /** Ticks of a frozen process begin anew when it goes on: where its timers stood makes no difference. */
  private forgetTimes(): void {
    const { status, now } = this.w;
    if (this.config.ticks !== true) return;
    for (let p = 0; p < this.n; p++) {
      if (status.get(p) !== STATUS.paused) continue;
      if (this.leads(p)) {
        this.heartbeat?.settle(p, now);
        if (this.config.checkQuorumMs !== undefined) this.clocked?.check.settle(p, now);
      } else if (this.election.isArmed(p)) this.election.settle(p, now);
    }
  }

  override broken(): readonly string[] {
    const found = brokenProperty(this);
    return found === undefined ? NOTHING : [found];
  }

  crashed(p: number, powerLoss: boolean): void {
    this.state.set(p, FOLLOWER);
    this.known.set(p, 0);
    this.votes.set(p, 0);
    this.clocked?.patience.set(p, 0);
    // What it applied it still has; in the paper's model it learns anew how far that is.
    if (!this.timed) this.commit.set(p, 0);
    this.forgetFollowers(p);
    if (powerLoss && this.flushedTo !== undefined) this.loseUnflushed(p);
    this.members.apply(p, this.commit.get(p));
  }

  restarted(p: number): void {
    this.writeBack?.arm(p, ...WRITE_BACK_MS);
    this.waitForLeader(p);
    this.peers?.arm(p, ...STARTS_MS);
  }

  override closed(p: number, peer: number): void {
    // What was sent before is read first.
    if (this.known.get(p) === peer + 1) this.hangUp?.arm(p, HANG_UP_MS);
  }

  override joined(hostA: number, hostB: number): void {
    this.links?.dial(hostA, hostB);
  }

  /** Ticks that were missed are not made up for: the timers stood still. */
  override resumed(p: number): void {
    if (this.config.ticks !== true || !this.timed) return;
    const frozenMs = this.frozenAt === undefined ? 0 : this.w.now - this.frozenAt.get(p);
    if (this.config.silentMs !== undefined && frozenMs > this.config.silentMs) this.hangsUp(p);
    if (this.leads(p)) {
      this.heartbeat?.arm(p, 1);
      if (this.config.checkQuorumMs !== undefined) this.clocked?.check.arm(p, this.config.checkQuorumMs);
    } else if (this.election.isArmed(p)) this.waitForLeader(p);
  }

  override command(fault: Fault, process: number): boolean {
    return this.timed && command(this, this.w, fault, process);
  }

  /** The time for which a connection may be silent is over before it reads what waits there: that is lost with the connection. */
  private hangsUp(p: number): void {
    this.w.mail.clear(p, false);
    this.links?.redial(p, ...REDIAL_MS);
  }

  /** Just started and connected with more than one other member, it waits for a leader no longer than it must. */
  private countPeers(p: number): void {
    let connected = 0;
    for (let q = 0; q < this.n; q++)
      if (q !== p && this.w.talks(p, q) && this.links?.isDown(p, q) !== true) connected++;
    if (connected < 2) return this.peers?.arm(p, COUNTS_MS);
    if (this.known.get(p) !== 0 || !this.election.isArmed(p)) return;
    this.election.arm(p, Math.max(1, this.election.leftMs(p) - this.config.startTicksMs!));
  }

  private leaderGone(p: number): void {
    const leader = this.known.get(p) - 1;
    const { closedMs } = this.config;
    if (leader < 0 || !this.w.isDown(leader) || closedMs === undefined || !this.members.isVoter(p)) return;
    if (this.w.told)
      this.w.say('suspicion', p, `${this.w.nameOf(p)} has lost its connection to ${this.w.nameOf(leader)}.`);
    this.known.set(p, 0);
    this.election.arm(p, ...closedMs);
  }

  /** The power is gone before the end of the log, or the vote, was on the disk. */
  protected loseUnflushed(p: number): void {
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
}

const NOTHING: readonly string[] = [];
