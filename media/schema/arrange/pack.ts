import type { Point, Size } from '../model/scene.js';

/**
 * Puts boxes beside and below each other in rows, tallest first, so that all together come near to an aspect (width by
 * height). Gives the top left corner of each, in the order given.
 */
export function pack(boxes: readonly Size[], aspect: number, gap: number): Point[] {
  const area = boxes.reduce((sum, { width, height }) => sum + (width + gap) * (height + gap), 0);
  const widest = boxes.reduce((most, { width }) => Math.max(most, width), 0);
  const limit = Math.max(widest, Math.sqrt(area * aspect));
  const order = boxes.map((_, index) => index).sort((a, b) => boxes[b]!.height - boxes[a]!.height || a - b);
  const places = new Array<Point>(boxes.length);
  let x = 0;
  let y = 0;
  let row = 0;
  // Boxes that are lower than the row stand above each other in it.
  let column: { x: number; y: number; width: number } | undefined;
  for (const index of order) {
    const { width, height } = boxes[index]!;
    if (column !== undefined && column.y + height <= y + row && width <= column.width) {
      places[index] = { x: column.x, y: column.y };
      column.y += height + gap;
      continue;
    }
    if (x > 0 && x + width > limit) {
      x = 0;
      y += row + gap;
      row = 0;
    }
    places[index] = { x, y };
    row = Math.max(row, height);
    column = { x, y: y + height + gap, width };
    x += width + gap;
  }
  return places;
}
