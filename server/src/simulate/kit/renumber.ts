/**
 * Numbers anew, by rank, what only its order tells apart: terms, views, timelines. Two states that came about with more or
 * fewer of them between are the same then. Zero is none, and stays.
 */
export class Ranks {
  private readonly seen = new Uint8Array(256);
  private readonly ranks = new Uint8Array(256);
  private most = 0;
  private tooMany = false;

  /** Forgets all numbers. */
  clear(): void {
    this.seen.fill(0, 0, this.most + 1);
    this.most = 0;
    this.tooMany = false;
  }

  /** A number is in use. */
  use(value: number): void {
    if (value >= this.seen.length) {
      this.tooMany = true;
      return;
    }
    this.seen[value] = 1;
    if (value > this.most) this.most = value;
  }

  /** True where some number up to the largest is not in use, so that there is something to do. */
  rank(): boolean {
    let rank = 0;
    for (let value = 1; value <= this.most; value++) {
      rank += this.seen[value]!;
      this.ranks[value] = rank;
    }
    return !this.tooMany && rank < this.most;
  }

  /** Its rank among all that are in use; of the largest, how many there are. */
  of(value: number): number {
    return this.ranks[value]!;
  }

  get largest(): number {
    return this.ranks[this.most]!;
  }
}
