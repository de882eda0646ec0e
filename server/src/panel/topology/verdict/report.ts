import type { Analyzer } from '../../../analyzer/types.js';
import type { Cluster } from '../../../cluster/model.js';
import { SYSTEMS } from '../../../cluster/systems.js';
import type {
  CounterexampleCard,
  FixCard,
  SearchAnswer,
  SettingPlace,
} from '../../../protocol/topology-panel.js';
import type { PanelPlace } from '../../../protocol/webview.js';
import { objectivesOf } from '../../../rules/lib/cluster/described.js';
import type { Objectives } from '../../../rules/rule.js';
import { codeOf } from '../../../simulate/explore/codes.js';
import { otherwiseWithin, propertyNamed } from '../../../simulate/explore/properties.js';
import { DEFAULT_BOUNDS } from '../../../simulate/explore/verdict.js';
import type { Prepared } from '../../../simulate/family.js';
import { UNKNOWN } from '../../../simulate/report/settings.js';
import type { FoundCluster } from '../find.js';
import { memberPlaces } from '../places.js';
import type { VerdictFinding, VerdictReport } from './model.js';

/** Fixes that are offered for one failure, the best first. */
const MOST_FIXES = 4;

/** What a search knows of a cluster, as findings at the lines that decide. */
export function reportOf(
  analyzer: Analyzer,
  found: FoundCluster & { readonly prepared: Prepared },
  answer: SearchAnswer,
): VerdictReport {
  const { cluster } = found;
  const name = nameOf(cluster);
  const told: Told = {
    name,
    id: cluster.id,
    home: homeOf(analyzer, found),
    places: nodePlaces(analyzer, found),
    objectives: objectivesOf(cluster, { objectives: analyzer.objectivesOf(cluster.sources[0] ?? '') }),
  };
  const shown = shortest(answer.counterexamples);
  return {
    findings: shown.map(card => findingOf(card, decidingOf(card, found.prepared), told)),
    remarks: answer.promises.flatMap(({ name: promise, verdict, text }) =>
      verdict === 'broken' && shown.some(card => card.promise === promise) ? [] : [`${name}: ${text}`],
    ),
    done: answer.done,
  };
}

/** A failure that a run with real timing shows. */
type PlayedCard = CounterexampleCard & Required<Pick<CounterexampleCard, 'play'>>;

/** What is the same for all that is found in a cluster. */
interface Told {
  readonly name: string;
  readonly id: string;
  /** Where the cluster is declared. */
  readonly home: PanelPlace;
  /** Where what takes part is written, by the names that stories call it. */
  readonly places: ReadonlyMap<string, PanelPlace>;
  readonly objectives: Objectives;
}

function findingOf(
  card: PlayedCard,
  decides: Deciding,
  { name, id, home, places, objectives }: Told,
): VerdictFinding {
  // What decides and stands nowhere is a default: then the cluster as a whole is where it is told.
  const at = decides.setting?.place ?? home;
  return {
    ...at,
    code: codeOf(card.promise),
    message: messageOf(card, decides, name, objectives),
    asked: isAsked(card.promise, objectives),
    related: [
      ...card.steps.map(({ text, node }, i) => ({
        ...((node === undefined ? undefined : places.get(node)) ?? at),
        message: `${i + 1}. ${text}`,
      })),
      ...card.because.flatMap(({ name: setting, value, place }) =>
        place === undefined || place === at ? [] : [{ ...place, message: `${setting} is ${value}.` }],
      ),
    ],
    cluster: id,
    play: card.play,
    fixes: card.fixes
      .filter(({ after, edits }) => after !== undefined && edits.length > 0)
      .slice(0, MOST_FIXES)
      .map(fix => ({ title: titleOf(fix), edits: fix.edits })),
  };
}

/** Where a failure is told: what promises too little decides; of what merely had a hand in it nothing is claimed. */
interface Deciding {
  readonly setting: SettingPlace | undefined;
  readonly promises: boolean;
}

/** Of the settings that promise too little one that somebody wrote, else the default that decides most; else any that is written. */
function decidingOf({ promise, because }: PlayedCard, { responsible }: Prepared): Deciding {
  const promised =
    promise === 'no-stale-read'
      ? responsible?.reads
      : promise === 'available'
        ? responsible?.outages
        : responsible?.writes;
  const names = new Set(promised?.map(({ name }) => name));
  const own = because.filter(({ name }) => names.has(name));
  const written = (each: SettingPlace) => each.place !== undefined;
  return own.length > 0
    ? { setting: own.find(written) ?? own[0], promises: true }
    : { setting: because.find(written), promises: false };
}

/** `payments: an acknowledged write is lost with 1 fault. The network parts: …. What decides is …, which is … by default.` */
function messageOf(
  { promise, faults, sentence }: PlayedCard,
  { setting, promises }: Deciding,
  name: string,
  { rtoMs }: Objectives,
): string {
  const property = propertyNamed(promise);
  const bounds = { ...DEFAULT_BOUNDS, ...(rtoMs === undefined ? {} : { rtoMs }) };
  const otherwise = property === undefined ? promise : otherwiseWithin(property, bounds);
  const how = faults === 0 ? 'without any fault' : `with ${faults} ${faults === 1 ? 'fault' : 'faults'}`;
  const end = `: ${otherwise}.`;
  const story = sentence.endsWith(end) ? `${sentence.slice(0, -end.length)}.` : sentence;
  const isDefault =
    promises && setting !== undefined && setting.place === undefined && setting.value !== UNKNOWN;
  const goesBy = isDefault ? ` What decides is ${setting.name}, which is ${setting.value} by default.` : '';
  return `${name}: ${otherwise} ${how}. ${story}${goesBy}`;
}

/** Whether the project asks for what is broken: that nothing is lost, or that somebody takes writes again in time. */
function isAsked(promise: string, { rpoMs, rtoMs }: Objectives): boolean {
  return (promise === 'no-lost-write' && rpoMs === 0) || (promise === 'available' && rtoMs !== undefined);
}

function titleOf({ title, after }: FixCard): string {
  switch (after?.verdict) {
    case 'holds':
      return `${title}: the search finds no such failure then`;
    case 'unknown':
      return `${title}: none was found then, as far as was searched`;
    default:
      return `${title}: it takes more faults then`;
  }
}

/**
 * Of each promise the one with the fewest faults. What no run with real timing shows rests on messages and timers that take
 * longer than they do: it is told to people who ask for it, in the panel.
 */
function shortest(cards: readonly CounterexampleCard[]): PlayedCard[] {
  const found = new Map<string, PlayedCard>();
  for (const card of cards) {
    if (!isPlayed(card)) continue;
    const known = found.get(card.promise);
    if (known === undefined || card.faults < known.faults) found.set(card.promise, card);
  }
  return [...found.values()];
}

function isPlayed(card: CounterexampleCard): card is PlayedCard {
  return card.play !== undefined;
}

/** Where the cluster is declared. */
function homeOf(analyzer: Analyzer, { cluster, placeOf }: FoundCluster): PanelPlace {
  const place = placeOf(cluster.origin);
  if (analyzer.text(place.uri) !== undefined) return place;
  const start = { line: 0, character: 0 };
  return { uri: cluster.sources[0] ?? place.uri, range: { start, end: start } };
}

/** Where what takes part is written, by the names that stories call it. */
function nodePlaces(
  analyzer: Analyzer,
  { cluster, prepared, placeOf }: FoundCluster & { readonly prepared: Prepared },
): ReadonlyMap<string, PanelPlace> {
  const members = memberPlaces(analyzer, cluster, placeOf);
  const places = new Map<string, PanelPlace>();
  for (const { name, member } of prepared.processes) {
    const [place] = (member === undefined ? undefined : members.get(member)) ?? [];
    if (place !== undefined) places.set(name, place);
  }
  return places;
}

function nameOf({ name, system }: Cluster): string {
  return name === '' ? SYSTEMS[system] : name;
}
