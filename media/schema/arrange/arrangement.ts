import { type Cluster } from '../model/clusters.js';
import { around, type Box, type Card, type Graph, type Link, overlaps, type Point } from '../model/scene.js';
import { makeRoom, placeNear } from './near.js';
import { quickArrangement } from './quick.js';
import type { Axis } from './routes.js';
import { starArrangement } from './star.js';

/** A line that a thorough layout drew, and where the cards stood then: it holds while they do. */
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
    input.facts === undefined ? undefined : starArrangement(input.cards, input.links, input.facts);
  const positions = new Map(star?.positions ?? composed(input, new Map()));
  for (const id of pinned) {
    const at = previous.get(id);
    if (at !== undefined && positions.has(id)) positions.set(id, at);
  }
  return {
    boxes: boxesAt(input.cards, positions),
    prefer: star === undefined ? 'across' : 'down',
    axes: star?.axes ?? new Map(),
    routes: new Map(),
  };
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
  toggleClusters(input, previous, known);
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
  return { ...previous, boxes: known };
}

/** Places for all: clusters that are open are arranged inside first, then all of them as wholes. `inner` has done some already. */
export function composed(
  { cards, links, clusters }: ArrangeInput,
  inner: ReadonlyMap<string, ReadonlyMap<string, Point>>,
): Map<string, Point> {
  const open = openClusters(cards, clusters);
  if (open.length === 0) return inner.get('') === undefined ? quickArrangement(cards, links) : new Map(inner.get(''));
  const owner = new Map<string, string>();
  const blocks = new Map<string, { width: number; height: number; positions: Map<string, Point> }>();
  for (const { cluster, cards: own } of open) {
    for (const { id } of own) owner.set(id, cluster.id);
    blocks.set(cluster.id, block(own, inner.get(cluster.id) ?? quickArrangement(own, links)));
  }
  const items = [
    ...[...blocks].map(([id, { width, height }]) => ({ id, width, height })),
    ...cards.filter(({ id }) => !owner.has(id)),
  ];
  const outer = quickArrangement(
    items,
    links.map(({ from, to }) => ({ from: owner.get(from) ?? from, to: owner.get(to) ?? to })),
  );
  const positions = new Map<string, Point>();
  for (const [id, at] of outer) {
    const inside = blocks.get(id);
    if (inside === undefined) positions.set(id, at);
    else
      for (const [each, offset] of inside.positions)
        positions.set(each, { x: at.x + offset.x, y: at.y + offset.y });
  }
  return positions;
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

/** Room that an open cluster takes, with its frame; positions from the frame's corner. */
export function block(
  cards: readonly Card[],
  positions: ReadonlyMap<string, Point>,
): { width: number; height: number; positions: Map<string, Point> } {
  const bounds = around(boxesAt(cards, positions).values());
  const moved = new Map(
    cards.map(({ id }) => {
      const { x, y } = positions.get(id) ?? { x: 0, y: 0 };
      return [id, { x: x - bounds.x + FRAME.pad, y: y - bounds.y + FRAME.pad + FRAME.title }];
    }),
  );
  return {
    width: bounds.width + FRAME.pad * 2,
    height: bounds.height + FRAME.pad * 2 + FRAME.title,
    positions: moved,
  };
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

function toggleClusters(input: ArrangeInput, previous: Arrangement, known: Map<string, Box>): void {
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

/** Whether a route drawn earlier still fits: both of its ends stand where they stood. */
export function holds(route: Route, link: Link, boxes: ReadonlyMap<string, Box>): boolean {
  return same(route.from, boxes.get(link.from)) && same(route.to, boxes.get(link.to));
}

function same(a: Box, b: Box | undefined): boolean {
  return (
    b !== undefined && a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height
  );
}
