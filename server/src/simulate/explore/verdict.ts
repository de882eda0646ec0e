import type { Prepared } from '../family.js';
import { type Exploration, Search } from './explore.js';
import { type ExploreVerdict, meaningful, type PropertyVerdict, vacuous, verdictOf, wider } from './judge.js';
import { SEARCHED_FAULTS } from './menu.js';
import type { Property } from './properties.js';
import type { Bounds } from './stage.js';

export type { ExploreVerdict, PropertyVerdict } from './judge.js';

export interface VerdictOptions {
  readonly bounds?: Partial<Bounds>;
  /** Names of properties; all that mean something for the family where it is left out. */
  readonly properties?: readonly Property[];
  readonly maxStates?: number;
  /** Most counterexamples of a property that are told, each of another cause. */
  readonly most?: number;
  readonly progress?: (states: number, faults: number) => boolean;
}

export const DEFAULT_BOUNDS: Bounds = {
  faults: 2,
  writes: 1,
  reads: 0,
  kinds: SEARCHED_FAULTS,
  phases: 2,
  epochs: 3,
};

/** Enough for a search that ends within seconds. */
const MAX_STATES = 400_000;

/** How many states are looked at between two calls of `progress`. */
const PROGRESS_EVERY = 512;

/**
 * Searches a cluster for the shortest ways to break its promises, and says how far it looked. What reads see is searched
 * by itself: reads come between everything, and the other promises do not depend on them.
 */
export function searchCluster(prepared: Prepared, options: VerdictOptions = {}): ExploreVerdict {
  const search = new ClusterSearch(prepared, options);
  while (!search.advance(PROGRESS_EVERY)) {
    const { states, faults } = search.present;
    if (options.progress?.(states, faults)) search.cancel();
  }
  return search.verdict();
}

/** What a search is doing. */
export interface SearchProgress {
  /** Of the search that is under way; a cluster is searched up to six times, for invariants, for reads and with timers at their latest. */
  readonly states: number;
  readonly faults: number;
  /** Of all of them. */
  readonly allStates: number;
  /** Most faults up to which the search that is under way has seen everything; -1: not even all without a fault. */
  readonly completeFaults: number;
}

/** {@link searchCluster}, some states at a time, by whoever has other things to do between. */
export class ClusterSearch {
  readonly bounds: Bounds;
  readonly wanted: readonly Property[];
  private readonly most: number;
  private readonly explorations: Exploration[] = [];
  private readonly verdicts = new Map<Property, PropertyVerdict>();
  private readonly seen = new Map<Property, number>();
  private readonly plan: Generator<Job, void, void>;
  private job: Job | undefined;
  private search: Search | undefined;
  /** So many violations were told when {@link sofar} was last asked. */
  private told = { count: -1, verdicts: [] as readonly PropertyVerdict[] };
  private over = false;

  constructor(
    private readonly prepared: Prepared,
    private readonly options: VerdictOptions = {},
  ) {
    this.bounds = { ...DEFAULT_BOUNDS, ...options.bounds };
    this.wanted = options.properties ?? meaningful(prepared, this.bounds);
    this.most = options.most ?? 3;
    this.plan = this.jobs();
    this.nextJob();
  }

  /** Looks at so many states more. True: it is over. */
  advance(states: number): boolean {
    if (this.over || this.search === undefined || this.job === undefined) return true;
    if (!this.search.advance(states)) return false;
    this.endJob(this.job, this.search);
    return this.over;
  }

  /** Ends it where it is; what was not searched yet is not begun. */
  cancel(): void {
    while (!this.over && this.job !== undefined && this.search !== undefined) {
      this.search.cancel();
      this.endJob(this.job, this.search);
    }
  }

  get done(): boolean {
    return this.over;
  }

  get present(): SearchProgress {
    const before = this.explorations.reduce((sum, { states }) => sum + states, 0);
    const { search } = this;
    if (this.over || search === undefined) {
      const last = this.explorations[this.explorations.length - 1];
      return {
        states: last?.states ?? 0,
        faults: this.bounds.faults,
        allStates: before,
        completeFaults: last?.completeFaults ?? -1,
      };
    }
    return {
      states: search.states,
      faults: search.faults,
      allStates: before + search.states,
      completeFaults: search.completeFaults,
    };
  }

  /**
   * Most faults up to which every schedule was tried for each promise that is not known to be broken; -1: not even all
   * without a fault. Never goes back.
   */
  get faultsSeen(): number {
    const { job, search } = this;
    let least = this.bounds.faults;
    for (const property of this.wanted) {
      if (this.verdicts.get(property)?.verdict === 'broken') continue;
      const running = !this.over && job?.properties.includes(property) === true ? search : undefined;
      if (running?.violations.some(violation => violation.property === property.name)) continue;
      least = Math.min(least, Math.max(this.seen.get(property) ?? -1, running?.completeFaults ?? -1));
    }
    return least;
  }

  /** What is known by now: of the promises whose search has ended, and of those of which a counterexample is known. */
  sofar(): readonly PropertyVerdict[] {
    const { job, search } = this;
    const known = new Map(this.verdicts);
    if (!this.over && job !== undefined && search !== undefined) {
      if (this.told.count !== search.violations.length) {
        const exploration = search.exploration();
        this.told = {
          count: search.violations.length,
          verdicts: job.properties
            .filter(({ name }) => exploration.violations.some(({ property }) => property === name))
            .map(property => verdictOf(this.prepared, job.bounds, exploration, property, this.most)),
        };
      }
      for (const each of this.told.verdicts) known.set(each.property, each);
    }
    return this.wanted.flatMap(property => known.get(property) ?? []);
  }

  /** What is said in the end. */
  verdict(): ExploreVerdict {
    return {
      family: this.prepared.family,
      title: this.prepared.title,
      bounds: this.bounds,
      explorations: this.explorations,
      properties: this.wanted.flatMap(property => this.verdicts.get(property) ?? []),
      limits: [
        ...new Set([
          ...this.prepared.limits,
          ...this.explorations.flatMap(exploration => vacuous(exploration.reached, exploration)),
        ]),
      ],
    };
  }

  /**
   * First with every timer at its earliest: small searches that find most of what there is. Then at their latest too. Promises that are
   * settled when the writes are, the invariants of a protocol, which never are, and what reads see have searches of their own: each ends
   * where nothing can break what it is about.
   */
  private *jobs(): Generator<Job, void, void> {
    const { bounds, wanted } = this;
    const ofReads = wanted.filter(({ name }) => name === 'no-stale-read');
    const ofStates = wanted.filter(({ settled }) => settled === undefined);
    const ofWrites = wanted.filter(each => !ofReads.includes(each) && !ofStates.includes(each));
    // Two writes that do not know of each other: one alone would prove nothing.
    const writes = wanted.some(({ name }) => name === 'no-conflict')
      ? Math.max(2, bounds.writes)
      : bounds.writes;
    const searches: readonly Job[] = [
      { properties: ofWrites, bounds: { ...bounds, writes, reads: 0 } },
      { properties: ofStates, bounds: { ...bounds, reads: 0 } },
      { properties: ofReads, bounds: { ...bounds, reads: Math.max(1, bounds.reads) } },
    ];
    const late: Job[] = [];
    for (const job of searches) {
      if (job.properties.length === 0) continue;
      const { phases, anyTiming } = job.bounds;
      const clocked = phases >= 2 && anyTiming !== true && this.prepared.searchUnitMs !== 0;
      yield clocked ? { ...job, bounds: { ...job.bounds, phases: 1 } } : job;
      if (clocked) late.push(job);
    }
    for (const { properties, bounds: within } of late) {
      const open = properties.filter(property => this.verdicts.get(property)?.verdict !== 'broken');
      if (open.length > 0) yield { properties: open, bounds: within };
    }
  }

  private nextJob(): void {
    const next = this.plan.next();
    if (next.done === true) {
      this.over = true;
      this.search = undefined;
      return;
    }
    this.job = next.value;
    this.told = { count: -1, verdicts: [] };
    this.search = new Search(this.prepared, next.value.bounds, {
      properties: next.value.properties,
      maxStates: this.options.maxStates ?? MAX_STATES,
      perProperty: this.most * 4,
    });
  }

  private endJob({ properties, bounds }: Job, search: Search): void {
    const exploration = search.exploration();
    this.explorations.push(exploration);
    for (const property of properties) {
      const verdict = verdictOf(this.prepared, bounds, exploration, property, this.most);
      this.seen.set(property, Math.max(this.seen.get(property) ?? -1, exploration.completeFaults));
      const before = this.verdicts.get(property);
      this.verdicts.set(property, before === undefined ? verdict : wider(before, verdict));
    }
    this.nextJob();
  }
}

/** One search of several. */
interface Job {
  readonly properties: readonly Property[];
  readonly bounds: Bounds;
}
