import type { World } from '../world/world.js';
import type { WordTable } from './word-table.js';

/**
 * The sums of a fingerprint over words whose place does not depend on how processes are named: of each process over what is its
 * own, and over what stands at one place. They are linear in the words. So the sums of a state that one step leads to are those of the
 * state before, and what changed: most steps change a few words of a hundred.
 */
export class Sums {
  /** Of each process; behind them the sum over what belongs to none. */
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** The words as they are counted at present. */
  private readonly counted: Int32Array;
  /** The sums of the state from which others come about. */
  private readonly beforeLow: Int32Array;
  private readonly beforeHigh: Int32Array;
  /** By word: which sum it belongs to; -1: to none. */
  private readonly sumOf: Int16Array;
  private readonly factorLow: Int32Array;
  private readonly factorHigh: Int32Array;
  private readonly isDue: Uint8Array;

  constructor(
    private readonly world: World,
    words: WordTable,
    factorsLow: Int32Array,
    factorsHigh: Int32Array,
  ) {
    const processes = world.options.processes.length;
    const { length, values, dues, fixed } = words;
    this.low = new Int32Array(processes + 1);
    this.high = new Int32Array(processes + 1);
    this.beforeLow = new Int32Array(processes + 1);
    this.beforeHigh = new Int32Array(processes + 1);
    this.counted = new Int32Array(length);
    this.sumOf = new Int16Array(length).fill(-1);
    this.factorLow = new Int32Array(length);
    this.factorHigh = new Int32Array(length);
    this.isDue = new Uint8Array(length);
    const put = (at: number, sum: number, factor: number) => {
      this.sumOf[at] = sum;
      this.factorLow[at] = factorsLow[factor]!;
      this.factorHigh[at] = factorsHigh[factor]!;
    };
    // The same word of every process has the same factor.
    const perValue = values.length / processes;
    const perDue = dues.length / processes;
    for (const [i, at] of values.entries()) put(at, Math.floor(i / perValue), i % perValue);
    for (const [i, at] of dues.entries()) {
      put(at, Math.floor(i / perDue), perValue + (i % perDue));
      this.isDue[at] = 1;
    }
    for (const at of fixed) put(at, processes, at);
  }

  /** The states that are asked for next come about from this one, in which the world is: what changes is looked up in its log. */
  begin(state: Int32Array): void {
    this.addAll(state, 1);
    this.beforeLow.set(this.low);
    this.beforeHigh.set(this.high);
    for (let i = 0; i < this.counted.length; i++) this.counted[i] = state[i]!;
  }

  /** A word of the world's state was written: it is counted as it is now, and no more as it was. */
  change(at: number): void {
    const { counted } = this;
    const word = this.world.s[at]!;
    const by = word - counted[at]!;
    if (by === 0) return;
    counted[at] = word;
    const k = this.sumOf[at]!;
    if (k < 0) return;
    this.low[k] = (this.low[k]! + Math.imul(by, this.factorLow[at]!)) | 0;
    this.high[k] = (this.high[k]! + Math.imul(by, this.factorHigh[at]!)) | 0;
  }

  /** A word is again what it was when it began. */
  restore(at: number, word: number): void {
    this.counted[at] = word;
  }

  /** All of them are: the sums are those of then. */
  restoreSums(): void {
    const { low, high, beforeLow, beforeHigh } = this;
    for (let k = 0; k < low.length; k++) {
      low[k] = beforeLow[k]!;
      high[k] = beforeHigh[k]!;
    }
  }

  /** Sums up all words anew, moments counted from now on. */
  takeAll(): void {
    // Where time does not pass it is always 0.
    this.addAll(this.world.s, Math.max(1, this.world.now));
  }

  private addAll(state: Int32Array, now: number): void {
    const { low, high, sumOf, factorLow, factorHigh, isDue } = this;
    low.fill(0);
    high.fill(0);
    for (let i = 0; i < sumOf.length; i++) {
      const k = sumOf[i]!;
      let word = state[i]!;
      if (word === 0 || k < 0) continue;
      if (isDue[i] === 1) word = word <= now ? 1 : word - now + 1;
      low[k] = (low[k]! + Math.imul(word, factorLow[i]!)) | 0;
      high[k] = (high[k]! + Math.imul(word, factorHigh[i]!)) | 0;
    }
  }
}
