import { components, neighbours } from '../model/focus.js';
import type { Card, Link, Point, Size } from '../model/scene.js';
import { pack } from './pack.js';
import type { Axis } from './routes.js';
import { spread } from './spread.js';
import { type TreeBlock, treeBlock } from './tree.js';

export interface StarArrangement {
  readonly positions: ReadonlyMap<string, Point>;
  /** Which way lines leave, for lines between a fact and its dimensions. */
  readonly axes: ReadonlyMap<string, Axis>;
}

type Side = 'top' | 'bottom' | 'left' | 'right';

const ROW_GAP = 32;
const COLUMN_GAP = 80;
const CHANNEL = 76;
/** Room for words beside lines. */
const LABELS = 40;
const TRACK = 12;

/**
 * Facts in a row in the middle, those that share dimensions beside each other; shared dimensions above and below, where they
 * are as near to all of their facts as can be; what belongs to the first or the last fact alone to its side; levels and bridges
 * outwards of their dimension. Stars that share nothing stand apart.
 * @param aspect Width by height that all stars together aim at.
 */
export function starArrangement(
  cards: readonly Card[],
  links: readonly Link[],
  facts: ReadonlySet<string>,
  aspect: number,
): StarArrangement {
  const byId = new Map(cards.map(card => [card.id, card]));
  const tied = neighbours(links);
  const groups = components(
    cards.map(({ id }) => id),
    tied,
  );
  const axes = new Map<string, Axis>();
  const blocks = groups.map(group =>
    constellation(
      group.map(id => byId.get(id)!),
      links,
      facts,
      axes,
      aspect,
    ),
  );
  const places = pack(blocks, aspect, 96);
  const positions = new Map<string, Point>();
  blocks.forEach((block, index) => {
    const { x, y } = places[index]!;
    for (const [id, at] of block.positions)
      positions.set(id, { x: Math.round((at.x + x) / 4) * 4, y: Math.round((at.y + y) / 4) * 4 });
  });
  return { positions, axes };
}

function constellation(
  cards: readonly Card[],
  links: readonly Link[],
  facts: ReadonlySet<string>,
  axes: Map<string, Axis>,
  aspect: number,
): Size & { positions: Map<string, Point> } {
  const byId = new Map(cards.map(card => [card.id, card]));
  const inside = links.filter(({ from, to }) => from !== to && byId.has(from) && byId.has(to));
  const tied = neighbours(inside);
  const centre = cards.filter(({ id }) => facts.has(id));
  if (centre.length === 0) centre.push(hub(cards, tied));
  const inCentre = new Set(centre.map(({ id }) => id));
  const around = cards.filter(
    ({ id }) => !inCentre.has(id) && [...(tied.get(id) ?? [])].some(other => inCentre.has(other)),
  );
  const owners = new Map(
    around.map(({ id }) => [id, [...(tied.get(id) ?? [])].filter(other => inCentre.has(other))]),
  );
  const row = rowOfFacts(centre, owners);
  const sides = sidesOf(row, around, owners, inside, aspect);
  const trees = treesOf(around, cards, inCentre, tied);
  const block = (id: string): TreeBlock => treeBlock(id, trees, byId, sides.get(id) ?? 'top');
  const positions = new Map<string, Point>();

  // The row of facts, wide enough for what stands above and below.
  const blocks = new Map(around.map(({ id }) => [id, block(id)]));
  const on = (side: Side) => around.filter(({ id }) => sides.get(id) === side);
  const rowWidth = (side: Side) => on(side).reduce((sum, { id }) => sum + blocks.get(id)!.width + ROW_GAP, 0);
  const own = row.reduce((sum, { width }) => sum + width, 0);
  const need = Math.max(rowWidth('top'), rowWidth('bottom'));
  const gap = Math.min(280, Math.max(72, row.length < 2 ? 0 : (need * 0.8 - own) / (row.length - 1)));
  const height = Math.max(...row.map(each => each.height));
  let x = 0;
  const middle = new Map<string, number>();
  for (const card of row) {
    positions.set(card.id, { x, y: (height - card.height) / 2 });
    middle.set(card.id, x + card.width / 2);
    x += card.width + gap;
  }
  const right = x - gap;

  for (const side of ['top', 'bottom'] as const) {
    const wishes = on(side)
      .map(({ id }) => {
        // Once per line: a date in two parts of one fact stands above that fact.
        const of = inside
          .flatMap(({ from, to }) => (to === id ? from : from === id ? to : []))
          .filter(each => middle.has(each));
        return { id, at: of.reduce((sum, each) => sum + middle.get(each)!, 0) / of.length };
      })
      .sort((a, b) => a.at - b.at);
    const lines = inside.filter(
      ({ from, to }) =>
        (inCentre.has(from) && sides.get(to) === side) || (inCentre.has(to) && sides.get(from) === side),
    );
    const bent = Math.max(0, lines.length - on(side).length);
    const room = CHANNEL + (lines.some(({ label }) => label !== undefined) ? LABELS : 0) + bent * (TRACK / 2);
    const starts = spread(
      wishes.map(({ id, at }) => ({ at, size: blocks.get(id)!.width })),
      ROW_GAP,
    );
    wishes.forEach(({ id }, index) => {
      const at = blocks.get(id)!;
      const y = side === 'top' ? -room - at.height : height + room;
      for (const [each, offset] of at.positions)
        positions.set(each, { x: starts[index]! + offset.x, y: y + offset.y });
    });
  }
  for (const side of ['left', 'right'] as const) {
    const column = on(side);
    const starts = spread(
      column.map(({ id }) => ({ at: height / 2, size: blocks.get(id)!.height })),
      ROW_GAP,
    );
    const labels = inside.some(
      ({ from, to, label }) => label !== undefined && (sides.get(to) === side || sides.get(from) === side),
    );
    const room = COLUMN_GAP + (labels ? LABELS : 0);
    column.forEach(({ id }, index) => {
      const at = blocks.get(id)!;
      const from = side === 'left' ? -room - at.width : right + room;
      for (const [each, offset] of at.positions)
        positions.set(each, { x: from + offset.x, y: starts[index]! + offset.y });
    });
  }
  for (const link of inside) {
    const outer = inCentre.has(link.from) ? link.to : inCentre.has(link.to) ? link.from : undefined;
    const side = outer === undefined ? undefined : sides.get(outer);
    if (side !== undefined) axes.set(link.id, side === 'top' || side === 'bottom' ? 'down' : 'across');
  }
  return normal(positions, byId);
}

/** Facts that share most stand beside each other. */
function rowOfFacts(facts: readonly Card[], owners: ReadonlyMap<string, readonly string[]>): Card[] {
  if (facts.length < 3) return [...facts];
  const shared = (a: string, b: string) => {
    let number = 0;
    for (const of of owners.values()) if (of.includes(a) && of.includes(b)) number += 1 / of.length;
    return number;
  };
  const left = new Map(facts.map(card => [card.id, card]));
  const total = (id: string) =>
    facts.reduce((sum, other) => sum + (other.id === id ? 0 : shared(id, other.id)), 0);
  const first = [...facts].sort((a, b) => total(b.id) - total(a.id) || (a.id < b.id ? -1 : 1))[0]!;
  left.delete(first.id);
  const row = [first];
  while (left.size > 0) {
    // At whichever end the next one shares more.
    const [head, tail] = [row[0]!.id, row[row.length - 1]!.id];
    const next = [...left.values()].sort(
      (a, b) =>
        Math.max(shared(b.id, head), shared(b.id, tail)) - Math.max(shared(a.id, head), shared(a.id, tail)) ||
        (a.id < b.id ? -1 : 1),
    )[0]!;
    left.delete(next.id);
    if (shared(next.id, head) > shared(next.id, tail)) row.unshift(next);
    else row.push(next);
  }
  return row;
}

/** Which side of the row each dimension stands on: balanced, and the same every time. */
function sidesOf(
  row: readonly Card[],
  around: readonly Card[],
  owners: ReadonlyMap<string, readonly string[]>,
  links: readonly Link[],
  aspect: number,
): Map<string, Side> {
  const sides = new Map<string, Side>();
  const lines = (id: string) => links.filter(({ from, to }) => from === id || to === id).length;
  const isDate = ({ table }: Card) => table?.variant === 'date';
  const order = [...around].sort(
    (a, b) =>
      Number(isDate(b)) - Number(isDate(a)) ||
      owners.get(b.id)!.length - owners.get(a.id)!.length ||
      lines(b.id) - lines(a.id) ||
      (a.id < b.id ? -1 : 1),
  );
  const height = Math.max(...row.map(each => each.height));
  const used = { top: 0, bottom: 0, left: 0, right: 0 };
  const width = row.reduce((sum, each) => sum + each.width + 72, -72);
  const first = row[0]!.id;
  const last = row[row.length - 1]!.id;
  // A column takes about as much as the fact beside it is high.
  const columnRoom = Math.max(height + 96, 200);
  // Columns make the picture wider, rows higher: a column too many would leave room above and below.
  const columns = { left: 0, right: 0 };
  const fits = (card: Card, side: 'left' | 'right') => {
    if (columns[side] > 0) return true;
    const wide = width + columns.left + columns.right + card.width + COLUMN_GAP;
    return wide <= 1.25 * aspect * (height + 2 * (CHANNEL + LABELS + 72));
  };
  const take = (card: Card, side: Side) => {
    if (side === 'left' || side === 'right') columns[side] = Math.max(columns[side], card.width + COLUMN_GAP);
    sides.set(card.id, side);
    used[side] += side === 'top' || side === 'bottom' ? card.width + ROW_GAP : card.height + ROW_GAP;
  };
  for (const card of order) {
    const of = owners.get(card.id)!;
    const alone = of.length === 1;
    const left = alone && of[0] === first && used.left + card.height <= columnRoom && fits(card, 'left');
    const right = alone && of[0] === last && used.right + card.height <= columnRoom && fits(card, 'right');
    if (sides.size === 0 || isDate(card))
      take(card, used.top <= used.bottom || isDate(card) ? 'top' : 'bottom');
    else {
      // How full each side would be, by what it has room for.
      const full: [Side, number][] = [
        ['bottom', (used.bottom + card.width) / width],
        ['top', (used.top + card.width) / width],
      ];
      if (left) full.unshift(['left', used.left / columnRoom]);
      if (right) full.unshift(['right', used.right / columnRoom]);
      full.sort((a, b) => a[1] - b[1]);
      take(card, full[0]![0]);
    }
  }
  return sides;
}

/** What hangs behind each dimension: every table further out belongs to the one that it was reached by. */
function treesOf(
  around: readonly Card[],
  cards: readonly Card[],
  centre: ReadonlySet<string>,
  tied: ReadonlyMap<string, ReadonlySet<string>>,
): Map<string, string[]> {
  const order = new Map(cards.map(({ id }, index) => [id, index]));
  const seen = new Set([...centre, ...around.map(({ id }) => id)]);
  const trees = new Map<string, string[]>();
  const queue = around.map(({ id }) => id);
  for (const id of queue) {
    const next = [...(tied.get(id) ?? [])]
      .filter(other => order.has(other) && !seen.has(other))
      .sort((a, b) => order.get(a)! - order.get(b)!);
    for (const each of next) seen.add(each);
    trees.set(id, next);
    queue.push(...next);
  }
  return trees;
}

function hub(cards: readonly Card[], tied: ReadonlyMap<string, ReadonlySet<string>>): Card {
  return [...cards].sort(
    (a, b) => (tied.get(b.id)?.size ?? 0) - (tied.get(a.id)?.size ?? 0) || (a.id < b.id ? -1 : 1),
  )[0]!;
}

function normal(
  positions: Map<string, Point>,
  byId: ReadonlyMap<string, Card>,
): Size & { positions: Map<string, Point> } {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [id, { x, y }] of positions) {
    const { width, height } = byId.get(id)!;
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  const moved = new Map([...positions].map(([id, { x, y }]) => [id, { x: x - left, y: y - top }]));
  return { width: right - left, height: bottom - top, positions: moved };
}
