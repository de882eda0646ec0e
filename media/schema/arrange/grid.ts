import type { Point, Size } from '../model/scene.js';

interface Item extends Size {
  readonly id: string;
}
interface Tie {
  readonly from: string;
  readonly to: string;
  /** How strongly two are tied: references between two clusters. */
  readonly count: number;
}

const GAP_X = 72;
const GAP_Y = 64;
const ROUNDS = 4;

/**
 * Things in the cells of a grid, those that are tied near each other: the one with most ties in the middle, others where they
 * are nearest to what they are tied to, then swapped as long as that shortens the lines. For clusters, whose ties point both ways.
 */
export function gridArrangement(
  items: readonly Item[],
  ties: readonly Tie[],
  aspect: number,
): Map<string, Point> {
  if (items.length === 0) return new Map();
  const weights = weightsOf(items, ties);
  const mean = (side: 'width' | 'height') => items.reduce((sum, item) => sum + item[side], 0) / items.length;
  const cell = (mean('width') + GAP_X) / (mean('height') + GAP_Y);
  const columns = Math.max(1, Math.min(items.length, Math.round(Math.sqrt((items.length * aspect) / cell))));
  const rows = Math.ceil(items.length / columns);
  const cells: (string | undefined)[] = new Array(columns * rows).fill(undefined);
  const at = new Map<string, number>();
  const distance = (a: number, b: number) =>
    Math.abs((a % columns) - (b % columns)) * cell +
    Math.abs(Math.floor(a / columns) - Math.floor(b / columns));
  const cost = (id: string, place: number) => {
    let sum = 0;
    for (const [other, weight] of weights.get(id)!) {
      const there = at.get(other);
      if (there !== undefined) sum += weight * distance(place, there);
    }
    return sum;
  };
  const middle = Math.floor(rows / 2) * columns + Math.floor(columns / 2);
  for (const id of sortedByTies(items, weights)) {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let place = 0; place < cells.length; place++) {
      if (cells[place] !== undefined) continue;
      const own = cost(id, place) + distance(place, middle) * 0.01;
      if (own < least) {
        least = own;
        best = place;
      }
    }
    cells[best] = id;
    at.set(id, best);
  }
  for (let round = 0; round < ROUNDS; round++) if (!swapped(cells, at, cost)) break;
  return placed(items, at, columns, rows);
}

/** Swaps whatever shortens the lines. */
function swapped(
  cells: (string | undefined)[],
  at: Map<string, number>,
  cost: (id: string, place: number) => number,
): boolean {
  let any = false;
  const put = (place: number, id: string | undefined) => {
    cells[place] = id;
    if (id !== undefined) at.set(id, place);
  };
  for (let a = 0; a < cells.length; a++)
    for (let b = a + 1; b < cells.length; b++) {
      const [one, other] = [cells[a], cells[b]];
      if (one === undefined && other === undefined) continue;
      const sum = () =>
        (one === undefined ? 0 : cost(one, at.get(one)!)) +
        (other === undefined ? 0 : cost(other, at.get(other)!));
      const before = sum();
      put(a, other);
      put(b, one);
      if (sum() < before - 1e-9) any = true;
      else {
        put(a, one);
        put(b, other);
      }
    }
  return any;
}

/** Columns as wide and rows as high as their largest; each in the middle of its cell. */
function placed(
  items: readonly Item[],
  at: ReadonlyMap<string, number>,
  columns: number,
  rows: number,
): Map<string, Point> {
  const widths = new Array<number>(columns).fill(0);
  const heights = new Array<number>(rows).fill(0);
  for (const { id, width, height } of items) {
    const place = at.get(id)!;
    const [column, row] = [place % columns, Math.floor(place / columns)];
    widths[column] = Math.max(widths[column]!, width);
    heights[row] = Math.max(heights[row]!, height);
  }
  const lefts = running(widths, GAP_X);
  const tops = running(heights, GAP_Y);
  return new Map(
    items.map(({ id, width, height }) => {
      const place = at.get(id)!;
      const [column, row] = [place % columns, Math.floor(place / columns)];
      return [
        id,
        {
          x: Math.round(lefts[column]! + (widths[column]! - width) / 2),
          y: Math.round(tops[row]! + (heights[row]! - height) / 2),
        },
      ];
    }),
  );
}

function running(sizes: readonly number[], gap: number): number[] {
  let sum = 0;
  return sizes.map(size => {
    const start = sum;
    sum += size + gap;
    return start;
  });
}

function weightsOf(items: readonly Item[], ties: readonly Tie[]): Map<string, Map<string, number>> {
  const weights = new Map(items.map(({ id }) => [id, new Map<string, number>()]));
  for (const { from, to, count } of ties) {
    if (from === to) continue;
    const [a, b] = [weights.get(from), weights.get(to)];
    if (a === undefined || b === undefined) continue;
    a.set(to, (a.get(to) ?? 0) + count);
    b.set(from, (b.get(from) ?? 0) + count);
  }
  return weights;
}

/** The strongest first, then whatever is tied most to those before. */
function sortedByTies(
  items: readonly Item[],
  weights: ReadonlyMap<string, ReadonlyMap<string, number>>,
): string[] {
  const total = (id: string) => [...weights.get(id)!.values()].reduce((sum, each) => sum + each, 0);
  const left = new Set(items.map(({ id }) => id).sort((a, b) => total(b) - total(a) || (a < b ? -1 : 1)));
  const tied = new Map<string, number>();
  const sorted: string[] = [];
  while (left.size > 0) {
    let next: string | undefined;
    for (const id of left) if (next === undefined || (tied.get(id) ?? 0) > (tied.get(next) ?? 0)) next = id;
    left.delete(next!);
    sorted.push(next!);
    for (const [other, weight] of weights.get(next!)!) tied.set(other, (tied.get(other) ?? 0) + weight);
  }
  return sorted;
}
