import type { RunFacts } from './facts.js';

/** Whether a run ends worse than another: lost writes before two writers, before time without an answer, before stale reads. */
export function isWorse(a: RunFacts, b: RunFacts): boolean {
  const [ours, theirs] = [weightOf(a), weightOf(b)];
  const first = ours.findIndex((value, i) => value !== theirs[i]);
  return first >= 0 && ours[first]! > theirs[first]!;
}

/** The place of the worst run; of several the first. */
export function worstOf(facts: readonly RunFacts[]): number {
  let worst = 0;
  for (let at = 1; at < facts.length; at++) if (isWorse(facts[at]!, facts[worst]!)) worst = at;
  return worst;
}

function weightOf(facts: RunFacts): readonly number[] {
  return [
    facts.lost,
    facts.dualMs,
    facts.conflicts,
    facts.clients.reduce(
      (sum, { gaps }) => sum + gaps.reduce((s, g) => s + ((g.toMs ?? 1e7) - g.fromMs), 0),
      0,
    ),
    Math.max(0, ...facts.staleMs),
  ];
}
