import type { Prepared } from '../family.js';
import { type Exploration, explore, type Reached } from './explore.js';
import { SEARCHED_FAULTS } from './menu.js';
import { PROPERTIES, type Property } from './properties.js';
import type { Bounds } from './stage.js';
import { type Counterexample, tellAll } from './story.js';

/** What a search says of one promise. */
export interface PropertyVerdict {
  readonly property: Property;
  /** `unknown`: the search ended before it had seen everything, and had found nothing. */
  readonly verdict: 'holds' | 'broken' | 'unknown';
  /** Fewest faults that break it. */
  readonly faults?: number;
  readonly counterexamples: readonly Counterexample[];
}

/** What a search says of a cluster, with how far it went. */
export interface ExploreVerdict {
  readonly family: string;
  readonly title: string;
  readonly bounds: Bounds;
  readonly exploration: Exploration;
  readonly properties: readonly PropertyVerdict[];
  /** The bounds in words: "every schedule of up to 2 faults (crash, partition, pause) and 2 writes". */
  readonly searched: string;
  /** What the model leaves out, and what never came about in it: whole sentences. */
  readonly limits: readonly string[];
}

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
  phases: 1,
  epochs: 4,
};

/** Enough for a search that ends within seconds. */
const MAX_STATES = 400_000;

/** Searches a cluster for the shortest ways to break its promises, and says how far it looked. */
export function searchCluster(prepared: Prepared, options: VerdictOptions = {}): ExploreVerdict {
  const wanted = options.properties ?? PROPERTIES.filter(({ name }) => name !== 'available');
  const bounds: Bounds = { ...DEFAULT_BOUNDS, ...options.bounds };
  const withReads = wanted.some(({ name }) => name === 'no-stale-read');
  const full: Bounds = { ...bounds, reads: withReads ? Math.max(1, bounds.reads) : bounds.reads };
  const most = options.most ?? 3;
  const exploration = explore(prepared, full, {
    properties: wanted,
    maxStates: options.maxStates ?? MAX_STATES,
    perProperty: most * 4,
    ...(options.progress === undefined ? {} : { progress: options.progress }),
  });
  return {
    family: prepared.family,
    title: prepared.title,
    bounds: full,
    exploration,
    properties: wanted.map(property => verdictOf(prepared, full, exploration, property, most)),
    searched: searchedText(full, exploration, prepared),
    limits: [...prepared.limits, ...vacuous(exploration.reached, exploration)],
  };
}

function verdictOf(
  prepared: Prepared,
  bounds: Bounds,
  { violations, stopped }: Exploration,
  property: Property,
  most: number,
): PropertyVerdict {
  const own = violations.filter(each => each.property === property.name);
  if (own.length === 0)
    return { property, verdict: stopped === undefined ? 'holds' : 'unknown', counterexamples: [] };
  return {
    property,
    verdict: 'broken',
    faults: own[0]!.faults,
    counterexamples: tellAll(prepared, bounds, own, most),
  };
}

function searchedText(
  bounds: Bounds,
  { completeFaults, stopped, states }: Exploration,
  prepared: Prepared,
): string {
  const { faults, writes, reads, kinds } = bounds;
  const what = `${count(writes, 'write')}${reads > 0 ? ` and ${count(reads, 'read')}` : ''}`;
  const upTo = stopped === undefined ? faults : completeFaults;
  const how =
    upTo < 0
      ? `part of the schedules without a fault, ${what}`
      : `every schedule of up to ${count(upTo, 'fault')} (${kinds.join(', ')}) and ${what}`;
  const time =
    prepared.searchUnitMs > 0 && bounds.anyTiming !== true
      ? `, time in steps of ${prepared.searchUnitMs / 1000} s`
      : ', any timing';
  const ended = stopped === undefined ? '' : `; it ended early: ${ENDED[stopped]}`;
  return `${how}${time}; ${states.toLocaleString('en-US')} states${ended}`;
}

const ENDED = {
  cancelled: 'cancelled',
  states: 'more states than it may look at',
  messages: 'more messages under way than it keeps',
} as const;

/** A search in which nothing comes about proves nothing: say so. */
function vacuous(reached: Reached, { bounds }: Exploration): string[] {
  const missing: string[] = [];
  if (bounds.writes > 0 && !reached.acknowledged)
    missing.push('No write was ever acknowledged in this search: that nothing is lost means nothing here.');
  return missing;
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
