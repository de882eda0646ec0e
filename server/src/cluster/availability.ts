import type { Member } from './model.js';

/**
 * How likely it is that enough members are up. Members fail by themselves, and all members of a zone with the zone; no
 * two of these causes depend on each other. Real outages often do (the same change rolled out everywhere), so the
 * answer is an upper bound.
 *
 * The sum of weights of those that are up is worked out zone by zone, as for systems of which k of n must work:
 * R. E. Barlow, K. D. Heidtmann, "Computing k-out-of-n System Reliability", IEEE Transactions on Reliability R-33 (1984).
 */
export interface Odds {
  /** Part of the time that a machine is up, while its zone is, 0 to 1. */
  readonly member: number;
  /** Part of the time that a zone is up. */
  readonly zone: number;
}

/** Probability that at least `needed` of `n` are up that are up with probability `p` each. */
export function kOfN(needed: number, n: number, p: number): number {
  return tail(
    spread(
      Array.from({ length: Math.min(n, MOST) }, () => 1),
      p,
    ),
    needed,
  );
}

/**
 * Probability that members with at least `needed` votes are up at the same time.
 * @param members Those without votes do not count. One without a zone stands in a zone of its own.
 * @returns NaN for clusters with thousands of votes, for which the sum would take too long.
 */
export function quorumAvailability(
  members: readonly Pick<Member, 'votes' | 'site'>[],
  needed: number,
  odds: Odds,
): number {
  const all = members.reduce((sum, { votes }) => sum + Math.max(0, Math.round(votes)), 0);
  if (!(all <= MOST)) return Number.NaN;
  const zones = new Map<string, number[]>();
  for (const [i, { votes, site }] of members.slice(0, MOST).entries()) {
    if (votes <= 0) continue;
    const key =
      site.zone === undefined && site.region === undefined
        ? `#${i}`
        : `${site.region ?? ''}/${site.zone ?? ''}`;
    zones.set(key, [...(zones.get(key) ?? []), Math.min(MOST, Math.round(votes))]);
  }
  let sums: readonly number[] = [1];
  for (const votes of zones.values()) {
    const up = spread(votes, odds.member);
    // Without its zone none of them is up.
    const own = up.map((each, sum) => each * odds.zone + (sum === 0 ? 1 - odds.zone : 0));
    sums = convolve(sums, own);
  }
  return tail(sums, needed);
}

/** Minutes of a year in which it is not there. */
export function minutesDownAYear(availability: number): number {
  return (1 - availability) * 365.25 * 24 * 60;
}

/** `99.95%`, with as many digits as tell it from others: `99.9996%`. Rounded down: more is never promised. */
export function printAvailability(availability: number): string {
  const missing = 1 - availability;
  const digits = missing <= 0 ? 0 : Math.min(9, Math.max(1, Math.ceil(-Math.log10(missing)) - 1));
  const percent = Math.floor(availability * 100 * 10 ** digits + 1e-6) / 10 ** digits;
  return `${Number(percent.toFixed(digits))}%`;
}

const MOST = 1000;

/** Probability of each sum of the weights of those that are up. */
function spread(weights: readonly number[], p: number): number[] {
  let sums = [1];
  for (const weight of weights) {
    const next = new Array<number>(sums.length + weight).fill(0);
    for (const [sum, each] of sums.entries()) {
      next[sum]! += each * (1 - p);
      next[sum + weight]! += each * p;
    }
    sums = next;
  }
  return sums;
}

function convolve(a: readonly number[], b: readonly number[]): number[] {
  const all = new Array<number>(a.length + b.length - 1).fill(0);
  for (const [i, x] of a.entries()) for (const [j, y] of b.entries()) all[i + j]! += x * y;
  return all;
}

function tail(sums: readonly number[], needed: number): number {
  let found = 0;
  for (let sum = Math.max(0, Math.ceil(needed)); sum < sums.length; sum++) found += sums[sum]!;
  return Math.min(1, found);
}
