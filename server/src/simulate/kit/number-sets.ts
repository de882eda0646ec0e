import type { Cells } from '../world/cells.js';

/** Members of a set in one word. */
const BITS = 30;

/** How many words a set of the numbers below `count` takes. */
export function setWords(count: number): number {
  return Math.max(1, Math.ceil(count / BITS));
}

/** Sets of small numbers, packed into a field: one after the other, `words` words each. */
export class NumberSets {
  constructor(
    private readonly cells: Cells,
    readonly words: number,
  ) {}

  has(row: number, member: number): boolean {
    return (this.cells.get(row * this.words + ((member / BITS) | 0)) & (1 << (member % BITS))) !== 0;
  }

  add(row: number, member: number): void {
    const at = row * this.words + ((member / BITS) | 0);
    this.cells.set(at, this.cells.get(at) | (1 << (member % BITS)));
  }

  remove(row: number, member: number): void {
    const at = row * this.words + ((member / BITS) | 0);
    this.cells.set(at, this.cells.get(at) & ~(1 << (member % BITS)));
  }

  clear(row: number): void {
    for (let i = 0; i < this.words; i++) this.cells.set(row * this.words + i, 0);
  }

  /** Takes in all members of another set. */
  merge(row: number, other: NumberSets, from: number): void {
    for (let i = 0; i < this.words; i++) {
      const more = other.cells.get(from * this.words + i);
      if (more !== 0) this.cells.set(row * this.words + i, this.cells.get(row * this.words + i) | more);
    }
  }

  copy(row: number, other: NumberSets, from: number): void {
    for (let i = 0; i < this.words; i++)
      this.cells.set(row * this.words + i, other.cells.get(from * this.words + i));
  }

  /** Keeps only what another set has too. */
  keepOnly(row: number, other: NumberSets, from: number): void {
    for (let i = 0; i < this.words; i++)
      this.cells.set(
        row * this.words + i,
        this.cells.get(row * this.words + i) & other.cells.get(from * this.words + i),
      );
  }

  isEmpty(row: number): boolean {
    for (let i = 0; i < this.words; i++) if (this.cells.get(row * this.words + i) !== 0) return false;
    return true;
  }

  /** The smallest member from `least` on; -1: none. */
  next(row: number, least: number): number {
    for (let i = (least / BITS) | 0; i < this.words; i++) {
      let word = this.cells.get(row * this.words + i);
      if (i === ((least / BITS) | 0)) word &= -1 << (least % BITS);
      if (word !== 0) return i * BITS + 31 - Math.clz32(word & -word);
    }
    return -1;
  }

  /** The smallest member from `least` on that another set does not have; -1: none. */
  nextBeside(row: number, other: NumberSets, without: number, least: number): number {
    for (let i = (least / BITS) | 0; i < this.words; i++) {
      let word = this.cells.get(row * this.words + i) & ~other.cells.get(without * this.words + i);
      if (i === ((least / BITS) | 0)) word &= -1 << (least % BITS);
      if (word !== 0) return i * BITS + 31 - Math.clz32(word & -word);
    }
    return -1;
  }

  /** The same, of those that a third set has. */
  nextWithin(
    row: number,
    within: NumberSets,
    at: number,
    other: NumberSets,
    without: number,
    least: number,
  ): number {
    for (let i = (least / BITS) | 0; i < this.words; i++) {
      let word =
        this.cells.get(row * this.words + i) &
        within.cells.get(at * this.words + i) &
        ~other.cells.get(without * this.words + i);
      if (i === ((least / BITS) | 0)) word &= -1 << (least % BITS);
      if (word !== 0) return i * BITS + 31 - Math.clz32(word & -word);
    }
    return -1;
  }

  /** The largest member that another set does not have; -1: none. */
  lastBeside(row: number, other: NumberSets, without: number): number {
    for (let i = this.words - 1; i >= 0; i--) {
      const word = this.cells.get(row * this.words + i) & ~other.cells.get(without * this.words + i);
      if (word !== 0) return i * BITS + 31 - Math.clz32(word);
    }
    return -1;
  }

  /** The largest member; -1: none. */
  last(row: number): number {
    for (let i = this.words - 1; i >= 0; i--) {
      const word = this.cells.get(row * this.words + i);
      if (word !== 0) return i * BITS + 31 - Math.clz32(word);
    }
    return -1;
  }
}
