import { Flag, type World } from '../world/world.js';
import { NumberSets, setWords } from './number-sets.js';
import { Part } from './part.js';

/** Clients write to so many keys in turn. */
export const KEYS = 4;

/**
 * The writes of a run where no log gives them an order: each has a number from 0 on, a key, a timestamp, and the set of
 * writes that it knew of. A write knows another one where it came to a copy that had it before its client was answered,
 * and all that this one knew. A write that replaces one that it did not know has lost it, unless both were under way at the
 * same time: then they may count in either order.
 */
export class Writes extends Part {
  private readonly capacity = this.w.options.writes;
  readonly words = setWords(this.capacity);
  private readonly count = this.w.one('writes');
  /** What clients call them: rises with the number. */
  private readonly values = this.w.cells('write value', 'value', 'one', this.capacity);
  private readonly keys = this.w.cells('write key', 'value', 'one', this.capacity);
  private readonly stamps = this.w.cells('write time', 'value', 'one', this.capacity);
  /** The operation that waits for it, + 1. */
  private readonly slots = this.w.cells('write operation', 'value', 'one', this.capacity);
  /** How many writes had begun when it was acknowledged; 0: it was not. */
  private readonly acknowledgedAt = this.w.cells('write acknowledged', 'value', 'one', this.capacity);
  /** The first write that was under way when it began, itself included. */
  private readonly openFrom = this.w.cells('writes under way from', 'value', 'one', this.capacity);
  /** The latest write that it knows of, + 1. */
  private readonly latest = this.w.cells('latest known', 'value', 'one', this.capacity);
  readonly known = new NumberSets(
    this.w.cells('known writes', 'value', 'one', this.capacity * this.words),
    this.words,
  );
  private readonly acknowledged = this.sets('acknowledged writes');
  private readonly told = this.sets('conflicts told');
  private readonly ofKey = new NumberSets(
    this.w.cells('writes of a key', 'value', 'one', KEYS * this.words),
    this.words,
  );

  /** The last answer of `lastUnanswered`, and to what: it would be the same again, so it is no part of the state. */
  private askedFor = -1;
  private askedAt = -1;
  private answer = -1;
  private changes = 0;

  /**
   * @param order Timestamps come from the clock of the node that takes the write, from the order in which writes begin, or from
   *   the rounds in which they are agreed on.
   * @param merges Writes that did not know each other are no conflict.
   */
  constructor(
    w: World,
    private readonly order: 'clocks' | 'begin' | 'rounds',
    private readonly merges = false,
  ) {
    super(w);
  }

  /** A single set of writes. */
  sets(name: string): NumberSets {
    return new NumberSets(this.w.cells(name, 'value', 'one', this.words), this.words);
  }

  /** A set of writes for each process. */
  setsPerProcess(name: string): NumberSets {
    return new NumberSets(this.w.perProcess(name, 'value', this.words), this.words);
  }

  /** A set of writes for each pair of processes. */
  setsPerPair(name: string): NumberSets {
    return new NumberSets(this.w.cells(name, 'value', 'pair', this.words), this.words);
  }

  /** A set of writes for each operation of clients. */
  setsPerOperation(name: string): NumberSets {
    return new NumberSets(this.w.cells(name, 'value', 'operation', this.words), this.words);
  }

  /** A process takes the write of an operation, at once when it comes: numbers follow values; answers its number, or -1 where there were too many. */
  begin(p: number, operation: number): number {
    const { operations, options } = this.w;
    const id = this.count.get();
    if (id >= this.capacity) return -1;
    this.count.set(0, id + 1);
    this.values.set(id, operations.value.get(operation));
    this.keys.set(id, operations.key.get(operation) % KEYS);
    const skew = this.order === 'clocks' ? this.w.skew.get(this.w.hostOf(p)) : 0;
    // A search counts time anew all the while: only the order is left of it.
    const stamp = options.searching || !options.timed ? id + 1 + skew * 64 : this.w.now + skew;
    this.stamps.set(id, this.order === 'rounds' ? 0 : stamp);
    this.openFrom.set(id, id);
    for (let slot = 0; slot < operations.count; slot++) {
      const other = operations.isWaiting(slot) && operations.isRead.get(slot) === 0 ? this.of(slot) : -1;
      if (other >= 0 && other < this.openFrom.get(id)) this.openFrom.set(id, other);
    }
    this.changes++;
    this.ofKey.add(this.keys.get(id), id);
    this.slots.set(id, operation + 1);
    operations.place(operation, 1, id + 1);
    return id;
  }

  /** Number of the write that an operation stands for; -1: it was never taken. */
  of(operation: number): number {
    return this.w.operations.index.get(operation) - 1;
  }

  /** Number of a write by its value; -1: it was never taken. */
  find(value: number): number {
    let low = 0;
    let high = this.count.get() - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.values.get(middle);
      if (found === value) return middle;
      if (found < value) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** The number by which people are told of it: searches count writes from 1, histories all operations from 0. */
  numberAt(id: number): number {
    return this.values.get(id) + (this.w.options.searching ? 1 : 0);
  }

  keyOf(id: number): number {
    return this.keys.get(id);
  }

  get total(): number {
    return this.count.get();
  }

  isUnderWay(id: number): boolean {
    const slot = this.slots.get(id) - 1;
    return slot >= 0 && this.w.operations.isWaiting(slot) && this.of(slot) === id;
  }

  isAcknowledged(id: number): boolean {
    return this.acknowledgedAt.get(id) !== 0;
  }

  /** Its client is answered. */
  acknowledge(id: number, warned = false): void {
    const slot = this.slots.get(id) - 1;
    this.slots.set(id, 0);
    this.acknowledgedAt.set(id, this.count.get());
    this.acknowledged.add(0, id);
    this.changes++;
    this.w.operations.acknowledge(slot, warned);
  }

  /** Whether one is later than another by its timestamp; of equal ones the later number stands for finer clocks. */
  isLater(id: number, other: number): boolean {
    const by = this.stamps.get(id) - this.stamps.get(other);
    return by > 0 || (by === 0 && id > other);
  }

  /** The write was agreed on in this round: later ones of its key come after it. */
  agree(id: number, ballot: number): void {
    this.stamps.set(id, Math.max(ballot, this.stamps.get(id)));
    this.changes++;
  }

  /** The write comes to a copy that has another one: while its client waits, it knows the latest that it meets. */
  meet(id: number, other: number): void {
    if (other < 0 || other === id || !this.isUnderWay(id)) return;
    const latest = this.latest.get(id) - 1;
    if (latest >= 0 && (latest === other || this.isLater(latest, other))) return;
    this.latest.set(id, other + 1);
    this.changes++;
    this.known.copy(id, this.known, other);
    this.known.add(id, other);
  }

  /** The write was made by somebody who had read these: it knows all of them that are of its key. */
  base(id: number, on: NumberSets, row: number): void {
    this.known.copy(id, on, row);
    this.known.keepOnly(id, this.ofKey, this.keys.get(id));
    this.known.remove(id, id);
  }

  /** The first write of the same key, from a number on, that a set has and that a write does not know; -1: none. */
  stranger(id: number, sets: NumberSets, row: number, from: number): number {
    const key = this.keys.get(id);
    let x = sets.nextWithin(row, this.ofKey, key, this.known, id, from);
    if (x === id) x = sets.nextWithin(row, this.ofKey, key, this.known, id, x + 1);
    return x;
  }

  /** The last write of a key that was acknowledged and that one set has and the other has not; -1: none. */
  lastBeside(key: number, sets: NumberSets, row: number, other: NumberSets, without: number): number {
    let found = -1;
    for (let x = -1; (x = sets.nextWithin(row, this.ofKey, key, other, without, x + 1)) >= 0; )
      if (this.isAcknowledged(x)) found = x;
    return found;
  }

  /** Whether who is shown a write is shown what another one did as well: it knew of it, or both count in either order. */
  covers(id: number, other: number): boolean {
    if (id === other || this.known.has(id, other) || this.isBeside(id, other)) return true;
    // Something in between may stand beside it: what nobody was told of, or what was under way at the same time.
    if (this.lastUnanswered(id) > other) return true;
    const until = this.acknowledgedAt.get(other);
    for (let x = this.openFrom.get(other); x < until; x++)
      if (x !== other && this.known.has(id, x) && this.isBeside(x, other)) return true;
    return false;
  }

  /** Of the writes that one knows: the last whose client has no answer; -1: none. Reads ask a thousand times in a row. */
  private lastUnanswered(id: number): number {
    if (this.w.options.searching) return this.known.lastBeside(id, this.acknowledged, 0);
    if (this.askedFor !== id || this.askedAt !== this.changes) {
      this.askedFor = id;
      this.askedAt = this.changes;
      this.answer = this.known.lastBeside(id, this.acknowledged, 0);
    }
    return this.answer;
  }

  /** A write of a set, of the same key, of which it did not know nor was known, where that is new: noted; -1: none. */
  meetStranger(id: number, sets: NumberSets, row: number): number {
    if (this.merges || this.told.has(0, id) || !this.isAcknowledged(id)) return -1;
    let stranger = this.stranger(id, sets, row, 0);
    while (stranger >= 0 && !this.noteConflict(id, stranger))
      stranger = this.stranger(id, sets, row, stranger + 1);
    return stranger;
  }

  /** Neither knew of the other. */
  isConflict(a: number, b: number): boolean {
    return a !== b && !this.known.has(a, b) && !this.known.has(b, a);
  }

  /** Notes that two writes met of which neither knew; true where it is new. */
  noteConflict(loser: number, other: number): boolean {
    if (this.merges || !this.isConflict(loser, other) || this.told.has(0, loser)) return false;
    if (!this.isAcknowledged(loser) || !this.isAcknowledged(other)) return false;
    this.told.add(0, loser);
    this.w.flag(Flag.conflict);
    return true;
  }

  /** Both were under way at the same time, or the later one was never answered. */
  private isBeside(a: number, b: number): boolean {
    const first = Math.min(a, b);
    const until = this.acknowledgedAt.get(first);
    if (until !== 0 && until > Math.max(a, b)) return true;
    return a > b && this.acknowledgedAt.get(a) === 0;
  }
}
