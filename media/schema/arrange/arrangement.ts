import type { Cluster } from '../model/clusters.js';
import { around, type Box, type Card, type Graph, type Link, overlaps, type Point } from '../model/scene.js';
import { gridArrangement } from './grid.js';
import { makeRoom, placeNear } from './near.js';
import { type Layered, quickArrangement } from './quick.js';
import type { Axis } from './routes.js';
import { starArrangement } from './star.js';

/** A line around cards, and where its two cards stood when it was found: it holds while they stand so to each other. */
export interface Route {
  readonly points: readonly Point[];
  readonly from: Box;
  readonly to: Box;
}

export interface Arrangement {
  /** By card. */
  readonly boxes: ReadonlyMap<string, Box>;
  readonly prefer: Axis;
  readonly axes: ReadonlyMap<string, Axis>;
  /** By link. */
  readonly routes: ReadonlyMap<string, Route>;
}

export interface ArrangeInput extends Graph {
  /** Of a star; undefined: tables of a schema. */
  readonly facts?: ReadonlySet<string>;
  readonly clusters: readonly Cluster[];
  /** Width by height of where it is shown. */
  readonly aspect: number;
}

/** px between an open cluster's frame and its tables, and for its name above them. */
export const FRAME = { pad: 24, title: 28 } as const;
/** px that cards keep from each other when one grows. */
const LEAST_GAP = 16;

/** Arranges everything anew; what is pinned keeps its place. Milliseconds, even for 300 tables. */
export function arrangeAnew(
  input: ArrangeInput,
  previous: ReadonlyMap<string, Point>,
  pinned: ReadonlySet<string>,
): Arrangement {
  const star =
    input.facts === undefined
      ? undefined
      : starArrangement(input.cards, input.links, input.facts, input.aspect);
  const found = star === undefined ? composed(input, new Map()) : undefined;
  const positions = new Map(star?.positions ?? found?.positions ?? []);
  for (const id of pinned) {
    const at = previous.get(id);
    if (at !== undefined && positions.has(id)) positions.set(id, at);
  }
  const boxes = boxesAt(input.cards, positions);
  return {
    boxes,
    prefer: star === undefined ? 'across' : 'down',
    axes: star?.axes ?? new Map(),
    routes: found === undefined ? new Map() : routesIn(found, input.links),
  };

  /** Lines of cards that are pinned elsewhere do not hold. */
  function routesIn({ positions: own, routes }: Layered, links: readonly Link[]): Map<string, Route> {
    return routesAt(routes, links, boxesAt(input.cards, own));
  }
}

/**
 * Keeps the place of everything that has one. What is new stands near what it is tied to; what grew pushes down what it would
 * cover; a cluster that was opened or closed makes or takes back room.
 */
export function arrangeKeeping(
  input: ArrangeInput,
  previous: Arrangement,
  places: ReadonlyMap<string, Point>,
): Arrangement {
  const positions = new Map<string, Point>();
  const known = new Map<string, Box>();
  for (const card of input.cards) {
    const at = places.get(card.id) ?? previous.boxes.get(card.id);
    if (at === undefined) continue;
    positions.set(card.id, { x: at.x, y: at.y });
    known.set(card.id, { x: at.x, y: at.y, width: card.width, height: card.height });
  }
  const routes = new Map(previous.routes);
  toggleClusters(input, previous, known, routes);
  const ties = new Map<string, string[]>();
  for (const { from, to } of input.links) {
    ties.set(from, [...(ties.get(from) ?? []), to]);
    ties.set(to, [...(ties.get(to) ?? []), from]);
  }
  // Those with most neighbours in place go first: others may be placed beside them.
  const fresh = input.cards.filter(({ id }) => !known.has(id));
  const placed = (id: string) => (ties.get(id) ?? []).filter(other => known.has(other)).length;
  const queue = [...fresh];
  while (queue.length > 0) {
    let best = 0;
    for (let index = 1; index < Math.min(queue.length, 200); index++)
      if (placed(queue[index]!.id) > placed(queue[best]!.id)) best = index;
    const [card] = queue.splice(best, 1) as [Card];
    const near = (ties.get(card.id) ?? []).flatMap(other => known.get(other) ?? []);
    const at = placeNear(card, near, [...known.values()]);
    known.set(card.id, { ...at, width: card.width, height: card.height });
  }
  for (const card of input.cards) {
    const before = previous.boxes.get(card.id);
    if (before !== undefined && (card.height > before.height || card.width > before.width))
      pushAway(card.id, known);
  }
  return { ...previous, boxes: known, routes };
}

/**
 * Places for all: clusters that are open are arranged inside first, then all of them as wholes.
 * @param inner What a thorough layout found for some of them, by cluster; the empty name is a picture without clusters.
 */
export function composed(
  { cards, links, clusters, aspect }: ArrangeInput,
  inner: ReadonlyMap<string, Layered>,
): Layered {
  if (clusters.length === 0) return inner.get('') ?? quickArrangement(cards, links, aspect);
  const owner = new Map<string, string>();
  const blocks = new Map<string, Block>();
  for (const { cluster, cards: own } of openClusters(cards, clusters)) {
    for (const { id } of own) owner.set(id, cluster.id);
    blocks.set(cluster.id, block(own, inner.get(cluster.id) ?? quickArrangement(own, links)));
  }
  const items = [
    ...[...blocks].map(([id, { width, height }]) => ({ id, width, height })),
    ...cards.filter(({ id }) => !owner.has(id)),
  ];
  const outer = gridArrangement(
    items,
    links.map(({ from, to, count }) => ({ from: owner.get(from) ?? from, to: owner.get(to) ?? to, count })),
    aspect,
  );
  const positions = new Map<string, Point>();
  const routes = new Map<string, readonly Point[]>();
  for (const [id, at] of outer) {
    const inside = blocks.get(id);
    if (inside === undefined) positions.set(id, at);
    else {
      for (const [each, offset] of inside.positions) positions.set(each, moved(offset, at));
      for (const [each, points] of inside.routes)
        routes.set(
          each,
          points.map(point => moved(point, at)),
        );
    }
  }
  return { positions, routes };
}

export interface OpenCluster {
  readonly cluster: Cluster;
  readonly cards: readonly Card[];
}

/** Clusters whose tables are shown, with their cards. */
export function openClusters(cards: readonly Card[], clusters: readonly Cluster[]): OpenCluster[] {
  if (clusters.length === 0) return [];
  const byId = new Map(cards.map(card => [card.id, card]));
  return clusters
    .filter(({ id }) => !byId.has(id))
    .map(cluster => ({ cluster, cards: cluster.tables.flatMap(id => byId.get(id) ?? []) }))
    .filter(each => each.cards.length > 0);
}

/** An open cluster as a whole: places and lines from its frame's corner. */
export interface Block extends Layered {
  readonly width: number;
  readonly height: number;
}

/** Room that an open cluster takes, with its frame. */
export function block(cards: readonly Card[], { positions, routes }: Layered): Block {
  const bounds = around(boxesAt(cards, positions).values());
  const by = { x: FRAME.pad - bounds.x, y: FRAME.pad + FRAME.title - bounds.y };
  return {
    width: bounds.width + FRAME.pad * 2,
    height: bounds.height + FRAME.pad * 2 + FRAME.title,
    positions: new Map(cards.map(({ id }) => [id, moved(positions.get(id) ?? { x: 0, y: 0 }, by)])),
    routes: new Map([...routes].map(([id, points]) => [id, points.map(point => moved(point, by))])),
  };
}

function moved({ x, y }: Point, by: Point): Point {
  return { x: x + by.x, y: y + by.y };
}

/** The frame around tables of an open cluster. */
export function frameAround(boxes: Iterable<Box>): Box {
  const { x, y, width, height } = around(boxes, FRAME.pad);
  return { x, y: y - FRAME.title, width, height: height + FRAME.title };
}

export function boxesAt(cards: readonly Card[], positions: ReadonlyMap<string, Point>): Map<string, Box> {
  return new Map(
    cards.flatMap(({ id, width, height }) => {
      const at = positions.get(id);
      return at === undefined ? [] : [[id, { x: at.x, y: at.y, width, height }] as const];
    }),
  );
}

function toggleClusters(
  input: ArrangeInput,
  previous: Arrangement,
  known: Map<string, Box>,
  routes: Map<string, Route>,
): void {
  const ids = new Set(input.cards.map(({ id }) => id));
  const of = new Map<string, string>();
  for (const { id, tables } of input.clusters) for (const table of tables) of.set(table, id);
  for (const cluster of input.clusters) {
    const members = cluster.tables.filter(id => ids.has(id));
    const closedBox = previous.boxes.get(cluster.id);
    if (ids.has(cluster.id) && !known.has(cluster.id)) {
      // Closed: its card stands where its frame began, and takes the room back.
      const boxes = cluster.tables.flatMap(id => previous.boxes.get(id) ?? []);
      const card = input.cards.find(({ id }) => id === cluster.id)!;
      if (boxes.length === 0) continue;
      const frame = frameAround(boxes);
      shift(frame, card, known, of);
      known.set(card.id, { x: frame.x, y: frame.y, width: card.width, height: card.height });
    } else if (closedBox !== undefined && members.length > 0 && !members.some(id => known.has(id))) {
      const own = input.cards.filter(({ id }) => of.get(id) === cluster.id);
      const inside = block(own, quickArrangement(own, input.links));
      shift(closedBox, inside, known, of);
      for (const card of own) {
        const offset = inside.positions.get(card.id)!;
        known.set(card.id, {
          x: closedBox.x + offset.x,
          y: closedBox.y + offset.y,
          width: card.width,
          height: card.height,
        });
      }
      const lines = new Map(
        [...inside.routes].map(([id, points]) => [id, points.map(point => moved(point, closedBox))]),
      );
      for (const [id, route] of routesAt(lines, input.links, known)) routes.set(id, route);
    }
  }
}

/** Moves whole clusters and single cards, so that a box can grow or shrink. */
export function shift(
  before: Box,
  grown: { readonly width: number; readonly height: number },
  known: Map<string, Box>,
  of: ReadonlyMap<string, string>,
): void {
  const groups = new Map<string, string[]>();
  for (const id of known.keys()) {
    const key = of.get(id) ?? id;
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [id]);
    else members.push(id);
  }
  const boxes = new Map(
    [...groups].map(([key, members]) => [
      key,
      of.has(members[0]!) ? frameAround(members.map(id => known.get(id)!)) : known.get(members[0]!)!,
    ]),
  );
  for (const [key, to] of makeRoom(before, grown, boxes)) {
    const from = boxes.get(key)!;
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    if (dx === 0 && dy === 0) continue;
    for (const id of groups.get(key)!) {
      const box = known.get(id)!;
      known.set(id, { ...box, x: box.x + dx, y: box.y + dy });
    }
  }
}

/** Moves down what a card that grew would cover, and so on. */
function pushAway(start: string, known: Map<string, Box>): void {
  const queue = [start];
  for (let step = 0; step < queue.length && step < 500; step++) {
    const box = known.get(queue[step]!)!;
    for (const [id, other] of known) {
      if (id === queue[step] || !overlaps(box, other, LEAST_GAP)) continue;
      if (other.y < box.y) continue;
      known.set(id, { ...other, y: box.y + box.height + LEAST_GAP });
      queue.push(id);
    }
  }
}

/** Lines with where their cards stand, so that it can be told whether they still hold. */
export function routesAt(
  lines: ReadonlyMap<string, readonly Point[]>,
  links: readonly Link[],
  boxes: ReadonlyMap<string, Box>,
): Map<string, Route> {
  const found = new Map<string, Route>();
  for (const { id, from: fromId, to: toId } of links) {
    const points = lines.get(id);
    const [from, to] = [boxes.get(fromId), boxes.get(toId)];
    if (points !== undefined && from !== undefined && to !== undefined) found.set(id, { points, from, to });
  }
  return found;
}

/**
 * A line as its cards stand now: moved with them where both moved alike, its ends at their sides where they grew a little.
 * Undefined: it does not hold any more.
 */
export function fitted(
  { points, from, to }: Route,
  link: Link,
  boxes: ReadonlyMap<string, Box>,
): readonly Point[] | undefined {
  const [a, b] = [boxes.get(link.from), boxes.get(link.to)];
  if (a === undefined || b === undefined) return undefined;
  const by = { x: a.x - from.x, y: a.y - from.y };
  if (b.x - to.x !== by.x || b.y - to.y !== by.y) return undefined;
  if (by.x === 0 && by.y === 0 && same(a, from) && same(b, to)) return points;
  const line = points.map(point => moved(point, by));
  const start = sidePoint(line[0]!, moved(from, by).x + from.width, a);
  const end = sidePoint(line[line.length - 1]!, moved(to, by).x + to.width, b);
  return start === undefined || end === undefined ? undefined : [start, ...line.slice(1, -1), end];
}

/** px by which a card may grow before its lines are found anew: what is beside them for sure. */
const GROWTH = 20;

function sidePoint(point: Point, right: number, box: Box): Point | undefined {
  if (point.y > box.y + box.height) return undefined;
  if (point.x !== right) return point;
  const grown = box.x + box.width - right;
  return Math.abs(grown) <= GROWTH ? { x: point.x + grown, y: point.y } : undefined;
}

function same(a: Box, b: Box): boolean {
  return a.width === b.width && a.height === b.height;
}
