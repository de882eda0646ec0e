import { countBits } from '../../kit/sets.js';
import { type Payload, Protocol } from '../../protocol.js';
import type { NodeRole } from '../../report/model.js';
import { OPERATION } from '../../world/operations.js';
import type { World } from '../../world/world.js';
import type { PaxosConfig } from './config.js';
import { accepts, nextBallot, promises, roundOf, supersedes } from './rules.js';

/**
 * Single-decree Paxos: the group agrees on one value for good. Every process proposes, accepts and learns; a write is a
 * proposal, acknowledged if its value is the one that is chosen. Two that propose at a time can outbid each other without end.
 */
export class SingleDecree extends Protocol {
  override readonly asynchronous = true;

  /** As acceptor: on disk. */
  private readonly promised = this.w.perProcess('promised');
  private readonly acceptedIn = this.w.perProcess('accepted in');
  readonly accepted = this.w.perProcess('accepted');
  /** As proposer. Values are one more than what clients write; 0 is none. */
  private readonly ballot = this.w.perProcess('ballot');
  private readonly proposal = this.w.perProcess('proposal');
  private readonly own = this.w.perProcess('own value');
  private readonly bestIn = this.w.perProcess('best seen in');
  private readonly best = this.w.perProcess('best seen');
  private readonly answers = this.w.perProcess('answers', 'processes');
  private readonly learned = this.w.perProcess('learned');

  private readonly retry = this.w.timer('retry');
  private readonly prepare = this.w.message('prepare', 'value');
  private readonly promise = this.w.message('promise', 'value', 'value', 'value');
  private readonly accept = this.w.message('accept', 'value', 'value');
  private readonly vote = this.w.message('accepted', 'value');
  private readonly refuse = this.w.message('refused', 'value', 'value');
  private readonly learn = this.w.message('chosen', 'value');
  private readonly n: number;
  private readonly majority: number;

  constructor(
    world: World,
    private readonly config: PaxosConfig,
  ) {
    super(world);
    this.n = config.members.length;
    this.majority = (this.n >> 1) + 1;
  }

  start(): void {}

  deliver(to: number, m: Payload): void {
    switch (m.kind) {
      case this.prepare.id:
        return this.onPrepare(to, m.from, m.word(0));
      case this.promise.id:
        return this.onPromise(to, m.from, m.word(0), m.word(1), m.word(2));
      case this.accept.id:
        return this.onAccept(to, m.from, m.word(0), m.word(1));
      case this.vote.id:
        return this.onVote(to, m.from, m.word(0));
      case this.refuse.id:
        return this.onRefused(to, m.word(0), m.word(1));
      case this.learn.id:
        return this.onChosen(to, m.word(0));
    }
  }

  expire(p: number, _timer: number): void {
    if (this.own.get(p) !== 0 && this.learned.get(p) === 0)
      this.propose(p, Math.max(this.ballot.get(p), this.promised.get(p)));
  }

  write(p: number, operation: number): void {
    const { operations } = this.w;
    if (this.learned.get(p) !== 0 || this.own.get(p) !== 0) {
      operations.refuse(
        operation,
        this.learned.get(p) !== 0 ? 'a value was chosen' : 'a proposal is under way',
      );
      return;
    }
    this.own.set(p, operations.value.get(operation) + 1);
    this.propose(p, this.promised.get(p));
  }

  read(p: number, operation: number): void {
    this.w.operations.answerFrom(operation, p);
  }

  holds(p: number, operation: number): boolean {
    return this.learned.get(p) === this.w.operations.value.get(operation) + 1;
  }

  override holdsValue(p: number, value: number): boolean {
    return this.learned.get(p) === value + 1;
  }

  role(p: number): NodeRole {
    return this.own.get(p) !== 0 && this.learned.get(p) === 0 ? 'candidate' : 'peer';
  }

  /** Rounds: of which every proposer has one ballot. */
  epoch(p: number): number {
    return roundOf(this.promised.get(p), this.n);
  }

  position(p: number): number {
    return this.learned.get(p) === 0 ? 0 : 1;
  }

  writable(p: number): boolean {
    return this.learned.get(p) === 0 && this.own.get(p) === 0;
  }

  isLost(operation: number): boolean {
    const value = this.w.operations.value.get(operation) + 1;
    for (let p = 0; p < this.n; p++) {
      const learned = this.learned.get(p);
      if (learned !== 0 && learned !== value) return true;
    }
    return false;
  }

  /** Agreement: one value at most is chosen or learned. Validity: somebody proposed it. */
  override broken(): readonly string[] {
    let chosen = 0;
    for (let p = 0; p < this.n; p++) {
      for (const value of [this.learned.get(p), this.chosenWith(p)]) {
        if (value === 0) continue;
        if (chosen !== 0 && chosen !== value) return ['agreement'];
        chosen = value;
      }
    }
    return chosen === 0 || this.wasProposed(chosen) ? [] : ['validity'];
  }

  crashed(p: number, powerLoss: boolean): void {
    this.forgetProposal(p);
    if (!powerLoss || this.config.durable) return;
    for (const field of [this.promised, this.acceptedIn, this.accepted, this.learned]) field.set(p, 0);
  }

  restarted(_p: number): void {}

  private propose(p: number, seen: number): void {
    const { w } = this;
    const ballot = nextBallot(seen, p, this.n);
    // A search tries so many rounds.
    if (!w.options.timed && roundOf(ballot, this.n) > w.options.depth) return;
    this.ballot.set(p, ballot);
    this.proposal.set(p, 0);
    this.bestIn.set(p, 0);
    this.best.set(p, 0);
    this.answers.set(p, 0);
    this.retry.arm(p, ...this.config.retryMs);
    if (w.told) w.say('election', p, `${w.nameOf(p)} asks for promises for ballot ${ballot}.`);
    for (let q = 0; q < this.n; q++) {
      if (q === p) this.onPrepare(p, p, ballot);
      else w.send(p, q, this.prepare, ballot);
    }
  }

  private onPrepare(p: number, from: number, ballot: number): void {
    const { w } = this;
    if (!promises(this.promised.get(p), ballot))
      return void w.send(p, from, this.refuse, ballot, this.promised.get(p));
    this.promised.set(p, ballot);
    if (from === p) this.onPromise(p, p, ballot, this.acceptedIn.get(p), this.accepted.get(p));
    else w.send(p, from, this.promise, ballot, this.acceptedIn.get(p), this.accepted.get(p));
  }

  private onPromise(p: number, from: number, ballot: number, acceptedIn: number, value: number): void {
    if (ballot !== this.ballot.get(p) || this.proposal.get(p) !== 0) return;
    const answers = this.answers.get(p) | (1 << from);
    this.answers.set(p, answers);
    if (supersedes(this.bestIn.get(p), acceptedIn)) {
      this.bestIn.set(p, acceptedIn);
      this.best.set(p, value);
    }
    if (countBits(answers) < this.majority) return;
    this.proposal.set(p, this.best.get(p) === 0 ? this.own.get(p) : this.best.get(p));
    this.bestIn.set(p, 0);
    this.best.set(p, 0);
    this.answers.set(p, 0);
    for (let q = 0; q < this.n; q++) {
      if (q === p) this.onAccept(p, p, ballot, this.proposal.get(p));
      else this.w.send(p, q, this.accept, ballot, this.proposal.get(p));
    }
  }

  private onAccept(p: number, from: number, ballot: number, value: number): void {
    const { w } = this;
    if (!accepts(this.promised.get(p), ballot))
      return void w.send(p, from, this.refuse, ballot, this.promised.get(p));
    this.promised.set(p, ballot);
    this.acceptedIn.set(p, ballot);
    this.accepted.set(p, value);
    if (from === p) this.onVote(p, p, ballot);
    else w.send(p, from, this.vote, ballot);
  }

  private onVote(p: number, from: number, ballot: number): void {
    if (ballot !== this.ballot.get(p) || this.proposal.get(p) === 0) return;
    const answers = this.answers.get(p) | (1 << from);
    this.answers.set(p, answers);
    if (countBits(answers) < this.majority) return;
    const value = this.proposal.get(p);
    if (this.w.told)
      this.w.say('commit', p, `Ballot ${ballot} of ${this.w.nameOf(p)} has a majority: its value is chosen.`);
    for (let q = 0; q < this.n; q++) if (q !== p) this.w.send(p, q, this.learn, value);
    this.onChosen(p, value);
  }

  /** Somebody promised a higher ballot: the next one goes beyond it, after a while. */
  private onRefused(p: number, ballot: number, higher: number): void {
    if (ballot === this.ballot.get(p) && higher > ballot) this.ballot.set(p, higher);
  }

  private onChosen(p: number, value: number): void {
    const { operations } = this.w;
    if (this.learned.get(p) === 0) this.learned.set(p, value);
    const own = this.own.get(p);
    this.forgetProposal(p);
    this.retry.cancel(p);
    for (let slot = 0; slot < operations.count; slot++) {
      if (!operations.isWaitingAt(slot, p) || operations.isRead.get(slot) === 1) continue;
      if (operations.value.get(slot) + 1 !== own) continue;
      if (own === value) operations.acknowledge(slot);
      else operations.refuse(slot, 'another value was chosen');
    }
  }

  private forgetProposal(p: number): void {
    this.ballot.set(p, 0);
    this.proposal.set(p, 0);
    this.own.set(p, 0);
    this.bestIn.set(p, 0);
    this.best.set(p, 0);
    this.answers.set(p, 0);
  }

  /** The value that a majority accepted in the ballot in which a process did; 0: none. */
  private chosenWith(p: number): number {
    const ballot = this.acceptedIn.get(p);
    if (ballot === 0) return 0;
    let votes = 0;
    for (let q = 0; q < this.n; q++) if (this.acceptedIn.get(q) === ballot) votes++;
    return votes >= this.majority ? this.accepted.get(p) : 0;
  }

  private wasProposed(value: number): boolean {
    const { operations } = this.w;
    // A replay uses slots again: only a search can tell.
    if (this.w.options.timed) return true;
    for (let slot = 0; slot < operations.count; slot++)
      if (operations.status.get(slot) !== OPERATION.free && operations.value.get(slot) + 1 === value)
        return true;
    return false;
  }
}
