/** A small fast generator (PCG-like mixing of a counter): the same seed gives the same numbers on every machine. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = (seed ^ 0x9e3779b9) | 0;
    this.bits();
  }

  /** 32 random bits as an unsigned number. */
  bits(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** 0 to n - 1. */
  below(n: number): number {
    return n <= 1 ? 0 : Math.floor((this.bits() / 4294967296) * n);
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return most <= least ? least : least + this.below(most - least + 1);
  }
}
