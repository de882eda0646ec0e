/** Arithmetic of quorums: who of `n` has to answer, and how many may be missing. */

/** The least that is more than half: 2 of 3, 3 of 4. */
export function majority(n: number): number {
  return Math.floor(Math.max(0, n) / 2) + 1;
}

/** How many of `n` may be missing while a majority is left: 1 of 3, 1 of 4; never below zero. */
export function tolerance(n: number): number {
  return Math.max(0, n - majority(n));
}

/** True where the votes that are there are more than half of all. Weights may be fractions. */
export function hasMajority(present: number, all: number): boolean {
  return present * 2 > all;
}

/** The least whole sum of votes that is more than half of all the weights. */
export function weightedMajority(weights: readonly number[]): number {
  return Math.floor(weights.reduce((sum, weight) => sum + weight, 0) / 2) + 1;
}

/** True where every set of `reads` copies has one in common with every set of `writes` copies of `n`. */
export function overlaps(reads: number, writes: number, n: number): boolean {
  return reads + writes > n;
}

/** How many of `n` may be missing while `needed` of them can still answer. */
export function spare(needed: number, n: number): number {
  return Math.max(0, n - needed);
}
