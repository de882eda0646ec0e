import type { Prepared } from '../family.js';
import { withCoarse } from './coarse.js';
import { type Exploration, Search } from './explore.js';
import {
  type ExploreVerdict,
  meaningful,
  type PropertyVerdict,
  type SearchSize,
  vacuous,
  verdictOf,
  wider,
} from './judge.js';
import { SEARCHED_FAULTS } from './menu.js';
import type { Moments } from './moments.js';
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
  /** Of the search that is under way; a cluster is searched several times: at coarser moments first, for invariants, for reads and with timers at their latest. */
  readonly states: number;
  readonly faults: number;
  /** Of all of them. */
  readonly allStates: number;
  /** Most faults up to which the search that is under way has seen everything; -1: not even all without a fault. */
  readonly completeFaults: number;
  /** When faults come in the search that is under way. */
  readonly moments: Moments;
}

/** {@link searchCluster}, some states at a time, by whoever has other things to do between. */
export class ClusterSearch {
  readonly bounds: Bounds;
  readonly wanted: readonly Property[];
  private readonly most: number;
  private readonly explorations: Exploration[] = [];
  /** Of searches at the finest moments that were asked for, and of those at coarser ones. */
  private readonly verdicts = new Map<Property, PropertyVerdict>();
  private readonly coarse = new Map<Property, readonly PropertyVerdict[]>();
  private readonly seen = new Map<Property, number>();
  private readonly sizes = new Map<Property, readonly SearchSize[]>();
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
        moments: last?.bounds.moments ?? 'any',
      };
    }
    return {
      states: search.states,
      faults: search.faults,
      allStates: before + search.states,
      completeFaults: search.completeFaults,
      moments: this.job?.bounds.moments ?? 'any',
    };
  }

  /**
   * Most faults up to which every schedule was tried for each promise that is not known to be broken; -1: not even all
   * without a fault. Never goes back.
   */
  get faultsSeen(): number {
    return this.seenAt(this.bounds.moments ?? 'any');
  }

  /** The same of faults that come at rest alone. */
  get faultsSeenAtRest(): number {
    return Math.max(this.faultsSeen, this.seenAt('rest'));
  }

  private seenAt(moments: Moments): number {
    const { job, search } = this;
    let least = this.bounds.faults;
    for (const property of this.wanted) {
      if (this.known(property)?.verdict === 'broken') continue;
      const under = job?.bounds.moments ?? 'any';
      const running =
        !this.over && under === moments && job?.properties.includes(property) === true ? search : undefined;
      if (running?.violations.some(violation => violation.property === property.name)) continue;
      const before =
        moments === (this.bounds.moments ?? 'any')
          ? this.seen.get(property)
          : this.coarse.get(property)?.find(each => each.moments === moments)?.faultsSeen;
      least = Math.min(least, Math.max(before ?? -1, running?.completeFaults ?? -1));
    }
    return least;
  }

  /** What all searches for a promise say together that have ended. */
  private known(property: Property): PropertyVerdict | undefined {
    return withCoarse(this.verdicts.get(property), this.coarse.get(property) ?? [], this.most);
  }

  /** What is known by now: of the promises whose search has ended, and of those of which a counterexample is known. */
  sofar(): readonly PropertyVerdict[] {
    const { job, search } = this;
    const running = new Map<Property, PropertyVerdict>();
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
      for (const each of this.told.verdicts) running.set(each.property, each);
    }
    return this.wanted.flatMap(property => {
      const now = running.get(property);
      const before = this.coarse.get(property) ?? [];
      if (now === undefined) return this.known(property) ?? [];
      return job !== undefined && this.isCoarse(job)
        ? (withCoarse(this.verdicts.get(property), [...before, now], this.most) ?? [])
        : (withCoarse(now, before, this.most) ?? []);
    });
  }

  /** What is said in the end. */
  verdict(): ExploreVerdict {
    return {
      family: this.prepared.family,
      title: this.prepared.title,
      bounds: this.bounds,
      explorations: this.explorations,
      properties: this.wanted.flatMap(property => {
        const known = this.known(property);
        const searches = this.sizes.get(property) ?? [];
        return known === undefined ? [] : { ...known, ...(searches.length > 1 ? { searches } : {}) };
      }),
      limits: [
        ...new Set([
          ...this.prepared.limits,
          // What does not come about at coarser moments may do at finer ones.
          ...this.explorations.flatMap(exploration =>
            (exploration.bounds.moments ?? 'any') === (this.bounds.moments ?? 'any') &&
            exploration.bounds.faults === this.bounds.faults
              ? vacuous(exploration.reached, exploration)
              : [],
          ),
        ]),
      ],
    };
  }

  /**
   * First with faults that come at rest: small searches, which find most of what there is. Then at the finest moments that are asked for, and
   * for what that leaves open, while operations are under way. What several faults break at rest is searched with fewer than those then. What reads miss they mostly miss while something is under way: there, rest comes last. All of that with every timer at its earliest, then at their latest too. Promises that
   * are settled when the writes are, the invariants of a protocol, which never are, and what reads see have searches of their own: each ends
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
    const { moments = 'any', ...always } = bounds;
    const searches: readonly Job[] = [
      { properties: ofWrites, bounds: { ...bounds, writes, reads: 0 } },
      // How long nobody writes, and what holds in every state, does not wait for rest.
      { properties: ofStates, bounds: { ...always, reads: 0 } },
      { properties: ofReads, bounds: { ...bounds, reads: Math.max(1, bounds.reads) } },
    ];
    const late: Job[] = [];
    for (const job of searches) {
      if (job.properties.length === 0) continue;
      const { phases, anyTiming } = job.bounds;
      const timed = anyTiming !== true && this.prepared.searchUnitMs !== 0;
      const clocked = phases >= 2 && timed;
      const first = clocked ? { ...job, bounds: { ...job.bounds, phases: 1 } } : job;
      const coarser = job.properties !== ofStates && bounds.faults > 0 && moments !== 'rest';
      const at = (coarse: Moments, properties: readonly Property[]): Job[] =>
        properties.length === 0 ? [] : [{ properties, bounds: { ...first.bounds, moments: coarse } }];
      const open = () => job.properties.filter(each => this.known(each)?.verdict === 'unknown');
      if (coarser && job.properties !== ofReads) yield* at('rest', job.properties);
      yield this.withFewer(first);
      if (coarser && timed && moments === 'any') yield* at('writes', open());
      if (coarser && job.properties === ofReads) yield* at('rest', open());
      if (clocked) late.push(job);
    }
    for (const { properties, bounds: within } of late) {
      const open = properties.filter(property => this.known(property)?.verdict !== 'broken');
      if (open.length > 0) yield { properties: open, bounds: within };
    }
  }

  /** What is known to be broken by several faults is searched for fewer of them: that is all that is left to be seen. */
  private withFewer(job: Job): Job {
    const upTo = new Map<string, number>();
    let faults = 0;
    for (const property of job.properties) {
      const known = this.known(property);
      if (known?.verdict === 'broken' && (known.faults ?? 0) > 1) upTo.set(property.name, known.faults! - 1);
      faults = Math.max(faults, upTo.get(property.name) ?? job.bounds.faults);
    }
    return { ...job, bounds: { ...job.bounds, faults }, upTo };
  }

  /** Its moments are coarser than those that are asked for. */
  private isCoarse({ properties, bounds }: Job): boolean {
    const ofStates = properties.some(({ settled }) => settled === undefined);
    return !ofStates && (bounds.moments ?? 'any') !== (this.bounds.moments ?? 'any');
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
      ...(next.value.upTo === undefined ? {} : { upTo: next.value.upTo }),
    });
  }

  private endJob(job: Job, search: Search): void {
    const { properties, bounds } = job;
    const exploration = search.exploration();
    this.explorations.push(exploration);
    for (const property of properties) {
      const verdict = verdictOf(this.prepared, bounds, exploration, property, this.most);
      const size = { moments: verdict.moments, late: bounds.phases > 1, states: verdict.states };
      this.sizes.set(property, [...(this.sizes.get(property) ?? []), size]);
      if (this.isCoarse(job)) {
        this.coarse.set(property, [...(this.coarse.get(property) ?? []), verdict]);
        continue;
      }
      this.seen.set(property, Math.max(this.seen.get(property) ?? -1, verdict.faultsSeen));
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
  /** See {@link ExploreOptions.upTo}. */
  readonly upTo?: ReadonlyMap<string, number>;
}
