import type { Prepared } from '../family.js';
import type { HistoryEvent, SettingRef } from '../history/model.js';
import { OPERATION } from '../world/operations.js';
import type { Step, Violation } from './explore.js';
import { Play } from './play.js';
import { propertyNamed } from './properties.js';
import type { Bounds, Stage } from './stage.js';

/** A counterexample that a person can read, and that plays again exactly. */
export interface Counterexample {
  readonly property: string;
  readonly faults: number;
  /** What happens, as one sentence. */
  readonly sentence: string;
  readonly steps: readonly StoryStep[];
  /** Settings that had a hand in it, the nearest to the failure first. */
  readonly settings: readonly SettingRef[];
  /** What kind of failure it is: two with the same cause are one counterexample. */
  readonly cause: string;
  readonly trace: readonly Step[];
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
  const steps: StoryStep[] = [];
  let told = 0;
  let answered = 0;
  play.follow(violation.trace, (text, { action }) => {
    const { stage } = play;
    const atMs = stage.elapsedMs;
    const kind = (action & 3) === 3 ? 'fault' : (action & 3) === 0 ? undefined : 'client';
    if (kind !== undefined) steps.push({ atMs, kind, text: sentence(text) });
    for (const { kind: what, text: said, node, atMs: when } of play.events.slice(told))
      steps.push({ atMs: when, kind: what, text: said, ...(node === undefined ? {} : { node }) });
    told = play.events.length;
    const done = answeredSet(stage);
    for (const slot of bitsOf(done & ~answered))
      steps.push({ atMs, kind: 'answer', text: answerText(stage, slot) });
    answered = done;
  });
  const settings = causes(play.events);
  const otherwise = propertyNamed(violation.property)?.otherwise ?? violation.property;
  return {
    property: violation.property,
    faults: violation.faults,
    sentence: oneSentence(steps, otherwise),
    steps,
    settings,
    cause: causeOf(violation.property, steps),
    trace: violation.trace,
  };
}

/** The counterexamples of a search, one for each cause, fewest faults first. */
export function tellAll(
  prepared: Prepared,
  bounds: Bounds,
  violations: readonly Violation[],
  most: number,
): Counterexample[] {
  const byCause = new Map<string, Counterexample>();
  for (const violation of violations) {
    const told = tell(prepared, bounds, violation);
    if (!byCause.has(told.cause)) byCause.set(told.cause, told);
    if (byCause.size >= most) break;
  }
  return [...byCause.values()];
}

function oneSentence(steps: readonly StoryStep[], otherwise: string): string {
  const parts: string[] = [];
  const worth = new Set<StoryStep['kind']>([
    'fault',
    'client',
    'answer',
    'promotion',
    'demotion',
    'rollback',
  ]);
  const kept = steps.filter(({ kind }) => worth.has(kind));
  // A long story is told by its ends: how it began matters less than what led to the failure.
  for (const { text } of kept.length > 7 ? [...kept.slice(0, 2), ...kept.slice(-5)] : kept)
    parts.push(text.replace(/\.$/, ''));
  return `${parts.join('; ')}: ${otherwise}.`;
}

/** Faults by kind, without names, and what kinds of events led on: n1 crashing or n2 is the same cause. */
function causeOf(property: string, steps: readonly StoryStep[]): string {
  const kinds = steps.flatMap(({ kind, text }) =>
    kind === 'fault'
      ? [
          text.replace(
            /^.*?(killed|loses power|parts|freezes|cut|heals|goes on|started|promotes|cancelled).*$/,
            '$1',
          ),
        ]
      : kind === 'promotion' || kind === 'rollback'
        ? [kind]
        : [],
  );
  return `${property}: ${[...new Set(kinds)].join(' ')}`;
}

/** The last events weigh most: what they name comes first. */
function causes(events: readonly HistoryEvent[]): SettingRef[] {
  const found = new Map<string, SettingRef>();
  for (const { because = [] } of [...events].reverse()) {
    for (const ref of because) {
      const key = `${ref.system} ${ref.name} ${ref.member ?? ''}`;
      if (!found.has(key)) found.set(key, ref);
    }
  }
  return [...found.values()];
}

function answeredSet({ world }: Stage): number {
  let set = 0;
  const { status, count } = world.operations;
  for (let slot = 0; slot < count && slot < 30; slot++) {
    const at = status.get(slot);
    if (at !== OPERATION.free && at !== OPERATION.waiting) set |= 1 << slot;
  }
  return set;
}

function answerText({ world, bounds }: Stage, slot: number): string {
  const { operations } = world;
  const node = world.nameOf(operations.process.get(slot) - 1);
  if (slot >= bounds.writes) return `${node} answers the read.`;
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

function* bitsOf(set: number): Generator<number> {
  for (let i = 0; set >> i !== 0; i++) if ((set & (1 << i)) !== 0) yield i;
}

function sentence(text: string): string {
  const first = text.replace(/^a client/, 'A client');
  return first.endsWith('.') ? first : `${first}.`;
}
