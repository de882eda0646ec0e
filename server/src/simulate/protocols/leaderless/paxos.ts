import { Part } from '../../kit/part.js';
import { countBits, has } from '../../kit/sets.js';
import { KEYS } from '../../kit/writes.js';
import type { Payload } from '../../protocol.js';
import { STATUS, type World } from '../../world/world.js';
import type { LeaderlessConfig } from './config.js';
import type { Copies } from './copies.js';
import type { Detector } from './detector.js';

const PHASE = { none: 0, prepare: 1, propose: 2, finish: 3, wait: 4 } as const;

/**
 * Conditional writes and serial reads: each is a round of Paxos over the copies of a key, in all data centres (SERIAL) or in the
 * coordinator's (LOCAL_SERIAL). Whoever finds a proposal that is accepted and not committed finishes it first. What is agreed
 * on is then written as any other write, at its own level
 * (https://docs.datastax.com/en/cassandra-oss/3.0/cassandra/dml/dmlLtwtTransactions.html).
 */
export class Paxos extends Part {
  private readonly promised = this.w.perProcess('promised ballot', 'value', KEYS);
  private readonly acceptedBallot = this.w.perProcess('accepted ballot', 'value', KEYS);
  private readonly accepted = this.w.perProcess('accepted write', 'value', KEYS);

  private readonly phase = this.w.cells('paxos phase', 'value', 'operation');
  private readonly ballot = this.w.cells('ballot', 'value', 'operation');
  private readonly answers = this.w.cells('paxos answers', 'processes', 'operation');
  private readonly latest = this.w.cells('latest promised', 'value', 'operation');
  private readonly openBallot = this.w.cells('open ballot', 'value', 'operation');
  private readonly open = this.w.cells('open proposal', 'value', 'operation');
  private readonly attempts = this.w.cells('paxos attempts', 'value', 'operation');

  private readonly backoff = this.w.timer('paxos backoff');
  private readonly prepare = this.w.message('prepare', 'value', 'value', 'value');
  private readonly promise = this.w.tally('promise', 'value', 'value', 'value', 'value', 'value', 'value');
  private readonly propose = this.w.message('propose', 'value', 'value', 'value', 'value');
  private readonly accept = this.w.tally('accept', 'value', 'value', 'value');

  constructor(
    w: World,
    private readonly config: LeaderlessConfig,
    private readonly level: 'SERIAL' | 'LOCAL_SERIAL',
    private readonly copies: Copies,
    private readonly detector: Detector,
    private readonly commit: (p: number, operation: number, id: number, key: number) => void,
  ) {
    super(w);
  }

  /** Whether a coordinator counts on a majority of those that take part. */
  canRun(p: number, key: number): boolean {
    const set = this.members(p, key);
    return countBits(set & ~this.detector.down.get(p)) >= this.majority(set);
  }

  begin(p: number, operation: number, read: boolean): void {
    if (read && !this.canRun(p, this.keyOf(operation))) {
      this.w.operations.refuse(operation, this.config.words.unavailable);
      return;
    }
    this.attempts.set(operation, 0);
    this.start(p, operation);
  }

  deliver(p: number, m: Payload): void {
    if (m.kind === this.prepare.id) this.onPrepare(p, m.from, m.word(0), m.word(1), m.word(2));
    else if (m.kind === this.promise.id)
      this.onPromise(p, m.from, m.word(0), m.word(1), m.word(2), m.word(3), m.word(4), m.word(5));
    else if (m.kind === this.propose.id)
      this.onPropose(p, m.from, m.word(0), m.word(1), m.word(2), m.word(3));
    else if (m.kind === this.accept.id) this.onAccept(p, m.from, m.word(0), m.word(1), m.word(2) === 1);
  }

  expire(p: number, timer: number): void {
    if (timer !== this.backoff.id) return;
    for (let operation = 0; operation < this.w.operations.count; operation++)
      if (this.w.operations.isWaitingAt(operation, p) && this.phase.get(operation) === PHASE.wait)
        this.start(p, operation);
  }

  private start(p: number, operation: number): void {
    const key = this.keyOf(operation);
    let most = this.promised.get(p * KEYS + key);
    if (this.attempts.get(operation) > 0) most = Math.max(most, this.openBallot.get(operation));
    const ballot = (Math.floor(most / BALLOTS) + 1) * BALLOTS + p + 1;
    this.phase.set(operation, PHASE.prepare);
    this.ballot.set(operation, ballot);
    this.answers.set(operation, 0);
    this.latest.set(operation, 0);
    this.open.set(operation, 0);
    this.openBallot.set(operation, 0);
    this.toAll(p, key, q => {
      if (q === p) this.onPrepare(p, p, operation, ballot, key);
      else this.w.send(p, q, this.prepare, operation, ballot, key);
    });
  }

  private onPrepare(q: number, p: number, operation: number, ballot: number, key: number): void {
    const at = q * KEYS + key;
    const ok = ballot > this.promised.get(at);
    if (ok) this.promised.set(at, ballot);
    const latest = this.copies.latestOf(q, key);
    const open = this.accepted.get(at) - 1;
    // What its data has already is committed.
    const isOpen =
      open >= 0 && !(latest >= 0 && (latest === open || this.copies.writes.known.has(latest, open)));
    const answer = [isOpen ? this.acceptedBallot.get(at) : 0, isOpen ? open + 1 : 0, latest + 1] as const;
    if (q === p) this.onPromise(p, p, operation, ballot, ok ? 0 : this.promised.get(at), ...answer);
    else this.w.send(q, p, this.promise, operation, ballot, ok ? 0 : this.promised.get(at), ...answer);
  }

  private onPromise(
    p: number,
    q: number,
    operation: number,
    ballot: number,
    refusedFor: number,
    openBallot: number,
    open: number,
    latest: number,
  ): void {
    if (!this.isIn(p, operation, ballot, PHASE.prepare)) return;
    if (refusedFor > 0) return this.giveWay(p, operation, refusedFor);
    this.answers.set(operation, this.answers.get(operation) | (1 << q));
    if (openBallot > this.openBallot.get(operation)) {
      this.openBallot.set(operation, openBallot);
      this.open.set(operation, open);
    }
    const best = this.latest.get(operation) - 1;
    if (latest > 0 && (best < 0 || this.copies.writes.isLater(latest - 1, best)))
      this.latest.set(operation, latest);
    const key = this.keyOf(operation);
    if (countBits(this.answers.get(operation)) < this.majority(this.members(p, key))) return;
    this.promisedByMost(p, operation, key);
  }

  private promisedByMost(p: number, operation: number, key: number): void {
    const { operations } = this.w;
    const { writes } = this.copies;
    const open = this.open.get(operation) - 1;
    const latest = this.latest.get(operation) - 1;
    if (open >= 0) {
      // Somebody else's proposal comes first.
      this.phase.set(operation, PHASE.finish);
      this.ask(p, operation, open, key);
      return;
    }
    if (operations.isRead.get(operation) === 1) {
      this.clear(operation);
      operations.answer(operation, value => {
        const id = writes.find(value);
        return latest >= 0 && id >= 0 && writes.covers(latest, id);
      });
      return;
    }
    const id = writes.of(operation);
    if (latest >= 0 && (latest === id || writes.known.has(latest, id))) {
      // Somebody else has finished its proposal: the condition does not hold any more, and the client cannot tell why.
      this.clear(operation);
      operations.leaveUnknown(operation, 'CasWriteUnknown: another one has finished the proposal');
      return;
    }
    writes.meet(id, latest);
    this.phase.set(operation, PHASE.propose);
    this.ask(p, operation, id, key);
  }

  private ask(p: number, operation: number, id: number, key: number): void {
    this.answers.set(operation, 0);
    this.open.set(operation, id + 1);
    const ballot = this.ballot.get(operation);
    this.toAll(p, key, q => {
      if (q === p) this.onPropose(p, p, operation, ballot, id, key);
      else this.w.send(p, q, this.propose, operation, ballot, id, key);
    });
  }

  private onPropose(q: number, p: number, operation: number, ballot: number, id: number, key: number): void {
    const at = q * KEYS + key;
    const ok = ballot >= this.promised.get(at);
    if (ok) {
      this.promised.set(at, ballot);
      this.acceptedBallot.set(at, ballot);
      this.accepted.set(at, id + 1);
    }
    if (q === p) this.onAccept(p, p, operation, ballot, ok);
    else this.w.send(q, p, this.accept, operation, ballot, ok ? 1 : 0);
  }

  private onAccept(p: number, q: number, operation: number, ballot: number, ok: boolean): void {
    const finishing = this.isIn(p, operation, ballot, PHASE.finish);
    if (!finishing && !this.isIn(p, operation, ballot, PHASE.propose)) return;
    if (!ok) return this.giveWay(p, operation, ballot + BALLOTS);
    this.answers.set(operation, this.answers.get(operation) | (1 << q));
    const key = this.keyOf(operation);
    if (countBits(this.answers.get(operation)) < this.majority(this.members(p, key))) return;
    const id = this.open.get(operation) - 1;
    this.copies.writes.agree(id, ballot);
    if (!finishing) this.clear(operation);
    this.commit(p, operation, id, key);
    if (finishing && this.w.operations.isWaitingAt(operation, p)) this.start(p, operation);
  }

  /** Another one has a higher ballot: it tries again in a while, a few times. */
  private giveWay(p: number, operation: number, ballot: number): void {
    if (this.attempts.add(operation, 1) > MAX_ATTEMPTS) {
      this.clear(operation);
      this.w.operations.leaveUnknown(operation, 'CasWriteTimeout: too much contention');
      return;
    }
    this.phase.set(operation, PHASE.wait);
    this.openBallot.set(operation, ballot);
    if (!this.backoff.isArmed(p)) this.backoff.arm(p, 1, 100);
  }

  private isIn(p: number, operation: number, ballot: number, phase: number): boolean {
    return (
      this.w.operations.isWaitingAt(operation, p) &&
      this.phase.get(operation) === phase &&
      this.ballot.get(operation) === ballot
    );
  }

  private clear(operation: number): void {
    for (const cells of [
      this.phase,
      this.ballot,
      this.answers,
      this.latest,
      this.open,
      this.openBallot,
      this.attempts,
    ])
      cells.set(operation, 0);
  }

  private toAll(p: number, key: number, ask: (q: number) => void): void {
    const set = this.members(p, key);
    // Its own copy last: its answer may be the one that is missing.
    for (let q = 0; q < this.config.nodes.length; q++)
      if (q !== p && has(set, q) && this.w.status.get(q) !== STATUS.paused) ask(q);
    if (has(set, p)) ask(p);
  }

  private members(p: number, key: number): number {
    const all = this.config.copies[key]!;
    if (this.level === 'SERIAL') return all;
    let own = 0;
    for (const [q, { site }] of this.config.nodes.entries())
      if (site === this.config.nodes[p]!.site && has(all, q)) own |= 1 << q;
    return own;
  }

  private majority(set: number): number {
    return Math.floor(countBits(set) / 2) + 1;
  }

  private keyOf(operation: number): number {
    return this.w.operations.key.get(operation) % KEYS;
  }
}

/** Ballots are unique to a node: their last digits are its number. */
const BALLOTS = 32;
const MAX_ATTEMPTS = 8;
