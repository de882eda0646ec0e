import { around, type Box, overlaps, type PlacedCard, type PlacedLink, type Scene } from './scene.js';

/** What of a picture lies in a part of it. */
export interface Visible {
  readonly cards: readonly PlacedCard[];
  readonly links: readonly PlacedLink[];
}

const bounds = new WeakMap<PlacedLink, Box>();

/** Cards and lines in a part of the picture; `always` are those that are drawn wherever they are. */
export function visible({ cards, links }: Scene, part: Box, always: ReadonlySet<string>): Visible {
  return {
    cards: cards.filter(card => always.has(card.id) || overlaps(card, part, 8)),
    links: links.filter(link => overlaps(lineBounds(link), part, 16)),
  };
}

function lineBounds(link: PlacedLink): Box {
  let known = bounds.get(link);
  if (known === undefined) {
    known = around(link.points.map(({ x, y }) => ({ x, y, width: 0, height: 0 })));
    bounds.set(link, known);
  }
  return known;
}
