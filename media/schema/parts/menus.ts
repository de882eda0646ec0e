import { type MenuItem, openMenu } from '../../shared/menu.js';
import {
  activate,
  arrangeEverything,
  change,
  copy,
  focusOn,
  hide,
  openDefinition,
  propose,
  select,
  showTable,
  toggleCluster,
  toggleFold,
  untangle,
} from '../actions.js';
import { camera } from '../camera.js';
import type { Point } from '../model/scene.js';
import { KEPT } from '../model/sentences.js';
import { isCollapsed, toggledIn } from '../model/view.js';
import { count } from '../model/words.js';
import * as store from '../store.js';

/** What can be done with a card, or one of its columns. */
export function openCardMenu(card: string, column: string | undefined, at: Point): void {
  const items = card.startsWith('cluster:')
    ? clusterItems(card)
    : card.startsWith('fold:')
      ? foldItems(card)
      : tableItems(card, column);
  const name =
    store.tablesById.value.get(card)?.name ?? store.scene.value.cards.find(({ id }) => id === card)?.name;
  openMenu({ ...at, label: column === undefined ? `${name ?? card}` : `${name ?? card}.${column}`, items });
}

function tableItems(id: string, column: string | undefined): MenuItem[] {
  const view = store.view.value;
  const table = store.tablesById.value.get(id);
  const isView = table?.role === 'view' || table?.role === 'materialized view';
  const form =
    (kind: 'rename table' | 'rename column' | 'add column' | 'add index' | 'add foreign key') => () => {
      store.dialog.value = {
        kind: 'form',
        form: kind,
        table: id,
        ...(column === undefined ? {} : { column }),
      };
    };
  const fixed = table?.place === undefined || isView;
  const copies = (store.diagram.value?.copies ?? []).filter(
    ({ to }) => to.table === id && (column === undefined || to.column === column),
  );
  const foldable =
    view.mode === 'star'
      ? store.diagram.value?.stars.some(({ snowflakes }) =>
          snowflakes.some(({ dimension }) => dimension === id),
        )
      : table?.partitions !== undefined;
  return [
    {
      label: 'Go to definition',
      keys: 'Enter',
      disabled: table?.place === undefined,
      run: () => openDefinition(id, column),
    },
    ...(column === undefined
      ? [{ label: 'Rename table…', separated: true, disabled: fixed, run: form('rename table') }]
      : [{ label: 'Rename column…', separated: true, disabled: fixed, run: form('rename column') }]),
    { label: 'Add column…', disabled: fixed, run: form('add column') },
    { label: 'Add index…', disabled: fixed, run: form('add index') },
    { label: 'Add foreign key…', disabled: fixed, run: form('add foreign key') },
    ...copies.map(each => ({
      label: `Turn ${each.to.column} into a view`,
      run: () => void propose({ do: 'copy to view', copy: each.id }),
    })),
    ...[1, 2, 3, 4].map((hops, index) => ({
      label: `Focus, ${count(hops, 'hop')}`,
      separated: index === 0,
      checked: view.focus === id && view.hops === hops,
      run: () => focusOn(id, hops),
    })),
    ...(view.focus === undefined ? [] : [{ label: 'Leave focus', run: () => focusOn(undefined) }]),
    { label: 'Hide', separated: true, run: () => hide(id) },
    {
      label: 'Pin',
      checked: view.pinned.has(id),
      run: () => change({ pinned: toggledIn(view.pinned, id) }),
    },
    {
      label: view.mode === 'star' ? 'Name only' : 'Keys only',
      checked: isCollapsed(view, id),
      run: () => change({ toggled: toggledIn(view.toggled, id) }),
    },
    ...(foldable
      ? [
          {
            label: view.mode === 'star' ? 'Show levels' : 'Show partitions',
            checked: view.unfolded.has(id),
            run: () => toggleFold(id),
          },
        ]
      : []),
    ...(view.mode === 'star'
      ? [
          {
            label: 'Show in ER',
            run: () => {
              change({ mode: 'er' });
              showTable(id);
            },
          },
        ]
      : []),
    { label: 'Copy name', run: () => copy(column ?? table?.name ?? id, 'the name') },
  ];
}

function clusterItems(id: string): MenuItem[] {
  return [
    {
      label: store.view.value.opened.has(id) ? 'Close' : 'Open',
      keys: 'Enter',
      run: () => toggleCluster(id),
    },
    { label: 'Open all', run: () => openAll() },
    { label: 'Close all', run: () => closeAll() },
  ];
}

function foldItems(id: string): MenuItem[] {
  const card = store.scene.value.cards.find(each => each.id === id);
  return [
    { label: 'Show levels', keys: 'Enter', run: () => activate(id) },
    ...(card?.tables ?? []).map((table, index) => ({
      label: `Go to ${store.tablesById.value.get(table)?.name ?? table}`,
      separated: index === 0,
      run: () => openDefinition(table),
    })),
  ];
}

export function openAll(): void {
  change({ opened: new Set(store.graph.value?.clusters.map(({ id }) => id) ?? []) });
  arrangeEverything();
}

export function closeAll(): void {
  change({ opened: new Set() });
  arrangeEverything();
}

/** What can be done with a line. */
export function openLinkMenu(id: string, at: Point): void {
  const link = store.scene.value.links.find(each => each.id === id);
  if (link === undefined) return;
  const { edge, copy: own } = link;
  const name = (table: string) => store.tablesById.value.get(table)?.name ?? table;
  const items: MenuItem[] = [];
  if (edge?.place !== undefined) {
    const { from } = edge;
    items.push({ label: 'Go to definition', run: () => openDefinition(from, edge.fromColumns[0]) });
  }
  if (edge !== undefined && edge.kind === 'references' && !edge.declared)
    items.push({
      label: 'Declare as foreign key…',
      run: () =>
        void propose({
          do: 'add foreign key',
          table: edge.from,
          columns: edge.fromColumns,
          to: edge.to,
          toColumns: edge.toColumns,
        }),
    });
  if (own !== undefined) {
    items.push({
      label: `Turn ${own.to.column} into a view`,
      run: () => void propose({ do: 'copy to view', copy: own.id }),
    });
    items.push({ label: KEPT[own.keptBy].text, disabled: true });
  }
  if (!link.from.startsWith('cluster:'))
    items.push({ label: `Go to ${name(link.from)}`, run: () => select(link.from, undefined, true) });
  if (!link.to.startsWith('cluster:') && !link.to.startsWith('fold:'))
    items.push({ label: `Go to ${name(link.to)}`, run: () => select(link.to, undefined, true) });
  openMenu({ ...at, label: `${name(link.from)} to ${name(link.to)}`, items });
}

/** What can be done with the picture. */
export function openCanvasMenu(at: Point): void {
  openMenu({ ...at, label: 'Picture', items: pictureItems() });
}

export function pictureItems(): MenuItem[] {
  const { hidden, pinned, keysOnly, mode, focus, unfolded, opened } = store.view.value;
  const clusters = store.graph.value?.clusters ?? [];
  return [
    { label: 'Show everything', keys: '0', run: () => camera.fit() },
    { label: 'Arrange again', run: () => arrangeEverything() },
    { label: 'Arrange for fewer crossings', run: () => untangle() },
    {
      label: mode === 'star' ? 'Names only' : 'Keys only',
      checked: keysOnly,
      run: () => change({ keysOnly: !keysOnly, toggled: new Set() }),
    },
    ...(mode === 'star'
      ? [
          {
            label: 'Fold all levels',
            disabled: unfolded.size === 0,
            run: () => change({ unfolded: new Set() }),
          },
        ]
      : []),
    ...(clusters.length > 0
      ? [
          {
            label: `Open all ${count(clusters.length, 'cluster')}`,
            separated: true,
            disabled: opened.size >= clusters.length,
            run: () => openAll(),
          },
          {
            label: 'Close all clusters',
            disabled: opened.size === 0,
            run: () => closeAll(),
          },
        ]
      : []),
    ...(focus === undefined ? [] : [{ label: 'Leave focus', run: () => focusOn(undefined) }]),
    {
      label: hidden.size === 0 ? 'Show hidden tables' : `Show ${count(hidden.size, 'hidden table')}`,
      separated: true,
      disabled: hidden.size === 0,
      run: () => change({ hidden: new Set() }),
    },
    { label: 'Unpin all', disabled: pinned.size === 0, run: () => change({ pinned: new Set() }) },
  ];
}
