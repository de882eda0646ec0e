import type { World } from '../world/world.js';
import { type Places, Symmetry } from './symmetry.js';
import { BY, KIND, WordTable } from './word-table.js';

/**
 * Tells states apart by 64 bits. Times count from now on, messages have no order but that of their link, and processes
 * that are alike may change places: of all states that differ only so, one is looked at.
 *
 * A sum over the words that are not zero, each mixed with its place: most words of a state are zero, and a sum does not ask
 * for an order.
 */
export class Fingerprint {
  low = 0;
  high = 0;
  private readonly words: WordTable;
  private readonly symmetry: Symmetry | undefined;
  private readonly places: Places;
  /** Where the words are that are not zero. */
  private readonly hot: Int32Array;
  private wordLow = 0;
  private wordHigh = 0;

  constructor(
    private readonly world: World,
    symmetric: readonly (readonly number[])[],
  ) {
    const { hosts, processes } = world.options;
    this.words = new WordTable(world.fields, processes.length);
    this.hot = new Int32Array(this.words.length);
    if (symmetric.length > 1 && hosts.length <= 30)
      this.symmetry = new Symmetry(world, symmetric, this.words);
    this.places = this.symmetry?.places ?? {
      process: Int32Array.from(processes, (_, p) => p),
      host: Int32Array.from(hosts, (_, h) => h),
    };
  }

  /** Sets `low` and `high` to those of the world's present state. */
  take(): void {
    const { hot, world } = this;
    const { s, now } = world;
    const { length, by, row, rest, base, kind, width } = this.words;
    let count = 0;
    for (let i = 0; i < length; i++) if (s[i] !== 0 && by[i] !== BY.nothing) hot[count++] = i;
    this.symmetry?.sort(hot, count);
    const { process, host } = this.places;
    this.low = 0x1f123bb5;
    this.high = 0x5bd1e995;
    for (let h = 0; h < count; h++) {
      const i = hot[h]!;
      let at = i;
      const how = by[i]!;
      if (how === BY.process) at = base[i]! + process[row[i]!]! * width[i]! + rest[i]!;
      else if (how === BY.pair) at = base[i]! + process[row[i]!]! * width[i]! + process[rest[i]!]!;
      else if (how === BY.host) at = base[i]! + host[row[i]!]! * width[i]! + rest[i]!;
      const word = s[i]!;
      this.add(at, kind[i] === KIND.value ? word : this.moved(word, kind[i]!, now));
    }
    this.takeMessages();
  }

  /** A word that is not zero, as it is after the change of places. */
  private moved(word: number, kind: number, now: number): number {
    switch (kind) {
      case KIND.due:
        return word <= now ? 1 : word - now + 1;
      case KIND.process:
        return this.places.process[word - 1]! + 1;
      case KIND.host:
        return this.places.host[word - 1]! + 1;
      case KIND.processes:
        return this.symmetry === undefined ? word : mapped(word, this.places.process);
      case KIND.hosts:
        return this.symmetry === undefined ? word : mapped(word, this.places.host);
      default:
        return word;
    }
  }

  private takeMessages(): void {
    const { mail, options, now } = this.world;
    const { process } = this.places;
    const { top, payloadWords: words } = mail;
    for (let slot = 0; slot < top; slot++) {
      const kind = mail.kindAt(slot);
      if (kind === 0) continue;
      const { payload } = mail.kinds[kind - 1]!;
      this.wordLow = 0x2545f491;
      this.wordHigh = 0x1b873593;
      this.mix((kind << 12) | (process[mail.fromAt(slot)]! << 6) | process[mail.toAt(slot)]!);
      if (options.timed) {
        const due = mail.dueAt(slot);
        const round = mail.orderAt(slot) > mail.barrier ? 1 : 0;
        this.mix(((due <= now ? 0 : due - now) << 7) | (this.before(slot) << 1) | round);
      }
      for (let w = 0; w < words; w++) {
        const word = mail.wordAt(slot, w);
        const as = payload[w];
        this.mix(word === 0 || as === 'value' || as === undefined ? word : this.moved(word, KIND[as], now));
      }
      this.low = (this.low + this.wordLow) | 0;
      this.high = (this.high + this.wordHigh) | 0;
    }
  }

  /** How many messages of the same link are to arrive earlier. */
  private before(slot: number): number {
    const { mail } = this.world;
    const from = mail.fromAt(slot);
    const to = mail.toAt(slot);
    const order = mail.orderAt(slot);
    let count = 0;
    for (let other = 0; other < mail.top; other++) {
      if (
        mail.fromAt(other) === from &&
        mail.toAt(other) === to &&
        mail.kindAt(other) !== 0 &&
        mail.orderAt(other) < order
      )
        count++;
    }
    return count;
  }

  private mix(word: number): void {
    let low = Math.imul(this.wordLow ^ word, 0x9e3779b1);
    low ^= low >>> 15;
    this.wordLow = low;
    const high = Math.imul(this.wordHigh + word, 0x85ebca6b) ^ low;
    this.wordHigh = (high << 13) | (high >>> 19);
  }

  private add(place: number, word: number): void {
    let low = Math.imul(word ^ Math.imul(place + 1, 0x27d4eb2f), 0x9e3779b1);
    low = Math.imul(low ^ (low >>> 15), 0x85ebca6b);
    this.low = (this.low + (low ^ (low >>> 13))) | 0;
    let high = Math.imul((word + Math.imul(place + 1, 0x165667b1)) ^ 0x61c88647, 0xc2b2ae35);
    high = Math.imul(high ^ (high >>> 16), 0x27d4eb2f);
    this.high = (this.high + (high ^ (high >>> 15))) | 0;
  }
}

function mapped(set: number, place: Int32Array): number {
  let moved = 0;
  for (let i = 0; set >> i !== 0; i++) if ((set & (1 << i)) !== 0) moved |= 1 << place[i]!;
  return moved;
}
