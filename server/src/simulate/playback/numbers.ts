import type { Interval } from '../report/model.js';
import { short } from '../report/phrases.js';

/** `2,955`. */
export function grouped(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `394–697`, or `697`. */
export function counts([least, most]: Interval): string {
  return least === most ? grouped(most) : `${grouped(least)}–${grouped(most)}`;
}

/** `30–35 s`, or `31.4 s` where both ends are the same tenth: of an interval of many seconds whole ones say enough. */
export function span([least, most]: Interval): string {
  if (short(least) === short(most)) return `${short(most)} s`;
  if (most - least < 2_000) return `${short(least)}–${short(most)} s`;
  return `${Math.floor(least / 1000)}–${Math.ceil(most / 1000)} s`;
}

/** `1 write`, `3 writes`. */
export function many(count: number, one: string, several = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : several}`;
}
