import { overlaps } from './quorum.js';

/**
 * How old reads of stores without a leader may be. A read asks R of N copies, a write is acknowledged by W.
 *
 * P. Bailis, S. Venkataraman, M. J. Franklin, J. M. Hellerstein, I. Stoica, "Probabilistically Bounded Staleness for
 * Practical Partial Quorums", VLDB 2012 (http://pbs.cs.berkeley.edu/): the chance to miss a write is C(N-W, R) / C(N, R)
 * at the moment of the acknowledgement, and falls as more copies get it. Their measured distributions of delays are
 * replaced by exponential ones here: then how many of the N-W copies have it after t is binomial, and no simulation is
 * needed. Requests take no time here, and failures are left out, in which a copy may stay behind until a repair.
 */
export interface Copies {
  readonly n: number;
  readonly r: number;
  readonly w: number;
}

/** Probability that a read right after the acknowledgement misses the write: 0 where R + W > N. */
export function missesAtOnce({ n, r, w }: Copies): number {
  return overlaps(r, w, n) ? 0 : ratio(n - w, n, r);
}

/**
 * Probability that a read misses a write that was acknowledged `afterMs` ago.
 * @param meanDelayMs How long the copies that nobody waited for take on average to get it.
 */
export function missesAfter(copies: Copies, afterMs: number, meanDelayMs: number): number {
  const { n, r, w } = copies;
  if (overlaps(r, w, n)) return 0;
  if (meanDelayMs <= 0) return afterMs < 0 ? missesAtOnce(copies) : 0;
  const late = Math.min(MOST, n - w);
  const has = 1 - Math.exp(-Math.max(0, afterMs) / meanDelayMs);
  let sum = 0;
  let probability = (1 - has) ** late;
  for (let more = 0; more <= late; more++) {
    sum += probability * ratio(n - w - more, n, r);
    // The next term of the binomial distribution; all have it where `has` is 1.
    if (has >= 1) return 0;
    probability *= ((late - more) / (more + 1)) * (has / (1 - has));
  }
  return Math.min(1, sum);
}

/** Time in ms after which a read sees a write with the probability; 0 where it always does. */
export function freshAfter(copies: Copies, probability: number, meanDelayMs: number): number {
  if (missesAfter(copies, 0, meanDelayMs) <= 1 - probability) return 0;
  let low = 0;
  let high = Math.max(1, meanDelayMs);
  for (let i = 0; i < 60 && missesAfter(copies, high, meanDelayMs) > 1 - probability; i++) high *= 2;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (missesAfter(copies, middle, meanDelayMs) > 1 - probability) low = middle;
    else high = middle;
  }
  return high;
}

/** `R 1 + W 1 ≤ N 3: 67% of the reads right after a write miss it`, as a sentence without its end. */
export function overlapSentence(copies: Copies): string {
  const { n, r, w } = copies;
  if (overlaps(r, w, n)) return `R ${r} + W ${w} > N ${n}: every read asks a copy that has the last write`;
  return `R ${r} + W ${w} ≤ N ${n}: ${Math.round(missesAtOnce(copies) * 100)}% of the reads right after a write miss it`;
}

const MOST = 200;

/** C(a, r) / C(n, r): that all r come from a of n. */
function ratio(a: number, n: number, r: number): number {
  if (a < r) return 0;
  let found = 1;
  for (let i = 0; i < Math.min(r, MOST); i++) found *= (a - i) / (n - i);
  return found;
}
