import { rowMiddle } from '../model/cards.js';
import {
  around,
  type Box,
  type Card,
  type Frame,
  type Link,
  type PlacedCard,
  type PlacedLink,
  type Point,
  type Scene,
} from '../model/scene.js';
import { aroundCards, touching } from './around.js';
import {
  type ArrangeInput,
  type Arrangement,
  fitted,
  frameAround,
  openClusters,
  routesAt,
} from './arrangement.js';
import { labelPlace, routes } from './routes.js';

/** Everything with its place: what is drawn. */
export function sceneOf(input: ArrangeInput, arrangement: Arrangement): Scene {
  const { boxes } = arrangement;
  const cards = placedCards(input, boxes);
  const links = linksOf(input.links, cards, arrangement);
  return sceneWith(input, arrangement, cards, aroundCards(links, boxes));
}

/**
 * The same picture while some of its cards are moved: only they and their lines become other objects. Lines that are few
 * are led around cards at once, others and those that a card was put on when it comes to rest.
 */
export function sceneWhile(
  moved: ReadonlySet<string>,
  before: Scene,
  input: ArrangeInput,
  arrangement: Arrangement,
): Scene {
  const { boxes } = arrangement;
  const cards = before.cards.map(card => {
    const box = moved.has(card.id) ? boxes.get(card.id) : undefined;
    return box === undefined ? card : { ...card, ...box };
  });
  const isTied = ({ from, to }: Link) => moved.has(from) || moved.has(to);
  const own = linksOf(input.links.filter(isTied), cards, arrangement);
  const routed = new Map(
    (own.length > MOST_AT_ONCE ? own : aroundCards(own, boxes, MOST_AT_ONCE)).map(link => [link.id, link]),
  );
  const links = before.links.map(link => routed.get(link.id) ?? link);
  return sceneWith(input, arrangement, cards, links);
}

/**
 * What is kept when cards come to rest: lines that end at them or that they were put on are led around cards, however many
 * others are not.
 */
export function settled(
  moved: ReadonlySet<string>,
  input: ArrangeInput,
  arrangement: Arrangement,
): Arrangement {
  const { boxes } = arrangement;
  const { links } = sceneOf(input, arrangement);
  const theirs = touching(moved, links, boxes);
  const lines = new Map(
    aroundCards(theirs, boxes, theirs.length)
      .filter(link => link.kind !== 'copy' && link.points.length > 4)
      .map(({ id, points }) => [id, points]),
  );
  return { ...arrangement, routes: new Map([...arrangement.routes, ...routesAt(lines, input.links, boxes)]) };
}

/** Lines of moved cards that are led around others with each frame. */
const MOST_AT_ONCE = 12;

function placedCards(input: ArrangeInput, boxes: ReadonlyMap<string, Box>): PlacedCard[] {
  return input.cards.flatMap((card): PlacedCard[] => {
    const box = boxes.get(card.id);
    return box === undefined ? [] : [{ ...card, ...box }];
  });
}

function linksOf(
  wanted: readonly Link[],
  cards: readonly PlacedCard[],
  arrangement: Arrangement,
): PlacedLink[] {
  const { boxes } = arrangement;
  const byId = new Map(cards.map(card => [card.id, card]));
  const kept: PlacedLink[] = [];
  const open: Link[] = [];
  for (const link of wanted) {
    const [from, to] = [byId.get(link.from), byId.get(link.to)];
    if (from === undefined || to === undefined) continue;
    const route = arrangement.routes.get(link.id);
    if (link.kind === 'copy') kept.push(copyLine(link, from, to));
    else if (link.kind === 'bundle') kept.push(bundleLine(link, from, to));
    else {
      const points = route === undefined ? undefined : fitted(route, link, boxes);
      if (points === undefined) open.push(link);
      else kept.push({ ...link, points, ...labelPlace(points) });
    }
  }
  return apart([...kept, ...routes(boxes, open, arrangement)]);
}

function sceneWith(
  input: ArrangeInput,
  { boxes }: Arrangement,
  cards: readonly PlacedCard[],
  links: readonly PlacedLink[],
): Scene {
  const frames = openClusters(cards, input.clusters).map(
    ({ cluster, cards: own }): Frame => ({
      id: cluster.id,
      name: cluster.name,
      count: own.length,
      ...frameAround(own.map(({ id }) => boxes.get(id)!)),
    }),
  );
  return { cards, links, frames, bounds: around([...cards, ...frames], 24) };
}

/** From the row of the source's column to the row of the copy, out of whichever sides are nearer. */
function copyLine(link: Link, from: PlacedCard, to: PlacedCard): PlacedLink {
  const [start, end] = [rowAt(from, link.copy?.from.column), rowAt(to, link.copy?.to.column)];
  const points = besides(from, start, to, end);
  return { ...link, points, ...labelPlace(points) };
}

/** Straight from middle to middle: bundles are many, and it counts who is tied to whom, not by which way. */
function bundleLine(link: Link, from: Box, to: Box): PlacedLink {
  const middle = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });
  const points = [middle(from), middle(to)];
  return { ...link, points, ...labelPlace(points) };
}

function rowAt(card: Card & Box, column: string | undefined): number {
  const middle = column === undefined ? undefined : rowMiddle(card, column);
  return card.y + Math.min(card.height - 8, middle ?? 16);
}

function besides(from: Box, start: number, to: Box, end: number): Point[] {
  const right = from.x + from.width;
  if (to.x >= right + 16) {
    const turn = (right + to.x) / 2;
    return [
      { x: right, y: start },
      { x: turn, y: start },
      { x: turn, y: end },
      { x: to.x, y: end },
    ];
  }
  if (to.x + to.width <= from.x - 16) {
    const turn = (from.x + to.x + to.width) / 2;
    return [
      { x: from.x, y: start },
      { x: turn, y: start },
      { x: turn, y: end },
      { x: to.x + to.width, y: end },
    ];
  }
  const turn = Math.max(right, to.x + to.width) + 28;
  return [
    { x: right, y: start },
    { x: turn, y: start },
    { x: turn, y: end },
    { x: to.x + to.width, y: end },
  ];
}

/** Words beside parallel lines stand on both sides of them, so that they do not stand on each other. */
function apart(links: PlacedLink[]): PlacedLink[] {
  const groups = new Map<string, PlacedLink[]>();
  for (const link of links)
    if (link.label !== undefined && link.labelAnchor === 'start') {
      const key = `${link.from} | ${link.to}`;
      groups.set(key, [...(groups.get(key) ?? []), link]);
    }
  const left = new Set<PlacedLink>();
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    const order = group.sort((a, b) => a.labelAt.x - b.labelAt.x);
    for (const link of order.slice(0, Math.floor(order.length / 2))) left.add(link);
  }
  return links.map(link =>
    left.has(link)
      ? { ...link, labelAnchor: 'end', labelAt: { x: link.labelAt.x - 16, y: link.labelAt.y } }
      : link,
  );
}
