import type { Prepared } from '../family.js';
import { type RunOptions, type RunWatcher, runInSteps } from '../run/run.js';
import type { Schedule } from '../schedule/model.js';
import { factsOf, type RunFacts } from './facts.js';
import type { Lean } from './model.js';
import type { PlayedRun } from './summarize.js';
import { isWorse } from './worst.js';

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
  const series = new RunSeries(prepared, schedule, options, true);
  while (series.next() !== undefined) {}
  return [...series.played];
}

/** The same, run by run: whoever has other things to do in between takes the next one when there is time. */
export class RunSeries {
  /** In the order of their seeds. Only the worst has its operations, unless all were to be kept. */
  readonly played: Required<PlayedRun>[] = [];
  private readonly plan: ReturnType<typeof runPlan>;
  private readonly outcomes = new Set<string>();
  private lastNew = 0;
  private worst = 0;
  private over = false;

  /** @param keepAll Keeps the operations of all runs, which take room: a hundred runs have half a million. */
  constructor(
    private readonly prepared: Prepared,
    private readonly schedule: Schedule,
    private readonly options: PlayOptions,
    private readonly keepAll = false,
  ) {
    this.plan = runPlan(options.seed, options.runs ?? MOST_RUNS);
  }

  /** Nothing is left to play. */
  get done(): boolean {
    const at = this.played.length;
    if (this.over || at === this.plan.length) return true;
    return this.options.runs === undefined && at >= LEAST_RUNS && at - this.lastNew > QUIET_RUNS;
  }

  /**
   * Plays the next run; undefined: there is none.
   * @param watcher Looks on.
   */
  next(watcher?: RunWatcher): RunFacts | undefined {
    const steps = this.steps(watcher);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
    }
  }

  /** The same, some events of the run at a time. One run is played to its end before the next is begun. */
  *steps(watcher?: RunWatcher): Generator<void, RunFacts | undefined> {
    if (this.done) return undefined;
    const { played, prepared, schedule } = this;
    const at = played.length;
    const plan = this.plan[at]!;
    const { cancelled } = this.options;
    const result = yield* runInSteps(prepared, schedule, {
      ...plan,
      ...(cancelled === undefined ? {} : { cancelled }),
      ...(watcher === undefined ? {} : { watcher }),
    });
    const facts = factsOf(prepared, schedule, result);
    played.push({ run: result, lean: plan.lean, facts });
    if (at > 0 && !this.keepAll) {
      const less = isWorse(facts, played[this.worst]!.facts) ? this.worst : at;
      if (less !== at) this.worst = at;
      played[less] = { ...played[less]!, run: { ...played[less]!.run, operations: [] } };
    }
    if (cancelled?.()) this.over = true;
    const outcome = outcomeOf(facts);
    if (!this.outcomes.has(outcome)) {
      this.outcomes.add(outcome);
      this.lastNew = at;
    }
    return facts;
  }
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
