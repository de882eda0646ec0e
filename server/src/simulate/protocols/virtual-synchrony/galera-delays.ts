import { countBits, has } from '../../kit/sets.js';
import type { GaleraState } from './galera-state.js';

/**
 * How long it takes until a view is agreed, where that is left to chance: who hears of whom first. A search goes by the usual
 * times. After https://github.com/codership/galera/blob/4.x/gcomm/src/evs_proto.cpp, and how long MariaDB 10.11 took.
 */

/**
 * How long after a suspicion a view is agreed at the soonest, in ms. Of four or more members one may hear of the suspicion before it
 * has one of its own: then evs.suspect_timeout has to pass again.
 */
export function afterLoss(state: GaleraState, members: number): number {
  const { joinRetransMs, suspectMs } = state.config;
  const again = countBits(members) > 3 && !state.w.options.searching && state.w.choose(3) === 0;
  return again ? suspectMs : joinRetransMs;
}

/** How long two groups that meet repeat their joins until both have let go of their views, in ms. */
export function agreement(state: GaleraState, one: number, other: number): [least: number, most: number] {
  const { joinRetransMs } = state.config;
  const { searching } = state.w.options;
  const several = [one, other].filter(set => countBits(set) > 1).length;
  if (several === 2) return [(searching ? 2 : 1) * joinRetransMs, 3 * joinRetransMs];
  const atOnce = searching || several === 0 || isFresh(state, one) || isFresh(state, other);
  return [20, 200 + (atOnce ? 0 : joinRetransMs)];
}

/**
 * Three or more groups meet, and none is the primary component: the install message of some may leave out another one that they
 * have heard of already. That one waits for evs.install_timeout, and begins anew. 0: nobody waits.
 */
export function leftOut(state: GaleraState, set: number): number {
  if (state.w.options.searching) return 0;
  const groups = new Map<number, number>();
  let outside = 0;
  for (let p = 0; p < state.count; p++) {
    const view = state.view.get(p);
    if (view === 0 || !state.isUp(p)) continue;
    if (state.primary.get(p) === 1) return 0;
    if (has(set, p)) groups.set(view, (groups.get(view) ?? 0) | (1 << p));
    else if (isHeard(state, set, p)) outside |= 1 << p;
  }
  for (const group of groups.keys())
    for (let p = 0; p < state.count; p++)
      if (has(outside, p) && state.view.get(p) === group) outside &= ~(1 << p);
  const late = outside !== 0 ? outside : groups.size > 2 ? [...groups.values()].at(-1)! : 0;
  return groups.size < 2 || late === 0 || state.w.choose(2) === 0 ? 0 : late;
}

function isHeard(state: GaleraState, set: number, q: number): boolean {
  for (let p = 0; p < state.count; p++)
    if (has(set, p) && has(state.hears(p), q) && state.connected(p, q)) return true;
  return false;
}

/**
 * When a member that was frozen meets those again who went on without it, in ms: it dials them after a second, or finds out by
 * evs.suspect_timeout that nobody of its view talks to it any more.
 */
export function afterPause(state: GaleraState, p: number): readonly [least: number, most: number] {
  const { reconnectMs, suspectMs, checkMs } = state.config;
  const view = state.view.get(p);
  const parted = state.members.get(p) !== 0 && isAlone(state, p, view);
  if (!parted || state.w.options.searching) return reconnectMs;
  const again = state.w.choose(2) === 0 ? 0 : suspectMs - checkMs;
  return [1_000 + again, 1_100 + again + checkMs];
}

/** All others of its view are in later ones. */
function isAlone(state: GaleraState, p: number, view: number): boolean {
  for (let q = 0; q < state.count; q++)
    if (q !== p && state.isUp(q) && state.view.get(q) === view) return false;
  return true;
}

/**
 * The members of a component tell each other their states before anybody writes. Three or more may have to wait for each other's
 * next sign of life: what was under way is committed by then, and the next write waits.
 */
export function exchangesSlowly(state: GaleraState, set: number): boolean {
  return countBits(set) > 2 && !state.w.options.searching && state.w.choose(2) === 1;
}

/** All of them, and nobody else, are in one view already. */
export function isViewOf(state: GaleraState, set: number): boolean {
  let view = -1;
  for (let p = 0; p < state.count; p++) {
    if (!has(set, p)) continue;
    if (state.members.get(p) !== set || (view !== -1 && state.view.get(p) !== view)) return false;
    view = state.view.get(p);
  }
  return view > 0;
}

/** One that was started, and has no view to let go of. */
function isFresh(state: GaleraState, set: number): boolean {
  for (let p = 0; p < state.count; p++) if (has(set, p) && state.view.get(p) === 0) return true;
  return false;
}
