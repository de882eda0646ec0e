import type { Outcome, PanelVerdict, Playback } from '../../../server/src/protocol/topology-panel.js';

/** `2 of 3 outcomes lose`; undefined: every run ends alike. */
export function outcomeWords(outcomes: readonly Outcome[]): string | undefined {
  if (outcomes.length < 2) return undefined;
  const lose = outcomes.filter(({ lost }) => lost > 0).length;
  if (lose === 0) return `${outcomes.length} outcomes`;
  return `${lose} of ${outcomes.length} outcomes ${lose === 1 ? 'loses' : 'lose'}`;
}

/** What a verdict was in the run that is compared with, where it was something else. */
export function changedBy(
  verdict: PanelVerdict,
  was: { readonly label: string; readonly playback: Playback } | undefined,
): string | undefined {
  // What was played with other faults is no comparison.
  if (was === undefined || was.label === 'before') return undefined;
  const value = was.playback.verdicts.find(({ id }) => id === verdict.id)?.value;
  return value === verdict.value ? undefined : value;
}
