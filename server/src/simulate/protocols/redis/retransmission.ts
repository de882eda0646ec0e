/** How long TCP waits before it sends again for the first time, in ms; twice as long each time after, at most 120 s. */
export const RETRANSMIT: readonly [least: number, most: number] = [200, 220];
const RETRANSMIT_MOST = 120_000;

/** How long after a cut of so many ms TCP sends again what it holds, in ms: it doubles its patience each time. */
export function retransmission(first: number, cutMs: number): number {
  let at = first;
  for (let wait = first * 2; at <= cutMs; wait = Math.min(wait * 2, RETRANSMIT_MOST)) at += wait;
  return Math.round(at - cutMs);
}
