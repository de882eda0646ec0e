import { computed, signal } from '@preact/signals';
import type {
  DiagramTable,
  QueryPath,
  SchemaComparison,
  SchemaDiagram,
  StarProposal,
  TableDetails,
} from '../../server/src/protocol/schema-panel.js';
import type { PanelEdit, PanelTarget } from '../../server/src/protocol/webview.js';
import type { ArrangeInput } from './arrange/arrangement.js';
import { erGraph } from './model/er-graph.js';
import { touched } from './model/marks.js';
import { estimateWidth, type Measure } from './model/measure.js';
import type { Zoom } from './model/memory.js';
import type { Scene } from './model/scene.js';
import { starGraph } from './model/star-graph.js';
import { FIRST_VIEW, type View } from './model/view.js';

/**
 * Everything that the panel shows. Parts of the page read it and call `actions.ts`; nobody else writes. `scene` is
 * written by `picture.ts`.
 */

export const target = signal<PanelTarget | undefined>(undefined);
export const pinned = signal(false);
export const diagram = signal<SchemaDiagram | undefined>(undefined);
/** Why the files cannot be read as they are now. The last good picture stays. */
export const problem = signal<string | undefined>(undefined);
/** A sentence about what was done or could not be. */
export const note = signal<string | undefined>(undefined);

export const view = signal<View>(FIRST_VIEW);
/** What was kept of the zoom; the canvas says what it is now. */
export const zoom = signal<Zoom | undefined>(undefined);

/** A card of the picture, and maybe one of its columns. */
export interface Selection {
  readonly card: string;
  readonly column?: string;
}
export const selection = signal<Selection | undefined>(undefined);
export const hover = signal<string | undefined>(undefined);

export const details = signal<TableDetails | undefined>(undefined);
/** The joins of the query under the cursor. */
export const path = signal<QueryPath | undefined>(undefined);
export const comparison = signal<SchemaComparison | undefined>(undefined);
/** What a comparison was asked with: it is asked again when files change. */
export const compared = signal<
  { readonly label: string; readonly texts: Readonly<Record<string, string | null>> } | undefined
>(undefined);
export const proposal = signal<StarProposal | undefined>(undefined);

/** A form or a preview in a dialog. */
export type Dialog =
  | { readonly kind: 'form'; readonly form: FormKind; readonly table: string; readonly column?: string }
  | {
      readonly kind: 'preview';
      readonly label: string;
      readonly edits: readonly PanelEdit[];
      /** Files among them that are made. */
      readonly creates: readonly string[];
      readonly notes: readonly string[];
    };
export type FormKind = 'rename table' | 'rename column' | 'add column' | 'add index' | 'add foreign key';
export const dialog = signal<Dialog | undefined>(undefined);

/** Something is being worked out since when (performance.now()). */
export const busySince = signal<number | undefined>(undefined);
/** Clusters that are laid out thoroughly, while they are. */
export const progress = signal<{ readonly done: number; readonly total: number } | undefined>(undefined);
/** Narrower than a canvas with an inspector beside it needs. */
export const narrow = signal(false);
/** Width by height of the canvas: pictures are arranged to fill it. */
export const aspect = signal(1.2);
/** How wide texts are: set once the page can measure. */
export const measure = signal<Measure>(estimateWidth);

export const scene = signal<Scene>({
  cards: [],
  links: [],
  frames: [],
  bounds: { x: 0, y: 0, width: 0, height: 0 },
});

export const tablesById = computed<ReadonlyMap<string, DiagramTable>>(() => {
  const all = new Map<string, DiagramTable>();
  for (const table of comparison.value?.before.tables ?? []) all.set(table.id, table);
  for (const table of diagram.value?.tables ?? []) all.set(table.id, table);
  return all;
});

/** What is to be drawn, without places. */
export const graph = computed<ArrangeInput | undefined>(() => {
  const shown = diagram.value;
  if (shown === undefined) return undefined;
  const chosen = view.value;
  if (chosen.mode === 'star') {
    const star = starGraph(shown, chosen, measure.value);
    return { ...star, clusters: [], aspect: aspect.peek() };
  }
  const against = chosen.mode === 'compare' ? comparison.value : undefined;
  const er = erGraph(shown, withTouched(chosen, against), measure.value, against);
  return { ...er, aspect: aspect.peek() };
});

/** A comparison of a large schema shows what differs and its neighbours. */
function withTouched(chosen: View, against: SchemaComparison | undefined): View {
  const all = diagram.value;
  if (against === undefined || all === undefined || all.tables.length <= 40) return chosen;
  const keep = touched(against, [...all.edges, ...against.before.edges]);
  if (keep.size === 0) return chosen;
  return { ...chosen, hidden: new Set(all.tables.map(({ id }) => id).filter(id => !keep.has(id))) };
}

/** How many tables the picture shows, in clusters and folds too. */
export const shownTables = computed(
  () => new Set((graph.value?.cards ?? []).flatMap(({ tables }) => tables)).size,
);

export const selectedTable = computed<DiagramTable | undefined>(() => {
  const chosen = selection.value;
  return chosen === undefined ? undefined : tablesById.value.get(chosen.card);
});
