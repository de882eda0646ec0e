import { type Signal, useComputed } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { contains } from '../model/detail.js';
import { around, type Box } from '../model/scene.js';
import * as store from '../store.js';

const WIDTH = 144;
const HEIGHT = 96;

/** The whole picture, small, with a frame around what is seen. Only where there is more than that. */
export function Minimap({
  seen: seenSignal,
  onCentre,
}: {
  readonly seen: Signal<Box>;
  readonly onCentre: (x: number, y: number) => void;
}) {
  const dragging = useRef(false);
  const plan = useComputed(() => {
    const { cards, bounds } = store.scene.value;
    const path = (facts: boolean) =>
      cards
        .filter(({ shape }) => (shape === 'fact') === facts)
        .map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`)
        .join('');
    return { bounds, facts: path(true), others: path(false) };
  });
  const { bounds, facts, others } = plan.value;
  const seen = seenSignal.value;
  if (bounds.width === 0 || contains(seen, bounds) || store.narrow.value) return null;
  const all = around([bounds, seen]);
  const scale = Math.min(WIDTH / all.width, HEIGHT / all.height);
  const go = (event: PointerEvent): void => {
    const { left, top } = (event.currentTarget as Element).getBoundingClientRect();
    onCentre(
      all.x + all.width / 2 + (event.clientX - left - WIDTH / 2) / scale,
      all.y + all.height / 2 + (event.clientY - top - HEIGHT / 2) / scale,
    );
  };
  const transform = `translate(${WIDTH / 2} ${HEIGHT / 2}) scale(${scale}) translate(${-all.x - all.width / 2} ${-all.y - all.height / 2})`;
  return (
    <svg
      class="minimap over"
      width={WIDTH}
      height={HEIGHT}
      aria-hidden="true"
      onPointerDown={event => {
        dragging.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={event => {
        if (dragging.current) go(event);
      }}
      onPointerUp={() => {
        dragging.current = false;
      }}
    >
      <g transform={transform}>
        <path class="minimap-card" d={others} />
        <path class="minimap-fact" d={facts} />
        <rect
          class="minimap-seen"
          x={seen.x}
          y={seen.y}
          width={seen.width}
          height={seen.height}
          stroke-width={1.5 / scale}
        />
      </g>
    </svg>
  );
}
