import { computed, signal } from '@preact/signals';
import type {
  CompareAnswer,
  CounterexampleCard,
  PanelVerdict,
  Playback,
  ScheduleData,
  SearchAnswer,
  ShownCluster,
  TopologySnapshot,
  WhatIfValue,
} from '../../server/src/protocol/topology-panel.js';
import type { PanelPlace, PanelTarget } from '../../server/src/protocol/webview.js';

/**
 * Everything that the panel shows. Parts of the page read it and call `actions.ts`; nobody else writes. Times are virtual ms
 * from the beginning of the run.
 */

/** The file, and what was kept for it. */
export const target = signal<PanelTarget | undefined>(undefined);
export const pinned = signal(false);
export const snapshot = signal<TopologySnapshot | undefined>(undefined);
/** Which of the file's clusters is wanted; undefined: the server chooses. */
export const wanted = signal<string | undefined>(undefined);
export const shown = computed<ShownCluster | undefined>(() => snapshot.value?.shown);
/** The files cannot be read as they are now: why. The last good picture stays. */
export const problem = signal<string | undefined>(undefined);

/** What is played. Undefined: what the server plays where nobody says. */
export const schedule = signal<ScheduleData | undefined>(undefined);
/** Preset that the schedule came from, while nobody changed it. */
export const preset = signal<string | undefined>(undefined);
export const seed = signal(1);
/** The run to show, where somebody chose one of the outcomes. */
export const outcome = signal<Playback['outcomes'][number] | undefined>(undefined);
export const playback = signal<Playback | undefined>(undefined);
/** False while a better answer to the same question is on its way. */
export const settled = signal(true);
/** What was played before the schedule, a parameter or the file changed: for before and after. */
export const before = signal<{ readonly label: string; readonly playback: Playback } | undefined>(undefined);
export const comparison = signal<(CompareAnswer & { readonly label: string }) | undefined>(undefined);

/** The instant that the picture shows, ms. */
export const instant = signal(0);
export const playing = signal(false);
/** Virtual ms per real ms. */
export const speed = signal(4);

/** What somebody points at or chose. */
export type Thing =
  | { readonly kind: 'node'; readonly id: string }
  | { readonly kind: 'link'; readonly id: string }
  | { readonly kind: 'group'; readonly id: string }
  | { readonly kind: 'client'; readonly id: string }
  /** Index in the schedule's events. */
  | { readonly kind: 'fault'; readonly event: number };
export const selection = signal<Thing | undefined>(undefined);
export const hover = signal<Thing | undefined>(undefined);
/** Where the cursor of an editor stands. */
export const cursor = signal<
  { readonly uri: string; readonly line: number; readonly character: number } | undefined
>(undefined);
/** Nodes that it stands in, also of a picture that comes after it was moved. */
export const lit = computed<ReadonlySet<string>>(() => {
  const at = cursor.value;
  const nodes = at === undefined ? [] : (shown.value?.nodes ?? []);
  const inside = nodes.filter(({ places }) => places.some(place => holds(place, at!)));
  return new Set(inside.map(({ id }) => id));
});
/** The verdict whose marks are lit. */
export const lens = signal<PanelVerdict['id'] | undefined>(undefined);
export const tool = signal<'select' | 'lasso'>('select');

/** Where people put things, px, by node. */
export const positions = signal<Readonly<Record<string, { readonly x: number; readonly y: number }>>>({});

/** Parameters that are tried, by id. */
export const whatIf = signal<Readonly<Record<string, WhatIfValue>>>({});

export const search = signal<SearchAnswer | undefined>(undefined);
export const searching = signal(false);
export const card = signal<string | undefined>(undefined);
export const chosenCard = computed<CounterexampleCard | undefined>(() =>
  search.value?.counterexamples.find(({ id }) => id === card.value),
);

/** The files have changed since they were searched: what was found may hold no more, and its edits would go astray. */
export const outdated = computed(
  () => search.value !== undefined && search.value.version !== snapshot.value?.version,
);

/** Something is being worked out since when (performance.now()); a bar shows after 300 ms. */
export const busySince = signal<number | undefined>(undefined);
/** Narrower than a canvas with an inspector beside it needs. */
export const narrow = signal(false);

function holds(
  { uri, range: { start, end } }: PanelPlace,
  at: { readonly uri: string; readonly line: number; readonly character: number },
): boolean {
  const { line, character } = at;
  return (
    uri === at.uri &&
    (line > start.line || (line === start.line && character >= start.character)) &&
    (line < end.line || (line === end.line && character <= end.character))
  );
}
