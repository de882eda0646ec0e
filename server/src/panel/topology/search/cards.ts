import type {
  CounterexampleCard,
  FixCard,
  ScheduleData,
  SearchAnswer,
} from '../../../protocol/topology-panel.js';
import type { Candidate } from '../../../simulate/explore/enact/candidates.js';
import { LATE_MS } from '../../../simulate/explore/enact/candidates.js';
import { otherwiseWithin, type Property, saysWithin } from '../../../simulate/explore/properties.js';
import { HOLDS_AT, shownSteps, withFaults } from '../../../simulate/explore/report/text.js';
import type { Bounds } from '../../../simulate/explore/stage.js';
import type { Counterexample } from '../../../simulate/explore/story.js';
import type { PropertyVerdict } from '../../../simulate/explore/verdict.js';
import type { FoundCluster } from '../find.js';
import { settingPlaces } from './settings.js';

/** Tells counterexamples of one search apart: of each cause there is one. */
export function idOf({ property, faults, cause }: Counterexample): string {
  return [property, faults, ...cause.faults, ...cause.events].join(' ');
}

/** A counterexample as a card. @param enacted `null`: nothing plays it with real timing; undefined: not looked for yet. */
export function cardOf(
  found: FoundCluster,
  example: Counterexample,
  enacted: Candidate | null | undefined,
  fixes: readonly FixCard[],
): CounterexampleCard {
  const note = noteOf(enacted);
  return {
    id: idOf(example),
    promise: example.property,
    faults: example.faults,
    sentence: example.sentence,
    steps: shownSteps(example).map(({ atMs, kind, text, node }) => ({
      atMs,
      kind,
      text,
      ...(node === undefined ? {} : { node }),
    })),
    because: settingPlaces(found, example.settings),
    ...(enacted === undefined || enacted === null
      ? {}
      : { play: { schedule: dataOf(enacted), seed: enacted.seed, lean: enacted.lean } }),
    ...(note === undefined ? {} : { note }),
    fixes,
  };
}

/** What is said of a promise. @param verdict Undefined: it is still looked for. */
export function promiseOf(
  property: Property,
  bounds: Bounds,
  verdict: PropertyVerdict | undefined,
): SearchAnswer['promises'][number] {
  const says = capitalized(saysWithin(property, bounds));
  const about = { name: property.name, title: says };
  if (verdict === undefined)
    return { ...about, verdict: 'unknown', text: `${says}: still being searched, none was found so far.` };
  const { searched, holdsAt } = verdict;
  switch (verdict.verdict) {
    case 'holds':
      return {
        ...about,
        verdict: 'holds',
        text:
          verdict.vacuous === true
            ? `${says}, but no write was ever acknowledged: ${searched}.`
            : `${says}: ${searched}.`,
      };
    case 'unknown':
      return {
        ...about,
        verdict: 'unknown',
        text: `Not decided whether ${otherwiseWithin(property, bounds)}, none was found${holdsAt === undefined ? '' : `, and it holds ${HOLDS_AT[holdsAt]}`}: ${searched}.`,
      };
    case 'broken':
      return {
        ...about,
        verdict: 'broken',
        text: `${capitalized(otherwiseWithin(property, bounds))} ${withFaults(verdict)}: ${searched}.`,
      };
  }
}

function noteOf(enacted: Candidate | null | undefined): string | undefined {
  if (enacted === null)
    return 'No run with real timing was found that shows this: the search lets messages and timers take longer than they do here.';
  return enacted?.schedule.events.some(({ fault }) => fault.kind === 'slow')
    ? `Played with a link that is slower by ${LATE_MS} ms: the search lets data be late without counting that as a fault.`
    : undefined;
}

function dataOf({ schedule }: Candidate): ScheduleData {
  return {
    until: schedule.until,
    clients: schedule.clients,
    events: schedule.events.map(({ at, fault }) => ({ at, fault: { ...fault } })),
  };
}

function capitalized(text: string): string {
  return text === '' ? text : text[0]!.toUpperCase() + text.slice(1);
}
