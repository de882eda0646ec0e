import type { SVGAttributes } from 'preact';
import type { Arrangement } from './arrange.js';
import type { Point } from './geometry.js';
import type { RiftMark } from './rifts-of.js';

const CORNER = 8;

interface GroundProps {
  readonly arrangement: Arrangement;
  readonly rifts: readonly RiftMark[];
  readonly common: (thing: string) => SVGAttributes<SVGGElement>;
}

/** What everything stands on: the plate, torn where the network is; regions, zones, machines. */
export function Ground({ arrangement, rifts, common }: GroundProps) {
  const { sides, groups, hosts } = arrangement;
  return (
    <>
      {sides.map((side, index) => (
        <path
          key={side.hosts.join()}
          class="plate"
          d={plateOf(side.plate, rifts[index - 1]?.right, rifts[index]?.left)}
        />
      ))}
      {groups.map(({ id, title, level, side, box }) => (
        <g
          key={`${id} ${side}`}
          {...common(`group:${id}`)}
          aria-label={`${title}${sides.length > 1 ? `, side ${side + 1} of ${sides.length}` : ''}`}
        >
          <rect
            class={`group ${level}`}
            x={box.x}
            y={box.y}
            width={box.width}
            height={box.height}
            rx={CORNER}
          />
          <text class="small dim" x={box.x + 10} y={box.y + 16}>
            {title}
          </text>
        </g>
      ))}
      {[...hosts].map(([host, box]) => (
        <rect key={host} class="host" x={box.x} y={box.y} width={box.width} height={box.height} rx={CORNER} />
      ))}
    </>
  );
}

/** Round corners outside; along a tear the tear itself. */
function plateOf(
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  left: readonly Point[] | undefined,
  right: readonly Point[] | undefined,
): string {
  const [x2, y2] = [x + width, y + height];
  const topRight =
    right === undefined
      ? `H${x2 - CORNER}q${CORNER} 0 ${CORNER} ${CORNER}V${y2 - CORNER}q0 ${CORNER} ${-CORNER} ${CORNER}`
      : `H${right[0]!.x}${right.map(point => `L${point.x} ${point.y}`).join('')}`;
  const back =
    left === undefined
      ? `H${x + CORNER}q${-CORNER} 0 ${-CORNER} ${-CORNER}V${y + CORNER}q0 ${-CORNER} ${CORNER} ${-CORNER}z`
      : `H${left.at(-1)!.x}${[...left]
          .reverse()
          .map(point => `L${point.x} ${point.y}`)
          .join('')}z`;
  return `M${left === undefined ? x + CORNER : left[0]!.x} ${y}${topRight}${back}`;
}
