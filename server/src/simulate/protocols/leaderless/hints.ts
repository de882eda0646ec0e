import type { NumberSets } from '../../kit/number-sets.js';
import { Part } from '../../kit/part.js';
import { has } from '../../kit/sets.js';
import type { Writes } from '../../kit/writes.js';
import type { Payload } from '../../protocol.js';
import { STATUS, type World } from '../../world/world.js';
import type { LeaderlessConfig } from './config.js';
import type { Copies } from './copies.js';
import type { Detector } from './detector.js';

/**
 * Writes that a coordinator keeps for copies that have not confirmed them. They are in memory at first, and are given up for
 * a node that stays away for longer than the window
 * (https://cassandra.apache.org/doc/latest/cassandra/managing/operating/hints.html).
 */
export class Hints extends Part {
  /** Per coordinator and copy: what that copy has not confirmed. */
  private readonly kept: NumberSets;
  /** Per coordinator: what would be gone with its process. */
  private readonly fresh: NumberSets;
  private readonly hintsOver = this.w.perPair('end of hints', 'due');
  private readonly flush = this.w.timer('hints flush');
  private readonly dispatch = this.w.timer('hints dispatch');
  /** Up to which number the copy is to take what is kept for it. */
  private readonly batch = this.w.message('hints', 'value');
  private readonly taken = this.w.tally('hints taken', 'value');
  private readonly writes: Writes;

  constructor(
    w: World,
    private readonly config: LeaderlessConfig,
    private readonly copies: Copies,
    private readonly detector: () => Detector,
  ) {
    super(w);
    this.writes = copies.writes;
    this.kept = this.writes.setsPerPair('hints kept');
    this.fresh = this.writes.setsPerProcess('hints in memory');
  }

  /** A copy is to get a write and has not confirmed it. */
  keep(p: number, q: number, id: number): void {
    if (!this.isWithinWindow(p, q)) return;
    this.kept.add(this.pair(p, q), id);
    if (this.config.nodes[p]!.hintFlushMs > 0) this.fresh.add(p, id);
    if (has(this.detector().down.get(p), q)) {
      if (!this.w.options.searching && !this.fresh.isEmpty(p) && !this.flush.isArmed(p))
        this.flush.arm(p, 1, this.config.nodes[p]!.hintFlushMs);
    } else if (!this.dispatch.isArmed(p)) this.arm(p, UNCONFIRMED_MS, UNCONFIRMED_MS + this.config.hintMs[1]);
  }

  confirmed(p: number, q: number, id: number): void {
    this.kept.remove(this.pair(p, q), id);
    if (!this.owes(p, ~this.detector().down.get(p))) this.dispatch.cancel(p);
    if (!this.keepsFor(p, id)) this.fresh.remove(p, id);
  }

  deliver(p: number, m: Payload): boolean {
    if (m.kind === this.batch.id) this.onBatch(p, m.from, m.word(0));
    else if (m.kind === this.taken.id) this.onTaken(p, m.from, m.word(0));
    else return false;
    return true;
  }

  expire(p: number, timer: number): boolean {
    if (timer === this.flush.id) this.fresh.clear(p);
    else if (timer === this.dispatch.id) this.send(p);
    else return false;
    return true;
  }

  /** Others count again: they are sent what they missed. */
  returned(p: number, who: number): void {
    for (let q = 0; q < this.config.nodes.length; q++)
      if (has(who, q)) this.hintsOver.set(this.pair(p, q), 0);
    if (this.owes(p, who)) this.arm(p, ...this.config.hintMs);
  }

  restarted(p: number): void {
    if (this.owes(p, -1)) this.arm(p, ...this.config.hintMs);
  }

  crashed(p: number): void {
    if (this.fresh.isEmpty(p) || (this.w.options.searching && this.w.choose(2) === 1)) return;
    let gone = false;
    for (let q = 0; q < this.config.nodes.length; q++) {
      const row = this.pair(p, q);
      for (let id = -1; (id = this.fresh.next(p, id + 1)) >= 0; ) {
        gone ||= has(this.detector().down.get(p), q) && this.kept.has(row, id);
        this.kept.remove(row, id);
      }
    }
    this.fresh.clear(p);
    if (gone && this.w.told)
      this.w.say(
        'rollback',
        p,
        `${this.w.nameOf(p)} loses hints that it had in memory: the copies that they were for stay behind.`,
        ...this.config.because.hints,
      );
  }

  /** Whether some node keeps a write for another one. */
  holds(id: number): boolean {
    const { length } = this.config.nodes;
    for (let p = 0; p < length; p++)
      for (let q = 0; q < length; q++) if (this.kept.has(this.pair(p, q), id)) return true;
    return false;
  }

  /** A search takes the longest time only: what comes sooner leaves less to go wrong. */
  private arm(p: number, least: number, most: number): void {
    this.dispatch.arm(p, this.w.options.searching ? most : least, most);
  }

  private keepsFor(p: number, id: number): boolean {
    for (let q = 0; q < this.config.nodes.length; q++) if (this.kept.has(this.pair(p, q), id)) return true;
    return false;
  }

  private owes(p: number, who: number): boolean {
    for (let q = 0; q < this.config.nodes.length; q++)
      if (has(who, q) && !this.kept.isEmpty(this.pair(p, q))) return true;
    return false;
  }

  private send(p: number): void {
    const down = this.detector().down.get(p);
    let again = false;
    if (!this.w.options.searching && !this.fresh.isEmpty(p) && !this.flush.isArmed(p))
      this.flush.arm(p, 1, this.config.nodes[p]!.hintFlushMs);
    for (let q = 0; q < this.config.nodes.length; q++) {
      const last = this.kept.last(this.pair(p, q));
      if (last < 0 || has(down, q)) continue;
      again = true;
      if (this.w.status.get(q) !== STATUS.paused) this.w.send(p, q, this.batch, last + 1);
    }
    // Once more, for what gets lost; what is cut is counted as down soon, and sent when it is back.
    if (again) this.arm(p, RETRY_MS, RETRY_MS * 2);
  }

  private onBatch(q: number, p: number, until: number): void {
    const row = this.pair(p, q);
    let count = 0;
    for (let id = -1; (id = this.kept.next(row, id + 1)) >= 0 && id < until; ) {
      this.copies.take(q, id);
      count++;
    }
    if (count > 0 && this.w.told)
      this.w.say(
        'recovery',
        q,
        `${this.w.nameOf(q)} gets ${count === 1 ? 'a write' : `${count} writes`} that ${this.w.nameOf(p)} had kept for it.`,
        ...this.config.because.hints,
      );
    this.w.send(q, p, this.taken, until);
  }

  private onTaken(p: number, q: number, until: number): void {
    const row = this.pair(p, q);
    for (let id = -1; (id = this.kept.next(row, id + 1)) >= 0 && id < until; ) this.kept.remove(row, id);
    if (!this.owes(p, ~this.detector().down.get(p))) this.dispatch.cancel(p);
    for (let id = -1; (id = this.fresh.next(p, id + 1)) >= 0; )
      if (!this.keepsFor(p, id)) this.fresh.remove(p, id);
  }

  /** For a node that is down the window begins with its first hint; searches are over before it ends. */
  private isWithinWindow(p: number, q: number): boolean {
    const { hintWindowMs } = this.config.nodes[p]!;
    if (hintWindowMs === 0) return false;
    if (this.w.options.searching || !has(this.detector().down.get(p), q)) return true;
    const at = this.pair(p, q);
    if (this.hintsOver.get(at) === 0) {
      this.hintsOver.set(at, this.w.now + this.w.units(hintWindowMs));
      return true;
    }
    if (this.hintsOver.get(at) > this.w.now) return true;
    return false;
  }

  private pair(p: number, q: number): number {
    return p * this.w.processes.length + q;
  }
}

/** A write that is not confirmed for so long becomes a hint: write_request_timeout. */
const UNCONFIRMED_MS = 2_000;
/** Hints that were sent and not confirmed are sent again after this. */
const RETRY_MS = 10_000;
