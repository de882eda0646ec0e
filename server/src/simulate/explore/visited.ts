/**
 * The states that a search has seen, by fingerprints of 64 bits, each with how it was reached. As TLC does, equal
 * fingerprints are taken for equal states: of n states one is missed by accident with a chance of about n² / 2⁶⁵.
 */
export class Visited {
  private low: Int32Array;
  private high: Int32Array;
  private parents: Int32Array;
  private actions: Int32Array;
  /** Number + 1 of the state whose fingerprint hashes to here; 0: none. */
  private slots: Int32Array;
  private mask: number;
  private count = 0;
  /** Answers that were given on the way to a state, where they were not all the first. */
  private readonly answers = new Map<number, readonly number[]>();

  constructor(room = 1 << 14) {
    this.low = new Int32Array(room);
    this.high = new Int32Array(room);
    this.parents = new Int32Array(room);
    this.actions = new Int32Array(room);
    this.slots = new Int32Array(room * 2);
    this.mask = room * 2 - 1;
  }

  get size(): number {
    return this.count;
  }

  /** Bytes that it takes. */
  get bytes(): number {
    return this.low.byteLength * 4 + this.slots.byteLength + this.answers.size * 64;
  }

  /** Number of the new state; -1: it was seen before. */
  add(low: number, high: number, parent: number, action: number): number {
    const { mask } = this;
    let at = low & mask;
    for (;;) {
      const id = this.slots[at]!;
      if (id === 0) break;
      if (this.low[id - 1] === low && this.high[id - 1] === high) return -1;
      at = (at + 1) & mask;
    }
    if (this.count === this.low.length) {
      this.grow();
      return this.add(low, high, parent, action);
    }
    const id = this.count++;
    this.slots[at] = id + 1;
    this.low[id] = low;
    this.high[id] = high;
    this.parents[id] = parent;
    this.actions[id] = action;
    return id;
  }

  has(low: number, high: number): boolean {
    let at = low & this.mask;
    for (;;) {
      const id = this.slots[at]!;
      if (id === 0) return false;
      if (this.low[id - 1] === low && this.high[id - 1] === high) return true;
      at = (at + 1) & this.mask;
    }
  }

  keepAnswers(id: number, answers: readonly number[]): void {
    if (answers.some(answer => answer !== 0)) this.answers.set(id, answers);
  }

  /** The actions from the beginning to a state, each with the answers that were given in it. */
  path(id: number): { readonly action: number; readonly answers: readonly number[] }[] {
    const steps: { action: number; answers: readonly number[] }[] = [];
    for (let at = id; at >= 0; at = this.parents[at]!)
      steps.push({ action: this.actions[at]!, answers: this.answers.get(at) ?? [] });
    return steps.reverse();
  }

  private grow(): void {
    const room = this.low.length * 2;
    this.low = wider(this.low, room);
    this.high = wider(this.high, room);
    this.parents = wider(this.parents, room);
    this.actions = wider(this.actions, room);
    this.slots = new Int32Array(room * 2);
    this.mask = room * 2 - 1;
    for (let id = 0; id < this.count; id++) {
      let at = this.low[id]! & this.mask;
      while (this.slots[at] !== 0) at = (at + 1) & this.mask;
      this.slots[at] = id + 1;
    }
  }
}

function wider(from: Int32Array, room: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(room);
  to.set(from);
  return to;
}
