import type { Cells } from '../../world/cells.js';
import type { World } from '../../world/world.js';

const BITS = 30;

/** Which writes a process has, by their numbers. */
export class ValueSets {
  private readonly cells: Cells;
  private readonly words: number;

  constructor(world: World, name: string) {
    this.words = Math.ceil(Math.max(1, world.options.writes) / BITS);
    this.cells = world.perProcess(name, 'value', this.words);
  }

  has(p: number, value: number): boolean {
    return (this.cells.get(p * this.words + Math.floor(value / BITS)) & (1 << (value % BITS))) !== 0;
  }

  add(p: number, value: number): void {
    if (value >= this.words * BITS) return;
    const at = p * this.words + Math.floor(value / BITS);
    this.cells.set(at, this.cells.get(at) | (1 << (value % BITS)));
  }

  /** Makes the set of a process that of a process in another (or the same) field. */
  copy(to: number, from: number, source: ValueSets = this): void {
    for (let i = 0; i < this.words; i++)
      this.cells.set(to * this.words + i, source.cells.get(from * this.words + i));
  }

  /** Whether the set of a process is the same as that in another field. */
  equals(p: number, other: ValueSets): boolean {
    for (let i = p * this.words; i < (p + 1) * this.words; i++)
      if (this.cells.get(i) !== other.cells.get(i)) return false;
    return true;
  }

  count(p: number): number {
    let sum = 0;
    for (let i = 0; i < this.words; i++) {
      let word = this.cells.get(p * this.words + i);
      for (; word !== 0; word &= word - 1) sum++;
    }
    return sum;
  }
}
