import type { World } from '../../world/world.js';

/**
 * How long TCP waits before it sends again for the first time, in ms; twice as long each time after, at most 120 s. Up to 40 ms by which the
 * receiver puts an acknowledgement off count as a part of the round trip (Linux' TCP_RTO_MIN and TCP_DELACK_MIN).
 */
const RETRANSMIT: readonly [least: number, most: number] = [200, 240];
const RETRANSMIT_MOST = 120_000;

/**
 * How long after a cut of so many ms TCP sends again what it holds, in ms: it doubles its patience each time, so that a little more of it at the
 * beginning may be one time less or a long wait. A search takes it for short.
 */
export function retransmits(w: World, cutMs: number): [least: number, most: number] {
  const [least, most] = RETRANSMIT;
  if (w.options.searching) return [retransmission(least, cutMs), retransmission(least + 20, cutMs)];
  const after = retransmission(w.chooser.between(least, most), cutMs);
  return [after, after];
}

function retransmission(first: number, cutMs: number): number {
  let at = first;
  for (let wait = first * 2; at <= cutMs; wait = Math.min(wait * 2, RETRANSMIT_MOST)) at += wait;
  return Math.round(at - cutMs);
}

/** Seconds after which Linux asks again for a connection that nobody answers, before 6.5 and since (`tcp_syn_linear_timeouts`). */
const SYN: readonly (readonly number[])[] = [
  [1, 3, 7, 15, 31, 63, 127],
  [1, 2, 3, 4, 5, 7, 11, 19, 35, 67, 131],
];
/** Its clock is coarse: each wait is longer by so much at most. */
const LATE = 1.03;

/** A replica looks once a second whether its master has been silent for too long, in ms. */
export const GIVES_UP = 1_000;

/** How long after a cut a connection attempt that was under way takes to get through, in ms, if it is made anew every 15 s. */
export const RECONNECT_MOST = 4_000;

/**
 * How long after the end of a cut a connection comes about, in ms.
 * @param askedAt When it was asked for, in units; 0: nobody knows.
 * @param againMs After how long the attempt is given up and made anew (`repl-timeout`).
 */
export function reconnects(w: World, askedAt: number, againMs: number): [least: number, most: number] {
  const { unitMs, searching } = w.options;
  if (searching || askedAt === 0) return [50, RECONNECT_MOST];
  const agoMs = (Math.max(0, w.now - askedAt) * unitMs) % againMs;
  const waits = SYN.map(times => (times.find(time => time * 1000 > agoMs) ?? 131) * 1000);
  return [Math.max(50, Math.floor(Math.min(...waits) - agoMs)), Math.ceil(Math.max(...waits) * LATE - agoMs)];
}
