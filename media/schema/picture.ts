import { effect, untracked } from '@preact/signals';
import {
  type ArrangeInput,
  type Arrangement,
  arrangeAnew,
  arrangeKeeping,
  boxesAt,
  composed,
  openClusters,
  routesAt,
} from './arrange/arrangement.js';
import type { Layered } from './arrange/quick.js';
import { sceneOf, sceneWhile, settled } from './arrange/scene.js';
import { layoutRequest, layoutResult } from './arrange/thorough.js';
import { LayoutWorker } from './arrange/worker.js';
import { pictureOf } from './model/memory.js';
import type { Point } from './model/scene.js';
import * as store from './store.js';

/** Facts beside each other that our own arrangement of stars reads well with. */
const MOST_FACTS = 8;
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
  stopLayout();
  const picture = pictureOf(store.view.peek());
  const before = arrangements.get(picture) ?? EMPTY;
  draw(input, picture, arrangeAnew(input, before.boxes, store.view.peek().pinned));
  whole();
  if (input.facts !== undefined && input.facts.size > MOST_FACTS) void refine(picture);
}

/** Has the layout library look for a picture with fewer crossings, which takes seconds. */
export function arrangeThoroughly(): void {
  void refine(pictureOf(store.view.peek()));
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
  const arrangement = { ...before, boxes };
  const moved = new Set(places.keys());
  draw(input, picture, arrangement, sceneWhile(moved, store.scene.peek(), input, arrangement));
}

/** After cards were moved: lines that ran through others are led around them. */
export function settleCards(ids: readonly string[]): void {
  const input = store.graph.peek();
  const picture = pictureOf(store.view.peek());
  const before = arrangements.get(picture);
  if (input !== undefined && before !== undefined) draw(input, picture, settled(new Set(ids), input, before));
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
    draw(input, picture, arrangeKeeping(input, before, new Map()));
    return;
  }
  if (places !== undefined && known > 0 && known * 2 >= input.cards.length) {
    const first = arrangeAnew(input, places, new Set());
    draw(input, picture, arrangeKeeping(input, { ...first, boxes: new Map() }, places));
    return;
  }
  draw(input, picture, arrangeAnew(input, new Map(), new Set()));
  whole();
  if (input.facts !== undefined && input.facts.size > MOST_FACTS) void refine(picture);
}

function draw(
  input: ArrangeInput,
  picture: string,
  arrangement: Arrangement,
  scene = sceneOf(input, arrangement),
): void {
  arrangements.set(picture, arrangement);
  store.scene.value = scene;
  // When the first one is on the screen: seen in the editor's tools for developers.
  if (performance.getEntriesByName('picture').length === 0)
    requestAnimationFrame(() => setTimeout(() => performance.mark('picture')));
  changed();
}

/** Lays out all at once or cluster by cluster. What somebody moves meanwhile stays as it is. */
async function refine(picture: string): Promise<void> {
  const input = store.graph.peek();
  const start = arrangements.get(picture);
  if (input === undefined || start === undefined || worker === undefined) return;
  const parts: { id: string; cards: ArrangeInput['cards'] }[] =
    input.clusters.length === 0
      ? [{ id: '', cards: input.cards }]
      : openClusters(input.cards, input.clusters).map(({ cluster, cards }) => ({ id: cluster.id, cards }));
  if (parts.length === 0) return;
  const own = ++run;
  const results = new Map<string, Layered>();
  store.progress.value = { done: 0, total: parts.length };
  try {
    for (const { id, cards } of parts) {
      const answer = await worker.layout(layoutRequest(cards, input.links, input.aspect));
      if (own !== run) return;
      results.set(id, layoutResult(answer));
      store.progress.value = { done: results.size, total: parts.length };
    }
  } catch {
    // Stopped, or too much for it: what is there already is good enough to work with.
  } finally {
    if (own === run) store.progress.value = undefined;
  }
  if (own === run && results.size > 0) take(picture, start, results);
}

/** Takes what the library found, unless somebody moved cards while it ran. */
function take(picture: string, start: Arrangement, results: ReadonlyMap<string, Layered>): void {
  const input = store.graph.peek();
  const now = arrangements.get(picture);
  if (input === undefined || now === undefined || pictureOf(store.view.peek()) !== picture) return;
  const touched = [...start.boxes].some(([id, { x, y }]) => {
    const box = now.boxes.get(id);
    return box !== undefined && (box.x !== x || box.y !== y);
  });
  if (touched) return;
  const found = composed(input, results);
  const boxes = boxesAt(input.cards, found.positions);
  const routes = routesAt(found.routes, input.links, boxes);
  for (const id of store.view.peek().pinned) {
    const box = now.boxes.get(id);
    if (box !== undefined && boxes.has(id)) boxes.set(id, box);
  }
  // What was added meanwhile is placed beside it.
  draw(
    input,
    picture,
    arrangeKeeping(input, { ...now, boxes, routes, axes: new Map(), prefer: 'across' }, new Map()),
  );
  whole();
}
