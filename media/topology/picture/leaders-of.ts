import type { Playback } from '../../../server/src/protocol/topology-panel.js';
import { roleAt } from '../at.js';
import { seconds } from '../words.js';
import type { Arrangement } from './arrange.js';
import { centreOf, type Point } from './geometry.js';
import type { Cast } from './state.js';

/** A bracket below nodes that lead at the same time, neither knowing of the other. */
export interface LeadersMark {
  readonly ends: readonly Point[];
  /** Where it runs, px. */
  readonly y: number;
  readonly text: string;
}

export function leadersMark(
  playback: Playback | undefined,
  { nodes, hosts }: Arrangement,
  cast: Cast,
  ms: number,
): LeadersMark | undefined {
  // Where several lead by design, or never at once, there is nothing to be said.
  if (playback?.verdicts.find(({ id }) => id === 'leaders')?.tone !== 'lost') return undefined;
  const leading = playback.processes.flatMap(process => {
    const state = process.serves && process.node !== undefined ? roleAt(process, ms) : undefined;
    const box = state?.role === 'leader' ? nodes.get(process.node!) : undefined;
    return box === undefined ? [] : [{ state: state!, box, node: process.node! }];
  });
  if (new Set(leading.map(({ state }) => state.epoch)).size < 2) return undefined;
  const since = Math.max(...leading.map(({ state }) => state.atMs));
  const below = leading.map(({ box, node }) => {
    const frame = hosts.get(cast.hosts.get(node) ?? '') ?? box;
    return { x: centreOf(box).x, y: frame.y + frame.height + 4 };
  });
  const ends = below.sort((a, b) => a.x - b.x);
  return {
    ends,
    y: Math.max(...ends.map(({ y }) => y)) + 10,
    text: `two leaders, ${seconds(ms - since)} s`,
  };
}
