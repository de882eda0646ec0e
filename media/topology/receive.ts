import { batch } from '@preact/signals';
import type { Lean, ScheduleData } from '../../server/src/protocol/topology-panel.js';
import type { PanelCommand, PanelTarget } from '../../server/src/protocol/webview.js';
import { bridge, chooseCluster, compare, find, play, playFailure, refresh, simulate } from './actions.js';
import { keepView, recallView } from './keep.js';
import * as store from './store.js';

/** Connects the page to the editor: what it is about, what changed, what was commanded. */
export function receive(): void {
  bridge.onTarget = target => void show(target);
  bridge.onChanged = () => void refresh();
  bridge.onCommand = command => void obey(command);
  bridge.onCursor = ({ uri, position }) => {
    store.cursor.value = { uri, ...position };
  };
  bridge.start();
  keepView();
}

async function show(target: PanelTarget): Promise<void> {
  const other = target.uri !== store.target.value?.uri;
  batch(() => {
    store.target.value = target;
    store.pinned.value = target.pinned;
    if (!other) return;
    store.snapshot.value = undefined;
    store.playback.value = undefined;
    store.problem.value = undefined;
    store.search.value = undefined;
    const { layout, schedule, seed, whatIf, cluster } = target.remembered;
    store.wanted.value = typeof cluster === 'string' ? cluster : undefined;
    store.seed.value = typeof seed === 'number' ? seed : 1;
    store.whatIf.value = isRecord(whatIf) ? (whatIf as typeof store.whatIf.value) : {};
    store.positions.value = isRecord(layout) ? (layout as typeof store.positions.value) : {};
    store.schedule.value = isSchedule(schedule) ? schedule : undefined;
    recallView(target.uri);
  });
  // A command may be about another of the file's clusters than the first.
  store.wanted.value = target.command?.cluster ?? store.wanted.value;
  await refresh();
  if (target.command !== undefined) await obey(target.command);
  else if (store.playback.value === undefined) void play();
}

/** Names of what can be asked of the panel from outside; `argument` is checked here. */
async function obey({ name, argument, cluster }: PanelCommand): Promise<void> {
  if (cluster !== undefined && store.shown.value !== undefined && cluster !== store.shown.value.id)
    await chooseCluster(cluster);
  switch (name) {
    case 'show':
      if (store.playback.value === undefined) void play();
      return;
    case 'scenario':
      if (isRecord(argument) && isSchedule(argument.schedule)) {
        const seed = typeof argument.seed === 'number' ? argument.seed : 1;
        const { schedule, lean } = argument;
        store.seed.value = seed;
        store.whatIf.value = isRecord(argument.whatIf) ? (argument.whatIf as typeof store.whatIf.value) : {};
        if (lean === 'least' || lean === 'most' || lean === 'any') playFound(schedule, seed, lean);
        else simulate(schedule);
      }
      return;
    case 'simulate':
      if (isSchedule(argument)) simulate(argument);
      return;
    case 'find':
      void find();
      return;
    case 'compare':
      if (isRecord(argument) && typeof argument.label === 'string' && isRecord(argument.texts))
        void compare(argument.label, argument.texts as Record<string, string | null>);
      return;
    case 'export':
      window.dispatchEvent(new CustomEvent('faultline:share'));
      return;
    default:
      bridge.send({ type: 'log', text: `The topology panel knows no command ${name}.` });
  }
}

/** A failure that was found elsewhere: no card of this panel's own search tells of it. */
function playFound(schedule: ScheduleData, seed: number, lean: Lean): void {
  store.card.value = undefined;
  playFailure({ schedule, seed, lean });
}

function isSchedule(value: unknown): value is ScheduleData {
  return (
    isRecord(value) &&
    typeof value.until === 'number' &&
    Array.isArray(value.events) &&
    Array.isArray(value.clients)
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
