import type { VerdictText } from './model.js';
import type { VerdictInput } from './verdict-input.js';
import { lostVerdict } from './verdict-lost.js';
import { staleVerdict } from './verdict-reads.js';
import { blockedVerdict, recoveryVerdict } from './verdict-times.js';
import { conflictsVerdict, leadersVerdict } from './verdict-writers.js';

export type { VerdictInput } from './verdict-input.js';

/**
 * What a schedule does to a cluster, question by question: over all runs, and in the one that is shown. Times in
 * texts are seconds from the first fault.
 */
export function verdictsOf(input: VerdictInput): VerdictText[] {
  const conflicts = conflictsVerdict(input);
  return [
    lostVerdict(input),
    recoveryVerdict(input),
    blockedVerdict(input),
    staleVerdict(input),
    leadersVerdict(input),
    ...(conflicts === undefined ? [] : [conflicts]),
  ];
}
