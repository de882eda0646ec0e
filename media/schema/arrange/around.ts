import { type Box, overlaps, type PlacedLink, type Point } from '../model/scene.js';
import { CardIndex } from './card-index.js';
import { detour } from './detour.js';
import { labelPlace } from './routes.js';

/** A picture in which more lines run through cards is read by its clusters: some that do not would tell nothing. */
const MOST = 40;
/** px between a line and a card, half of what stands between two cards at least. */
const LEAST_GAP = 8;
/** px around a line in which cards count that it may be led past. */
const REACHES = [120, 400, 1000] as const;
/** Cards that are looked at for one line. */
const MOST_CARDS = 220;
/** Places that are looked at for all lines of one picture: some 100 ms. */
const MOST_PLACES = 200_000;

/**
 * Leads lines that run through cards around them, where there is a way. Lines that run free stay the identical objects. Bundles
 * run from middle to middle on purpose.
 * @param most How many there may be; where there are more, all stay as they are.
 */
export function aroundCards(
  links: readonly PlacedLink[],
  boxes: ReadonlyMap<string, Box>,
  most = MOST,
): readonly PlacedLink[] {
  const index = new CardIndex(boxes);
  const blocked = new Set(links.filter(link => mayTurn(link) && runsThrough(link, index)));
  if (blocked.size === 0 || blocked.size > most) return links;
  let lane = 0;
  const budget = { left: MOST_PLACES };
  return links.map(link => {
    if (!blocked.has(link)) return link;
    const points = freeWay(link, boxes, index, lane++ % 4, budget);
    return points === undefined ? link : { ...link, points, ...labelPlace(points) };
  });
}

/** Lines that end at some cards, or run through them. */
export function touching(
  cards: ReadonlySet<string>,
  links: readonly PlacedLink[],
  boxes: ReadonlyMap<string, Box>,
): readonly PlacedLink[] {
  const index = new CardIndex(new Map([...boxes].filter(([id]) => cards.has(id))));
  return links.filter(
    link => mayTurn(link) && (cards.has(link.from) || cards.has(link.to) || runsThrough(link, index)),
  );
}

function mayTurn({ kind, from, to }: PlacedLink): boolean {
  return kind !== 'bundle' && kind !== 'fold' && from !== to;
}

function runsThrough({ from, to, points }: PlacedLink, index: CardIndex): boolean {
  for (let at = 1; at < points.length; at++) {
    const stretch = between(points[at - 1]!, points[at]!);
    for (const { id, box } of index.near(stretch))
      if (id !== from && id !== to && overlaps(stretch, box)) return true;
  }
  return false;
}

/** @param lane Lines that go the same way keep apart by it. */
function freeWay(
  link: PlacedLink,
  boxes: ReadonlyMap<string, Box>,
  index: CardIndex,
  lane: number,
  budget: { left: number },
): readonly Point[] | undefined {
  const { from, to, points } = link;
  const [a, b] = [boxes.get(from), boxes.get(to)];
  const [start, end] = [points[0]!, points[points.length - 1]!];
  if (a === undefined || b === undefined) return undefined;
  for (const reach of REACHES) {
    const part = between(start, end, reach);
    const near = index.near(part).filter(({ box }) => overlaps(box, part));
    if (near.length > MOST_CARDS) return undefined;
    const cards = new Map(near.map(({ id, box }) => [id, box]));
    cards.set(from, a);
    cards.set(to, b);
    // Where it is narrow, lines come as near to cards and to each other as it takes.
    for (const gap of [10 + lane * 3, LEAST_GAP]) {
      const found = detour(start, outOf(start, a), end, outOf(end, b), [...cards.values()], gap, budget);
      // Beyond the part that was looked at there may be other cards.
      if (found !== undefined && !runsThrough({ ...link, points: found }, index)) return found;
    }
  }
  return undefined;
}

/** Which way a line leaves a card: away from the side that it touches. */
function outOf({ x, y }: Point, box: Box): Point {
  const sides: readonly (readonly [number, Point])[] = [
    [Math.abs(x - box.x), { x: -1, y: 0 }],
    [Math.abs(x - box.x - box.width), { x: 1, y: 0 }],
    [Math.abs(y - box.y), { x: 0, y: -1 }],
    [Math.abs(y - box.y - box.height), { x: 0, y: 1 }],
  ];
  return sides.reduce((best, each) => (each[0] < best[0] ? each : best))[1];
}

function between(a: Point, b: Point, margin = 0): Box {
  return {
    x: Math.min(a.x, b.x) - margin,
    y: Math.min(a.y, b.y) - margin,
    width: Math.abs(a.x - b.x) + 2 * margin,
    height: Math.abs(a.y - b.y) + 2 * margin,
  };
}
