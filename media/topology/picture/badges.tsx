import type { Step } from '../story.js';

/** Numbers of the steps that are about a thing: filled when they were, hollow when they come. */
export function Badges({
  steps,
  x,
  y,
  instant,
}: {
  readonly steps: readonly Step[];
  readonly x: number;
  readonly y: number;
  readonly instant: number;
}) {
  return (
    <>
      {steps.slice(-3).map(({ number, atMs }, index, seen) => (
        <g
          key={number}
          class={atMs <= instant ? 'badge was' : 'badge'}
          transform={`translate(${x - (seen.length - 1 - index) * 18} ${y})`}
        >
          <circle r="8" />
          <text y="4" text-anchor="middle">
            {number}
          </text>
        </g>
      ))}
    </>
  );
}
