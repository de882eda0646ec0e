import { memo } from 'preact/compat';
import type { Detail } from '../model/detail.js';
import { MARK_SIGN } from '../model/marks.js';
import type { EdgeEnd, PlacedLink, Point } from '../model/scene.js';
import { KEPT } from '../model/sentences.js';

/** px of rounded corners. */
const ROUND = 8;

export interface LinkProps {
  readonly link: PlacedLink;
  readonly detail: Detail;
  readonly strong: boolean;
  readonly lit: boolean;
  readonly faded: boolean;
  /** Bundles say how many references they stand for. */
  readonly numbered: boolean;
}

/** One line with what stands at its ends and beside it. */
export const LinkView = memo(function LinkView({ link, detail, strong, lit, faded, numbered }: LinkProps) {
  const { points, kind, dashed, mark, label, labelAt, labelAnchor, copy } = link;
  const kept =
    copy === undefined
      ? ''
      : ` ${copy.keptBy === 'unknown' ? 'open' : KEPT[copy.keptBy].good ? 'kept' : 'loose'}`;
  const name = `link ${kind}${dashed ? ' dashed' : ''}${kept}${mark === undefined ? '' : ` ${mark}`}${strong ? ' strong' : ''}${lit ? ' lit' : ''}${faded ? ' faded' : ''}`;
  const close = detail === 'all' || detail === 'keys';
  return (
    <g class={name} data-link={link.id}>
      {mark === 'added' && <path class="double" d={linePath(points)} />}
      <path
        class="line"
        d={linePath(points)}
        {...(kind === 'bundle'
          ? { style: { strokeWidth: `${Math.min(6, 1 + Math.log2(link.count))}px` } }
          : {})}
      />
      {mark === 'added' && <path class="gap" d={linePath(points)} />}
      <path class="ends" d={ends(link)} />
      {close && label !== undefined && kind !== 'bundle' && (
        <text
          class={`small${mark === 'dropped' ? ' struck' : ''}`}
          x={labelAt.x}
          y={labelAt.y}
          text-anchor={labelAnchor}
        >
          {mark === undefined ? label : `${MARK_SIGN[mark]} ${label}`}
        </text>
      )}
      {kind === 'bundle' && (strong || numbered) && detail !== 'shapes' && label !== undefined && (
        <g transform={`translate(${middle(points).x} ${middle(points).y})`}>
          <rect class="count" x={-11} y={-8} width={22} height={16} rx={8} />
          <text class="small" y={4} text-anchor="middle">
            {label}
          </text>
        </g>
      )}
      {copy !== undefined && detail !== 'shapes' && <KeptMark at={middle(points)} kept={copy.keptBy} />}
      {close && <path class="hit" d={linePath(points)} />}
    </g>
  );
});

/** A tick where something keeps a copy true, a cross where nothing does, a question mark where nobody knows. */
function KeptMark({ at: { x, y }, kept }: { readonly at: Point; readonly kept: keyof typeof KEPT }) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <circle class="kept-plate" r={8} />
      {kept === 'unknown' ? (
        <text class="small" y={4} text-anchor="middle">
          ?
        </text>
      ) : (
        <path class="kept-sign" d={KEPT[kept].good ? 'M-4 0l3 3l5 -6' : 'M-3.500 -3.500l7 7m0 -7l-7 7'} />
      )}
    </g>
  );
}

/** Many lines as one: for pictures that are read from afar. */
export function farPath(links: readonly PlacedLink[]): string {
  return links
    .map(({ points }) => points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join(''))
    .join('');
}

export function linePath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${first.x} ${first.y}`;
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    if (next === undefined) {
      path += `L${point.x} ${point.y}`;
      return;
    }
    const before = index === 0 ? first : rest[index - 1]!;
    const into = length(before, point);
    const out = length(point, next);
    const round = Math.min(ROUND, into / 2, out / 2);
    if (round < 1) {
      path += `L${point.x} ${point.y}`;
      return;
    }
    const start = towards(point, before, round);
    const end = towards(point, next, round);
    path += `L${start.x} ${start.y}Q${point.x} ${point.y} ${end.x} ${end.y}`;
  });
  return path;
}

function ends({ points, fromEnd, toEnd }: PlacedLink): string {
  const last = points.length - 1;
  return end(points[0]!, points[1]!, fromEnd) + end(points[last]!, points[last - 1]!, toEnd);
}

/** What stands where a line meets a card at `at`, coming from `before`. */
function end(at: Point, before: Point | undefined, kind: EdgeEnd): string {
  if (before === undefined || kind === 'none') return '';
  const size = Math.max(1, length(at, before));
  // Away from the card, and across the line.
  const [ux, uy] = [(before.x - at.x) / size, (before.y - at.y) / size];
  const point = (out: number, aside: number) =>
    `${round(at.x + ux * out - uy * aside)} ${round(at.y + uy * out + ux * aside)}`;
  switch (kind) {
    case 'many':
      return `M${point(0, -5)}L${point(9, 0)}L${point(0, 5)}`;
    case 'arrow':
      return `M${point(8, -4.5)}L${point(0, 0)}L${point(8, 4.5)}`;
    case 'one':
      return `M${point(10, -5)}L${point(10, 5)}`;
    case 'maybe one':
      return `M${point(8, -5)}L${point(8, 5)}M${point(11, 0)}${circle(point, 15, 4)}`;
  }
}

function circle(point: (out: number, aside: number) => string, out: number, radius: number): string {
  return `M${point(out - radius, 0)}A${radius} ${radius} 0 1 1 ${point(out + radius, 0)}A${radius} ${radius} 0 1 1 ${point(out - radius, 0)}`;
}

function middle(points: readonly Point[]): Point {
  let total = 0;
  for (let index = 1; index < points.length; index++) total += length(points[index - 1]!, points[index]!);
  let left = total / 2;
  for (let index = 1; index < points.length; index++) {
    const [a, b] = [points[index - 1]!, points[index]!];
    const own = length(a, b);
    if (left <= own && own > 0) return towards(a, b, left);
    left -= own;
  }
  return points[0] ?? { x: 0, y: 0 };
}

function length(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function towards(from: Point, to: Point, by: number): Point {
  const size = Math.max(0.001, length(from, to));
  return {
    x: round(from.x + ((to.x - from.x) * by) / size),
    y: round(from.y + ((to.y - from.y) * by) / size),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
