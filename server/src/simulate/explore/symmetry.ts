import type { World } from '../world/world.js';
import { KIND, type WordTable } from './word-table.js';

/** Where each process and each host stands after a change of places, by where it stands now. */
export interface Places {
  readonly process: Int32Array;
  readonly host: Int32Array;
}

/**
 * Puts processes that are alike into an order that depends on what they hold and not on their names. Where two hold
 * the same, the order between them is left as it is: then two like states may count as two, but never two unlike ones
 * as one.
 */
export class Symmetry {
  readonly places: Places;
  private readonly hostOf: Int32Array;
  private readonly colours: Float64Array;
  private readonly order: number[];
  /** Per process: which tuple it is in, + 1, and where in it. */
  private readonly tupleOf: Int32Array;
  private readonly placeIn: Int32Array;
  private readonly low: Int32Array;
  private readonly high: Int32Array;

  constructor(
    private readonly world: World,
    private readonly tuples: readonly (readonly number[])[],
    private readonly words: WordTable,
  ) {
    const { hosts, processes } = world.options;
    this.places = {
      process: Int32Array.from(processes, (_, p) => p),
      host: Int32Array.from(hosts, (_, h) => h),
    };
    this.hostOf = Int32Array.from(processes, ({ host }) => host);
    this.colours = new Float64Array(tuples.length);
    this.order = tuples.map((_, i) => i);
    this.low = new Int32Array(tuples.length);
    this.high = new Int32Array(tuples.length);
    this.tupleOf = new Int32Array(processes.length);
    this.placeIn = new Int32Array(processes.length);
    for (const [t, tuple] of tuples.entries()) {
      for (const [i, p] of tuple.entries()) {
        this.tupleOf[p] = t + 1;
        this.placeIn[p] = i;
      }
    }
  }

  /** Brings `places` up to date with the present state. @param hot Where the words are that are not zero. */
  sort(hot: Int32Array, count: number): void {
    const { order, colours, tuples } = this;
    this.colour(hot, count);
    for (let i = 0; i < order.length; i++) order[i] = i;
    // Few tuples: sorting by insertion beats everything else.
    for (let i = 1; i < order.length; i++) {
      const moving = order[i]!;
      const colour = colours[moving]!;
      let j = i - 1;
      while (j >= 0 && colours[order[j]!]! > colour) {
        order[j + 1] = order[j]!;
        j--;
      }
      order[j + 1] = moving;
    }
    const { process, host } = this.places;
    for (let i = 0; i < order.length; i++) {
      const from = tuples[order[i]!]!;
      const to = tuples[i]!;
      for (let k = 0; k < to.length; k++) {
        process[from[k]!] = to[k]!;
        host[this.hostOf[from[k]!]!] = this.hostOf[to[k]!]!;
      }
    }
  }

  private colour(hot: Int32Array, count: number): void {
    const { s, now } = this.world;
    const { local, row, rest, base, kind } = this.words;
    const { low, high, colours, tupleOf, placeIn } = this;
    low.fill(0);
    high.fill(0);
    for (let h = 0; h < count; h++) {
      const i = hot[h]!;
      if (local[i] === 0) continue;
      const p = row[i]!;
      const t = tupleOf[p]! - 1;
      if (t < 0) continue;
      let word = s[i]!;
      if (kind[i] === KIND.due) word = word <= now ? 1 : word - now + 1;
      const place = base[i]! + rest[i]! * 64 + placeIn[p]! * 4096;
      let mixed = Math.imul(word ^ Math.imul(place + 1, 0x27d4eb2f), 0x9e3779b1);
      mixed ^= mixed >>> 15;
      low[t] = (low[t]! + mixed) | 0;
      high[t] = (high[t]! + Math.imul(mixed, 0x85ebca6b)) | 0;
    }
    for (let t = 0; t < colours.length; t++) colours[t] = (high[t]! >>> 0) * 2097152 + (low[t]! >>> 11);
  }
}
