import type { Step } from '../story.js';
import { Badges } from './badges.js';
import type { Point } from './geometry.js';
import type { RiftMark } from './rifts-of.js';

interface RiftProps {
  readonly rift: RiftMark;
  /** Steps of the story that tore it. */
  readonly badges: readonly Step[];
  readonly instant: number;
}

/** Where nothing passes: two lips, a hatch between them, and for how long. */
export function Rift({ rift: { left, right, at, text }, badges, instant }: RiftProps) {
  const gap = `M${path(left)}L${path([...right].reverse())}z`;
  return (
    <g class="rift">
      <path d={gap} fill="url(#hatch-rift)" />
      <path class="lip" d={`M${path(left)}`} />
      <path class="lip" d={`M${path(right)}`} />
      <text
        class="small halo wide"
        transform={`translate(${at.x + 4} ${at.y}) rotate(-90)`}
        text-anchor="middle"
      >
        {text}
      </text>
      <Badges
        steps={badges}
        x={(left[0]!.x + right[0]!.x) / 2}
        y={Math.min(left[0]!.y, right[0]!.y)}
        instant={instant}
      />
    </g>
  );
}

function path(points: readonly Point[]): string {
  return points.map(({ x, y }) => `${x} ${y}`).join('L');
}
