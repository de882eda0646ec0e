import type { PropertyVerdict } from './judge.js';
import { MOMENTS } from './moments.js';
import { covers } from './story.js';

/**
 * What a search says of a promise together with those at coarser moments. Each of their counterexamples is one at all moments too; that it has the
 * fewest faults is known only when all schedules with fewer were tried at all moments.
 *
 * @param fine Undefined: that search has not ended yet.
 * @param coarse Of searches at coarser moments, as they ended.
 * @param most Counterexamples that are told.
 */
export function withCoarse(
  fine: PropertyVerdict | undefined,
  coarse: readonly PropertyVerdict[],
  most: number,
): PropertyVerdict | undefined {
  if (coarse.length === 0 || fine?.verdict === 'holds') return fine;
  const broken = coarse.reduce<PropertyVerdict | undefined>(
    (best, each) =>
      each.verdict === 'broken' && (best === undefined || (each.faults ?? 0) < (best.faults ?? 0))
        ? each
        : best,
    undefined,
  );
  if (fine?.verdict === 'broken') return broken === undefined ? fine : withExamples(fine, broken, most);
  const searched = (of: PropertyVerdict) =>
    fine === undefined
      ? of.searched
      : `${of.searched}; ${fine.moments === 'any' ? 'at any moment, ' : ''}${fine.searched}`;
  const faultsSeen = fine?.faultsSeen ?? -1;
  if (broken !== undefined) {
    const faults = broken.faults ?? 0;
    return {
      ...broken,
      ...(faultsSeen < faults - 1 ? { atMost: true } : {}),
      searched: searched(broken),
      faultsSeen,
    };
  }
  // The finest that holds, else the one that went furthest.
  const [best] = [...coarse].sort(
    (a, b) =>
      Number(b.verdict === 'holds') - Number(a.verdict === 'holds') ||
      (a.verdict === 'holds'
        ? MOMENTS.indexOf(b.moments) - MOMENTS.indexOf(a.moments)
        : b.faultsSeen - a.faultsSeen),
  );
  if (best === undefined || best.faultsSeen <= faultsSeen) return fine;
  return {
    ...(fine ?? best),
    verdict: 'unknown',
    // That nothing was acknowledged at coarser moments says nothing of the others.
    ...(best.verdict === 'holds' && best.vacuous !== true ? { holdsAt: best.moments } : {}),
    searched: searched(best),
    faultsSeen,
  };
}

/** What was found at coarser moments, of another cause, is told behind the rest: nothing that was told is taken back. */
function withExamples(fine: PropertyVerdict, coarse: PropertyVerdict, most: number): PropertyVerdict {
  const counterexamples = [...fine.counterexamples];
  for (const example of coarse.counterexamples)
    if (!counterexamples.some(({ cause }) => covers(cause, example.cause))) counterexamples.push(example);
  return { ...fine, counterexamples: counterexamples.slice(0, most) };
}
