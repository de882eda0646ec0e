import type { Point } from './geometry.js';
import type { RiftMark } from './rifts-of.js';

/** Where nothing passes: two lips, a hatch between them, and for how long. */
export function Rift({ rift: { left, right, at, text } }: { readonly rift: RiftMark }) {
  const gap = `M${path(left)}L${path([...right].reverse())}z`;
  return (
    <g class="rift" aria-hidden="true">
      <path d={gap} fill="url(#hatch-rift)" />
      <path class="lip" d={`M${path(left)}`} />
      <path class="lip" d={`M${path(right)}`} />
      <text class="small" transform={`translate(${at.x + 4} ${at.y}) rotate(-90)`} text-anchor="middle">
        {text}
      </text>
    </g>
  );
}

function path(points: readonly Point[]): string {
  return points.map(({ x, y }) => `${x} ${y}`).join('L');
}
