import type { Cluster } from '../../cluster/model.js';
import { prepare } from '../families.js';
import { isPrepared } from '../family.js';
import { type RunOptions, run } from '../run/run.js';
import type { Schedule } from '../schedule/model.js';
import type { Lean, SimulationResult } from './model.js';
import { type Locate, locateInPiece, settingValue } from './settings.js';
import { type PlayedRun, summarize } from './summarize.js';

export interface SimulateOptions {
  /** Of the first run; the others have those that follow. */
  readonly seed?: number;
  /** How many; 40 unless told. */
  readonly runs?: number;
  /** Finds lines of files; undefined: config files are looked at as they are. */
  readonly locate?: Locate;
  /** Called between events; true: give up. */
  readonly cancelled?: () => boolean;
}

export const DEFAULT_RUNS = 40;

/**
 * Plays a schedule on a cluster as often as it takes to see what the phases of its timers make of it, and tells what
 * came of it. The same cluster, schedule and options give the same result. Answers a whole sentence where the cluster
 * cannot be simulated.
 */
export function simulate(
  cluster: Cluster,
  all: readonly Cluster[],
  schedule: Schedule,
  options: SimulateOptions = {},
): SimulationResult | { readonly why: string } {
  const prepared = prepare(cluster, all);
  if (!isPrepared(prepared)) return prepared;
  const { seed = 1, runs = DEFAULT_RUNS, locate = locateInPiece, cancelled } = options;
  const played = runPlan(seed, runs).map((plan): PlayedRun => {
    const result = run(prepared, schedule, { ...plan, ...(cancelled === undefined ? {} : { cancelled }) });
    return { run: result, lean: plan.lean };
  });
  return summarize(prepared, schedule, played, {
    cluster: cluster.name === '' ? cluster.id : cluster.name,
    seed,
    explain: ref => settingValue(ref, cluster, all, locate),
  });
}

/** Of ten runs, one with all timers at their least and one with all at their most: random ones rarely meet the ends. */
export function runPlan(seed: number, runs: number): (RunOptions & { readonly lean: Lean })[] {
  return Array.from({ length: Math.max(1, runs) }, (_, at) => {
    const phase = at % 10;
    const lean = runs < 2 ? 'any' : phase === 0 ? 'least' : phase === 1 ? 'most' : 'any';
    return { seed: seed + at, lean };
  });
}
