import { useEffect, useRef, useState } from 'preact/hooks';
import type { Arrangement } from '../picture/arrange.js';
import { glidden, tornOtherwise } from '../picture/glide.js';

/** How long a tear takes, and its healing, ms. */
const GLIDE_MS = 200;

/**
 * The arrangement to draw now: where the network tears or heals, things glide there, unless people want less motion; whatever
 * else moves them, they jump.
 * @param cluster Another one does not come out of the one before.
 */
export function useGlide(
  wanted: Arrangement | undefined,
  cluster: string | undefined,
): Arrangement | undefined {
  const [, draw] = useState({});
  const now = useRef<Glide>({ cluster: undefined, drawn: undefined, goal: undefined });
  const glide = now.current;
  if (wanted !== glide.goal || cluster !== glide.cluster) {
    const { drawn, goal } = glide;
    const begins =
      wanted !== undefined &&
      drawn !== undefined &&
      goal !== undefined &&
      cluster === glide.cluster &&
      tornOtherwise(goal, wanted) &&
      !matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (begins) glide.way = { from: drawn, begun: performance.now() };
    // The same tear, drawn for another answer: it goes on.
    else if (wanted === undefined || goal === undefined || tornOtherwise(goal, wanted)) glide.way = undefined;
    glide.cluster = cluster;
    glide.goal = wanted;
  }
  const { way, goal } = glide;
  const part = way === undefined ? 1 : Math.max(0, (performance.now() - way.begun) / GLIDE_MS);
  if (part >= 1) glide.way = undefined;
  glide.drawn = way === undefined || goal === undefined ? goal : glidden(way.from, goal, part);
  useEffect(() => {
    if (now.current.way === undefined) return;
    const frame = requestAnimationFrame(() => draw({}));
    return () => cancelAnimationFrame(frame);
  });
  return glide.drawn;
}

interface Glide {
  cluster: string | undefined;
  drawn: Arrangement | undefined;
  goal: Arrangement | undefined;
  /** Where it comes from, and since when (performance.now()). */
  way?: { readonly from: Arrangement; readonly begun: number } | undefined;
}
