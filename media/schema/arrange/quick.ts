import { components, neighbours } from '../model/focus.js';
import type { Card, Link, Point, Size } from '../model/scene.js';
import { columnLines } from './column-lines.js';
import { pack } from './pack.js';
import { spread } from './spread.js';

type Item = Card;
type Tie = Link;

/** Places of cards, and lines that cross none of them. */
export interface Layered {
  readonly positions: ReadonlyMap<string, Point>;
  readonly routes: ReadonlyMap<string, readonly Point[]>;
}

/** px that a column and its channel take, while it is not known how many lines run through. */
const COLUMN_GAP = 72;
const ROW_GAP = 32;
const SWEEPS = 6;
/** Width by height that a picture aims at. */
const ASPECT = 1.5;

/**
 * A layered arrangement that takes a few milliseconds: tables that refer stand left of those they refer to, in columns of
 * about the same height, ordered so that few lines cross. Good enough to look at first, and what a thorough layout starts from.
 */
export function quickArrangement(items: readonly Item[], ties: readonly Tie[], aspect = ASPECT): Layered {
  const byId = new Map(items.map(item => [item.id, item]));
  const inside = ties.filter(({ from, to }) => from !== to && byId.has(from) && byId.has(to));
  const tied = neighbours(inside);
  const blocks = components(
    items.map(({ id }) => id),
    tied,
  ).map(members =>
    layered(
      members.map(id => byId.get(id)!),
      inside,
      aspect,
    ),
  );
  const places = pack(blocks, aspect, ROW_GAP * 2);
  const found = { positions: new Map<string, Point>(), routes: new Map<string, Point[]>() };
  blocks.forEach((block, index) => {
    const [dx, dy] = [Math.round(places[index]!.x), Math.round(places[index]!.y)];
    for (const [id, { x, y }] of block.positions) found.positions.set(id, { x: x + dx, y: y + dy });
    for (const [id, points] of block.routes)
      found.routes.set(
        id,
        points.map(({ x, y }) => ({ x: x + dx, y: y + dy })),
      );
  });
  return found;
}

function layered(items: readonly Item[], ties: readonly Tie[], aspect: number): Size & Layered {
  if (items.length === 1) {
    const { id, width, height } = items[0]!;
    return { width, height, positions: new Map([[id, { x: 0, y: 0 }]]), routes: new Map() };
  }
  const own = new Set(items.map(({ id }) => id));
  const inside = ties.filter(({ from, to }) => own.has(from) && own.has(to));
  const columns = columnsOf(items, inside, aspect);
  const tied = neighbours(inside);
  order(columns, tied);
  return place(columns, tied, inside);
}

/** Columns of about the same height: a table comes behind all that refer to it, where there is room. */
function columnsOf(items: readonly Item[], ties: readonly Tie[], aspect: number): Item[][] {
  const area = items.reduce((sum, { width, height }) => sum + (width + COLUMN_GAP) * (height + ROW_GAP), 0);
  const tallest = Math.max(...items.map(({ height }) => height));
  const limit = Math.max(tallest, Math.sqrt(area / aspect) * 1.1);
  const columns: Item[][] = [];
  const heights: number[] = [];
  const column = new Map<string, number>();
  for (const item of sortedByReference(items, ties)) {
    let at = 0;
    for (const { from, to } of ties)
      if (to === item.id && column.has(from)) at = Math.max(at, column.get(from)! + 1);
    while ((heights[at] ?? 0) > 0 && heights[at]! + item.height > limit) at++;
    while (columns.length <= at) {
      columns.push([]);
      heights.push(0);
    }
    columns[at]!.push(item);
    heights[at]! += item.height + ROW_GAP;
    column.set(item.id, at);
  }
  return columns.filter(each => each.length > 0);
}

/** Those that refer before those that they refer to; cycles are cut where the fewest references come in. */
function sortedByReference(items: readonly Item[], ties: readonly Tie[]): Item[] {
  const incoming = new Map(items.map(({ id }) => [id, new Set<string>()]));
  const outgoing = new Map(items.map(({ id }) => [id, new Set<string>()]));
  for (const { from, to } of ties) {
    incoming.get(to)!.add(from);
    outgoing.get(from)!.add(to);
  }
  const left = new Map(items.map(item => [item.id, item]));
  const sorted: Item[] = [];
  const free = items.filter(({ id }) => incoming.get(id)!.size === 0);
  while (left.size > 0) {
    let next = free.shift();
    if (next === undefined) {
      for (const item of left.values())
        if (
          next === undefined ||
          incoming.get(item.id)!.size < incoming.get(next.id)!.size ||
          (incoming.get(item.id)!.size === incoming.get(next.id)!.size &&
            outgoing.get(item.id)!.size > outgoing.get(next.id)!.size)
        )
          next = item;
    }
    if (next === undefined || !left.delete(next.id)) continue;
    sorted.push(next);
    for (const to of outgoing.get(next.id)!) {
      const waiting = incoming.get(to)!;
      waiting.delete(next.id);
      const other = left.get(to);
      if (waiting.size === 0 && other !== undefined) free.push(other);
    }
  }
  return sorted;
}

/** Sorts every column by the middle of what its tables are tied to, back and forth. */
function order(columns: Item[][], tied: ReadonlyMap<string, ReadonlySet<string>>): void {
  const rank = new Map<string, number>();
  const number = (column: readonly Item[]): void => {
    for (const [index, { id }] of column.entries()) rank.set(id, (index + 0.5) / column.length);
  };
  columns.forEach(number);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const way = sweep % 2 === 0 ? columns : [...columns].reverse();
    for (const column of way) {
      const wish = new Map(
        column.map(({ id }) => {
          const others = [...(tied.get(id) ?? [])];
          const mean = others.reduce((sum, other) => sum + (rank.get(other) ?? 0.5), 0) / others.length;
          return [id, others.length === 0 ? rank.get(id)! : mean];
        }),
      );
      column.sort((a, b) => wish.get(a.id)! - wish.get(b.id)! || rank.get(a.id)! - rank.get(b.id)!);
      number(column);
    }
  }
}

function place(
  columns: readonly Item[][],
  tied: ReadonlyMap<string, ReadonlySet<string>>,
  ties: readonly Tie[],
): Size & Layered {
  const middle = new Map<string, number>();
  for (const column of columns) {
    let y = 0;
    for (const { id, height } of column) {
      middle.set(id, y + height / 2);
      y += height + ROW_GAP;
    }
  }
  for (let sweep = 0; sweep < 4; sweep++)
    for (const column of sweep % 2 === 0 ? columns : [...columns].reverse()) {
      const wishes = column.map(({ id, height }) => {
        const others = [...(tied.get(id) ?? [])];
        const sum = others.reduce((total, other) => total + middle.get(other)!, 0);
        return { at: others.length === 0 ? middle.get(id)! : sum / others.length, size: height };
      });
      spread(wishes, ROW_GAP).forEach((start, index) => {
        const { id, height } = column[index]!;
        middle.set(id, start + height / 2);
      });
    }
  const tops = new Map<string, number>();
  for (const column of columns)
    for (const { id, height } of column) tops.set(id, Math.round(middle.get(id)! - height / 2));
  return columnLines(columns, tops, ties);
}
