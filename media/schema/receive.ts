import { batch } from '@preact/signals';
import type { PanelCommand, PanelTarget } from '../../server/src/protocol/webview.js';
import { announce } from '../shared/live.js';
import { bridge, compareWith, focusOn, followCursor, refresh, say, setMode, showTable } from './actions.js';
import { dropKept, startKeeping } from './keep.js';
import { readMemory } from './model/memory.js';
import { FIRST_VIEW } from './model/view.js';
import { forgetPlaces } from './picture.js';
import * as store from './store.js';

/** Under this key the host keeps what people chose. */
const KEY = 'schema';

/** Connects the page to the editor: what it is about, what changed, what was commanded. */
export function receive(): void {
  startKeeping(value => {
    bridge.send({ type: 'remember', key: KEY, value });
    // A page that is hidden is thrown away, and made anew from this.
    bridge.state = { uri: store.target.value?.uri, memory: value };
  });
  bridge.onTarget = target => void show(target);
  bridge.onChanged = () => void refresh();
  bridge.onCommand = command => obey(command);
  bridge.onCursor = ({ uri, position }) => void followCursor(uri, position);
  bridge.onApplied = ({ label, done }) =>
    done ? announce(`${label}: done.`) : say(`${label}: the editor did not make the change.`);
  bridge.start();
}

async function show(target: PanelTarget): Promise<void> {
  const other = target.uri !== store.target.value?.uri;
  batch(() => {
    store.target.value = target;
    store.pinned.value = target.pinned;
    if (!other) return;
    dropKept();
    const state = bridge.state as { uri?: unknown; memory?: unknown } | undefined;
    const memory =
      (state?.uri === target.uri ? readMemory(state?.memory) : undefined) ??
      readMemory(target.remembered[KEY]);
    forgetPlaces(memory?.places ?? new Map());
    store.diagram.value = undefined;
    store.view.value = memory?.view ?? FIRST_VIEW;
    store.zoom.value = memory?.zoom;
    store.problem.value = undefined;
    store.note.value = undefined;
    store.selection.value = undefined;
    store.details.value = undefined;
    store.path.value = undefined;
    store.comparison.value = undefined;
    store.compared.value = undefined;
    store.proposal.value = undefined;
    store.dialog.value = undefined;
    // The mode counts for the first picture already.
    const first = target.command?.name;
    if (first === 'mode') obey(target.command!);
    else if (first === 'star' || first === 'er') setMode(first);
  });
  await refresh();
  if (target.command !== undefined && target.command.name !== 'mode') obey(target.command);
}

/** Names of what can be asked of the panel from outside; `argument` is checked here. */
function obey({ name, argument }: PanelCommand): void {
  switch (name) {
    case 'mode':
    case 'star':
    case 'er': {
      const mode = modeOf({ name, argument });
      if (mode !== undefined) setMode(mode);
      // A mode may come with the table that it is opened for.
      if (name !== 'mode' && typeof argument === 'string') focusTable(argument);
      return;
    }
    case 'focus':
      if (typeof argument === 'string') focusTable(argument);
      return;
    case 'compare':
      if (isRecord(argument) && typeof argument.label === 'string' && isTexts(argument.texts))
        void compareWith(argument.label, argument.texts);
      return;
    case 'export':
      document.getElementById('export')?.click();
      return;
    default:
      bridge.send({ type: 'log', text: `The schema panel knows no command ${name}.` });
  }
}

/** The mode that a command asks for, by its name or by what it says. */
function modeOf(command: PanelCommand | undefined): 'star' | 'er' | undefined {
  const wanted = command?.name === 'mode' ? command.argument : command?.name;
  return wanted === 'star' || wanted === 'er' ? wanted : undefined;
}

/** By id, or by name where the id is not known. */
function focusTable(named: string): void {
  const table = store.diagram.value?.tables.find(({ id, name }) => id === named || name === named);
  if (table === undefined) return say(`No table ${named} was found.`);
  showTable(table.id);
  focusOn(table.id);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is Record<string, string | null> {
  return isRecord(value) && Object.values(value).every(each => each === null || typeof each === 'string');
}
