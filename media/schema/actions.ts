import { batch } from '@preact/signals';
import type {
  DiagramChange,
  DiagramFormat,
  SchemaAnswer,
  SchemaDiagram,
  SchemaQuestion,
} from '../../server/src/protocol/schema-panel.js';
import type { PanelEdit, PanelPlace, PanelPosition } from '../../server/src/protocol/webview.js';
import { type Asked, Bridge, CANCELLED } from '../shared/bridge.js';
import { announce } from '../shared/live.js';
import { camera } from './camera.js';
import { keep } from './keep.js';
import { changesSentence } from './model/marks.js';
import { wholeDiagram } from './model/merge.js';
import { cardSentence, columnSentence } from './model/sentences.js';
import { toggledIn, type View } from './model/view.js';
import { count } from './model/words.js';
import { arrangeAgain, arrangeThoroughly } from './picture.js';
import * as store from './store.js';

export const bridge = new Bridge<SchemaQuestion, SchemaAnswer>();

/** Questions of which only the last answer is wanted. */
const open = new Map<string, Asked<SchemaAnswer>>();

/** Asks and waits; undefined: it was given up, or there is none, which `problem` or `note` says. */
async function ask<K extends SchemaQuestion['kind']>(
  question: Extract<SchemaQuestion, { kind: K }>,
  quiet = false,
  part?: (answer: Extract<SchemaAnswer, { kind: K }>) => void,
): Promise<Extract<SchemaAnswer, { kind: K }> | undefined> {
  open.get(question.kind)?.cancel();
  const asked = bridge.ask(question, part);
  open.set(question.kind, asked as unknown as Asked<SchemaAnswer>);
  try {
    return await asked.answer;
  } catch (why) {
    if (why !== CANCELLED && !quiet) {
      if (question.kind === 'diagram') store.problem.value = String(why);
      else say(String(why));
    }
    return undefined;
  } finally {
    if (open.get(question.kind) === (asked as unknown)) open.delete(question.kind);
  }
}

/** Reads the schema anew. Positions, zoom and selection stay. */
export async function refresh(): Promise<void> {
  const uri = store.target.value?.uri;
  if (uri === undefined) return;
  store.busySince.value ??= performance.now();
  performance.mark('asked');
  // A schema may come without its findings first.
  const before = store.diagram.value;
  const since = before === undefined ? {} : { since: before.version };
  const newer = await ask({ kind: 'diagram', uri, ...since }, false, show);
  // What it builds on is not here any more: then all of it.
  const answer =
    newer === undefined || wholeDiagram(newer, store.diagram.value) !== undefined
      ? newer
      : await ask({ kind: 'diagram', uri }, false, show);
  if (answer === undefined) {
    if (!open.has('diagram')) store.busySince.value = undefined;
    return;
  }
  store.busySince.value = undefined;
  show(answer);
  void askDetails();
  if (answer.noStar && store.view.value.mode === 'star') void askProposal();
  else if (!answer.noStar) store.proposal.value = undefined;
  if (store.compared.value !== undefined && store.view.value.mode === 'compare') void askComparison();
}

function show(answer: SchemaDiagram): void {
  performance.mark('answered');
  const whole = wholeDiagram(answer, store.diagram.value);
  if (whole === undefined) return;
  batch(() => {
    store.problem.value = undefined;
    if ((store.diagram.value?.version ?? 0) <= whole.version) store.diagram.value = whole;
  });
}

async function askDetails(): Promise<void> {
  const uri = store.target.value?.uri;
  const table = store.selectedTable.value;
  if (uri === undefined || table === undefined) {
    store.details.value = undefined;
    return;
  }
  const answer = await ask({ kind: 'details', uri, table: table.id }, true);
  if (answer !== undefined && store.selection.value?.card === answer.table) store.details.value = answer;
}

async function askProposal(): Promise<void> {
  const uri = store.target.value?.uri;
  if (uri === undefined) return;
  store.proposal.value = (await ask({ kind: 'proposal', uri })) ?? store.proposal.value;
}

/** @param say Tells people: nobody does while files are only typed in. */
async function askComparison(aloud = false): Promise<void> {
  const uri = store.target.value?.uri;
  const against = store.compared.value;
  if (uri === undefined || against === undefined) return;
  const answer = await ask({ kind: 'compare', uri, ...against });
  if (answer === undefined) return;
  store.comparison.value = answer;
  if (aloud) announce(changesSentence(answer));
}

export async function compareWith(
  label: string,
  texts: Readonly<Record<string, string | null>>,
): Promise<void> {
  batch(() => {
    store.compared.value = { label, texts };
    store.comparison.value = undefined;
    change({ mode: 'compare' });
  });
  await askComparison(true);
}

/** Changes what is shown, and keeps it for the file. */
export function change(part: Partial<View>): void {
  store.view.value = { ...store.view.value, ...part };
  keep();
}

export function setMode(mode: View['mode']): void {
  if (store.view.value.mode === mode) return;
  change({ mode });
  if (mode === 'star' && store.diagram.value?.noStar && store.proposal.value === undefined)
    void askProposal();
  if (mode === 'compare' && store.compared.value === undefined) chooseComparison();
}

/** The editor asks with what, and answers with a command. */
export function chooseComparison(): void {
  const uri = store.target.value?.uri;
  bridge.send({
    type: 'run',
    command: 'faultline.compareSchema',
    ...(uri === undefined ? {} : { arguments: [uri] }),
  });
}

/** Selects a card, and says what it is. Undefined selects nothing. */
export function select(card: string | undefined, column?: string, reveal = false): void {
  const shown = store.scene.value.cards.find(({ id }) => id === card);
  batch(() => {
    store.selection.value =
      card === undefined ? undefined : column === undefined ? { card } : { card, column };
    if (store.details.value?.table !== card) store.details.value = undefined;
  });
  if (shown !== undefined) {
    const found = column === undefined ? undefined : shown.table?.columns.find(({ name }) => name === column);
    announce(
      found !== undefined && shown.table !== undefined
        ? columnSentence(found, shown.table)
        : cardSentence(shown, store.diagram.value?.edges ?? []),
    );
    if (reveal) camera.reveal(shown, false);
  }
  void askDetails();
}

/** Shows a table wherever it is: unhides it, opens its cluster, leaves a mode or focus that it is no part of. */
export function showTable(id: string, column?: string): void {
  const table = store.tablesById.value.get(id);
  if (table === undefined) return;
  batch(() => {
    const { hidden, focus, mode } = store.view.value;
    if (hidden.has(id)) change({ hidden: toggledIn(hidden, id) });
    if (!isShown(id) && focus !== undefined) change({ focus: id });
    const fold = foldOf(id);
    if (fold !== undefined) change({ unfolded: new Set([...store.view.value.unfolded, fold]) });
    if (!isShown(id) && mode === 'star') change({ mode: 'er' });
    const cluster = store.graph.value?.clusters.find(({ tables }) => tables.includes(id));
    if (cluster !== undefined && !isShown(id))
      change({ opened: new Set([...store.view.value.opened, cluster.id]) });
  });
  select(isShown(id) ? id : (table.partitionOf ?? id), column);
  const card = store.scene.value.cards.find(each => each.id === store.selection.value?.card);
  if (card !== undefined) camera.reveal(card, true);
}

function isShown(id: string): boolean {
  return store.graph.value?.cards.some(card => card.id === id) ?? false;
}

/** The dimension behind which a table is folded. */
function foldOf(id: string): string | undefined {
  const fold = store.graph.value?.cards.find(({ shape, tables }) => shape === 'fold' && tables.includes(id));
  return fold?.id.slice('fold:'.length);
}

/** Enter or a double click: a definition opens; a cluster or a fold opens or closes. */
export function activate(card: string): void {
  if (card.startsWith('cluster:')) return toggleCluster(card);
  if (card.startsWith('fold:')) return toggleFold(card.slice('fold:'.length));
  openDefinition(card);
}

export function openDefinition(id: string, column?: string): void {
  const table = store.tablesById.value.get(id);
  const place = table?.columns.find(({ name }) => name === column)?.place ?? table?.place;
  if (place === undefined) say(`${table?.name ?? id} is not defined in these files.`);
  else openPlace(place);
}

export function openPlace(place: PanelPlace): void {
  bridge.send({ type: 'open', place });
}

export function toggleCluster(id: string): void {
  const { opened } = store.view.value;
  change({ opened: toggledIn(opened, id) });
  if (opened.has(id)) return select(id, undefined, true);
  const frame = store.scene.value.frames.find(each => each.id === id);
  if (frame === undefined) return;
  camera.reveal(frame, false);
  announce(`${frame.name} is open, ${count(frame.count, 'table')}.`);
}

export function toggleFold(id: string): void {
  change({ unfolded: toggledIn(store.view.value.unfolded, id) });
}

export function focusOn(id: string | undefined, hops = store.view.value.hops): void {
  const { focus: _, ...rest } = store.view.value;
  store.view.value = { ...rest, hops, ...(id === undefined ? {} : { focus: id }) };
  keep();
  if (id !== undefined) {
    select(id);
    announce(
      `Focus on ${store.tablesById.value.get(id)?.name ?? id}: ${count(store.shownTables.value, 'table')} shown.`,
    );
  }
}

/** Forgets where things stand, but for what is pinned. */
export function arrangeEverything(): void {
  arrangeAgain();
  keep();
}

/** Has the layout library look for fewer crossings. */
export function untangle(): void {
  arrangeThoroughly();
}

export function hide(id: string): void {
  change({ hidden: new Set([...store.view.value.hidden, id]) });
  if (store.selection.value?.card === id) select(undefined);
}

/** The cursor in an editor: selects the table that it is in, or lights the joins of the query that it is in. */
export async function followCursor(uri: string, position: PanelPosition): Promise<void> {
  const inside = store.diagram.value?.tables.find(
    ({ extent }) => extent !== undefined && extent.uri === uri && covers(extent, position),
  );
  if (inside !== undefined) {
    store.path.value = undefined;
    const column = inside.columns.find(
      ({ place }) => place !== undefined && place.uri === uri && place.range.start.line === position.line,
    );
    const card = isShown(inside.id)
      ? inside.id
      : store.graph.value?.cards.find(({ tables }) => tables.includes(inside.id))?.id;
    if (card === undefined) return;
    const now = store.selection.value;
    if (now?.card === card && now.column === column?.name) return;
    select(card, card === inside.id ? column?.name : undefined, true);
    return;
  }
  const own = store.target.value?.uri;
  if (own === undefined) return;
  const answer = await ask({ kind: 'query', uri, position }, true);
  if (answer === undefined || answer.tables.length === 0) {
    if (!open.has('query')) store.path.value = undefined;
    return;
  }
  if (answer.tables.join() === store.path.value?.tables.join()) return;
  store.path.value = answer;
  announce(
    `The query joins ${answer.tables.map(id => store.tablesById.value.get(id)?.name ?? id).join(', ')}.`,
  );
}

function covers({ range: { start, end } }: PanelPlace, { line, character }: PanelPosition): boolean {
  return (
    (line > start.line || (line === start.line && character >= start.character)) &&
    (line < end.line || (line === end.line && character <= end.character))
  );
}

/** Asks what a change of the schema would edit, and shows it before it is done. */
export async function propose(wanted: DiagramChange): Promise<void> {
  const uri = store.target.value?.uri;
  if (uri === undefined) return;
  const answer = await ask({ kind: 'edit', uri, change: wanted });
  if (answer === undefined) return;
  const { label, edits, creates = [], notes } = answer;
  store.dialog.value = { kind: 'preview', label, edits, creates, notes };
}

/** @param creates Files that are made first. */
export function apply(label: string, edits: readonly PanelEdit[], creates: readonly string[] = []): void {
  store.dialog.value = undefined;
  bridge.send({ type: 'apply', label, edits, ...(creates.length > 0 ? { creates } : {}) });
}

export function copy(text: string, what: string): void {
  bridge.send({ type: 'copy', text, what });
  announce(`Copied ${what}.`);
}

/** Saves the diagram in a format of other tools. */
export async function exportAs(format: DiagramFormat, toClipboard = false): Promise<void> {
  const { target, view, shownTables, diagram, graph } = store;
  const uri = target.value?.uri;
  if (uri === undefined || diagram.value === undefined) return;
  const part = shownTables.value < diagram.value.tables.length;
  const tables = [...new Set((graph.value?.cards ?? []).flatMap(card => card.tables))];
  const answer = await ask({
    kind: 'export',
    uri,
    format,
    mode: view.value.mode === 'star' ? 'star' : 'er',
    ...(part && view.value.mode !== 'star'
      ? { tables }
      : part && view.value.focus !== undefined
        ? { tables }
        : {}),
  });
  if (answer === undefined) return;
  if (toClipboard) copy(answer.text, answer.name);
  else bridge.send({ type: 'save', name: answer.name, content: answer.text, base64: false });
}

export function say(sentence: string): void {
  store.note.value = sentence;
  announce(sentence);
}
