import { Logs } from '../../kit/logs.js';
import { countBits } from '../../kit/sets.js';
import { type Payload, Protocol } from '../../protocol.js';
import type { NodeRole } from '../../report/model.js';
import type { World } from '../../world/world.js';
import { isKept, isKeptOnceDecided } from './kept.js';
import { accepts, nextBallot, promises, roundOf } from './rules.js';

export const FOLLOWS = 0;
export const PREPARES = 1;
export const LEADS = 2;

/** What a group of Multi-Paxos goes by. Times in ms. */
export interface MultiPaxosConfig {
  readonly members: readonly string[];
  readonly heartbeatMs: number;
  /** Who hears no leader for so long proposes itself. */
  readonly electionMs: readonly [least: number, most: number];
}

/**
 * Multi-Paxos over a log, as Sequence Paxos has it (Haridi, Kroll and Carbone, https://arxiv.org/abs/2008.13456): a proposer asks for promises once
 * for all that follows, takes over the longest log that was accepted in the highest ballot among a majority, brings the others to
 * it, and goes on with entries of its own ballot. Unlike in Raft anybody may win: what it lacks it gets with the promises.
 */
export class MultiPaxos extends Protocol {
  override readonly asynchronous: boolean = true;

  readonly promised = this.w.perProcess('promised');
  /** The ballot in which the log of a process was accepted. */
  readonly acceptedIn = this.w.perProcess('accepted in');
  readonly state = this.w.perProcess('role');
  readonly known = this.w.perProcess('leader', 'process');
  readonly commit = this.w.perProcess('decided');
  readonly log = new Logs(this.w);
  /** Of an acknowledged write: by how much the ballot that whoever acknowledged it had promised was above its own. */
  private readonly ballotsOn = this.w.cells('ballots until acknowledged', 'value', 'operation');
  /** Of a proposer: who promised, and whose log is the one to take over. */
  private readonly answers = this.w.perProcess('promises', 'processes');
  private readonly best = this.w.perProcess('best log', 'process');
  private readonly bestIn = this.w.perProcess('best log in');
  private readonly bestEnd = this.w.perProcess('best log end');
  /** Of a leader: how far each accepted in its ballot. */
  protected readonly match = this.w.perPair('accepted');

  protected readonly election = this.w.timer('election timeout');
  protected readonly heartbeat = this.w.timer('heartbeat');
  private readonly prepare = this.w.message('prepare', 'value');
  private readonly promise = this.w.message('promise', 'value', 'value', 'value');
  private readonly sync = this.w.message('accept log', 'value', 'value');
  private readonly accept = this.w.message('accept', 'value', 'value', 'value', 'value');
  private readonly vote = this.w.message('accepted', 'value', 'value');
  private readonly refuse = this.w.message('refused', 'value');
  private readonly propose = this.w.message('proposal', 'value', 'value');
  protected readonly n: number;
  protected readonly majority: number;

  constructor(
    world: World,
    readonly group: MultiPaxosConfig,
  ) {
    super(world);
    this.n = group.members.length;
    this.majority = (this.n >> 1) + 1;
  }

  start(): void {
    for (let p = 0; p < this.n; p++) if (!this.w.options.timed) this.election.arm(p, 1);
    if (!this.w.options.timed) return;
    const first = this.w.choose(this.n);
    const ballot = first + 1;
    for (let p = 0; p < this.n; p++) {
      this.promised.set(p, ballot);
      this.acceptedIn.set(p, ballot);
      this.known.set(p, first + 1);
      if (p !== first) this.waitForLeader(p);
    }
    this.lead(first);
  }

  deliver(to: number, m: Payload): void {
    switch (m.kind) {
      case this.prepare.id:
        return this.onPrepare(to, m.from, m.word(0));
      case this.promise.id:
        return this.onPromise(to, m.from, m.word(0), m.word(1), m.word(2));
      case this.sync.id:
        return this.onSync(to, m.from, m.word(0), m.word(1));
      case this.accept.id:
        return this.onAccept(to, m.from, m);
      case this.vote.id:
        return this.onVote(to, m.from, m.word(0), m.word(1));
      case this.refuse.id:
        return this.onRefused(to, m.word(0));
      case this.propose.id:
        if (this.w.operations.value.get(m.word(0)) === m.word(1)) this.onProposal(to, m.word(0));
    }
  }

  expire(p: number, timer: number): void {
    if (timer === this.election.id) this.stand(p);
    else if (timer === this.heartbeat.id) this.beat(p);
  }

  write(p: number, operation: number): void {
    if (this.leads(p)) return this.onProposal(p, operation);
    const leader = this.known.get(p) - 1;
    if (leader < 0 || !this.w.options.timed) return this.w.operations.refuse(operation, 'no leader');
    this.w.send(p, leader, this.propose, operation, this.w.operations.value.get(operation));
  }

  read(p: number, operation: number): void {
    this.w.operations.answerFrom(operation, p);
  }

  holds(p: number, operation: number): boolean {
    const { operations } = this.w;
    const index = operations.index.get(operation);
    return index <= this.commit.get(p) && this.log.contains(p, operations.epoch.get(operation), index);
  }

  override holdsUpTo(p: number, epoch: number): number {
    return this.log.upTo(p, epoch, this.commit.get(p));
  }

  override keptBy(): readonly number[] {
    return this.w.processes.map((_, p) => p);
  }

  role(p: number): NodeRole {
    const state = this.state.get(p);
    return state === LEADS ? 'leader' : state === PREPARES ? 'candidate' : 'follower';
  }

  epoch(p: number): number {
    return roundOf(this.promised.get(p), this.n);
  }

  position(p: number): number {
    return this.commit.get(p);
  }

  writable(p: number): boolean {
    return this.leads(p) || (this.w.options.timed && this.known.get(p) !== 0);
  }

  /** Leaders of ballots above that in which it was decided have it; one of a ballot below need not, and decides nothing any more. */
  isLost(operation: number): boolean {
    const { operations } = this.w;
    const epoch = operations.epoch.get(operation);
    const index = operations.index.get(operation);
    const decidedBy = epoch + this.ballotsOn.get(operation);
    for (let p = 0; p < this.n; p++) {
      if (this.leads(p) && this.acceptedIn.get(p) > decidedBy && !this.log.contains(p, epoch, index))
        return true;
    }
    return false;
  }

  /** See {@link isKept} and {@link isKeptOnceDecided}: logs and promises survive whatever happens. */
  override isSafe(operation: number): boolean {
    const { operations } = this.w;
    const epoch = operations.epoch.get(operation);
    const index = operations.index.get(operation);
    if (index > 0 && isKept(this, epoch, index)) return true;
    return operations.isWaiting(operation) && isKeptOnceDecided(this, epoch, index);
  }

  override keepsWrites(): boolean {
    return isKeptOnceDecided(this, 0, 0);
  }

  get processes(): number {
    return this.n;
  }

  prepares(p: number): boolean {
    return this.state.get(p) === PREPARES;
  }

  /** What a proposer knows, or will hear from promises that are under way, of whoever gave it one is how it is. */
  knowsPromises(p: number): boolean {
    const { mail } = this.w;
    const ballot = this.promised.get(p);
    const isKnown = (q: number, acceptedIn: number, end: number) => {
      const own = this.acceptedIn.get(q);
      return own > ballot || own < acceptedIn || (own === acceptedIn && this.log.end(q) <= end);
    };
    for (let q = 0; q < this.n; q++)
      if ((this.answers.get(p) & (1 << q)) !== 0 && !isKnown(q, this.bestIn.get(p), this.bestEnd.get(p)))
        return false;
    for (let slot = 0; slot < mail.top; slot++) {
      if (mail.kindAt(slot) !== this.promise.id || mail.toAt(slot) !== p) continue;
      if (mail.wordAt(slot, 0) !== ballot) continue;
      if (!isKnown(mail.fromAt(slot), mail.wordAt(slot, 1), mail.wordAt(slot, 2))) return false;
    }
    return true;
  }

  /** Set of those of whom a leader knows, or will hear from what is under way, that they accepted so much in its ballot. */
  confirming(p: number, index: number): number {
    const { mail } = this.w;
    let set = 0;
    for (let q = 0; q < this.n; q++) if (this.match.get(p * this.n + q) >= index) set |= 1 << q;
    for (let slot = 0; slot < mail.top; slot++) {
      if (mail.kindAt(slot) !== this.vote.id || mail.toAt(slot) !== p) continue;
      if (mail.wordAt(slot, 0) === this.promised.get(p) && mail.wordAt(slot, 1) >= index)
        set |= 1 << mail.fromAt(slot);
    }
    return set;
  }

  /** Whether word is under way, from the leader of a ballot before this one, that the log is decided so far. */
  tellsDecided(index: number, before: number): boolean {
    const { mail } = this.w;
    for (let slot = 0; slot < mail.top; slot++) {
      if (mail.kindAt(slot) !== this.accept.id || mail.wordAt(slot, 0) >= before) continue;
      if (mail.wordAt(slot, 2) >= index) return true;
    }
    return false;
  }

  /** Agreement on every prefix that is decided, and leaders that have what was decided in lower ballots. */
  override broken(): readonly string[] {
    for (let a = 0; a < this.n; a++) {
      for (let b = 0; b < this.n; b++) {
        if (a === b) continue;
        const same = this.log.common(a, b);
        if (same < Math.min(this.commit.get(a), this.commit.get(b))) return ['agreement'];
        if (this.leads(a) && this.acceptedIn.get(b) <= this.acceptedIn.get(a) && same < this.commit.get(b))
          return ['leader completeness'];
      }
    }
    return [];
  }

  crashed(p: number, _powerLoss: boolean): void {
    this.stopProposing(p);
    this.known.set(p, 0);
    if (!this.w.options.timed) this.commit.set(p, 0);
  }

  restarted(p: number): void {
    this.waitForLeader(p);
  }

  leads(p: number): boolean {
    return this.state.get(p) === LEADS;
  }

  /** A proposer asks for promises for a ballot above all that it saw. */
  protected stand(p: number): void {
    if (this.leads(p)) return;
    const { w } = this;
    const ballot = nextBallot(this.promised.get(p), p, this.n);
    if (!w.options.timed && roundOf(ballot, this.n) > w.options.depth) return;
    this.waitForLeader(p);
    this.known.set(p, 0);
    this.state.set(p, PREPARES);
    this.promised.set(p, ballot);
    this.answers.set(p, 1 << p);
    this.best.set(p, p + 1);
    this.bestIn.set(p, this.acceptedIn.get(p));
    this.bestEnd.set(p, this.log.end(p));
    if (w.told) w.say('election', p, `${w.nameOf(p)} asks for promises for ballot ${ballot}.`);
    if (this.majority === 1) return this.takeOver(p);
    for (let q = 0; q < this.n; q++) if (q !== p) w.send(p, q, this.prepare, ballot);
  }

  /** Whether an acceptor may promise a ballot now, beside the rule of Paxos. */
  protected mayPromise(_p: number): boolean {
    return true;
  }

  /** It is the leader of its ballot from now on. */
  protected lead(p: number): void {
    const { w, n } = this;
    this.state.set(p, LEADS);
    this.known.set(p, p + 1);
    this.election.cancel(p);
    const ballot = this.promised.get(p);
    this.acceptedIn.set(p, ballot);
    // An entry of its own says where its ballot begins.
    this.log.append(p, ballot);
    for (let q = 0; q < n; q++) this.match.set(p * n + q, 0);
    if (w.told) w.say('promotion', p, `${w.nameOf(p)} leads in ballot ${ballot}.`);
    this.beat(p);
    this.decide(p);
  }

  /** Heard from the leader of a ballot that is not below what was promised. */
  protected follow(p: number, leader: number, ballot: number): void {
    this.promised.set(p, ballot);
    this.stopProposing(p);
    this.known.set(p, leader + 1);
    this.waitForLeader(p);
  }

  protected decided(p: number, index: number): void {
    this.commit.set(p, index);
    const { operations } = this.w;
    for (let slot = 0; slot < operations.count; slot++) {
      if (!operations.isWaitingAt(slot, p) || operations.isRead.get(slot) === 1) continue;
      const at = operations.index.get(slot);
      if (at > 0 && at <= index && this.log.contains(p, operations.epoch.get(slot), at))
        this.acknowledge(p, slot);
      if (!operations.isWaiting(slot))
        this.ballotsOn.set(slot, this.promised.get(p) - operations.epoch.get(slot));
    }
  }

  protected acknowledge(_p: number, slot: number): void {
    this.w.operations.acknowledge(slot);
  }

  /** A write becomes the next entry of the leader's log. */
  protected onProposal(p: number, operation: number): void {
    const { operations } = this.w;
    if (!this.leads(p) || !operations.isWaiting(operation)) return;
    const ballot = this.promised.get(p);
    operations.place(operation, ballot, this.log.append(p, ballot));
    this.sendAll(p);
    this.decide(p);
  }

  protected waitForLeader(p: number): void {
    this.election.arm(p, ...this.group.electionMs);
  }

  protected stopProposing(p: number): void {
    if (this.leads(p)) {
      this.heartbeat.cancel(p);
      for (let q = 0; q < this.n; q++) this.match.set(p * this.n + q, 0);
      if (this.w.told) this.w.say('demotion', p, `${this.w.nameOf(p)} leads no longer.`);
    }
    this.state.set(p, FOLLOWS);
    this.answers.set(p, 0);
    this.best.set(p, 0);
    this.bestIn.set(p, 0);
    this.bestEnd.set(p, 0);
  }

  private onPrepare(p: number, from: number, ballot: number): void {
    if (!this.mayPromise(p)) return;
    if (!promises(this.promised.get(p), ballot))
      return void this.w.send(p, from, this.refuse, this.promised.get(p));
    this.promised.set(p, ballot);
    this.stopProposing(p);
    this.known.set(p, 0);
    this.waitForLeader(p);
    this.w.send(p, from, this.promise, ballot, this.acceptedIn.get(p), this.log.end(p));
  }

  private onPromise(p: number, from: number, ballot: number, acceptedIn: number, end: number): void {
    if (this.state.get(p) !== PREPARES || ballot !== this.promised.get(p)) return;
    // One that promised more since is as good as silent; else its log is what it was.
    if (this.promised.get(from) !== ballot) return;
    this.answers.set(p, this.answers.get(p) | (1 << from));
    const bestIn = this.bestIn.get(p);
    if (acceptedIn > bestIn || (acceptedIn === bestIn && end > this.bestEnd.get(p))) {
      this.best.set(p, from + 1);
      this.bestIn.set(p, acceptedIn);
      this.bestEnd.set(p, end);
    }
    if (countBits(this.answers.get(p)) >= this.majority) this.takeOver(p);
  }

  private takeOver(p: number): void {
    const best = this.best.get(p) - 1;
    if (best !== p) {
      if (this.promised.get(best) !== this.promised.get(p)) return;
      this.log.copy(best, p);
    }
    this.answers.set(p, 0);
    this.best.set(p, 0);
    this.bestIn.set(p, 0);
    this.bestEnd.set(p, 0);
    this.lead(p);
  }

  protected beat(p: number): void {
    if (!this.leads(p)) return;
    if (this.w.options.timed) this.heartbeat.arm(p, this.group.heartbeatMs);
    this.sendAll(p);
  }

  private sendAll(p: number): void {
    for (let q = 0; q < this.n; q++) if (q !== p) this.sendTo(p, q);
  }

  private sendTo(p: number, q: number): void {
    const ballot = this.promised.get(p);
    if (this.match.get(p * this.n + q) === 0) this.w.send(p, q, this.sync, ballot, this.log.end(p));
    else this.w.send(p, q, this.accept, ballot, this.log.end(p), this.commit.get(p), this.safeTime(p));
  }

  /** The leader's log, up to where it was when it was sent: within a ballot it only grows. */
  private onSync(p: number, from: number, ballot: number, end: number): void {
    if (!accepts(this.promised.get(p), ballot))
      return void this.w.send(p, from, this.refuse, this.promised.get(p));
    if (this.acceptedIn.get(from) !== ballot || !this.leads(from)) return;
    this.follow(p, from, ballot);
    if (this.acceptedIn.get(p) !== ballot || this.log.end(p) < end) this.log.copy(from, p, end);
    this.acceptedIn.set(p, ballot);
    this.w.send(p, from, this.vote, ballot, this.log.end(p));
  }

  private onAccept(p: number, from: number, m: Payload): void {
    const ballot = m.word(0);
    const safe = m.word(3);
    if (!accepts(this.promised.get(p), ballot))
      return void this.w.send(p, from, this.refuse, this.promised.get(p));
    this.follow(p, from, ballot);
    if (this.acceptedIn.get(p) !== ballot) return void this.w.send(p, from, this.vote, ballot, 0);
    this.log.extend(p, ballot, m.word(1));
    const decided = Math.min(m.word(2), this.log.end(p));
    if (decided > this.commit.get(p)) this.decided(p, decided);
    if (safe !== 0) this.noteSafe(p, safe);
    this.w.send(p, from, this.vote, ballot, this.log.end(p));
  }

  private onVote(p: number, from: number, ballot: number, end: number): void {
    if (!this.leads(p) || ballot !== this.promised.get(p)) return;
    const at = p * this.n + from;
    this.heard(p, from);
    if (end === 0) {
      this.match.set(at, 0);
      return this.sendTo(p, from);
    }
    if (end > this.match.get(at)) this.match.set(at, end);
    this.decide(p);
  }

  /** A time up to which everything is decided and sent, where the group has timestamps; 0: none. */
  protected safeTime(_p: number): number {
    return 0;
  }

  protected noteSafe(_p: number, _time: number): void {}

  /** A follower answered its leader. */
  protected heard(_p: number, _from: number): void {}

  private decide(p: number): void {
    const { match, n } = this;
    match.set(p * n + p, this.log.end(p));
    let decided = this.commit.get(p);
    for (let q = 0; q < n; q++) {
      const index = match.get(p * n + q);
      if (index <= decided) continue;
      let copies = 0;
      for (let r = 0; r < n; r++) if (match.get(p * n + r) >= index) copies++;
      if (copies >= this.majority) decided = index;
    }
    if (decided === this.commit.get(p)) return;
    this.decided(p, decided);
    if (this.w.options.timed) this.sendAll(p);
  }

  private onRefused(p: number, higher: number): void {
    if (higher <= this.promised.get(p) || this.state.get(p) === FOLLOWS) return;
    // It promises so much itself, so that its next ballot goes beyond.
    this.promised.set(p, higher);
    this.stopProposing(p);
    this.known.set(p, 0);
    this.waitForLeader(p);
  }
}
