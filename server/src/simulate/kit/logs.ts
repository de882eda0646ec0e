import type { Cells } from '../world/cells.js';
import type { World } from '../world/world.js';
import type { Ranks } from './renumber.js';

/**
 * A replicated log per process, kept as segments: entries of one epoch (a term, a timeline) that follow each other. One
 * leader makes all entries of an epoch, so that epoch and index tell an entry from every other, and a log of thousands
 * of writes is a few words. Indices begin at 1; epochs at 1.
 */
export class Logs {
  private readonly cells: Cells;
  private readonly width: number;

  constructor(
    private readonly world: World,
    name = 'log',
  ) {
    this.width = 1 + world.options.depth * 2;
    this.cells = world.perProcess(name, 'value', this.width);
  }

  /** Index of the last entry; 0: there is none. */
  end(p: number): number {
    const at = p * this.width;
    const count = this.cells.get(at);
    return count === 0 ? 0 : this.cells.get(at + count * 2);
  }

  /** Epoch of the last entry; 0: there is none. */
  lastEpoch(p: number): number {
    const at = p * this.width;
    const count = this.cells.get(at);
    return count === 0 ? 0 : this.cells.get(at + count * 2 - 1);
  }

  /** Index of the last entry before those of the last epoch; 0: there is none. */
  endBefore(p: number): number {
    const at = p * this.width;
    const count = this.cells.get(at);
    return count < 2 ? 0 : this.cells.get(at + count * 2 - 2);
  }

  /** Epoch of the last entry before those of the last epoch; 0: there is none. */
  epochBefore(p: number): number {
    const at = p * this.width;
    const count = this.cells.get(at);
    return count < 2 ? 0 : this.cells.get(at + count * 2 - 3);
  }

  /** Epoch of the entry at an index; 0: there is none. */
  epochAt(p: number, index: number): number {
    const at = p * this.width;
    const count = this.cells.get(at);
    if (index <= 0) return 0;
    for (let i = 0; i < count; i++) {
      if (index <= this.cells.get(at + i * 2 + 2)) return this.cells.get(at + i * 2 + 1);
    }
    return 0;
  }

  /** Last index of the segment that an index is in; 0: there is no such entry. */
  segmentEnd(p: number, index: number): number {
    const at = p * this.width;
    const count = this.cells.get(at);
    for (let i = 0; i < count; i++) {
      const end = this.cells.get(at + i * 2 + 2);
      if (index <= end) return end;
    }
    return 0;
  }

  /** Adds one entry of an epoch (at least that of the last one); answers its index. */
  append(p: number, epoch: number): number {
    const end = this.end(p) + 1;
    this.extend(p, epoch, end);
    return end;
  }

  /** Makes the log reach to `end` with entries of `epoch`. An earlier `end` changes nothing. */
  extend(p: number, epoch: number, end: number): void {
    if (end <= this.end(p)) return;
    const at = p * this.width;
    const count = this.cells.get(at);
    if (count > 0 && this.cells.get(at + count * 2 - 1) === epoch) {
      this.cells.set(at + count * 2, end);
      return;
    }
    if (count === this.world.options.depth) return;
    this.cells.set(at, count + 1);
    this.cells.set(at + count * 2 + 1, epoch);
    this.cells.set(at + count * 2 + 2, end);
  }

  /** Takes away what comes after an index. */
  truncate(p: number, end: number): void {
    const at = p * this.width;
    let count = this.cells.get(at);
    while (count > 0) {
      const before = count === 1 ? 0 : this.cells.get(at + count * 2 - 2);
      if (before < end) {
        if (this.cells.get(at + count * 2) > end) this.cells.set(at + count * 2, end);
        break;
      }
      this.cells.set(at + count * 2 - 1, 0);
      this.cells.set(at + count * 2, 0);
      count--;
    }
    this.cells.set(at, count);
  }

  /** Highest index of an epoch, not beyond `limit`; 0: no entry of it is there. */
  upTo(p: number, epoch: number, limit = Infinity): number {
    const at = p * this.width;
    const count = this.cells.get(at);
    let before = 0;
    for (let i = 0; i < count; i++) {
      const end = this.cells.get(at + i * 2 + 2);
      if (this.cells.get(at + i * 2 + 1) === epoch) {
        const top = Math.min(end, limit);
        return top > before ? top : 0;
      }
      before = end;
    }
    return 0;
  }

  /** Tells of each segment which epoch it is of. */
  useEpochs(p: number, ranks: Ranks): void {
    const at = p * this.width;
    const count = this.cells.get(at);
    for (let i = 0; i < count; i++) ranks.use(this.cells.get(at + i * 2 + 1));
  }

  /** Gives the epochs of all segments other numbers, in the same order. */
  rankEpochs(p: number, ranks: Ranks): void {
    const at = p * this.width;
    const count = this.cells.get(at);
    for (let i = 0; i < count; i++) this.cells.set(at + i * 2 + 1, ranks.of(this.cells.get(at + i * 2 + 1)));
  }

  contains(p: number, epoch: number, index: number): boolean {
    return epoch > 0 && this.epochAt(p, index) === epoch;
  }

  /** Up to which index two logs are the same. */
  common(a: number, b: number): number {
    const from = a * this.width;
    const to = b * this.width;
    const count = Math.min(this.cells.get(from), this.cells.get(to));
    let same = 0;
    for (let i = 0; i < count; i++) {
      if (this.cells.get(from + i * 2 + 1) !== this.cells.get(to + i * 2 + 1)) return same;
      const endA = this.cells.get(from + i * 2 + 2);
      const endB = this.cells.get(to + i * 2 + 2);
      same = Math.min(endA, endB);
      if (endA !== endB) return same;
    }
    return same;
  }

  /** Whether two logs have an entry in common behind the index up to which they are the same. */
  meetsBeyond(a: number, b: number, same: number): boolean {
    const at = a * this.width;
    const count = this.cells.get(at);
    let before = 0;
    for (let i = 0; i < count; i++) {
      const epoch = this.cells.get(at + i * 2 + 1);
      const end = this.cells.get(at + i * 2 + 2);
      const top = Math.min(end, this.upTo(b, epoch));
      if (top > before && top > same && this.epochAt(b, top) === epoch) return true;
      before = end;
    }
    return false;
  }

  /** Makes the log of `to` that of `from`, not beyond `limit`. */
  copy(from: number, to: number, limit = Infinity): void {
    for (let i = 0; i < this.width; i++)
      this.cells.set(to * this.width + i, this.cells.get(from * this.width + i));
    if (limit < this.end(to)) this.truncate(to, limit);
  }

  /** Whether the log of `a` is at least as far as that of `b`: by the epoch of the last entry, then by length. */
  isAtLeast(a: number, b: number): boolean {
    return this.compare(this.lastEpoch(a), this.end(a), this.lastEpoch(b), this.end(b)) >= 0;
  }

  compare(epochA: number, endA: number, epochB: number, endB: number): number {
    return epochA === epochB ? endA - endB : epochA - epochB;
  }
}
