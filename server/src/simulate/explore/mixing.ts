/** Constants and steps for fingerprints: words are summed up, each times a constant of its place, and the sums are stirred. */

/**
 * Numbers as good as random, the same everywhere: splitmix64's sequence in 32 bits (Steele, Lea and Flood,
 * https://doi.org/10.1145/2660193.2660195, with the finalizer of MurmurHash3).
 */
export function constants(count: number, seed: number): Int32Array {
  const found = new Int32Array(count);
  let state = seed | 0;
  for (let i = 0; i < count; i++) {
    state = (state + 0x9e3779b9) | 0;
    // Odd: then no two words of one place give the same product.
    found[i] = stirred(state) | 1;
  }
  return found;
}

/** Every bit of what comes out depends on every bit of what goes in (the finalizer of MurmurHash3). */
export function stirred(word: number): number {
  let x = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
