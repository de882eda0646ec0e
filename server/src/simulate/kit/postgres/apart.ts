import type { PostgresState } from './state.js';

/** Says that a standby cannot follow its upstream. @param ahead It has what the upstream lacks; else it keeps to its timeline. */
export function sayApart(state: PostgresState, p: number, upstream: number, ahead: boolean): void {
  const { w, words } = state;
  w.say(
    'conflict',
    p,
    ahead
      ? `${w.nameOf(p)} has ${words.log} that ${w.nameOf(upstream)} does not have: it cannot follow until ${words.repair}.`
      : `${w.nameOf(p)} stays on its timeline and does not follow ${w.nameOf(upstream)}.`,
    ...(ahead ? [] : state.node(p).because.timelines),
  );
}

/** Says that a standby is turned away for want of a slot. */
export function sayNoSlot(state: PostgresState, p: number, upstream: number): void {
  const { w } = state;
  w.say(
    'note',
    p,
    `${w.nameOf(p)} has no replication slot on ${w.nameOf(upstream)} and tries again at the next interval.`,
    ...state.node(p).because.retry,
  );
}
