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
  const property = propertyNamed(violation.property);
  const isOver = (stage: Stage) => property?.broken(stage) ?? false;
  play.follow(violation.trace, isOver, (text, { action }, atMs) => {
    const kind = (action & 3) === 3 ? 'fault' : (action & 3) === 0 ? undefined : 'client';
    if (kind !== undefined) steps.push({ atMs, kind, text: sentence(text) });
    for (; told <= play.events.length; told++) {
      for (; play.answered[answered]?.after === told; answered++)
        steps.push(answerStep(play, play.answered[answered]!));
      const event = play.events[told];
      if (event === undefined) break;
      const { node } = event;
      steps.push({
        atMs: event.atMs,
        kind: event.kind,
        text: event.text,
        ...(node === undefined ? {} : { node }),
      });
    }
  });
  const settings = causes(play.events);
  const otherwise = property?.otherwise ?? violation.property;
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

function answerStep({ stage }: Play, { operation, atMs }: Play['answered'][number]): StoryStep {
  return { atMs, kind: 'answer', text: answerText(stage, operation) };
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

function sentence(text: string): string {
  const first = text.replace(/^a client/, 'A client');
  return first.endsWith('.') ? first : `${first}.`;
}
