import type { Property } from '../../../simulate/explore/properties.js';
import type { Bounds } from '../../../simulate/explore/stage.js';
import {
  ClusterSearch,
  type ExploreVerdict,
  type PropertyVerdict,
  type VerdictOptions,
} from '../../../simulate/explore/verdict.js';
import type { Prepared } from '../../../simulate/family.js';
import type { Advancing } from './slices.js';

/**
 * Searches what reads see beside everything else, in turns. Each of the two would come to its bound on states before the other
 * begins otherwise, and what is found at once in one of them would be told last.
 */
export class SideBySide implements Advancing {
  readonly bounds: Bounds;
  readonly wanted: readonly Property[];
  /** At least one. */
  private readonly searches: readonly ClusterSearch[];
  private turn = 0;

  constructor(prepared: Prepared, options: VerdictOptions) {
    const whole = new ClusterSearch(prepared, options);
    const { wanted, bounds } = whole;
    this.bounds = bounds;
    this.wanted = wanted;
    const reads = wanted.filter(({ name }) => name === 'no-stale-read');
    const others = wanted.filter(property => !reads.includes(property));
    this.searches =
      reads.length === 0 || others.length === 0
        ? [whole]
        : [others, reads].map(properties => new ClusterSearch(prepared, { ...options, properties }));
  }

  /** Looks at so many states more. True: it is over. */
  advance(states: number): boolean {
    const open = this.searches.filter(({ done }) => !done);
    open[this.turn++ % Math.max(1, open.length)]?.advance(states);
    return this.done;
  }

  get done(): boolean {
    return this.searches.every(({ done }) => done);
  }

  /** Different states that were come upon so far. */
  get states(): number {
    return this.searches.reduce((sum, { present }) => sum + present.allStates, 0);
  }

  /** Changes when all schedules of some number of faults have been seen. */
  get depth(): string {
    return this.searches.map(({ present }) => `${present.moments} ${present.completeFaults}`).join(' ');
  }

  /** Most faults up to which every schedule was tried for each promise that is not known to be broken; -1: none. Never goes back. */
  get faultsSeen(): number {
    return Math.min(...this.searches.map(({ faultsSeen }) => faultsSeen));
  }

  /** The same of faults that come at rest alone. */
  get faultsSeenAtRest(): number {
    return Math.min(...this.searches.map(({ faultsSeenAtRest }) => faultsSeenAtRest));
  }

  /** What is known by now, in the order of the promises. */
  sofar(): readonly PropertyVerdict[] {
    return this.ordered(this.searches.flatMap(search => search.sofar()));
  }

  /** What is said in the end. */
  verdict(): ExploreVerdict {
    const all = this.searches.map(search => search.verdict());
    return {
      ...all[0]!,
      bounds: this.bounds,
      explorations: all.flatMap(({ explorations }) => explorations),
      properties: this.ordered(all.flatMap(({ properties }) => properties)),
      limits: [...new Set(all.flatMap(({ limits }) => limits))],
    };
  }

  private ordered(verdicts: readonly PropertyVerdict[]): PropertyVerdict[] {
    return this.wanted.flatMap(property => verdicts.find(each => each.property === property) ?? []);
  }
}
