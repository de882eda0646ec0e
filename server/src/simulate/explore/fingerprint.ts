import { LOG_ROOM } from '../world/cells.js';
import type { World } from '../world/world.js';
import { constants, stirred } from './mixing.js';
import { type Standing, Standings } from './standings.js';
import { Sums } from './sums.js';
import { type Places, Symmetry } from './symmetry.js';
import { KIND, WordTable } from './word-table.js';

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
 * means the same whatever the names is summed up first and by itself: that is what tells the processes apart. Sums are linear:
 * of a state that one step leads to, only what changed is summed up anew.
 */
export class Fingerprint {
  low = 0;
  high = 0;
  private readonly words: WordTable;
  private readonly sums: Sums;
  private readonly symmetry: Symmetry | undefined;
  private readonly places: Places;
  private readonly standings: Standings;
  private readonly factorsLow: Int32Array;
  private readonly factorsHigh: Int32Array;
  /** What the words of messages mean: of each kind as many as there are. */
  private readonly payloads: Uint8Array;
  private readonly payloadWords: number;
  /** By kind of message. 1: all its words are numbers. */
  private readonly plain: Uint8Array;
  /** The state that it began from; undefined: every state is summed up by itself. */
  private before: Int32Array | undefined;
  /** Of each message: the sums over what it carries, now and in the state that it began from. */
  private readonly carriedLow: Int32Array;
  private readonly carriedHigh: Int32Array;
  private readonly beforeLow: Int32Array;
  private readonly beforeHigh: Int32Array;

  constructor(
    private readonly world: World,
    symmetric: readonly (readonly number[])[],
    { whole = false }: FingerprintOptions = {},
  ) {
    const { hosts, processes, messages } = world.options;
    this.words = new WordTable(world, whole);
    const count = Math.max(this.words.length, processes.length, 16);
    this.factorsLow = constants(count, 0x1f123bb5);
    this.factorsHigh = constants(count, 0x5bd1e995);
    this.sums = new Sums(world, this.words, this.factorsLow, this.factorsHigh);
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
    this.standings = new Standings(this.words, this.places);
    this.carriedLow = new Int32Array(messages);
    this.carriedHigh = new Int32Array(messages);
    this.beforeLow = new Int32Array(messages);
    this.beforeHigh = new Int32Array(messages);
  }

  /** The world is in this state, and goes from it in steps that are taken back: what does not change need not be summed up again. */
  begin(state: Int32Array): void {
    const { world } = this;
    const { mail } = world;
    world.s.set(state);
    world.logged = 0;
    this.before = state;
    this.sums.begin(state);
    const top = state[mail.baseWord - 2]!;
    for (let slot = 0; slot < top; slot++) {
      this.sumSlot(slot);
      this.beforeLow[slot] = this.carriedLow[slot]!;
      this.beforeHigh[slot] = this.carriedHigh[slot]!;
    }
  }

  /** Takes the world back to the state that it began from. */
  back(): void {
    const { world, before, sums } = this;
    const { s, log, logged, mail } = world;
    if (logged === 0) return;
    if (before === undefined || logged === LOG_ROOM) {
      if (before !== undefined) this.begin(before);
      return;
    }
    const { baseWord, slotWords } = mail;
    for (let i = 0; i < logged; i++) {
      const at = log[i]!;
      if (at < baseWord) {
        const word = before[at]!;
        s[at] = word;
        sums.restore(at, word);
        continue;
      }
      for (let k = at; k < at + slotWords; k++) s[k] = before[k]!;
      const slot = (at - baseWord) / slotWords;
      this.carriedLow[slot] = this.beforeLow[slot]!;
      this.carriedHigh[slot] = this.beforeHigh[slot]!;
    }
    for (let k = baseWord - 3; k < baseWord; k++) s[k] = before[k]!;
    sums.restoreSums();
    world.logged = 0;
  }

  /** Brings the sums up to date with what was written since the state that it began from. */
  private follow(): void {
    const { world, sums, before } = this;
    const { log, logged, mail } = world;
    const { baseWord, slotWords } = mail;
    if (before === undefined || logged === LOG_ROOM || world.now > 1) {
      sums.takeAll();
      for (let slot = 0; slot < mail.top; slot++) this.sumSlot(slot);
      return;
    }
    for (let i = 0; i < logged; i++) {
      const at = log[i]!;
      if (at < baseWord) sums.change(at);
      else this.sumSlot((at - baseWord) / slotWords);
    }
  }

  /** Sets `low` and `high` to those of the world's present state. */
  take(): void {
    const { sums, factorsLow, factorsHigh } = this;
    this.follow();
    this.symmetry?.sort(sums.low, sums.high);
    let low = 0;
    let high = 0;
    const { process } = this.places;
    const count = process.length;
    for (let p = 0; p < count; p++) {
      const at = process[p]!;
      const ownLow = sums.low[p]!;
      low = (low + stirred(Math.imul(ownLow, factorsLow[at]!))) | 0;
      high = (high + stirred(Math.imul(sums.high[p]! ^ ownLow, factorsHigh[at]!))) | 0;
    }
    this.low = low;
    this.high = high;
    this.takeOthers(sums.low[count]!, sums.high[count]!);
    this.takeMessages();
  }

  /** @param low Sum over what stands at one place. */
  private takeOthers(low: number, high: number): void {
    const { factorsLow, factorsHigh } = this;
    const { s } = this.world;
    const { pairs, names } = this.words;
    const { process } = this.places;
    const standing = this.standings.present;
    for (let o = 0; o < pairs.length; o++) {
      const word = s[pairs[o]!]!;
      if (word === 0) continue;
      const at = standing.pairs[o]!;
      low = (low + Math.imul(word, factorsLow[at]!)) | 0;
      high = (high + Math.imul(word, factorsHigh[at]!)) | 0;
    }
    for (let o = 0; o < names.length; o++) {
      const word = s[names[o]!]!;
      if (word === 0) continue;
      const at = standing.names[o]!;
      const name = process[word - 1]! + 1;
      low = (low + Math.imul(name, factorsLow[at]!)) | 0;
      high = (high + Math.imul(name, factorsHigh[at]!)) | 0;
    }
    this.low = (this.low + stirred(low)) | 0;
    this.high = (this.high + stirred(high ^ low)) | 0;
    this.takeLeft(standing);
  }

  private takeLeft(standing: Standing): void {
    const { factorsLow, factorsHigh } = this;
    const { s, now } = this.world;
    const { left, kind, asked } = this.words;
    let low = 0;
    let high = 0;
    for (let o = 0; o < left.length; o++) {
      const i = left[o]!;
      const word = s[i]!;
      if (word === 0 || (asked[i]! >= 0 && s[asked[i]!]! > 1)) continue;
      const at = standing.left[o]!;
      const meant = kind[i] === KIND.value ? word : this.moved(word, kind[i]!, now);
      low = (low + Math.imul(meant, factorsLow[at]!)) | 0;
      high = (high + Math.imul(meant, factorsHigh[at]!)) | 0;
    }
    if (low === 0 && high === 0) return;
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
    const { factorsLow, factorsHigh, payloadWords, plain, carriedLow, carriedHigh } = this;
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
      if (plain[kind] === 0) this.sumMoved(slot, kind, at + body, now);
      let low = (Math.imul(ends, factorsLow[0]!) + carriedLow[slot]!) | 0;
      let high = (Math.imul(ends, factorsHigh[0]!) + carriedHigh[slot]!) | 0;
      if (timed) {
        const due = s[at + 3]!;
        const when =
          ((due <= now ? 0 : due - now) << 7) | (this.earlier(at) << 1) | (s[at + 4]! > barrier ? 1 : 0);
        low = (low + Math.imul(when, factorsLow[1]!)) | 0;
        high = (high + Math.imul(when, factorsHigh[1]!)) | 0;
      }
      sumLow = (sumLow + stirred(low)) | 0;
      sumHigh = (sumHigh + stirred(high ^ low)) | 0;
    }
    this.low = (this.low + sumLow) | 0;
    this.high = (this.high + sumHigh) | 0;
  }

  /** Sums up what a message carries that names nobody. */
  private sumSlot(slot: number): void {
    const { factorsLow, factorsHigh, payloadWords } = this;
    const { s, mail } = this.world;
    const at = mail.baseWord + slot * mail.slotWords;
    if (this.plain[s[at]!] === 0) return;
    const from = at + mail.slotWords - payloadWords;
    let low = 0;
    let high = 0;
    for (let w = 0; w < payloadWords; w++) {
      const word = s[from + w]!;
      low = (low + Math.imul(word, factorsLow[w + 2]!)) | 0;
      high = (high + Math.imul(word, factorsHigh[w + 2]!)) | 0;
    }
    this.carriedLow[slot] = low;
    this.carriedHigh[slot] = high;
  }

  /** Of a message that names processes: by the names that they have after the change of places. */
  private sumMoved(slot: number, kind: number, from: number, now: number): void {
    const { factorsLow, factorsHigh, payloads, payloadWords } = this;
    const { s } = this.world;
    let low = 0;
    let high = 0;
    for (let w = 0; w < payloadWords; w++) {
      const word = s[from + w]!;
      if (word === 0) continue;
      const meant = this.moved(word, payloads[kind * payloadWords + w]!, now);
      low = (low + Math.imul(meant, factorsLow[w + 2]!)) | 0;
      high = (high + Math.imul(meant, factorsHigh[w + 2]!)) | 0;
    }
    this.carriedLow[slot] = low;
    this.carriedHigh[slot] = high;
  }

  /** How many messages of the same link are to arrive earlier than the one whose words begin at a place. */
  private earlier(at: number): number {
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
