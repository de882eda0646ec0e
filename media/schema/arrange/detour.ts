import type { Box, Point } from '../model/scene.js';

/** px that a line goes straight out of a card at least: as long as what stands at its end. */
const STUB = 12;
/** px that one bend is worth. */
const BEND = 48;

/** What is left of the way counts for more than what was gone: lines a little longer than the shortest are found much sooner. */
const GREED = 1.5;

const WAYS: readonly Point[] = [
  { x: 1, y: 0 },
  { x: 0, y: 1 },
  { x: -1, y: 0 },
  { x: 0, y: -1 },
];

/**
 * A short line with right angles and few bends from one place to another that keeps away from cards: A* on the lines
 * that run beside their sides (Hart, Nilsson and Raphael, 1968; the grid is that of Wybrow, Marriott and Stuckey,
 * "Orthogonal Connector Routing", 2009). Undefined: there is none.
 * @param startWay Which way it leaves, and `endWay` the way out of the card at its end: unit steps.
 * @param gap px that it keeps from cards.
 * @param budget Places that may be looked at; what was is taken from it.
 */
export function detour(
  start: Point,
  startWay: Point,
  end: Point,
  endWay: Point,
  cards: readonly Box[],
  gap: number,
  budget: { left: number },
): Point[] | undefined {
  const stub = Math.max(STUB, gap);
  const from = { x: start.x + startWay.x * stub, y: start.y + startWay.y * stub };
  const to = { x: end.x + endWay.x * stub, y: end.y + endWay.y * stub };
  const xs = sorted([from.x, to.x, ...cards.flatMap(({ x, width }) => [x - gap, x + width + gap])]);
  const ys = sorted([from.y, to.y, ...cards.flatMap(({ y, height }) => [y - gap, y + height + gap])]);
  const grid = new Grid(xs, ys, cards, gap - 1);
  const path = shortest(
    grid,
    { x: xs.indexOf(from.x), y: ys.indexOf(from.y), way: wayOf(startWay) },
    { x: xs.indexOf(to.x), y: ys.indexOf(to.y), way: wayOf({ x: -endWay.x, y: -endWay.y }) },
    budget,
  );
  return path && straightened([start, ...path.map(([x, y]) => ({ x: xs[x]!, y: ys[y]! })), end]);
}

/** Places where lines may run and turn, and which steps between them are free. */
class Grid {
  private readonly across: Uint8Array;
  private readonly down: Uint8Array;

  constructor(
    readonly xs: readonly number[],
    readonly ys: readonly number[],
    cards: readonly Box[],
    gap: number,
  ) {
    this.across = new Uint8Array(xs.length * ys.length);
    this.down = new Uint8Array(xs.length * ys.length);
    for (const { x, y, width, height } of cards) {
      const [left, right, top, bottom] = [x - gap, x + width + gap, y - gap, y + height + gap];
      for (let column = 0; column < xs.length; column++) {
        const [here, next] = [xs[column]!, xs[column + 1] ?? xs[column]!];
        if (next <= left || here >= right) continue;
        for (let row = 0; row < ys.length; row++) {
          const at = row * xs.length + column;
          if (ys[row]! > top && ys[row]! < bottom) this.across[at] = 1;
          if (here > left && here < right && (ys[row + 1] ?? ys[row]!) > top && ys[row]! < bottom)
            this.down[at] = 1;
        }
      }
    }
  }

  /** px of a step from a place, or undefined where a card is in the way. */
  step(x: number, y: number, way: number): number | undefined {
    const { x: dx, y: dy } = WAYS[way]!;
    const [toX, toY] = [x + dx, y + dy];
    if (toX < 0 || toY < 0 || toX >= this.xs.length || toY >= this.ys.length) return undefined;
    const at = Math.min(y, toY) * this.xs.length + Math.min(x, toX);
    if ((dx === 0 ? this.down : this.across)[at] === 1) return undefined;
    return Math.abs(this.xs[toX]! - this.xs[x]!) + Math.abs(this.ys[toY]! - this.ys[y]!);
  }
}

interface State {
  readonly x: number;
  readonly y: number;
  readonly way: number;
}

function shortest(
  grid: Grid,
  start: State,
  goal: State,
  budget: { left: number },
): [number, number][] | undefined {
  const { xs, ys } = grid;
  const keyOf = ({ x, y, way }: State) => (y * xs.length + x) * 4 + way;
  const rest = ({ x, y, way }: State) =>
    GREED * (Math.abs(xs[x]! - xs[goal.x]!) + Math.abs(ys[y]! - ys[goal.y]!) + (way === goal.way ? 0 : BEND));
  const size = xs.length * ys.length * 4;
  const cost = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  cost[keyOf(start)] = 0;
  const before = new Map<number, State>();
  const open = new Queue<State>();
  open.push(start, rest(start));
  const done = new Uint8Array(size);
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const key = keyOf(state);
    if (done[key] === 1) continue;
    done[key] = 1;
    if (budget.left-- <= 0) return undefined;
    if (state.x === goal.x && state.y === goal.y && state.way === goal.way)
      return walked(state, before, keyOf);
    const own = cost[key]!;
    for (let way = 0; way < 4; way++) {
      const turn = (way - state.way + 4) % 4;
      if (turn === 2) continue;
      const length = turn === 0 ? grid.step(state.x, state.y, way) : BEND;
      if (length === undefined) continue;
      const { x: dx, y: dy } = turn === 0 ? WAYS[way]! : { x: 0, y: 0 };
      const next = { x: state.x + dx, y: state.y + dy, way };
      const at = keyOf(next);
      if (cost[at]! <= own + length) continue;
      cost[at] = own + length;
      before.set(at, state);
      open.push(next, own + length + rest(next));
    }
  }
  return undefined;
}

function walked(
  last: State,
  before: ReadonlyMap<number, State>,
  keyOf: (state: State) => number,
): [number, number][] {
  const path: [number, number][] = [];
  for (let state: State | undefined = last; state !== undefined; state = before.get(keyOf(state)))
    path.push([state.x, state.y]);
  return path.reverse();
}

/** Without what stands on the way between its neighbours. */
function straightened(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const [a, b] = [kept[kept.length - 2], kept[kept.length - 1]];
    if (b?.x === point.x && b.y === point.y) continue;
    if (a && b && ((a.x === b.x && b.x === point.x) || (a.y === b.y && b.y === point.y))) kept.pop();
    kept.push(point);
  }
  return kept;
}

function wayOf({ x, y }: Point): number {
  return WAYS.findIndex(way => way.x === x && way.y === y);
}

function sorted(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** A heap: the least first. */
class Queue<T> {
  private readonly items: { readonly value: T; readonly cost: number }[] = [];

  push(value: T, cost: number): void {
    const { items } = this;
    let at = items.length;
    items.push({ value, cost });
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (items[parent]!.cost <= cost) break;
      items[at] = items[parent]!;
      at = parent;
    }
    items[at] = { value, cost };
  }

  pop(): T | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (top === undefined || last === undefined || items.length === 0) return top?.value;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && items[child + 1]!.cost < items[child]!.cost) child++;
      if (items[child]!.cost >= last.cost) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = last;
    return top.value;
  }
}
