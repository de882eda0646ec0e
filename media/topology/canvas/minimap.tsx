import type { Zoom } from '../../shared/zoom.js';
import type { Scene } from '../picture/scene.js';

interface MinimapProps {
  readonly scene: Scene;
  readonly zoom: Zoom;
  readonly size: { readonly width: number; readonly height: number };
  readonly onCentre: (x: number, y: number) => void;
}

const WIDTH = 144;
const HEIGHT = 96;

/** All of a large picture, and the part of it that is seen. */
export function Minimap({ scene, zoom, size, onCentre }: MinimapProps) {
  const { bounds } = scene;
  const scale = Math.min(WIDTH / bounds.width, HEIGHT / bounds.height);
  const go = (event: PointerEvent & { readonly currentTarget: Element }): void => {
    if (event.buttons === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    onCentre(bounds.x + (event.clientX - box.left) / scale, bounds.y + (event.clientY - box.top) / scale);
  };
  return (
    <svg
      class="minimap over"
      width={bounds.width * scale}
      height={bounds.height * scale}
      aria-hidden="true"
      onPointerDown={go}
      onPointerMove={go}
    >
      <g transform={`scale(${scale}) translate(${-bounds.x} ${-bounds.y})`}>
        {scene.nodes.map(({ id, box, look }) => (
          <rect key={id} class={look === 'leader' ? 'leading' : ''} {...box} />
        ))}
        <rect
          class="view"
          x={-zoom.x / zoom.k}
          y={-zoom.y / zoom.k}
          width={size.width / zoom.k}
          height={size.height / zoom.k}
        />
      </g>
    </svg>
  );
}
