import { effect, untracked } from '@preact/signals';
import {
  type ArrangeInput,
  type Arrangement,
  arrangeAnew,
  arrangeKeeping,
  boxesAt,
  composed,
  type OpenCluster,
  openClusters,
} from './arrange/arrangement.js';
import { sceneOf } from './arrange/scene.js';
import { layoutRequest, layoutResult, routesAt, type ThoroughResult } from './arrange/thorough.js';
import { LayoutWorker } from './arrange/worker.js';
import { pictureOf } from './model/memory.js';
import { around, type Box, type Point } from './model/scene.js';
import * as store from './store.js';

/** Facts beside each other that our own arrangement of stars reads well with. */
const MOST_FACTS = 8;
/** Larger pictures without clusters would keep the layout library busy for a minute. */
const MOST_AT_ONCE = 320;
const EMPTY: Arrangement = { boxes: new Map(), prefer: 'across', axes: new Map(), routes: new Map() };

/** By picture: each mode and focus keeps its own places. */
const arrangements = new Map<string, Arrangement>();
/** Places that were kept from an earlier session. */
let kept: ReadonlyMap<string, ReadonlyMap<string, Point>> = new Map();
let worker: LayoutWorker | undefined;
/** Grows when a thorough layout must not end any more. */
let run = 0;
/** Called when a picture was arranged anew: it should be seen whole. */
let whole: () => void = () => {};
let changed: () => void = () => {};

export interface PictureOptions {
  readonly base: string;
  /** The picture was arranged anew. */
  onWhole(): void;
  /** Places are worth keeping. */
  onPlaces(): void;
}

/** Keeps `store.scene` what `store.graph` says: places are kept, and found for what is new. */
export function startPicture({ base, onWhole, onPlaces }: PictureOptions): void {
  worker = new LayoutWorker(base);
  whole = onWhole;
  changed = onPlaces;
  effect(() => {
    const input = store.graph.value;
    const picture = pictureOf(store.view.value);
    if (input !== undefined) untracked(() => update(input, picture));
  });
}

/** Forgets every place, and takes those that were kept for a file. */
export function forgetPlaces(places: ReadonlyMap<string, ReadonlyMap<string, Point>>): void {
  stopLayout();
  arrangements.clear();
  kept = places;
}

/** Places of whole pictures: of what is in focus they are found again. */
export function placesToKeep(): Map<string, ReadonlyMap<string, Point>> {
  return new Map(
    [...arrangements]
      .filter(([picture]) => !picture.includes(' '))
      .map(([picture, { boxes }]) => [picture, boxes]),
  );
}

/** Arranges everything anew but what is pinned. */
export function arrangeAgain(): void {
  const input = store.graph.peek();
  if (input === undefined) return;
  const picture = pictureOf(store.view.peek());
  const before = arrangements.get(picture) ?? EMPTY;
  draw(input, picture, arrangeAnew(input, before.boxes, store.view.peek().pinned));
  whole();
  void refine(picture);
}

/** Puts cards somewhere by hand. */
export function moveCards(places: ReadonlyMap<string, Point>): void {
  const input = store.graph.peek();
  const picture = pictureOf(store.view.peek());
  const before = arrangements.get(picture);
  if (input === undefined || before === undefined) return;
  const boxes = new Map(before.boxes);
  for (const [id, at] of places) {
    const box = boxes.get(id);
    if (box !== undefined) boxes.set(id, { ...box, ...at });
  }
  draw(input, picture, { ...before, boxes });
}

/** Ends the thorough layout: the picture stays as it is. */
export function stopLayout(): void {
  run++;
  worker?.stop();
  store.progress.value = undefined;
}

function update(input: ArrangeInput, picture: string): void {
  const before = arrangements.get(picture);
  const places = before === undefined ? kept.get(picture) : undefined;
  const known = input.cards.filter(({ id }) => before?.boxes.has(id) || places?.has(id)).length;
  if (before !== undefined && (known * 2 >= input.cards.length || input.clusters.length > 0)) {
    const opened = openClusters(input.cards, input.clusters).filter(({ cluster }) =>
      before.boxes.has(cluster.id),
    );
    draw(input, picture, arrangeKeeping(input, before, new Map()));
    if (opened.length > 0) void refine(picture, opened);
    return;
  }
  if (places !== undefined && known > 0 && known * 2 >= input.cards.length) {
    const first = arrangeAnew(input, places, new Set());
    draw(input, picture, arrangeKeeping(input, { ...first, boxes: new Map() }, places));
    void refine(picture, undefined, true);
    return;
  }
  draw(input, picture, arrangeAnew(input, new Map(), new Set()));
  whole();
  void refine(picture);
}

function draw(input: ArrangeInput, picture: string, arrangement: Arrangement): void {
  arrangements.set(picture, arrangement);
  store.scene.value = sceneOf(input, arrangement);
  changed();
}

/**
 * Has the layout library look for better places and lines, all at once or cluster by cluster. What somebody moved meanwhile
 * stays as it is.
 * @param linesOnly Takes lines where cards stand as the library would have put them, and moves none.
 */
async function refine(picture: string, opened?: readonly OpenCluster[], linesOnly = false): Promise<void> {
  const input = store.graph.peek();
  const start = arrangements.get(picture);
  if (input === undefined || start === undefined || worker === undefined || linesOnly) return;
  if (input.facts !== undefined && input.facts.size <= MOST_FACTS) return;
  const clusters = opened ?? openClusters(input.cards, input.clusters);
  const parts: { id: string; cards: ArrangeInput['cards'] }[] =
    input.clusters.length === 0
      ? input.cards.length <= MOST_AT_ONCE
        ? [{ id: '', cards: input.cards }]
        : []
      : clusters.map(({ cluster, cards }) => ({ id: cluster.id, cards }));
  if (parts.length === 0) return;
  const own = ++run;
  const results = new Map<string, ThoroughResult>();
  store.progress.value = { done: 0, total: parts.length };
  try {
    for (const { id, cards } of parts) {
      const answer = await worker.layout(layoutRequest(cards, input.links, start.boxes));
      if (own !== run) return;
      results.set(id, layoutResult(answer));
      store.progress.value = { done: results.size, total: parts.length };
    }
  } catch {
    // Stopped, or too much for it: what is there already is good enough to work with.
  } finally {
    if (own === run) store.progress.value = undefined;
  }
  if (own === run && results.size > 0) take(picture, start, results, opened !== undefined);
}

/** Takes what the library found, unless somebody moved cards while it ran. */
function take(
  picture: string,
  start: Arrangement,
  results: ReadonlyMap<string, ThoroughResult>,
  onlyInside: boolean,
): void {
  const input = store.graph.peek();
  const now = arrangements.get(picture);
  if (input === undefined || now === undefined || pictureOf(store.view.peek()) !== picture) return;
  const moved = [...start.boxes].some(([id, { x, y }]) => {
    const box = now.boxes.get(id);
    return box !== undefined && (box.x !== x || box.y !== y);
  });
  if (moved) return;
  const inner = new Map([...results].map(([id, { positions }]) => [id, positions]));
  const positions = onlyInside ? inside(input, now, inner) : withFresh(composed(input, inner), now.boxes);
  const middle = { from: around(now.boxes.values()), to: around(boxesAt(input.cards, positions).values()) };
  // The middle of the picture stays where it is.
  const dx = onlyInside ? 0 : middleX(middle.from) - middleX(middle.to);
  const dy = onlyInside ? 0 : middleY(middle.from) - middleY(middle.to);
  const boxes = boxesAt(
    input.cards,
    new Map([...positions].map(([id, { x, y }]) => [id, { x: Math.round(x + dx), y: Math.round(y + dy) }])),
  );
  for (const id of store.view.peek().pinned) {
    const box = now.boxes.get(id);
    if (box !== undefined && boxes.has(id)) boxes.set(id, box);
  }
  const routes = new Map(now.routes);
  for (const result of results.values())
    for (const [id, route] of routesAt(result, input.links, boxes)) routes.set(id, route);
  draw(input, picture, { ...now, boxes, routes });
  if (!onlyInside) whole();
}

/** Tables inside of clusters that were opened move inside of their frame's corner; nothing else does. */
function inside(
  input: ArrangeInput,
  now: Arrangement,
  inner: ReadonlyMap<string, ReadonlyMap<string, Point>>,
): Map<string, Point> {
  const positions = new Map<string, Point>(now.boxes);
  for (const { cluster, cards } of openClusters(input.cards, input.clusters)) {
    const found = inner.get(cluster.id);
    if (found === undefined) continue;
    const before = around(cards.flatMap(({ id }) => now.boxes.get(id) ?? []));
    const after = around(boxesAt(cards, found).values());
    for (const { id } of cards) {
      const at = found.get(id);
      if (at !== undefined) positions.set(id, { x: at.x - after.x + before.x, y: at.y - after.y + before.y });
    }
  }
  return positions;
}

function withFresh(positions: Map<string, Point>, boxes: ReadonlyMap<string, Box>): Map<string, Point> {
  for (const [id, { x, y }] of boxes) if (!positions.has(id)) positions.set(id, { x, y });
  return positions;
}

function middleX({ x, width }: Box): number {
  return x + width / 2;
}

function middleY({ y, height }: Box): number {
  return y + height / 2;
}
