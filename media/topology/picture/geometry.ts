import type { Box } from '../../../server/src/protocol/topology-panel.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export function centreOf({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** The smallest box around others; undefined where there are none. */
export function around(boxes: readonly Box[]): Box | undefined {
  if (boxes.length === 0) return undefined;
  const x = Math.min(...boxes.map(box => box.x));
  const y = Math.min(...boxes.map(box => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map(box => box.x + box.width)) - x,
    height: Math.max(...boxes.map(box => box.y + box.height)) - y,
  };
}

export function grown(box: Box, by: number, top = by): Box {
  return { x: box.x - by, y: box.y - top, width: box.width + 2 * by, height: box.height + by + top };
}

export function moved(box: Box, dx: number, dy: number): Box {
  return { ...box, x: box.x + dx, y: box.y + dy };
}

/** Where the line from a box's centre to a point leaves the box. */
export function edgeTowards(box: Box, to: Point, gap = 0): Point {
  const from = centreOf(box);
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  if (dx === 0 && dy === 0) return from;
  const scale = Math.min(
    dx === 0 ? Infinity : (box.width / 2 + gap) / Math.abs(dx),
    dy === 0 ? Infinity : (box.height / 2 + gap) / Math.abs(dy),
  );
  return { x: from.x + dx * scale, y: from.y + dy * scale };
}

/** Whether the straight line between two points runs through a box. */
export function crosses(a: Point, b: Point, { x, y, width, height }: Box): boolean {
  let from = 0;
  let to = 1;
  const axes = [
    [a.x, b.x - a.x, x, x + width],
    [a.y, b.y - a.y, y, y + height],
  ] as const;
  for (const [start, delta, low, high] of axes) {
    if (delta === 0) {
      if (start <= low || start >= high) return false;
      continue;
    }
    const one = (low - start) / delta;
    const other = (high - start) / delta;
    from = Math.max(from, Math.min(one, other));
    to = Math.min(to, Math.max(one, other));
  }
  return from < to;
}

export function between(a: Point, b: Point, part: number): Point {
  return { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part };
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}
