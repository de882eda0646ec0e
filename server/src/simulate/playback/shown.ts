import type { RunFacts } from '../report/facts.js';
import { isWorse, worstOf } from '../report/worst.js';

/**
 * Which run is shown for all: the worst. Once one is shown, another takes its place only where it loses more, or has what that
 * one has not at all: a picture that jumps for a tenth of a second tells nobody more.
 * @param current Place of the one that is shown already; undefined: none is.
 */
export function chooseShown(facts: readonly RunFacts[], current?: number): number {
  if (current === undefined) return worstOf(facts);
  const worst = worstOf(facts);
  const [now, next] = [facts[current]!, facts[worst]!];
  if (!isWorse(next, now)) return current;
  const more =
    next.lost > now.lost ||
    (next.lost === now.lost &&
      ((next.dualMs > 0 && now.dualMs === 0) || (next.conflicts > 0 && now.conflicts === 0)));
  return more ? worst : current;
}
