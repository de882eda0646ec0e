import { type Box, overlaps, type Point, type Size } from '../model/scene.js';

const GAP = 40;

/**
 * A free place for something new, as near to what it is tied to as there is room: rings around the middle of its neighbours,
 * or right of everything where it has none.
 */
export function placeNear(size: Size, neighbours: readonly Box[], all: readonly Box[]): Point {
  if (all.length === 0) return { x: 0, y: 0 };
  if (neighbours.length === 0) {
    const right = Math.max(...all.map(({ x, width }) => x + width));
    const top = Math.min(...all.map(({ y }) => y));
    return free({ x: right + GAP * 2, y: top }) ?? { x: right + GAP * 2, y: top };
  }
  const middle = {
    x: neighbours.reduce((sum, { x, width }) => sum + x + width / 2, 0) / neighbours.length - size.width / 2,
    y:
      neighbours.reduce((sum, { y, height }) => sum + y + height / 2, 0) / neighbours.length -
      size.height / 2,
  };
  const nearest = neighbours[0]!;
  // Beside and below its first neighbour is where people look.
  const tries = [
    { x: nearest.x + nearest.width + GAP * 2, y: nearest.y },
    { x: nearest.x - size.width - GAP * 2, y: nearest.y },
    { x: nearest.x, y: nearest.y + nearest.height + GAP * 2 },
    { x: nearest.x, y: nearest.y - size.height - GAP * 2 },
  ];
  for (const at of tries) {
    const found = free(at);
    if (found !== undefined) return found;
  }
  for (let ring = 1; ring < 200; ring++) {
    const steps = ring * 8;
    for (let step = 0; step < steps; step++) {
      const angle = (2 * Math.PI * step) / steps;
      const at = {
        x: middle.x + Math.cos(angle) * ring * 80,
        y: middle.y + Math.sin(angle) * ring * 60,
      };
      const found = free(at);
      if (found !== undefined) return found;
    }
  }
  return middle;

  function free({ x, y }: Point): Point | undefined {
    const at = { x: Math.round(x / 4) * 4, y: Math.round(y / 4) * 4 };
    return all.some(other => overlaps({ ...at, ...size }, other, GAP / 2)) ? undefined : at;
  }
}

/**
 * Makes room where one box grows: what stood right of it moves right, what stood below moves down, by as much as it grew.
 * Nothing overlaps that did not before.
 */
export function makeRoom(before: Box, grown: Size, others: ReadonlyMap<string, Box>): Map<string, Point> {
  const dx = grown.width - before.width;
  const dy = grown.height - before.height;
  const moved = new Map<string, Point>();
  for (const [id, { x, y }] of others) {
    const right = x >= before.x + before.width - 1;
    const below = y >= before.y + before.height - 1;
    // What stands in both directions would leave a hole in the corner: one way is enough.
    moved.set(id, { x: right ? x + dx : x, y: below && !right ? y + dy : y });
  }
  return moved;
}
