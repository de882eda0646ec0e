import type { Prepared } from '../family.js';
import { Protocol } from '../protocol.js';
import type { Exploration, Reached } from './explore.js';
import type { Moments } from './moments.js';
import { PROPERTIES, type Property } from './properties.js';
import { type Bounds, Stage } from './stage.js';
import { type Counterexample, tellAll } from './story.js';

/** What a search says of one promise. */
export interface PropertyVerdict {
  readonly property: Property;
  /** `unknown`: the search ended before it had seen everything, and had found nothing. */
  readonly verdict: 'holds' | 'broken' | 'unknown';
  /** True where it holds because nothing came about that could break it: no write was ever acknowledged. */
  readonly vacuous?: boolean;
  /** Fewest faults that break it. */
  readonly faults?: number;
  /** True where fewer may do: it was found at coarser moments, and not all schedules with fewer faults were tried at all of them. */
  readonly atMost?: boolean;
  /** When faults came in the search that says so. */
  readonly moments: Moments;
  /** Where it is not decided at those moments: the finest coarser ones at which it holds, within the bounds on faults. */
  readonly holdsAt?: Moments;
  readonly counterexamples: readonly Counterexample[];
  /** How far the search for it went, in words: "every schedule of up to 2 faults (crash, partition) and 1 write". */
  readonly searched: string;
  readonly states: number;
  /** Where it was searched several times: how much was looked at each time, in their order. */
  readonly searches?: readonly SearchSize[];
  /** Most faults up to which everything was seen; -1: not even all without a fault. */
  readonly faultsSeen: number;
}

/** How many states one of several searches for a promise looked at. */
export interface SearchSize {
  readonly moments: Moments;
  /** Timers went off at their latest too. */
  readonly late: boolean;
  readonly states: number;
}

/** What a search says of a cluster, with how far it went. */
export interface ExploreVerdict {
  readonly family: string;
  readonly title: string;
  readonly bounds: Bounds;
  readonly explorations: readonly Exploration[];
  readonly properties: readonly PropertyVerdict[];
  /** What the model leaves out, and what never came about in it: whole sentences. */
  readonly limits: readonly string[];
}

/** The promises that say something of a cluster of this kind. */
export function meaningful(prepared: Prepared, bounds: Bounds): readonly Property[] {
  const stage = new Stage(prepared, bounds);
  stage.chooser.begin([]);
  stage.start();
  const { protocol, world } = stage;
  const peers = world.processes.some(({ serves }, p) => serves && protocol.role(p) === 'peer');
  const checksItself = protocol.broken !== Protocol.prototype.broken;
  return PROPERTIES.filter(({ name }) => {
    if (name === 'available') return bounds.rtoMs !== undefined;
    if (name === 'no-conflict') return peers;
    if (name === 'one-writer') return !peers;
    return name !== 'protocol-safety' || checksItself;
  });
}

/** Of two searches for a promise the one that says more: a counterexample, else the one that went further. */
export function wider(first: PropertyVerdict, second: PropertyVerdict | undefined): PropertyVerdict {
  if (second === undefined || (first.verdict === 'holds' && second.verdict === 'unknown')) {
    if (second === undefined || second.faultsSeen < 0) return first;
    return {
      ...first,
      searched: `${first.searched}; with timers at their latest as well, ${second.searched}`,
    };
  }
  return second;
}

export function verdictOf(
  prepared: Prepared,
  bounds: Bounds,
  exploration: Exploration,
  property: Property,
  most: number,
): PropertyVerdict {
  const own = exploration.violations.filter(each => each.property === property.name);
  const upTo = exploration.upTo?.[property.name];
  const about = {
    property,
    searched: searchedText(bounds, exploration, prepared, upTo),
    states: exploration.states,
    faultsSeen: Math.min(exploration.completeFaults, upTo ?? bounds.faults),
    moments: bounds.moments ?? 'any',
  };
  if (own.length === 0) {
    // Where more faults are known to break it, that fewer do not does not mean that it holds.
    const holds = upTo === undefined && exploration.completeFaults >= bounds.faults;
    const vacuous = holds && property.name !== 'available' && !exploration.reached.acknowledged;
    return {
      ...about,
      verdict: holds ? 'holds' : 'unknown',
      ...(vacuous ? { vacuous } : {}),
      counterexamples: [],
    };
  }
  return {
    ...about,
    verdict: 'broken',
    faults: own[0]!.faults,
    counterexamples: tellAll(prepared, bounds, own, most),
  };
}

function searchedText(
  bounds: Bounds,
  exploration: Exploration,
  prepared: Prepared,
  most = bounds.faults,
): string {
  const { completeFaults } = exploration;
  const stopped = completeFaults >= most ? undefined : exploration.stopped;
  const { writes, reads, kinds, moments = 'any' } = bounds;
  const what = `${count(writes, 'write')}${reads > 0 ? ` and ${count(reads, 'read')}` : ''}`;
  const upTo = stopped === undefined ? most : completeFaults;
  const how =
    upTo < 0
      ? `some schedules without a fault, ${what}`
      : `every schedule of up to ${count(upTo, 'fault')} (${kinds.join(', ')})${WHEN[moments]} and ${what}`;
  const time =
    prepared.searchUnitMs > 0 && bounds.anyTiming !== true
      ? `time in steps of ${prepared.searchUnitMs / 1000} s, timers at their earliest${bounds.phases > 1 ? ' or latest' : ''}`
      : 'any timing';
  // Only where it cut something off: else the bound says nothing.
  const epochs = exploration.beyond ? `, no more than ${count(bounds.epochs, 'new term')}` : '';
  return `${how}, ${time}${epochs}${stopped === undefined ? '' : `; ${ENDED[stopped]}`}`;
}

const WHEN: Readonly<Record<Moments, string>> = {
  rest: ' that strike at rest',
  writes: ' that strike at rest or while an operation is under way',
  any: '',
};

const ENDED = {
  cancelled: 'it was cancelled then',
  states: 'then there were more states than it may look at',
  messages: 'then more messages were under way than it keeps',
} as const;

/** A search in which nothing comes about proves nothing: whole sentences that say so. */
export function vacuous(reached: Reached, { bounds, violations, completeFaults }: Exploration): string[] {
  const missing: string[] = [];
  const whole = violations.length === 0 && bounds.faults > 0 && completeFaults >= bounds.faults;
  if (whole && reached.leader && !reached.failover)
    missing.push(
      bounds.kinds.includes('promote')
        ? 'Nobody else ever came to lead in this search: what a failover would lose was not looked at.'
        : 'Nobody else ever came to lead in this search: what a failover would lose was not looked at. Where an operator does it, the kind of fault is promote.',
    );
  if (bounds.writes > 0 && !reached.acknowledged)
    missing.push('No write was ever acknowledged in this search: that nothing is lost means nothing here.');
  return missing;
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
