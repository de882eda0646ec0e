import { shortened } from './node-card.js';
import type { NodeMark } from './nodes-of.js';
import { UNSPOKEN } from './still.js';

const RADIUS = 9;

/** A member of the service that decides who leads: a hexagon, filled where it leads, dashed where it can decide nothing. */
export function CoordinationMember({ mark }: { readonly mark: NodeMark }) {
  const { box, look, word, lease, node } = mark;
  const [x, y] = [RADIUS + 5, box.height / 2];
  const beside = box.width > 60;
  return (
    <g transform={`translate(${box.x} ${box.y})`} {...UNSPOKEN}>
      <rect class="reach" width={box.width} height={box.height} />
      <path class={`hexagon ${look}`} d={hexagon(x, y, RADIUS)} />
      {lease !== undefined && <path class="lease" d={arc(x, y, RADIUS + 4, lease)} />}
      {beside && (
        <text class="small" x={2 * RADIUS + 16} y={y + 4}>
          {shortened(word, box.width - 2 * RADIUS - 8, 5.4)}
          <title>{`${node.title}: ${word}`}</title>
        </text>
      )}
    </g>
  );
}

function hexagon(x: number, y: number, radius: number): string {
  const points = Array.from({ length: 6 }, (_, index) => {
    const angle = (Math.PI / 3) * index - Math.PI / 2;
    return `${(x + radius * Math.cos(angle)).toFixed(1)} ${(y + radius * Math.sin(angle)).toFixed(1)}`;
  });
  return `M${points.join('L')}z`;
}

/** From the top, clockwise; a whole lease is a whole ring. */
function arc(x: number, y: number, radius: number, part: number): string {
  if (part >= 0.999) return `M${x} ${y - radius}A${radius} ${radius} 0 1 1 ${x - 0.01} ${y - radius}`;
  const angle = part * 2 * Math.PI - Math.PI / 2;
  const end = `${(x + radius * Math.cos(angle)).toFixed(2)} ${(y + radius * Math.sin(angle)).toFixed(2)}`;
  return `M${x} ${y - radius}A${radius} ${radius} 0 ${part > 0.5 ? 1 : 0} 1 ${end}`;
}
