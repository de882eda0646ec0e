import type { Box } from '../model/scene.js';

/** px of a cell's side: about a card. */
const CELL = 320;

interface Entry {
  readonly id: string;
  readonly box: Box;
}

/** Cards by where they stand, so that what is near is found without looking at all of them. */
export class CardIndex {
  private readonly cells = new Map<string, Entry[]>();

  constructor(boxes: ReadonlyMap<string, Box>) {
    for (const [id, box] of boxes)
      for (const cell of cellsOf(box)) {
        const known = this.cells.get(cell);
        if (known === undefined) this.cells.set(cell, [{ id, box }]);
        else known.push({ id, box });
      }
  }

  /** Those that may overlap a box, each once. */
  near(box: Box): readonly Entry[] {
    const found = new Map<string, Entry>();
    for (const cell of cellsOf(box))
      for (const entry of this.cells.get(cell) ?? []) found.set(entry.id, entry);
    return [...found.values()];
  }
}

function* cellsOf({ x, y, width, height }: Box): Generator<string> {
  const [right, bottom] = [Math.floor((x + width) / CELL), Math.floor((y + height) / CELL)];
  for (let column = Math.floor(x / CELL); column <= right; column++)
    for (let row = Math.floor(y / CELL); row <= bottom; row++) yield `${column} ${row}`;
}
