import type { Box, Link, PlacedLink, Point } from '../model/scene.js';

/** Where lines leave a card: left and right, or top and bottom. */
export type Axis = 'across' | 'down';

export interface RouteOptions {
  /** Which way lines go where both are possible. */
  readonly prefer: Axis;
  /** Which way single lines have to go, by id. */
  readonly axes?: ReadonlyMap<string, Axis>;
}

/** px between lines that leave the same side of a card. */
const PORT_GAP = 24;
/** px that lines keep from a card's corners. */
const CORNER = 12;
/** px between parallel lines in a channel. */
const TRACK = 12;

interface End {
  readonly card: string;
  readonly side: 'left' | 'right' | 'top' | 'bottom';
  /** Along the side. */
  at: number;
}
interface Draft {
  readonly link: Link;
  readonly axis: Axis;
  readonly ends: readonly [End, End];
  /** Where it turns, between the two sides. */
  turn: number;
}

/**
 * Lines with right angles between cards: straight where the cards face each other, else with two bends, in tracks of their
 * own where several share a channel. Knows nothing of cards in between.
 */
export function routes(
  boxes: ReadonlyMap<string, Box>,
  links: readonly Link[],
  { prefer, axes }: RouteOptions,
): PlacedLink[] {
  const drafts: Draft[] = [];
  const loops: PlacedLink[] = [];
  for (const link of links) {
    const a = boxes.get(link.from);
    const b = boxes.get(link.to);
    if (a === undefined || b === undefined) continue;
    if (link.from === link.to) loops.push(loop(link, a));
    else drafts.push(draft(link, a, b, axes?.get(link.id) ?? axisOf(a, b, prefer)));
  }
  ports(drafts, boxes);
  tracks(drafts, boxes);
  return [...drafts.map(each => drawn(each, boxes)), ...loops];
}

function axisOf(a: Box, b: Box, prefer: Axis): Axis {
  const across = Math.max(b.x - a.x - a.width, a.x - b.x - b.width);
  const down = Math.max(b.y - a.y - a.height, a.y - b.y - b.height);
  const other = prefer === 'across' ? 'down' : 'across';
  const own = prefer === 'across' ? across : down;
  const beyond = prefer === 'across' ? down : across;
  if (own >= 32) return prefer;
  return beyond > own ? other : prefer;
}

function draft(link: Link, a: Box, b: Box, axis: Axis): Draft {
  const first =
    axis === 'across' ? a.x + a.width / 2 <= b.x + b.width / 2 : a.y + a.height / 2 <= b.y + b.height / 2;
  const sides = axis === 'across' ? (['right', 'left'] as const) : (['bottom', 'top'] as const);
  const from: End = { card: link.from, side: first ? sides[0] : sides[1], at: 0 };
  const to: End = { card: link.to, side: first ? sides[1] : sides[0], at: 0 };
  return { link, axis, ends: [from, to], turn: 0 };
}

/** Gives each line its place on both sides: the same one where the cards face each other, so that it is straight. */
function ports(drafts: readonly Draft[], boxes: ReadonlyMap<string, Box>): void {
  const taken = new Map<string, number[]>();
  const sideOf = ({ card, side }: End) => `${side} ${card}`;
  const take = (end: End, at: number) => {
    end.at = at;
    const key = sideOf(end);
    const known = taken.get(key);
    if (known === undefined) taken.set(key, [at]);
    else known.push(at);
  };
  const pairs = new Map<string, number>();
  for (const { link } of drafts)
    pairs.set(`${link.from} ${link.to}`, (pairs.get(`${link.from} ${link.to}`) ?? 0) + 1);
  const facing = new Map<string, Draft[]>();
  const bent: Draft[] = [];
  for (const each of drafts) {
    const [low, high] = shared(each, boxes);
    const twins = pairs.get(`${each.link.from} ${each.link.to}`)!;
    if (high - low < (twins - 1) * 14) bent.push(each);
    else {
      const key = [sideOf(each.ends[0]), sideOf(each.ends[1])].sort().join(' | ');
      add(facing, key, each);
    }
  }
  for (const group of facing.values()) {
    const [low, high] = shared(group[0]!, boxes);
    const step = Math.min(PORT_GAP * 2, (high - low) / Math.max(1, group.length - 1));
    const start = (low + high) / 2 - (step * (group.length - 1)) / 2;
    group.forEach((each, index) => {
      const at = Math.round(start + step * index);
      for (const end of each.ends) take(end, at);
    });
  }
  const sides = new Map<string, { end: End; towards: number }[]>();
  for (const each of bent)
    each.ends.forEach((end, index) => {
      const other = boxes.get(each.ends[1 - index]!.card)!;
      const towards = each.axis === 'across' ? other.y + other.height / 2 : other.x + other.width / 2;
      const key = sideOf(end);
      add(sides, key, { end, towards });
    });
  for (const group of sides.values()) {
    group.sort((a, b) => a.towards - b.towards);
    const { card, side } = group[0]!.end;
    const box = boxes.get(card)!;
    const [low, high] =
      side === 'left' || side === 'right'
        ? [box.y + CORNER, box.y + box.height - CORNER]
        : [box.x + CORNER, box.x + box.width - CORNER];
    const middle = (low + high) / 2;
    const before = group.filter(({ towards }) => towards < middle);
    const behind = group.filter(({ towards }) => towards >= middle);
    const known = taken.get(sideOf(group[0]!.end)) ?? [];
    const gap = Math.max(6, Math.min(PORT_GAP, (high - low) / Math.max(1, group.length + known.length)));
    let at = low;
    for (const { end } of before) at = takeFree(end, at, 1, gap, high) + gap;
    at = high;
    for (const { end } of behind.reverse()) at = takeFree(end, at, -1, gap, low) - gap;
  }

  function takeFree(end: End, from: number, step: 1 | -1, gap: number, last: number): number {
    const known = taken.get(sideOf(end)) ?? [];
    let at = from;
    while (known.some(other => Math.abs(other - at) < gap * 0.7) && (last - at) * step > 0) at += step * 4;
    if ((last - at) * step < 0) at = from;
    take(end, Math.round(at));
    return at;
  }
}

function add<T>(groups: Map<string, T[]>, key: string, value: T): void {
  const known = groups.get(key);
  if (known === undefined) groups.set(key, [value]);
  else known.push(value);
}

/** The stretch along which both cards face each other; empty: high below low. */
function shared({ axis, ends }: Draft, boxes: ReadonlyMap<string, Box>): [number, number] {
  const [a, b] = [boxes.get(ends[0].card)!, boxes.get(ends[1].card)!];
  return axis === 'across'
    ? [Math.max(a.y, b.y) + CORNER, Math.min(a.y + a.height, b.y + b.height) - CORNER]
    : [Math.max(a.x, b.x) + CORNER, Math.min(a.x + a.width, b.x + b.width) - CORNER];
}

/** Where bent lines turn: those that would lie on each other in a channel get tracks of their own. */
function tracks(drafts: readonly Draft[], boxes: ReadonlyMap<string, Box>): void {
  interface Channel {
    low: number;
    high: number;
    readonly lines: Draft[];
  }
  for (const axis of ['across', 'down'] as const) {
    const bent = drafts
      .filter(each => each.axis === axis && each.ends[0].at !== each.ends[1].at)
      .map(each => ({ each, gap: gapOf(each, boxes) }))
      .sort((a, b) => a.gap[0] - b.gap[0] || a.gap[1] - b.gap[1]);
    const channels: Channel[] = [];
    for (const { each, gap } of bent) {
      const channel = channels.find(({ low, high }) => Math.min(high, gap[1]) - Math.max(low, gap[0]) >= 32);
      if (channel === undefined) channels.push({ low: gap[0], high: gap[1], lines: [each] });
      else {
        channel.low = Math.max(channel.low, gap[0]);
        channel.high = Math.min(channel.high, gap[1]);
        channel.lines.push(each);
      }
    }
    for (const { low, high, lines } of channels) {
      const ends: number[] = [];
      const track = new Map<Draft, number>();
      const span = ({ ends: [a, b] }: Draft) => [Math.min(a.at, b.at), Math.max(a.at, b.at)] as const;
      for (const line of lines.sort((a, b) => span(a)[0] - span(b)[0])) {
        const [start, end] = span(line);
        let index = ends.findIndex(each => each + 8 <= start);
        if (index < 0) index = ends.length;
        ends[index] = end;
        track.set(line, index);
      }
      const step = Math.min(TRACK, (high - low - 24) / Math.max(1, ends.length));
      const first = (low + high) / 2 - (step * (ends.length - 1)) / 2;
      for (const [line, index] of track) line.turn = Math.round(first + step * index);
    }
  }
}

/** What lies between the two sides. */
function gapOf({ ends }: Draft, boxes: ReadonlyMap<string, Box>): [number, number] {
  const places = ends.map(end => sideAt(end, boxes.get(end.card)!));
  return [Math.min(...places), Math.max(...places)];
}

function sideAt({ side }: End, { x, y, width, height }: Box): number {
  return side === 'left' ? x : side === 'right' ? x + width : side === 'top' ? y : y + height;
}

function drawn({ link, axis, ends, turn }: Draft, boxes: ReadonlyMap<string, Box>): PlacedLink {
  const [from, to] = ends.map((end): Point => {
    const side = sideAt(end, boxes.get(end.card)!);
    return axis === 'across' ? { x: side, y: end.at } : { x: end.at, y: side };
  }) as [Point, Point];
  const straight = ends[0].at === ends[1].at;
  const points = straight
    ? [from, to]
    : axis === 'across'
      ? [from, { x: turn, y: from.y }, { x: turn, y: to.y }, to]
      : [from, { x: from.x, y: turn }, { x: to.x, y: turn }, to];
  return { ...link, points, ...labelPlace(points) };
}

function loop(link: Link, { x, y, width }: Box): PlacedLink {
  const right = x + width;
  const points = [
    { x: right, y: y + 18 },
    { x: right + 32, y: y + 18 },
    { x: right + 32, y: y - 20 },
    { x: right - 28, y: y - 20 },
    { x: right - 28, y },
  ];
  return { ...link, points, labelAt: { x: right + 4, y: y - 24 }, labelAnchor: 'start' };
}

/** Beside the middle of the longest stretch of a line; above it where it lies flat. */
export function labelPlace(points: readonly Point[]): Pick<PlacedLink, 'labelAt' | 'labelAnchor'> {
  let best: [Point, Point] = [points[0]!, points[points.length - 1]!];
  let most = -1;
  for (let index = 1; index < points.length; index++) {
    const [a, b] = [points[index - 1]!, points[index]!];
    const length = Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
    if (length > most) {
      most = length;
      best = [a, b];
    }
  }
  const [a, b] = best;
  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  return Math.abs(a.x - b.x) < Math.abs(a.y - b.y)
    ? { labelAt: { x: middle.x + 8, y: middle.y + 4 }, labelAnchor: 'start' }
    : { labelAt: { x: middle.x, y: middle.y - 6 }, labelAnchor: 'middle' };
}
