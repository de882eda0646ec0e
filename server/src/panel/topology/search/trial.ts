import type { Analyzer } from '../../../analyzer/types.js';
import type { WhatIfValue } from '../../../protocol/topology-panel.js';
import type { Candidate } from '../../../simulate/explore/enact/candidates.js';
import { showsBroken } from '../../../simulate/explore/enact/shows.js';
import { otherwiseWithin, saysWithin } from '../../../simulate/explore/properties.js';
import {
  ClusterSearch,
  type ExploreVerdict,
  type PropertyVerdict,
  type VerdictOptions,
} from '../../../simulate/explore/verdict.js';
import { prepare } from '../../../simulate/families.js';
import { isPrepared, type Prepared } from '../../../simulate/family.js';
import { run } from '../../../simulate/run/run.js';
import { landscapeWith } from '../landscape-with.js';
import { tryValues, withLatencies } from '../tried.js';
import type { Fix } from './fix.js';
import type { Advancing } from './slices.js';

/** What a fix makes of one promise that is broken without it. */
export interface Mended {
  /** Of the promise. */
  readonly property: string;
  readonly verdict: PropertyVerdict['verdict'];
  /** Clauses: what holds then and how far was looked, and what is broken instead. */
  readonly after: string;
}

/** What somebody wants to know who tries fixes. */
export interface TrialsOf {
  readonly analyzer: Analyzer;
  /** A file of the project. */
  readonly uri: string;
  /** Id of the cluster. */
  readonly cluster: string;
  readonly before: ExploreVerdict;
  readonly options: VerdictOptions;
  readonly whatIf?: Readonly<Record<string, WhatIfValue>>;
  /** By promise: a run that breaks it without a fix, with no more faults than it takes. */
  readonly plays?: ReadonlyMap<string, Candidate>;
}

const NOTHING: ReadonlyMap<string, Candidate> = new Map();

/**
 * A fix made on copies of the files: the cluster is read anew and searched again within the same bounds. First only for what
 * is broken without it, and no further than that is broken again as easily; then for what it breaks instead.
 */
export class Trial implements Advancing {
  /** The cluster with the fix; undefined: it cannot be read or played any more. */
  readonly prepared: Prepared | undefined;
  /** Promises that are broken without it, and may be kept with it. */
  private readonly broken: PropertyVerdict[] = [];
  /** Those that are still to be played. */
  private readonly unplayed: PropertyVerdict[];
  private readonly before: ExploreVerdict;
  private readonly plays: NonNullable<TrialsOf['plays']>;
  private readonly options: VerdictOptions;
  private search: ClusterSearch | undefined;
  private rest: ClusterSearch | undefined;

  constructor(
    { analyzer, uri, cluster, before, options, whatIf = {}, plays = NOTHING }: TrialsOf,
    readonly fix: Fix,
  ) {
    this.before = before;
    this.plays = plays;
    this.options = { ...options, bounds: before.bounds, most: 1 };
    this.prepared = preparedWith(analyzer, uri, cluster, fix.texts, whatIf);
    this.unplayed = before.properties.filter(({ verdict }) => verdict === 'broken');
  }

  /** Looks at so many states more. True: it is over. */
  advance(states: number): boolean {
    const { prepared } = this;
    if (prepared === undefined) return true;
    const next = this.unplayed.pop();
    if (next !== undefined) {
      if (!this.isStillShown(prepared, next)) this.broken.unshift(next);
      return this.unplayed.length === 0 && this.broken.length === 0;
    }
    if (this.broken.length === 0) return true;
    const search = (this.search ??= new ClusterSearch(prepared, {
      ...this.options,
      properties: this.broken.map(({ property }) => property),
    }));
    if (this.rest !== undefined) return this.rest.advance(states);
    const over = search.advance(states);
    if (this.changesNothing(search)) return true;
    if (!over) return false;
    if (this.mended().length === 0) return true;
    const others = this.before.properties.filter(({ verdict }) => verdict !== 'broken');
    if (others.length === 0) return true;
    this.rest = new ClusterSearch(prepared, {
      ...this.options,
      properties: others.map(({ property }) => property),
    });
    return false;
  }

  /** Promises of which it makes something better; none: it does not help. */
  mended(): readonly Mended[] {
    const { search, rest } = this;
    if (search === undefined) return [];
    const now = search.sofar();
    const instead = (rest?.sofar() ?? []).filter(({ verdict }) => verdict === 'broken');
    return this.broken.flatMap(({ property, faults = 0 }): Mended[] => {
      const after = now.find(each => each.property === property);
      // Where no write is acknowledged any more, nothing is mended.
      if (after === undefined || after.vacuous === true) return [];
      // Where fewer faults may do than were found, that it takes more is not known.
      if (after.verdict === 'broken' && ((after.faults ?? 0) <= faults || after.atMost === true)) return [];
      return [
        {
          property: property.name,
          verdict: after.verdict,
          after: [
            after.verdict === 'broken'
              ? `it takes ${after.faults} faults then, not ${faults}`
              : after.verdict === 'holds'
                ? `${saysWithin(property, search.bounds)} then (${after.searched})`
                : `none was found then (${after.searched})`,
            ...instead.map(each => `instead ${otherwiseWithin(each.property, search.bounds)}`),
          ].join('; '),
        },
      ];
    });
  }

  /** Different states that were come upon so far. */
  get states(): number {
    return (this.search?.present.allStates ?? 0) + (this.rest?.present.allStates ?? 0);
  }

  /** It mends something; what it breaks instead may still be looked for. */
  get helps(): boolean {
    return this.rest !== undefined && this.mended().length > 0;
  }

  /** Where the run of a counterexample goes wrong with the fix as well, there is nothing to search for. */
  private isStillShown(prepared: Prepared, { property }: PropertyVerdict): boolean {
    const play = this.plays.get(property.name);
    if (play === undefined) return false;
    const { schedule, seed, lean } = play;
    const played = run(prepared, schedule, { seed, lean });
    return showsBroken(property.name, played, this.before.bounds.rtoMs);
  }

  /** Every promise is broken again, and by no more faults. */
  private changesNothing(search: ClusterSearch): boolean {
    const now = search.sofar();
    return this.broken.every(({ property, faults = 0 }) =>
      now.some(
        each => each.property === property && each.verdict === 'broken' && (each.faults ?? 0) <= faults,
      ),
    );
  }
}

/** The model of a cluster as other texts of its files make it; parameters that are tried are tried on top. */
function preparedWith(
  analyzer: Analyzer,
  uri: string,
  id: string,
  texts: ReadonlyMap<string, string>,
  whatIf: Readonly<Record<string, WhatIfValue>>,
): Prepared | undefined {
  const landscape = landscapeWith(analyzer, uri, texts);
  const cluster = landscape.clusters.find(each => each.id === id);
  if (cluster === undefined) return undefined;
  const tried = tryValues(analyzer, uri, landscape, cluster, whatIf, texts);
  if ('why' in tried) return undefined;
  const prepared = prepare(tried.cluster, tried.landscape.clusters);
  return isPrepared(prepared) ? withLatencies(prepared, whatIf) : undefined;
}
