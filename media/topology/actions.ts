import { batch } from '@preact/signals';
import type {
  CounterexampleCard,
  FaultData,
  FaultPreset,
  FixCard,
  Playback,
  ScheduleData,
  TopologyAnswer,
  TopologyQuestion,
  WhatIfValue,
} from '../../server/src/protocol/topology-panel.js';
import type { PanelPlace } from '../../server/src/protocol/webview.js';
import { type Asked, Bridge, CANCELLED } from '../shared/bridge.js';
import * as store from './store.js';

/** Everything that people do, and what follows from it: questions to the server, and what is kept. */

export const bridge = new Bridge<TopologyQuestion, TopologyAnswer>();

let snapshotAsked: Asked<unknown> | undefined;
let playAsked: Asked<unknown> | undefined;
let searchAsked: Asked<unknown> | undefined;

let refreshed: Promise<void> | undefined;

/**
 * Asks for the clusters of the target again, and plays again what was played. Resolves when the last of all that were asked for
 * is there: whoever waits for a picture has none when another question took the place of his own.
 */
export async function refresh(): Promise<void> {
  const uri = store.target.value?.uri;
  if (uri === undefined) return;
  snapshotAsked?.cancel();
  const cluster = store.wanted.value;
  const asked = bridge.ask({ kind: 'snapshot', uri, ...(cluster === undefined ? {} : { cluster }) });
  snapshotAsked = asked;
  refreshed = busy(asked, answer => {
    const known = store.snapshot.value;
    // 0: the file belongs to nothing that has versions.
    if (known !== undefined && answer.version !== 0 && answer.version < known.version) return;
    batch(() => {
      const gone = answer.shown === undefined && known?.shown !== undefined;
      // A file that is being typed may be no cluster for a moment: the last good picture stays, and says so.
      store.problem.value = gone ? 'The file is no config of a cluster as it is now.' : undefined;
      if (!gone) store.snapshot.value = answer;
      // What was remembered of the first cluster that is shown is to be played.
      if (known?.shown !== undefined && answer.shown?.id !== known.shown.id && !gone) forgetRun();
      // What is found in files that are not there any more helps nobody.
      if (store.outdated.value) stopSearch();
    });
    if (
      answer.shown !== undefined &&
      answer.shown.notPlayable === undefined &&
      store.playback.value !== undefined
    )
      void play();
  });
  for (let last: Promise<void> | undefined; last !== refreshed; ) {
    last = refreshed;
    await last;
  }
}

/** Shows another cluster of the file. */
export function chooseCluster(id: string): Promise<void> {
  store.wanted.value = id;
  remember('cluster', id);
  remember('schedule', undefined);
  remember('whatIf', undefined);
  forgetRun();
  return refresh();
}

/** Plays the schedule; the picture follows each better answer. */
export async function play(): Promise<void> {
  const found = cluster();
  if (found === undefined || store.shown.value?.notPlayable !== undefined) return;
  playAsked?.cancel();
  const { schedule, seed, whatIf, outcome } = store;
  const asked = bridge.ask(
    {
      kind: 'play',
      ...found,
      ...(schedule.value === undefined ? {} : { schedule: schedule.value }),
      seed: seed.value,
      whatIf: whatIf.value,
      ...(outcome.value === undefined
        ? {}
        : { sample: { seed: outcome.value.seed, lean: outcome.value.lean } }),
    },
    answer => showPlayback(answer.playback, false),
  );
  playAsked = asked;
  store.settled.value = false;
  await busy(asked, answer => showPlayback(answer.playback, true));
  // Where it failed nothing better is on its way any more.
  if (playAsked === asked) store.settled.value = true;
}

/** Plays a way to break the cluster that was thought of beforehand. */
export function simulatePreset(preset: FaultPreset): void {
  simulate(preset.schedule, preset.id);
}

export function simulate(schedule: ScheduleData, preset?: string): void {
  keepBefore('before');
  batch(() => {
    store.schedule.value = schedule;
    store.preset.value = preset;
    store.outcome.value = undefined;
    store.card.value = undefined;
  });
  remember('schedule', schedule);
  void play();
}

/** Adds a fault at an instant (ms); the schedule that is shown is the beginning. */
export function addFault(fault: FaultData, atMs: number = store.instant.value): void {
  const now = currentSchedule();
  if (now === undefined) return;
  const events = [...now.events, { at: Math.round(atMs), fault }].sort((a, b) => a.at - b.at);
  changeSchedule({ ...now, events });
}

/** Moves the beginning of a fault, ms. */
export function moveEvent(event: number, atMs: number): void {
  const now = currentSchedule();
  if (now === undefined) return;
  const at = Math.round(Math.max(0, Math.min(now.until, atMs)));
  const events = now.events
    .map((each, index) => (index === event ? { ...each, at } : each))
    .sort((a, b) => a.at - b.at);
  changeSchedule({ ...now, events });
}

export function removeEvent(event: number): void {
  const now = currentSchedule();
  if (now !== undefined) changeSchedule({ ...now, events: now.events.filter((_, index) => index !== event) });
}

/** Everything passes again from now on. */
export function heal(): void {
  addFault({ kind: 'heal' });
}

/** Forgets what comes after the instant, and goes on from there with another seed. */
export function fork(): void {
  const now = currentSchedule();
  if (now === undefined) return;
  const at = store.instant.value;
  keepBefore('before the fork');
  store.seed.value += 1;
  changeSchedule({ ...now, events: now.events.filter(each => each.at <= at) });
}

export function setSeed(seed: number): void {
  store.seed.value = seed;
  store.outcome.value = undefined;
  remember('seed', seed);
  void play();
}

export function chooseOutcome(outcome: Playback['outcomes'][number]): void {
  store.outcome.value = outcome;
  void play();
}

/** Tries a parameter in another value; undefined: as it is. */
export function tryValue(id: string, value: WhatIfValue | undefined): void {
  const next = { ...store.whatIf.value };
  if (value === undefined) delete next[id];
  else next[id] = value;
  if (Object.keys(store.whatIf.value).length === 0) keepBefore('as the file says');
  store.whatIf.value = next;
  remember('whatIf', next);
  void play();
}

export function resetWhatIf(): void {
  store.whatIf.value = {};
  store.before.value = undefined;
  remember('whatIf', undefined);
  void play();
}

/** What the files would say with the parameters that are tried. */
export function editsOfWhatIf(): Asked<Extract<TopologyAnswer, { kind: 'edits' }>> | undefined {
  const found = cluster();
  return found === undefined
    ? undefined
    : bridge.ask({ kind: 'edits', ...found, whatIf: store.whatIf.value });
}

/** Searches all schedules for the shortest that breaks a promise. */
export async function find(faults = 2, writes = 1): Promise<void> {
  const found = cluster();
  if (found === undefined) return;
  stopSearch();
  store.searching.value = true;
  const asked = bridge.ask(
    { kind: 'search', ...found, faults, writes, whatIf: store.whatIf.value },
    answer => {
      store.search.value = answer;
    },
  );
  searchAsked = asked;
  await busy(asked, answer => {
    store.search.value = answer;
    store.card.value ??= answer.counterexamples[0]?.id;
  });
  if (searchAsked === asked) store.searching.value = false;
}

export function stopSearch(): void {
  searchAsked?.cancel();
  searchAsked = undefined;
  store.searching.value = false;
}

/** Plays a counterexample with real timing. */
export function playCard(id: string): void {
  store.card.value = id;
  const chosen = store.chosenCard.value?.play;
  if (chosen !== undefined) playFailure(chosen);
}

/** Plays a schedule with the chances that show a failure. */
export function playFailure({ schedule, seed, lean }: NonNullable<CounterexampleCard['play']>): void {
  keepBefore('before');
  batch(() => {
    store.schedule.value = schedule;
    store.preset.value = undefined;
    store.seed.value = seed;
    store.outcome.value = { seed, lean, title: '', lost: 0, share: 0 };
    store.instant.value = 0;
  });
  void play();
}

/** Writes a fix into the files. */
export function applyFix(fix: FixCard): void {
  keepBefore('before the fix');
  bridge.send({ type: 'apply', label: fix.title, edits: fix.edits });
}

export async function compare(label: string, texts: Readonly<Record<string, string | null>>): Promise<void> {
  const found = cluster();
  if (found === undefined) return;
  const { schedule, seed } = store;
  const asked = bridge.ask({
    kind: 'compare',
    ...found,
    ...(schedule.value === undefined ? {} : { schedule: schedule.value }),
    seed: seed.value,
    texts,
  });
  await busy(asked, answer => {
    store.comparison.value = { ...answer, label };
    if (answer.playback !== undefined) store.before.value = { label, playback: answer.playback };
  });
}

export function openPlace(place: PanelPlace): void {
  bridge.send({ type: 'open', place });
}

export function pin(pinned: boolean): void {
  store.pinned.value = pinned;
  bridge.send({ type: 'pin', pinned });
}

export function setPositions(positions: Readonly<Record<string, { x: number; y: number }>>): void {
  store.positions.value = positions;
  remember('layout', positions);
}

/** Keeps something for the file across reloads; undefined forgets it. */
export function remember(key: string, value: unknown): void {
  bridge.send({ type: 'remember', key, ...(value === undefined ? {} : { value }) });
}

/** Time without another value after which one is kept, ms. */
const QUIET_MS = 250;
let rememberLater: ReturnType<typeof setTimeout> | undefined;

/** Keeps where the picture is seen from, once it stays there: a picture that is fitted and glides comes by many places. */
export function rememberView(view: unknown): void {
  const uri = store.target.value?.uri;
  clearTimeout(rememberLater);
  rememberLater = setTimeout(() => {
    // What is kept is kept for the file that is shown.
    if (store.target.value?.uri === uri) remember('view', view);
  }, QUIET_MS);
}

/** The cluster that questions are about. */
export function cluster(): { readonly uri: string; readonly cluster: string } | undefined {
  const uri = store.target.value?.uri;
  const id = store.shown.value?.id;
  return uri === undefined || id === undefined ? undefined : { uri, cluster: id };
}

/** What is played, also where the server chose it. */
export function currentSchedule(): ScheduleData | undefined {
  return store.schedule.value ?? store.playback.value?.schedule ?? store.shown.value?.presets[0]?.schedule;
}

/** Keeps what is shown now, to be shown beside what comes. */
export function keepBefore(label: string): void {
  const now = store.playback.value;
  if (now !== undefined) store.before.value = { label, playback: now };
}

function changeSchedule(schedule: ScheduleData): void {
  batch(() => {
    store.schedule.value = schedule;
    store.preset.value = undefined;
    store.outcome.value = undefined;
  });
  remember('schedule', schedule);
  void play();
}

function showPlayback(playback: Playback, final: boolean): void {
  // Better answers to the same question leave the instant where people have moved it meanwhile, or where it was before a reload.
  const first = store.instant.value === 0;
  batch(() => {
    store.playback.value = playback;
    store.settled.value = final;
    store.lens.value ??= playback.verdicts[0]?.id;
    if (first) store.instant.value = playback.firstFaultMs ?? 0;
    else store.instant.value = Math.min(store.instant.value, playback.endMs);
  });
}

function forgetRun(): void {
  stopSearch();
  playAsked?.cancel();
  batch(() => {
    store.playback.value = undefined;
    store.before.value = undefined;
    store.comparison.value = undefined;
    store.schedule.value = undefined;
    store.preset.value = undefined;
    store.outcome.value = undefined;
    store.search.value = undefined;
    store.card.value = undefined;
    store.whatIf.value = {};
    store.selection.value = undefined;
    store.instant.value = 0;
    store.playing.value = false;
  });
}

let running = 0;

/** Waits for an answer while the page says that something is under way. */
async function busy<A>(asked: Asked<A>, done: (answer: A) => void): Promise<void> {
  running++;
  store.busySince.value ??= performance.now();
  try {
    done(await asked.answer);
  } catch (why) {
    if (why !== CANCELLED) store.problem.value = String(why);
  } finally {
    if (--running === 0) store.busySince.value = undefined;
  }
}
