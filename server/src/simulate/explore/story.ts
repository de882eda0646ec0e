import type { Prepared } from '../family.js';
import type { HistoryEvent, SettingRef } from '../history/model.js';
import type { Fault } from '../schedule/model.js';
import { OPERATION } from '../world/operations.js';
import type { Step, Violation } from './explore.js';
import { type Answered, Play } from './play.js';
import { otherwiseWithin, propertyNamed } from './properties.js';
import { oneSentence } from './sentence.js';
import type { Bounds, Stage } from './stage.js';

/** A counterexample that a person can read, and that plays again exactly. */
export interface Counterexample {
  readonly property: string;
  readonly faults: number;
  /** What happens, as one sentence. */
  readonly sentence: string;
  readonly steps: readonly StoryStep[];
  /** Settings that had a hand in it: those that promise too little first, then the nearest to the failure. */
  readonly settings: readonly SettingRef[];
  /** What kind of failure it is: two with the same cause are one counterexample. */
  readonly cause: Cause;
  readonly trace: readonly Step[];
  /** Of the search that found it: with these the trace plays as it was found. */
  readonly bounds: Bounds;
}

/** What leads to a failure, whichever of several like nodes it hits. */
export interface Cause {
  /** Kinds of the faults that count; not what ends them. */
  readonly faults: readonly string[];
  /** What kinds of events followed from them. */
  readonly events: readonly string[];
}

export interface StoryStep {
  /** Virtual ms since the beginning; all 0 where time does not pass. */
  readonly atMs: number;
  readonly kind: 'fault' | 'client' | 'answer' | HistoryEvent['kind'];
  readonly text: string;
  readonly node?: string;
}

/** Plays a violation again and tells what happens in it. */
export function tell(prepared: Prepared, bounds: Bounds, violation: Violation): Counterexample {
  const play = new Play(prepared, bounds);
  const { stage } = play;
  const { protocol, world } = stage;
  const steps: StoryStep[] = [];
  const faults: string[] = [];
  const property = propertyNamed(violation.property);
  const lost = violation.property === 'no-lost-write';
  /** What a node that is promoted lacks, by the number of the event. */
  const without = new Map<number, string>();
  let looked = 0;
  const look = () => {
    for (; looked < play.events.length; looked++) {
      const { kind, node } = play.events[looked]!;
      const p = world.processes.findIndex((_, at) => world.nameOf(at) === node);
      if (!lost || kind !== 'promotion' || p < 0) continue;
      const missing = writesOf(stage).filter(slot => !protocol.holds(p, slot) && protocol.isLost(slot));
      if (missing.length > 0) without.set(looked, `without ${namesOf(missing)}`);
    }
  };
  let told = 0;
  let answered = 0;
  play.follow(
    violation.trace,
    at => {
      look();
      return property?.broken(at) ?? false;
    },
    (text, { action }, atMs) => {
      look();
      const choice = (action & 3) === 3 ? stage.menu[action >> 2] : undefined;
      if (choice?.cost === 1) faults.push(kindOf(choice.fault));
      const kind = choice !== undefined ? 'fault' : (action & 3) === 0 ? undefined : 'client';
      if (kind === 'fault') steps.push({ atMs, kind, text: sentence(text) });
      if (kind === 'client')
        steps.push({ atMs, kind, text: sentence(text), node: world.nameOf(action >> 2) });
      for (; told <= play.events.length; told++) {
        for (; play.answered[answered]?.after === told; answered++)
          steps.push(answerStep(play, play.answered[answered]!, lost));
        const event = play.events[told];
        if (event === undefined) break;
        const lacks = without.get(told);
        steps.push({
          atMs: event.atMs,
          kind: event.kind,
          text: lacks === undefined ? event.text : `${event.text.replace(/\.$/, '')}, ${lacks}.`,
          ...(event.node === undefined ? {} : { node: event.node }),
        });
      }
    },
  );
  return {
    property: violation.property,
    faults: violation.faults,
    sentence: oneSentence(
      withoutFirst(steps, leadersAtFirst(prepared, bounds, violation)),
      property === undefined ? violation.property : otherwiseWithin(property, bounds),
    ),
    steps,
    settings: settingsOf(prepared, violation.property, play.events),
    cause: {
      faults: [...new Set(faults)].sort(),
      events: [
        ...new Set(steps.flatMap(({ kind }) => (kind === 'promotion' || kind === 'rollback' ? [kind] : []))),
      ].sort(),
    },
    trace: violation.trace,
    bounds,
  };
}

/**
 * The counterexamples of a search, one for each cause, fewest faults first. What breaks a promise already is not told again
 * with a further fault beside it.
 */
export function tellAll(
  prepared: Prepared,
  bounds: Bounds,
  violations: readonly Violation[],
  most: number,
): Counterexample[] {
  const found: Counterexample[] = [];
  for (const violation of violations) {
    const told = tell(prepared, bounds, violation);
    if (!found.some(({ cause }) => covers(cause, told.cause))) found.push(told);
    if (found.length >= most) break;
  }
  return found;
}

/** Who leads when a story begins. */
function leadersAtFirst(prepared: Prepared, bounds: Bounds, { trace }: Violation): ReadonlySet<string> {
  const play = new Play(prepared, bounds);
  play.begin(trace[0]?.answers ?? []);
  const { world, protocol } = play.stage;
  return new Set(protocol.leaders().map(p => world.nameOf(p)));
}

/** Who led from the beginning is not promoted by what happens. */
function withoutFirst(steps: readonly StoryStep[], leaders: ReadonlySet<string>): readonly StoryStep[] {
  const other = steps.findIndex(({ kind, node = '' }) => kind === 'promotion' && !leaders.has(node));
  return steps.filter(({ kind }, at) => kind !== 'promotion' || (other >= 0 && at >= other));
}

export function covers(known: Cause, other: Cause): boolean {
  if (!known.faults.every(each => other.faults.includes(each))) return false;
  return known.faults.length < other.faults.length || known.events.join() === other.events.join();
}

/** A program that fails is another failure than a host that does. */
function kindOf(fault: Fault): string {
  return 'process' in fault && fault.process !== undefined ? `${fault.kind} of ${fault.process}` : fault.kind;
}

/** What promises too little, though no event names it; then what the events name, the last ones first. */
function settingsOf(
  { responsible }: Prepared,
  property: string,
  events: readonly HistoryEvent[],
): SettingRef[] {
  const promised =
    property === 'no-lost-write' || property === 'no-conflict'
      ? responsible?.writes
      : property === 'no-stale-read'
        ? responsible?.reads
        : property === 'available'
          ? responsible?.outages
          : undefined;
  const found = new Map<string, SettingRef>();
  for (const ref of [...(promised ?? []), ...[...events].reverse().flatMap(({ because = [] }) => because)]) {
    const key = `${ref.system} ${ref.name} ${ref.member ?? ''}`;
    if (!found.has(key)) found.set(key, ref);
  }
  return [...found.values()];
}

function answerStep({ stage }: Play, { operation, atMs, alone }: Answered, lost: boolean): StoryStep {
  const text = answerText(stage, operation);
  const by = stage.world.operations.process.get(operation) - 1;
  return {
    atMs,
    kind: 'answer',
    text:
      alone && lost && /acknowledges/.test(text)
        ? text.replace(/\.$/, ' before any other node shows it.')
        : text,
    ...(by < 0 ? {} : { node: stage.world.nameOf(by) }),
  };
}

function answerText(stage: Stage, slot: number): string {
  const { world, bounds } = stage;
  const { operations } = world;
  const node = world.nameOf(operations.process.get(slot) - 1);
  if (slot >= bounds.writes) {
    const before = operations.before.get(slot);
    const missed = writesOf(stage).filter(
      write =>
        (before & (1 << write)) !== 0 && !stage.protocol.holds(operations.process.get(slot) - 1, write),
    );
    return missed.length === 0 ? `${node} answers the read.` : `${node} answers without ${namesOf(missed)}.`;
  }
  switch (operations.status.get(slot)) {
    case OPERATION.acknowledged:
      return `${node} acknowledges write ${slot + 1}.`;
    case OPERATION.warned:
      return `${node} acknowledges write ${slot + 1} with a warning.`;
    case OPERATION.refused:
      return `${node} refuses write ${slot + 1}.`;
    default:
      return `The client of write ${slot + 1} does not know what became of it.`;
  }
}

/** Writes that were acknowledged. */
function writesOf({ world, bounds }: Stage): number[] {
  return Array.from({ length: bounds.writes }, (_, slot) => slot).filter(slot =>
    world.operations.isAcknowledged(slot),
  );
}

function namesOf(slots: readonly number[]): string {
  return `write ${slots.map(slot => slot + 1).join(' and ')}`;
}

function sentence(text: string): string {
  const first = text.replace(/^a client/, 'A client');
  return first.endsWith('.') ? first : `${first}.`;
}
