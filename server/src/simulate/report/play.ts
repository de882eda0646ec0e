import type { Prepared } from '../family.js';
import { type RunOptions, run } from '../run/run.js';
import type { Schedule } from '../schedule/model.js';
import { factsOf, type RunFacts } from './facts.js';
import type { Lean } from './model.js';
import type { PlayedRun } from './summarize.js';

export interface PlayOptions {
  /** Of the first run; the others have those that follow. */
  readonly seed: number;
  /** How many; undefined: as many as show something new, from 40 to 120. */
  readonly runs?: number;
  /** Called between events; true: give up. */
  readonly cancelled?: () => boolean;
}

export const LEAST_RUNS = 40;
export const MOST_RUNS = 120;
/** So many runs without anything new, and there will hardly be anything new in the next ones. */
const QUIET_RUNS = 30;

/**
 * Plays a schedule over and over, with timers at their least, at their most and anywhere between. Where nobody says how
 * often, it goes on while outcomes come up that were not there before.
 */
export function playRuns(prepared: Prepared, schedule: Schedule, options: PlayOptions): PlayedRun[] {
  const { seed, runs, cancelled } = options;
  const played: PlayedRun[] = [];
  const outcomes = new Set<string>();
  let lastNew = 0;
  for (const plan of runPlan(seed, runs ?? MOST_RUNS)) {
    const at = played.length;
    if (runs === undefined && at >= LEAST_RUNS && at - lastNew > QUIET_RUNS) break;
    const result = run(prepared, schedule, { ...plan, ...(cancelled === undefined ? {} : { cancelled }) });
    played.push({ run: result, lean: plan.lean });
    if (cancelled?.()) break;
    const outcome = outcomeOf(factsOf(prepared, schedule, result));
    if (outcomes.has(outcome)) continue;
    outcomes.add(outcome);
    lastNew = at;
  }
  return played;
}

/** Of ten runs, one with all timers at their least and one with all at their most: random ones rarely meet the ends. */
export function runPlan(seed: number, runs: number): (RunOptions & { readonly lean: Lean })[] {
  return Array.from({ length: Math.max(1, runs) }, (_, at) => {
    const phase = at % 10;
    const lean = runs < 2 ? 'any' : phase === 0 ? 'least' : phase === 1 ? 'most' : 'any';
    return { seed: seed + at, lean };
  });
}

/** What verdicts tell apart. */
function outcomeOf(facts: RunFacts): string {
  return JSON.stringify([
    facts.finalLeaders.length,
    facts.old !== undefined && facts.finalLeaders.includes(facts.old),
    facts.oldStoppedMs !== undefined,
    facts.newFirstAckMs !== undefined,
    facts.dualMs > 0,
    facts.conflicts > 0,
    facts.converged,
    facts.clients.map(({ lost, gaps, unknown }) => [lost > 0, Math.min(3, gaps.length), unknown > 0]),
    facts.shownStaleMs.map(age => age > 500),
  ]);
}
