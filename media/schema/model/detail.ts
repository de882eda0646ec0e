import type { Box } from './scene.js';

/**
 * How much of each card is drawn: `all`, `keys` (name and keys), `names` (the name, as large as fits), `shapes` (the box alone).
 */
export type Detail = 'all' | 'keys' | 'names' | 'shapes';

/** By how large a px of the picture is on the screen. Below 8 px on the screen nobody reads. */
export function detailAt(scale: number): Detail {
  if (scale >= 0.55) return 'all';
  if (scale >= 0.42) return 'keys';
  if (scale >= 0.1) return 'names';
  return 'shapes';
}

/** A size of a name, in px of the picture, that fills a card but stays inside. */
export function nameSize(width: number, height: number, textWidth: number, scale: number): number {
  const wanted = 13 / scale;
  // `textWidth` is what the name takes at 13 px.
  const byWidth = (13 * (width - 16)) / Math.max(1, textWidth);
  return Math.max(13, Math.min(wanted, byWidth, height * 0.6));
}

/** Part of the picture that is seen, and a margin around it, so that panning a little draws nothing anew. */
export function seenWith(view: Box, margin: number): Box {
  return {
    x: view.x - view.width * margin,
    y: view.y - view.height * margin,
    width: view.width * (1 + 2 * margin),
    height: view.height * (1 + 2 * margin),
  };
}

export function contains(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}
