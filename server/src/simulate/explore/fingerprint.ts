import type { World } from '../world/world.js';
import { constants, stirred } from './mixing.js';
import { type Places, Symmetry } from './symmetry.js';
import { BY, KIND, WordTable } from './word-table.js';

export interface FingerprintOptions {
  /** Words that can no longer make a difference tell states apart all the same: to compare with others who count states. */
  readonly whole?: boolean;
}

/**
 * Tells states apart by 64 bits. Times count from now on, messages have no order but that of their link, and processes
 * that are alike may change places: of all states that differ only so, one is looked at.
 *
 * Two sums over the words, each times a constant of its place, modulo 2³²: of two states that differ they are the same with a chance
 * of 2⁻⁶⁴ (multilinear hashing: Carter and Wegman, https://doi.org/10.1016/0022-0000(79)90044-8). What belongs to one process and
 * means the same whatever the names is summed up first and by itself: that is what tells the processes apart.
 */
export class Fingerprint {
  low = 0;
  high = 0;
  private readonly words: WordTable;
  private readonly symmetry: Symmetry | undefined;
  private readonly places: Places;
  /** Of each process: the sums over what is its own. */
  private readonly ownLow: Int32Array;
  private readonly ownHigh: Int32Array;
  private readonly factorsLow: Int32Array;
  private readonly factorsHigh: Int32Array;
  /** What the words of messages mean: of each kind as many as there are. */
  private readonly payloads: Uint8Array;
  private readonly payloadWords: number;
  /** By kind of message. 1: all its words are numbers. */
  private readonly plain: Uint8Array;

  constructor(
    private readonly world: World,
    symmetric: readonly (readonly number[])[],
    { whole = false }: FingerprintOptions = {},
  ) {
    const { hosts, processes } = world.options;
    this.words = new WordTable(world, whole);
    this.ownLow = new Int32Array(processes.length);
    this.ownHigh = new Int32Array(processes.length);
    const count = Math.max(this.words.length, processes.length, 16);
    this.factorsLow = constants(count, 0x1f123bb5);
    this.factorsHigh = constants(count, 0x5bd1e995);
    const { kinds, payloadWords } = world.mail;
    this.payloadWords = payloadWords;
    this.payloads = new Uint8Array((kinds.length + 1) * payloadWords);
    this.plain = new Uint8Array(kinds.length + 1);
    for (const { id, payload } of kinds) {
      for (const [w, as] of payload.entries()) this.payloads[id * payloadWords + w] = KIND[as];
      this.plain[id] = payload.every(as => as === 'value') ? 1 : 0;
    }
    if (symmetric.length > 1 && hosts.length <= 30)
      this.symmetry = new Symmetry(world, symmetric, this.words, this.payloads);
    this.places = this.symmetry?.places ?? {
      process: Int32Array.from(processes, (_, p) => p),
      host: Int32Array.from(hosts, (_, h) => h),
    };
  }

  /** Sets `low` and `high` to those of the world's present state. */
  take(): void {
    this.sumOwn();
    this.symmetry?.sort(this.ownLow, this.ownHigh);
    this.low = 0;
    this.high = 0;
    const { ownLow, ownHigh, factorsLow, factorsHigh } = this;
    const { process } = this.places;
    for (let p = 0; p < process.length; p++) {
      const at = process[p]!;
      this.low = (this.low + stirred(Math.imul(ownLow[p]!, factorsLow[at]!))) | 0;
      this.high = (this.high + stirred(Math.imul(ownHigh[p]! ^ ownLow[p]!, factorsHigh[at]!))) | 0;
    }
    this.takeOthers();
    this.takeMessages();
  }

  /** Without a question whether a word is zero: guessing wrong costs more than to multiply. */
  private sumOwn(): void {
    const { ownLow, ownHigh, factorsLow, factorsHigh } = this;
    const { s, now } = this.world;
    const { values, dues } = this.words;
    const count = ownLow.length;
    const perValue = values.length / count;
    const perDue = dues.length / count;
    for (let p = 0, v = 0, d = 0; p < count; p++) {
      let low = 0;
      let high = 0;
      for (let i = 0; i < perValue; i++, v++) {
        const word = s[values[v]!]!;
        low = (low + Math.imul(word, factorsLow[i]!)) | 0;
        high = (high + Math.imul(word, factorsHigh[i]!)) | 0;
      }
      for (let i = perValue; i < perValue + perDue; i++, d++) {
        const word = s[dues[d]!]!;
        if (word === 0) continue;
        const left = word <= now ? 1 : word - now + 1;
        low = (low + Math.imul(left, factorsLow[i]!)) | 0;
        high = (high + Math.imul(left, factorsHigh[i]!)) | 0;
      }
      ownLow[p] = low;
      ownHigh[p] = high;
    }
  }

  private takeOthers(): void {
    const { factorsLow, factorsHigh } = this;
    const { s } = this.world;
    const { fixed, pairs, names, base, width, row, column, step, inner } = this.words;
    const { process } = this.places;
    let low = 0;
    let high = 0;
    for (let o = 0; o < fixed.length; o++) {
      const at = fixed[o]!;
      const word = s[at]!;
      low = (low + Math.imul(word, factorsLow[at]!)) | 0;
      high = (high + Math.imul(word, factorsHigh[at]!)) | 0;
    }
    for (let o = 0; o < pairs.length; o++) {
      const i = pairs[o]!;
      const at = base[i]! + process[row[i]!]! * width[i]! + process[column[i]!]! * step[i]! + inner[i]!;
      const word = s[i]!;
      low = (low + Math.imul(word, factorsLow[at]!)) | 0;
      high = (high + Math.imul(word, factorsHigh[at]!)) | 0;
    }
    for (let o = 0; o < names.length; o++) {
      const i = names[o]!;
      const word = s[i]!;
      if (word === 0) continue;
      const at = base[i]! + process[row[i]!]! * width[i]! + inner[i]!;
      const name = process[word - 1]! + 1;
      low = (low + Math.imul(name, factorsLow[at]!)) | 0;
      high = (high + Math.imul(name, factorsHigh[at]!)) | 0;
    }
    this.low = (this.low + stirred(low)) | 0;
    this.high = (this.high + stirred(high ^ low)) | 0;
    this.takeLeft();
  }

  private takeLeft(): void {
    const { factorsLow, factorsHigh } = this;
    const { s, now } = this.world;
    const { left, by, kind, base, width, row, column, step, inner, asked } = this.words;
    const { process, host } = this.places;
    let low = 0;
    let high = 0;
    for (let o = 0; o < left.length; o++) {
      const i = left[o]!;
      const word = s[i]!;
      if (word === 0 || (asked[i]! >= 0 && s[asked[i]!]! > 1)) continue;
      let at = i;
      const how = by[i]!;
      if (how === BY.pair)
        at = base[i]! + process[row[i]!]! * width[i]! + process[column[i]!]! * step[i]! + inner[i]!;
      else if (how === BY.process) at = base[i]! + process[row[i]!]! * width[i]! + inner[i]!;
      else if (how === BY.host) at = base[i]! + host[row[i]!]! * width[i]! + inner[i]!;
      const meant = kind[i] === KIND.value ? word : this.moved(word, kind[i]!, now);
      low = (low + Math.imul(meant, factorsLow[at]!)) | 0;
      high = (high + Math.imul(meant, factorsHigh[at]!)) | 0;
    }
    this.low = (this.low + stirred(low)) | 0;
    this.high = (this.high + stirred(high ^ low)) | 0;
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

  /** Messages are a set in which one may be more than once: each is stirred by itself. */
  private takeMessages(): void {
    const { factorsLow, factorsHigh, payloads, payloadWords, plain } = this;
    const { mail, options, s, now } = this.world;
    const { process } = this.places;
    const { top, baseWord, slotWords, barrier } = mail;
    const body = slotWords - payloadWords;
    const { timed } = options;
    let sumLow = 0;
    let sumHigh = 0;
    for (let slot = 0, at = baseWord; slot < top; slot++, at += slotWords) {
      const kind = s[at]!;
      if (kind === 0) continue;
      const ends = (kind << 12) | (process[s[at + 1]!]! << 6) | process[s[at + 2]!]!;
      let low = Math.imul(ends, factorsLow[0]!);
      let high = Math.imul(ends, factorsHigh[0]!);
      if (timed) {
        const due = s[at + 3]!;
        const when =
          ((due <= now ? 0 : due - now) << 7) | (this.before(at) << 1) | (s[at + 4]! > barrier ? 1 : 0);
        low = (low + Math.imul(when, factorsLow[1]!)) | 0;
        high = (high + Math.imul(when, factorsHigh[1]!)) | 0;
      }
      const isPlain = plain[kind] === 1;
      for (let w = 0; w < payloadWords; w++) {
        const word = s[at + body + w]!;
        const meant =
          isPlain || word === 0 ? word : this.moved(word, payloads[kind * payloadWords + w]!, now);
        low = (low + Math.imul(meant, factorsLow[w + 2]!)) | 0;
        high = (high + Math.imul(meant, factorsHigh[w + 2]!)) | 0;
      }
      sumLow = (sumLow + stirred(low)) | 0;
      sumHigh = (sumHigh + stirred(high ^ low)) | 0;
    }
    this.low = (this.low + sumLow) | 0;
    this.high = (this.high + sumHigh) | 0;
  }

  /** How many messages of the same link are to arrive earlier than the one whose words begin at a place. */
  private before(at: number): number {
    const { mail, s } = this.world;
    const { top, baseWord, slotWords } = mail;
    const from = s[at + 1]!;
    const to = s[at + 2]!;
    const order = s[at + 4]!;
    let count = 0;
    for (let slot = 0, other = baseWord; slot < top; slot++, other += slotWords)
      if (s[other + 4]! < order && s[other] !== 0 && s[other + 1] === from && s[other + 2] === to) count++;
    return count;
  }
}

function mapped(set: number, place: Int32Array): number {
  let moved = 0;
  for (let i = 0; set >> i !== 0; i++) if ((set & (1 << i)) !== 0) moved |= 1 << place[i]!;
  return moved;
}
