import { Button, IconButton, Segmented } from '../../shared/controls/index.js';
import { FitIcon, MoreIcon, PinIcon, PinnedIcon, ZoomInIcon, ZoomOutIcon } from '../../shared/icons.js';
import { type MenuItem, openMenuBelow } from '../../shared/menu.js';
import { bridge, exportAs, focusOn, setMode } from '../actions.js';
import { camera } from '../camera.js';
import { countsLine, focusLine } from '../model/sentences.js';
import { count } from '../model/words.js';
import * as store from '../store.js';
import { exportPicture } from './export-picture.js';
import { pictureItems } from './menus.js';
import { Search } from './search.js';

/** The file, what is in it, and what can be done with all of it. */
export function Header() {
  const shown = store.diagram.value;
  const narrow = store.narrow.value;
  return (
    <header class="head">
      <h1 class="title">{shown?.title ?? store.target.value?.label ?? ''}</h1>
      {shown !== undefined && (
        <span class="dim counts">
          {narrow && shown.stars.length > 0 ? count(shown.stars.length, 'star') : countsLine(shown)}
        </span>
      )}
      <span class="grow" />
      {narrow ? (
        <>
          <IconButton label="Zoom in" keys="+" icon={<ZoomInIcon />} onClick={() => camera.zoomBy(1.4)} />
          <IconButton label="Show everything" keys="0" icon={<FitIcon />} onClick={() => camera.fit()} />
        </>
      ) : (
        <Button
          id="export"
          menu
          onClick={event => openMenuBelow(event.currentTarget as Element, 'Export', exportItems())}
        >
          Export
        </Button>
      )}
      <IconButton
        label="More"
        menu
        icon={<MoreIcon />}
        onClick={event =>
          openMenuBelow(event.currentTarget as Element, 'More', [
            ...(narrow ? [{ label: 'Export', items: exportItems() }] : []),
            ...pictureItems(),
            ...pinItems(),
          ])
        }
      />
    </header>
  );
}

/** Mode, search, focus and zoom. */
export function Toolbar() {
  const { mode, focus, hops } = store.view.value;
  const shown = store.diagram.value;
  const narrow = store.narrow.value;
  return (
    <div class="bar" role="toolbar" aria-label="Picture">
      <Segmented
        label="Mode"
        value={mode}
        options={[
          { value: 'star', label: 'Star' },
          { value: 'er', label: 'ER' },
          { value: 'compare', label: 'Compare' },
        ]}
        onChange={setMode}
      />
      <Search />
      <span class="grow" />
      {shown !== undefined && !narrow && (store.graph.value?.cards.length ?? 0) > 0 && (
        <button
          type="button"
          class="focus-line dim"
          aria-haspopup="menu"
          onClick={event => openMenuBelow(event.currentTarget, 'Focus', focusItems())}
        >
          {focusLine(
            store.shownTables.value,
            shown.tables.length,
            focus === undefined ? undefined : (store.tablesById.value.get(focus)?.name ?? focus),
            hops,
          )}
        </button>
      )}
      {!narrow && (
        <>
          <IconButton
            label="Zoom out"
            keys="-"
            icon={<ZoomOutIcon />}
            onClick={() => camera.zoomBy(1 / 1.4)}
          />
          <IconButton label="Zoom in" keys="+" icon={<ZoomInIcon />} onClick={() => camera.zoomBy(1.4)} />
          <IconButton label="Show everything" keys="0" icon={<FitIcon />} onClick={() => camera.fit()} />
        </>
      )}
    </div>
  );
}

function focusItems(): MenuItem[] {
  const { focus, hops } = store.view.value;
  const table = store.selectedTable.value;
  const centre = focus ?? table?.id;
  return [
    ...(centre === undefined
      ? [{ label: 'Select a table to focus on', disabled: true }]
      : [1, 2, 3, 4].map(each => ({
          label: `${store.tablesById.value.get(centre)?.name ?? centre}, ${count(each, 'hop')}`,
          checked: focus !== undefined && hops === each,
          run: () => focusOn(centre, each),
        }))),
    ...(focus !== undefined && table !== undefined && table.id !== focus
      ? [{ label: `Focus ${table.name}`, separated: true, run: () => focusOn(table.id) }]
      : []),
    {
      label: 'Show all tables',
      separated: true,
      disabled: focus === undefined,
      run: () => focusOn(undefined),
    },
  ];
}

function exportItems(): MenuItem[] {
  const markdown: MenuItem = { label: 'Data dictionary (Markdown)', run: () => void exportAs('markdown') };
  return [
    { label: 'SVG of what is shown', run: () => void exportPicture('svg') },
    { label: 'PNG of what is shown', run: () => void exportPicture('png') },
    { label: 'SVG, plain colours', separated: true, run: () => void exportAs('svg') },
    { label: 'Mermaid', run: () => void exportAs('mermaid') },
    { label: 'DBML', run: () => void exportAs('dbml') },
    { label: 'PlantUML', run: () => void exportAs('plantuml') },
    { label: 'Graphviz', run: () => void exportAs('dot') },
    { label: 'JSON', run: () => void exportAs('json') },
    markdown,
    { label: 'Copy as Mermaid', separated: true, run: () => void exportAs('mermaid', true) },
    { label: 'Copy as DBML', run: () => void exportAs('dbml', true) },
  ];
}

function pinItems(): MenuItem[] {
  const pinned = store.pinned.value;
  return [
    {
      label: 'Keep to this file',
      separated: true,
      checked: pinned,
      icon: pinned ? <PinnedIcon /> : <PinIcon />,
      run: () => {
        store.pinned.value = !pinned;
        bridge.send({ type: 'pin', pinned: !pinned });
      },
    },
  ];
}
