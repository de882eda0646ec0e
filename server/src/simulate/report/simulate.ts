import type { Cluster } from '../../cluster/model.js';
import { prepare } from '../families.js';
import { isPrepared } from '../family.js';
import type { Schedule } from '../schedule/model.js';
import { type CheckedRun, checkGuarantees } from './guarantees.js';
import type { SimulationResult } from './model.js';
import { type PlayOptions, RunSeries } from './play.js';
import { type Locate, locateInPiece, settingValue } from './settings.js';
import { type PlayedRun, summarize } from './summarize.js';

export interface SimulateOptions extends Partial<PlayOptions> {
  /** Finds lines of files; undefined: config files are looked at as they are. */
  readonly locate?: Locate;
}

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
  const { seed = 1, locate = locateInPiece } = options;
  const series = new RunSeries(prepared, schedule, { ...options, seed });
  while (series.next() !== undefined) {}
  const { played } = series;
  const result = summarize(prepared, schedule, played, {
    cluster: cluster.name === '' ? cluster.id : cluster.name,
    seed,
    explain: ref => settingValue(ref, cluster, all, locate),
  });
  if (options.cancelled?.()) return result;
  const checked = runsToCheck(result.sample, played);
  return { ...result, guarantees: checkGuarantees(prepared, schedule, checked, options.cancelled) };
}

/** The one that stands for all, and one with timers at each end. */
function runsToCheck(sample: CheckedRun, played: readonly PlayedRun[]): CheckedRun[] {
  const ends = (['least', 'most'] as const).flatMap(lean => {
    const found = played.find(each => each.lean === lean && each.run.seed !== sample.seed);
    return found === undefined || lean === sample.lean ? [] : [{ seed: found.run.seed, lean }];
  });
  return [{ seed: sample.seed, lean: sample.lean }, ...ends];
}
