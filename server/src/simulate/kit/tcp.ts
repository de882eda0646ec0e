import type { World } from '../world/world.js';

/**
 * First retransmission timeout of a connection beside its round trip: 200 ms, and up to 40 ms that the receiver puts an
 * acknowledgement off, which the kernel takes for a part of the round trip. It doubles each time, to 120 s at most (RFC 6298 and Linux'
 * TCP_RTO_MIN, TCP_DELACK_MIN and TCP_RTO_MAX).
 */
const RTO_MS = [200, 240] as const;
const RTO_MAX_MS = 120_000;
/** Linux gives a connection up after 15 retransmissions, at the least after so many ms (tcp_retries2 in ip-sysctl). */
export const TCP_GIVE_UP_MS = 924_600;
/**
 * How long the kernel waits between two attempts to connect, in s: twice as long each time, and since Linux 6.5 four times a second before that
 * (tcp_syn_retries and tcp_syn_linear_timeouts in https://docs.kernel.org/networking/ip-sysctl.html).
 */
const SYN_WAITS: readonly (readonly number[])[] = [
  [1, 2, 4, 8, 16, 32, 64],
  [1, 1, 1, 1, 1, 2, 4, 8, 16, 32, 64],
];
const OTHER_KERNEL = 16;

/**
 * After which time an attempt to connect that nobody answers is repeated. Files do not tell the version of the kernel: it is chosen with the first
 * attempt. Searches count in steps too long for that.
 * @param tries What `next` was after the attempt before; 0: this is the first one.
 */
export function nextSyn(world: World, tries: number): { readonly waitMs: number; readonly next: number } {
  const newer = tries >= OTHER_KERNEL || (tries === 0 && world.options.unitMs === 1 && world.choose(2) === 1);
  const first = newer ? OTHER_KERNEL : 0;
  const waits = SYN_WAITS[newer ? 1 : 0]!;
  const at = tries === 0 ? 0 : tries - first;
  return { waitMs: waits[at]! * 1000, next: at + 1 >= waits.length ? 0 : first + at + 1 };
}

/**
 * When a connection that lost data `elapsedMs` ago tries again, counted from now: data that was under way when a cut
 * began comes through with the first retransmission after the cut, not with its end.
 * @returns Least and most, in ms.
 */
export function nextRetransmission(
  world: World,
  from: number,
  to: number,
  elapsedMs: number,
): readonly [least: number, most: number] {
  const trip =
    world.network.latencyMs(world.hostOf(from), world.hostOf(to)) +
    world.network.latencyMs(world.hostOf(to), world.hostOf(from));
  const early = attemptAfter(RTO_MS[0] + trip, elapsedMs);
  const late = attemptAfter(RTO_MS[1] + trip, elapsedMs);
  if (early.count === late.count) return [early.at - elapsedMs, late.at - elapsedMs];
  // With the shorter timeout that attempt was just before the end of the cut: the next one takes twice as long.
  return world.choose(2) === 0
    ? [1, Math.max(1, late.at - elapsedMs)]
    : [early.at - elapsedMs, Math.max(early.at, 2 * elapsedMs + RTO_MS[1] + trip) - elapsedMs];
}

function attemptAfter(timeoutMs: number, elapsedMs: number): { readonly at: number; readonly count: number } {
  let at = timeoutMs;
  let wait = timeoutMs;
  let count = 1;
  while (at < elapsedMs) {
    wait = Math.min(RTO_MAX_MS, wait * 2);
    at += wait;
    count++;
  }
  return { at, count };
}
