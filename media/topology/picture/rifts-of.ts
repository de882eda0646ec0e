import type { Playback } from '../../../server/src/protocol/topology-panel.js';
import { networkAt } from '../at.js';
import { seconds } from '../words.js';
import type { Arrangement } from './arrange.js';
import type { Point } from './geometry.js';

/** A tear between two sides: both lips are the same path, so that they would fit. */
export interface RiftMark {
  readonly left: readonly Point[];
  readonly right: readonly Point[];
  /** Where its words stand, upright. */
  readonly at: Point;
  readonly text: string;
  /** When the network came to be torn like this, ms; below 0: it is not any more. */
  readonly sinceMs: number;
}

/** Teeth of a tear, px sideways; the same for every tear, so that a picture looks the same twice. */
const TEETH = [0, 7, -6, 9, -7, 5, -8, 6, -4, 8, -6, 4];
const TOOTH = 29;

export function riftsOf({ sides }: Arrangement, playback: Playback | undefined, ms: number): RiftMark[] {
  if (sides.length < 2 || playback === undefined) return [];
  const state = networkAt(playback, ms);
  const since = state?.atMs ?? ms;
  // On its way to be closed it says nothing any more.
  const text =
    state !== undefined && state.groups.length < 2 ? '' : `no messages for ${seconds(ms - since)} s`;
  return sides.slice(1).map((side, index) => {
    const { plate: a } = sides[index]!;
    const { plate: b } = side;
    const teeth = teethOf(a.height);
    const left = teeth.map(({ x, y }) => ({ x: a.x + a.width + x, y: a.y + y }));
    const right = teeth.map(({ x, y }) => ({ x: b.x + x, y: b.y + y }));
    return {
      left,
      right,
      at: { x: (a.x + a.width + b.x) / 2, y: (a.y + b.y + a.height) / 2 },
      text,
      sinceMs: text === '' ? -1 : since,
    };
  });
}

/** From the top to the bottom of a plate of this height. */
export function teethOf(height: number): Point[] {
  const count = Math.max(2, Math.round(height / TOOTH));
  return Array.from({ length: count + 1 }, (_, index) => ({
    x: index === 0 || index === count ? 0 : TEETH[index % TEETH.length]!,
    y: (height * index) / count,
  }));
}
