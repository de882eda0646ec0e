import { rowMiddle } from '../model/cards.js';
import { around, type Card, type Link, type Point, type Size } from '../model/scene.js';
import { spread } from './spread.js';

/** px between lines in the channel between two columns, and in the gap between two cards. */
const TRACK = 10;
const LANE = 7;
/** px of a channel on both sides of its lines: crow's feet and bars stand there. */
const MARGIN = 26;
const LEAST_CHANNEL = 64;
/** px that lines keep from a card's corners. */
const CORNER = 12;
/** px between lines that end at one side of a card. */
const PORT = 10;

/** One stretch up or down in a channel. */
interface Run {
  readonly channel: number;
  readonly y1: number;
  readonly y2: number;
  track: number;
}
/** An end of a line at a card. */
interface Port {
  readonly card: Card;
  readonly side: 'left' | 'right';
  readonly wish: number;
  y: number;
}
interface Line {
  readonly link: Link;
  readonly from: Port;
  readonly to: Port;
  /** Height at which it passes through each column between the two, in order. */
  readonly passes: number[];
  readonly channels: readonly number[];
  runs: Run[];
}

/**
 * Draws lines between cards that stand in columns. They run up and down in the channels between columns, each on a track of its
 * own, and pass through a column in the gaps between its cards: no line crosses a card. A line leaves at the row of the column
 * that refers. Channels become as wide as their lines need, so the columns' places follow from the lines.
 * @param tops Where each card begins, px from any line across.
 */
export function columnLines(
  columns: readonly (readonly Card[])[],
  tops: ReadonlyMap<string, number>,
  links: readonly Link[],
): Size & { positions: Map<string, Point>; routes: Map<string, Point[]> } {
  const place = new Map<string, number>();
  columns.forEach((column, index) => {
    for (const { id } of column) place.set(id, index);
  });
  const cards = new Map(columns.flat().map(card => [card.id, card]));
  const lanes = columns.map(column => gapsOf(column, tops));
  const lines = links.flatMap((link): Line[] => {
    const [from, to] = [cards.get(link.from), cards.get(link.to)];
    if (from === undefined || to === undefined || from === to || link.kind === 'copy') return [];
    return [lineOf(link, from, to, place, tops)];
  });
  setPorts(lines, tops);
  for (const line of lines) {
    pass(line, place, lanes);
    line.runs = runsOf(line);
  }
  const channels = setTracks(lines, columns.length);

  const lefts: number[] = [];
  let x = channels[0]! > 0 ? widthOf(channels[0]!) : 0;
  for (const [index, column] of columns.entries()) {
    lefts.push(x);
    x += Math.max(...column.map(({ width }) => width)) + widthOf(channels[index + 1]!);
  }
  const positions = new Map<string, Point>();
  columns.forEach((column, index) => {
    for (const { id } of column) positions.set(id, { x: lefts[index]!, y: tops.get(id)! });
  });
  const routes = new Map(lines.map(line => [line.link.id, pointsOf(line)]));
  return normal(cards, positions, routes);

  function pointsOf({ from, to, runs }: Line): Point[] {
    const points: Point[] = [edge(from)];
    for (const { channel, y1, y2, track } of runs) {
      const start = channel === 0 ? 0 : lefts[channel - 1]! + columnWidth(channel - 1);
      const at = start + MARGIN + track * TRACK + spare(channels[channel]!) / 2;
      points.push({ x: at, y: y1 }, { x: at, y: y2 });
    }
    points.push(edge(to));
    return points.filter(
      (point, index) => index === 0 || point.x !== points[index - 1]!.x || point.y !== points[index - 1]!.y,
    );
  }

  function edge({ card, side, y }: Port): Point {
    const left = positions.get(card.id)!.x;
    return { x: side === 'left' ? left : left + card.width, y };
  }

  function columnWidth(index: number): number {
    return Math.max(...columns[index]!.map(({ width }) => width));
  }
}

function lineOf(
  link: Link,
  from: Card,
  to: Card,
  place: ReadonlyMap<string, number>,
  tops: ReadonlyMap<string, number>,
): Line {
  const [a, b] = [place.get(from.id)!, place.get(to.id)!];
  const forward = a <= b;
  const channels: number[] = [];
  if (a === b) channels.push(a + 1);
  else if (forward) for (let channel = a + 1; channel <= b; channel++) channels.push(channel);
  else for (let channel = a; channel > b; channel--) channels.push(channel);
  const port = (card: Card, side: Port['side'], column: string | undefined, other: Card): Port => {
    const top = tops.get(card.id)!;
    const row = column === undefined ? undefined : rowMiddle(card, column);
    const towards = tops.get(other.id)! + other.height / 2;
    const wish = row === undefined ? towards : top + row;
    return { card, side, wish: clamp(wish, top + CORNER, top + card.height - CORNER), y: 0 };
  };
  return {
    link,
    from: port(from, forward ? 'right' : 'left', link.edge?.fromColumns[0], to),
    to: port(to, forward && a !== b ? 'left' : 'right', link.edge?.toColumns[0], from),
    passes: [],
    channels,
    runs: [],
  };
}

/** Ends at one side of a card stand apart, as near to their wishes as there is room. */
function setPorts(lines: readonly Line[], tops: ReadonlyMap<string, number>): void {
  const sides = new Map<string, { port: Port; towards: number }[]>();
  for (const { from, to } of lines)
    for (const [port, other] of [
      [from, to],
      [to, from],
    ] as const) {
      const key = `${port.side} ${port.card.id}`;
      sides.set(key, [
        ...(sides.get(key) ?? []),
        { port, towards: tops.get(other.card.id)! + other.card.height / 2 },
      ]);
    }
  for (const group of sides.values()) {
    group.sort((a, b) => a.port.wish - b.port.wish || a.towards - b.towards);
    const { card } = group[0]!.port;
    const low = tops.get(card.id)! + CORNER;
    const high = low + card.height - 2 * CORNER;
    const gap = Math.min(PORT, (high - low) / Math.max(1, group.length - 1));
    const starts = spread(
      group.map(({ port }) => ({ at: port.wish, size: 0 })),
      gap,
    );
    const shift = Math.max(0, low - starts[0]!) - Math.max(0, starts[starts.length - 1]! - high);
    group.forEach(({ port }, index) => {
      port.y = Math.round(clamp(starts[index]! + shift, low, high));
    });
  }
}

interface Gap {
  readonly low: number;
  readonly high: number;
  used: number;
}

function gapsOf(column: readonly Card[], tops: ReadonlyMap<string, number>): Gap[] {
  const sorted = [...column].sort((a, b) => tops.get(a.id)! - tops.get(b.id)!);
  const gaps: Gap[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const { id, height } of sorted) {
    gaps.push({ low: last, high: tops.get(id)!, used: 0 });
    last = tops.get(id)! + height;
  }
  gaps.push({ low: last, high: Number.POSITIVE_INFINITY, used: 0 });
  return gaps;
}

/** Chooses where a line passes through the columns between its ends: the gaps on the shortest way. */
function pass(line: Line, place: ReadonlyMap<string, number>, lanes: readonly Gap[][]): void {
  const [a, b] = [place.get(line.from.card.id)!, place.get(line.to.card.id)!];
  const step = a < b ? 1 : -1;
  let y = line.from.y;
  if (a === b) return;
  for (let column = a + step; column !== b; column += step) {
    let best: Gap | undefined;
    let bestAt = y;
    let least = Number.POSITIVE_INFINITY;
    for (const gap of lanes[column]!) {
      const at = clamp((y + line.to.y) / 2, Math.min(y, line.to.y), Math.max(y, line.to.y));
      const lane = laneIn(gap, clamp(at, gap.low + 8, gap.high - 8));
      // A gap that is full costs as much as a detour.
      const cost = Math.abs(lane - y) + Math.abs(lane - line.to.y) + gap.used * (isOpen(gap) ? 1 : 6);
      if (cost < least) {
        least = cost;
        best = gap;
        bestAt = lane;
      }
    }
    if (best !== undefined) best.used++;
    line.passes.push(Math.round(bestAt));
    y = bestAt;
  }
}

function isOpen({ low, high }: Gap): boolean {
  return !Number.isFinite(low) || !Number.isFinite(high);
}

/** A lane of a gap that is not taken yet: side by side from its middle; outwards above and below a column. */
function laneIn({ low, high, used }: Gap, at: number): number {
  if (!Number.isFinite(low)) return Math.min(at, high - 12 - used * LANE);
  if (!Number.isFinite(high)) return Math.max(at, low + 12 + used * LANE);
  const room = high - low - 12;
  const number = Math.max(1, Math.floor(room / LANE) + 1);
  const index = used % number;
  const offset = (index % 2 === 0 ? 1 : -1) * Math.ceil(index / 2) * LANE;
  return (low + high) / 2 + offset;
}

function runsOf({ from, to, passes, channels }: Line): Run[] {
  const heights = [from.y, ...passes, to.y];
  return channels.map((channel, index) => ({
    channel,
    y1: heights[index]!,
    y2: heights[index + 1]!,
    track: 0,
  }));
}

/** Gives every stretch a track on which nothing else is; how many each channel needs. */
function setTracks(lines: readonly Line[], columns: number): number[] {
  const channels: Run[][] = Array.from({ length: columns + 1 }, () => []);
  for (const { runs } of lines) for (const run of runs) channels[run.channel]!.push(run);
  return channels.map(runs => {
    const ends: number[] = [];
    const low = (run: Run) => Math.min(run.y1, run.y2);
    for (const run of runs.filter(({ y1, y2 }) => y1 !== y2).sort((a, b) => low(a) - low(b))) {
      let track = ends.findIndex(end => end + 6 <= low(run));
      if (track < 0) track = ends.length;
      ends[track] = Math.max(run.y1, run.y2);
      run.track = track;
    }
    return ends.length;
  });
}

function widthOf(tracks: number): number {
  return Math.max(LEAST_CHANNEL, MARGIN * 2 + Math.max(0, tracks - 1) * TRACK);
}

/** What a channel has beside what its lines need: they run in its middle. */
function spare(tracks: number): number {
  return widthOf(tracks) - MARGIN * 2 - Math.max(0, tracks - 1) * TRACK;
}

function normal(
  cards: ReadonlyMap<string, Card>,
  positions: ReadonlyMap<string, Point>,
  routes: ReadonlyMap<string, readonly Point[]>,
): Size & { positions: Map<string, Point>; routes: Map<string, Point[]> } {
  const points = [...routes.values()].flat().map(({ x, y }) => ({ x, y, width: 0, height: 0 }));
  const boxes = [...positions].map(([id, { x, y }]) => ({
    x,
    y,
    width: cards.get(id)!.width,
    height: cards.get(id)!.height,
  }));
  const bounds = around([...boxes, ...points]);
  const move = ({ x, y }: Point): Point => ({ x: Math.round(x - bounds.x), y: Math.round(y - bounds.y) });
  return {
    width: bounds.width,
    height: bounds.height,
    positions: new Map([...positions].map(([id, at]) => [id, move(at)])),
    routes: new Map([...routes].map(([id, line]) => [id, line.map(move)])),
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
