import { has } from '../../kit/sets.js';
import type { GaleraState } from './galera-state.js';

/**
 * More than half of the weight of the last primary component, of those who come from it together: who was started again
 * meanwhile has left it, and joins what the others are (`have_quorum` of the transitional view,
 * https://github.com/codership/galera/blob/4.x/gcomm/src/pc_proto.cpp). Of several components that are none, or are none any more in
 * their transitional view, all members of the last one (pc.recovery; `is_prim`).
 */
export function hasQuorum(state: GaleraState, set: number): boolean {
  let before = 0;
  let epoch = 0;
  let wasPrimary = 0;
  for (let p = 0; p < state.count; p++) {
    if (!has(set, p)) continue;
    if (state.config.members[p]!.ignoresQuorum) return true;
    if (state.primary.get(p) === 1) wasPrimary |= 1 << p;
    if (state.lastEpoch.get(p) > epoch) {
      epoch = state.lastEpoch.get(p);
      before = state.lastMembers.get(p);
    }
  }
  if (epoch === 0) return false;
  if (wasPrimary === 0) return (before & ~set) === 0;
  const have = state.weightOf(wasPrimary & before) * 2;
  const all = state.weightOf(before);
  if (have === all && state.config.members.some(({ ignoresSplit }, p) => has(set, p) && ignoresSplit))
    return true;
  return have > all || isWhole(state, set, before, epoch);
}

/** Every member of a component is there, and remembers it. */
function isWhole(state: GaleraState, set: number, members: number, epoch: number): boolean {
  for (let p = 0; p < state.count; p++)
    if (has(members, p) && (!has(set, p) || state.lastEpoch.get(p) !== epoch)) return false;
  return true;
}

/** Members of a second primary component that meets a later one. */
export function conflicting(state: GaleraState, set: number): number {
  let latest = 0;
  for (let p = 0; p < state.count; p++)
    if (has(set, p) && state.primary.get(p) === 1) latest = Math.max(latest, state.lastEpoch.get(p));
  let conflict = 0;
  for (let p = 0; p < state.count; p++)
    if (has(set, p) && state.primary.get(p) === 1 && state.lastEpoch.get(p) !== latest) conflict |= 1 << p;
  return conflict;
}
