/** Words per place of the table: fingerprint (2), number + 1. Beside each other: most of the time goes into fetching them. */
const PLACE = 3;

/**
 * The states that a search has seen, by fingerprints of 64 bits, each with how it was reached. As TLC does, equal
 * fingerprints are taken for equal states: of n states one is missed by accident with a chance of about n² / 2⁶⁵.
 */
export class Visited {
  private parents: Int32Array;
  private actions: Int32Array;
  /** Open addressing: a fingerprint stands where it hashes to, or at the next place that was free. */
  private places: Int32Array;
  private mask: number;
  private count = 0;
  /** Answers that were given on the way to a state, where they were not all the first. */
  private readonly answers = new Map<number, readonly number[]>();

  constructor(room = 1 << 14) {
    this.parents = new Int32Array(room);
    this.actions = new Int32Array(room);
    this.places = new Int32Array(room * 2 * PLACE);
    this.mask = room * 2 - 1;
  }

  get size(): number {
    return this.count;
  }

  /** Bytes that it takes. */
  get bytes(): number {
    return this.parents.byteLength * 2 + this.places.byteLength + this.answers.size * 64;
  }

  /** Number of the new state; -1: it was seen before. */
  add(low: number, high: number, parent: number, action: number): number {
    if (this.count === this.parents.length) this.grow();
    const { places } = this;
    const at = this.placeOf(low, high);
    if (places[at + 2] !== 0) return -1;
    const id = this.count++;
    places[at] = low;
    places[at + 1] = high;
    places[at + 2] = id + 1;
    this.parents[id] = parent;
    this.actions[id] = action;
    return id;
  }

  has(low: number, high: number): boolean {
    return this.places[this.placeOf(low, high) + 2] !== 0;
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

  /** Where a fingerprint stands, or would. */
  private placeOf(low: number, high: number): number {
    const { places, mask } = this;
    let place = low & mask;
    for (;;) {
      const at = place * PLACE;
      if (places[at + 2] === 0 || (places[at] === low && places[at + 1] === high)) return at;
      place = (place + 1) & mask;
    }
  }

  private grow(): void {
    const room = this.parents.length * 2;
    this.parents = wider(this.parents, room);
    this.actions = wider(this.actions, room);
    const before = this.places;
    this.places = new Int32Array(room * 2 * PLACE);
    this.mask = room * 2 - 1;
    for (let from = 0; from < before.length; from += PLACE) {
      if (before[from + 2] === 0) continue;
      const to = this.placeOf(before[from]!, before[from + 1]!);
      for (let i = 0; i < PLACE; i++) this.places[to + i] = before[from + i]!;
    }
  }
}

function wider(from: Int32Array, room: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(room);
  to.set(from);
  return to;
}
