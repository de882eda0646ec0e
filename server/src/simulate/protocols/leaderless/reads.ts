import { Part } from '../../kit/part.js';
import { has } from '../../kit/sets.js';
import { KEYS } from '../../kit/writes.js';
import type { Payload } from '../../protocol.js';
import { STATUS, type World } from '../../world/world.js';
import type { LeaderlessConfig } from './config.js';
import type { Copies } from './copies.js';
import type { Detector } from './detector.js';
import { isEnough, type Share } from './levels.js';

interface Calls {
  standIn(p: number, copy: number, taken: number): number;
  /** A write's client has read what it needs. */
  finished(p: number, operation: number): void;
  repair(p: number, copy: number, id: number): void;
}

/** Reads: all copies that count are asked, and the answers of the first few are put together. */
export class Reads extends Part {
  private readonly heard = this.w.cells('heard from', 'processes', 'operation');
  private readonly best = this.w.cells('latest heard', 'value', 'operation');
  private readonly differ = this.w.cells('answers differ', 'value', 'operation');
  /** Tells the answers to an operation from those to an earlier one in its slot: 0 while it asks nobody. */
  private readonly tag = this.w.cells('read number', 'value', 'operation');
  private readonly lastTag = this.w.one('last read number');
  private readonly gathered;
  private readonly query = this.w.message('read', 'value', 'value', 'process');
  private readonly answer = this.w.message('answer', 'value', 'value', 'process', 'value');

  constructor(
    w: World,
    private readonly config: LeaderlessConfig,
    private readonly copies: Copies,
    private readonly detector: Detector,
    private readonly shares: readonly (readonly (readonly Share[])[])[],
    private readonly calls: Calls,
  ) {
    super(w);
    this.gathered =
      config.resolve === 'siblings' ? copies.writes.setsPerOperation('writes heard') : undefined;
  }

  /** @param forWrite The client reads what it is about to replace. */
  begin(p: number, operation: number, key: number, forWrite: boolean): void {
    const tag = this.w.options.searching ? 1 : this.lastTag.add(0, 1);
    this.heard.set(operation, 0);
    this.best.set(operation, 0);
    this.differ.set(operation, 0);
    this.tag.set(operation, tag);
    this.gathered?.clear(operation);
    const wanted = forWrite ? this.config.copies[key]! : ofAny(this.shares[p]![key]!);
    const down = this.detector.down.get(p);
    let taken = this.config.copies[key]!;
    if (has(wanted, p)) this.hear(p, operation, p, p);
    for (let copy = 0; copy < this.config.nodes.length; copy++) {
      if (this.tag.get(operation) !== tag) return;
      if (copy === p || !has(wanted, copy)) continue;
      if (!has(down, copy)) this.ask(p, copy, operation, tag, copy);
      else if (this.config.sloppy) {
        const other = this.calls.standIn(p, copy, taken);
        taken |= 1 << other;
        if (other === p) this.hear(p, operation, p, copy);
        else this.ask(p, other, operation, tag, copy);
      }
    }
    this.judge(p, operation);
  }

  deliver(p: number, m: Payload): boolean {
    if (m.kind === this.query.id) {
      const key = this.w.operations.key.get(m.word(0)) % KEYS;
      this.w.send(p, m.from, this.answer, m.word(0), m.word(1), m.word(2), this.copies.latestOf(p, key) + 1);
    } else if (m.kind === this.answer.id) {
      const operation = m.word(0);
      if (this.w.operations.isWaitingAt(operation, p) && this.tag.get(operation) === m.word(1))
        this.hear(p, operation, m.from, m.word(2) - 1, m.word(3) - 1);
    } else return false;
    return true;
  }

  /** Whether enough has been heard by now. */
  judge(p: number, operation: number): void {
    if (this.tag.get(operation) === 0 || !this.w.operations.isWaitingAt(operation, p)) return;
    const key = this.w.operations.key.get(operation) % KEYS;
    const heard = this.heard.get(operation);
    const shares = this.shares[p]![key]!;
    if (!isEnough(shares, heard)) {
      // With too few copies in sight those that are there have to do.
      const live = ofAny(shares) & ~this.detector.down.get(p);
      if (!this.config.degrades || heard === 0 || (live & ~heard) !== 0) return;
    }
    this.tag.set(operation, 0);
    this.heard.set(operation, 0);
    const best = this.best.get(operation) - 1;
    const { writes } = this.copies;
    if (this.w.operations.isRead.get(operation) === 0) this.calls.finished(p, operation);
    else if (this.gathered !== undefined) {
      const sets = this.gathered;
      this.w.operations.answer(operation, value => {
        const id = writes.find(value);
        return id >= 0 && sets.has(operation, id);
      });
    } else
      this.w.operations.answer(operation, value => {
        const id = writes.find(value);
        return best >= 0 && id >= 0 && writes.covers(best, id);
      });
    this.best.set(operation, 0);
    if (this.config.readRepair && this.differ.get(operation) === 1 && best >= 0) this.repair(p, heard, best);
    this.differ.set(operation, 0);
    this.gathered?.clear(operation);
  }

  /** What a write was made on. */
  giveBase(operation: number, id: number): void {
    if (this.gathered !== undefined) this.copies.writes.base(id, this.gathered, operation);
  }

  private ask(p: number, to: number, operation: number, tag: number, copy: number): void {
    if (this.w.status.get(to) !== STATUS.paused) this.w.send(p, to, this.query, operation, tag, copy + 1);
  }

  private hear(p: number, operation: number, from: number, copy: number, found?: number): void {
    const { writes } = this.copies;
    const key = this.w.operations.key.get(operation) % KEYS;
    const latest = found ?? this.copies.latestOf(from, key);
    const best = this.best.get(operation) - 1;
    if (this.heard.get(operation) !== 0 && latest !== best) this.differ.set(operation, 1);
    if (latest >= 0 && (best < 0 || writes.isLater(latest, best))) this.best.set(operation, latest + 1);
    if (this.gathered !== undefined) {
      if (this.heard.get(operation) !== 0) this.copies.compare(p, key, this.gathered, operation, from);
      this.gathered.merge(operation, this.copies.sets!, from);
    }
    this.heard.set(operation, this.heard.get(operation) | (1 << copy));
    this.judge(p, operation);
  }

  /** Copies that were asked and are behind get what the read has found. */
  private repair(p: number, heard: number, best: number): void {
    for (let copy = 0; copy < this.config.nodes.length; copy++) {
      if (!has(heard, copy)) continue;
      if (copy === p) this.copies.take(p, best);
      else this.calls.repair(p, copy, best);
    }
  }
}

function ofAny(shares: readonly Share[]): number {
  let set = 0;
  for (const { of } of shares) set |= of;
  return set;
}
